"""What an adviser notes about their portfolio, and what becomes of it when they leave."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership, Organisation
from maillage.projects.actions import advice as advising
from maillage.projects.enums_referral import GapState, MeetingMode
from maillage.projects.models import (
    Advice,
    AdviserCapacity,
    AdviserMeeting,
    CoverageGap,
    Project,
    ProjectMember,
)


@transaction.atomic
def note_meeting(
    project: Project, *, by: Any, on: dt.date, mode: str = MeetingMode.IN_PERSON
) -> AdviserMeeting:
    """The adviser met the carriers.

    Raises:
        NotAllowed: ``by`` does not advise the project today.
        Invalid: the day is still to come.
        Conflict: that day is noted already.
    """
    if not Advice.objects.live().filter(project=project, adviser=by).exists():
        raise NotAllowed(_("Only those who advise the project note meetings."))
    if on > clock.today():
        raise Invalid(fields={"on": _("Note a meeting once it was held.")})
    try:
        with transaction.atomic():
            meeting = AdviserMeeting.objects.create(
                project=project, adviser=by, held_on=on, mode=MeetingMode(mode)
            )
    except IntegrityError:
        raise Conflict(_("This meeting is noted already.")) from None
    events.record(project, "projects.adviser_met", by=by, data={"on": on.isoformat()})
    return meeting


@transaction.atomic
def forget_meeting(meeting: AdviserMeeting, *, by: Any) -> None:
    """Takes back a meeting noted by mistake.

    Raises:
        NotAllowed: somebody else noted it.
    """
    if meeting.adviser_id != by.pk:
        raise NotAllowed(_("Only the one who noted a meeting takes it back."))
    project = meeting.project
    meeting.delete()
    events.record(project, "projects.adviser_meeting_removed", by=by)


@transaction.atomic
def set_capacity(number: int | None, *, by: Any) -> None:
    """How many projects ``by`` can follow at once; None: they no longer say."""
    if number is None:
        AdviserCapacity.objects.filter(adviser=by).delete()
        return
    if number < 1:
        raise Invalid(fields={"projects": _("A capacity is at least one project.")})
    AdviserCapacity.objects.update_or_create(
        adviser=by, defaults={"projects": number, "changed_at": clock.moment()}
    )


@dataclass
class Handover:
    """What a handover did: offers that the carriers now answer, and projects left out with the reason."""

    asked: list[Advice] = field(default_factory=list)
    left_out: list[tuple[Project, str]] = field(default_factory=list)


@transaction.atomic
def hand_over(
    adviser: Any,
    *,
    to: Any,
    organisation: Organisation,
    by: Any,
    message: str = "",
    last_day: dt.date | None = None,
) -> Handover:
    """Passes every project that ``adviser`` follows for an organisation to a colleague, all or nothing.

    The carriers of each project are asked: the colleague reads nothing before they agree, and the one who
    leaves goes on until then, or until ``last_day``. Cases of missing support change hands at once.

    Raises:
        NotAllowed: ``by`` is neither the adviser nor an administrator of the organisation.
        Invalid: the colleague is not of the organisation, there is nothing to hand over, or a day is past.
    """
    is_administrator = Membership.objects.active().filter(
        user=by, organisation=organisation, role=MembershipRole.ADMINISTRATOR
    )
    if by.pk != adviser.pk and not is_administrator.exists():
        raise NotAllowed(_("Only the adviser, or an administrator of the organisation, may do this."))
    if to.pk == adviser.pk:
        raise Invalid(fields={"to": _("Choose somebody else.")})
    if last_day is not None and last_day < clock.today():
        raise Invalid(fields={"last_day": _("The last day is still to come.")})
    rows = list(
        Advice.objects.live()
        .filter(adviser=adviser, organisation=organisation)
        .select_related("project")
        # The order in which locks are taken: two handovers at once never wait for each other in a circle.
        .order_by("project", "pk")
    )
    if not rows:
        raise Invalid(_("There is nothing to hand over."))
    done = Handover()
    asked = _asked_already(rows, to)
    for row in rows:
        _pass_on(row, asked.get(row.pk), to=to, organisation=organisation, by=by, message=message, done=done)
        if last_day is not None and (row.until is None or row.until > last_day):
            Advice.objects.filter(pk=row.pk).update(until=last_day)
            events.record(
                row.project, "projects.advice_shortened", by=by, data={"until": last_day.isoformat()}
            )
    for gap in CoverageGap.objects.filter(
        in_charge=adviser, state=GapState.OPEN, project__in=[row.project_id for row in rows]
    ).order_by("pk"):
        gap.in_charge = to
        gap.save(update_fields=["in_charge"])
        events.record(gap, "projects.gap_given", by=by)
    return done


def _asked_already(rows: list[Advice], to: Any) -> dict[int | None, Advice]:
    """The offers of somebody else than ``to`` that wait to take over one of these. The projects are held
    first, as each offer holds its own: of two handovers at once the second finds what the first asked."""
    held = Project.objects.select_for_update(of=("self",)).filter(pk__in=[row.project_id for row in rows])
    list(held.order_by("pk").values_list("pk", flat=True))
    waiting = Advice.objects.waiting().filter(replaces__in=rows).exclude(adviser=to)
    return {offer.replaces_id: offer for offer in waiting.select_related("adviser").order_by("pk")}


def _pass_on(
    row: Advice,
    asked: Advice | None,
    *,
    to: Any,
    organisation: Organisation,
    by: Any,
    message: str,
    done: Handover,
) -> None:
    if ProjectMember.objects.filter(project=row.project_id, user=to).exists():
        done.left_out.append((row.project, _("takes part in it already")))
        return
    if asked is not None:
        done.left_out.append(
            (
                row.project,
                _("its carriers are asked about %(person)s already: take that offer back first")
                % {"person": asked.adviser},
            )
        )
        return
    try:
        offer = advising.propose(
            row.project,
            adviser=to,
            by=by,
            organisation=organisation,
            rights=row.rights,
            message=message,
            until=row.until,
            replaces=row,
        )
    except Conflict as refusal:
        done.left_out.append((row.project, str(refusal)))
        return
    done.asked.append(offer)
