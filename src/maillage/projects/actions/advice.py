"""Somebody advises a project: asked, agreed to, changed, withdrawn, ended.

Consent comes first, right by right, and can be taken back at once: the person's part in the project begins
and ends in the same transaction. What they wrote and shared stays in the project's logbook; their private
notes stay theirs. The project's row is locked before the advice's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.models import Membership, Organisation
from maillage.projects import separation
from maillage.projects.actions import seats
from maillage.projects.actions.locks import locked, only_carriers
from maillage.projects.enums import (
    ADVICE_TRANSITIONS,
    ALWAYS_GIVEN,
    USUAL_RIGHTS,
    AdviceRight,
    AdviceState,
    ProjectRole,
)
from maillage.projects.models import Advice, Project, ProjectMember
from maillage.projects.queries import carriers_of


@transaction.atomic
def propose(
    project: Project,
    *,
    adviser: Any,
    by: Any,
    organisation: Organisation | None = None,
    rights: Collection[str] = USUAL_RIGHTS,
    message: str = "",
    until: dt.date | None = None,
    replaces: Advice | None = None,
) -> Advice:
    """Asks the carriers whether ``adviser`` may advise their project; each is told by e-mail. Nothing opens
    before one of them has agreed.

    Args:
        by: the adviser, or a colleague of the same organisation.
        replaces: the advice that this one takes over; it ends when the carriers agree.

    Raises:
        NotAllowed: ``by`` speaks for somebody else.
        Invalid: the organisation is not the adviser's, or ``until`` is past.
        Conflict: the person has a part in the project, or has asked already.
    """
    _in_whose_name(adviser, organisation)
    if by.pk != adviser.pk and not _is_colleague(by, organisation):
        raise NotAllowed(_("Only the adviser, or a colleague of theirs, may offer to advise."))
    project = locked(project)
    advice = _create(
        project,
        adviser=adviser,
        organisation=organisation,
        rights=_ordered(rights),
        message=message.strip(),
        until=_later(until),
        replaces=replaces,
        asked_by=by,
    )
    events.record(project, "projects.advice_asked", by=by, data={"advice": advice.pk})
    for carrier in carriers_of(project):
        _tell(carrier, advice, "asked")
    return advice


@transaction.atomic
def start(
    project: Project,
    *,
    adviser: Any,
    by: Any,
    organisation: Organisation | None = None,
    rights: Collection[str] = USUAL_RIGHTS,
    until: dt.date | None = None,
    consented_by: Any = None,
) -> Advice:
    """Advice that a carrier asked for themselves: their consent is in the asking.

    Args:
        consented_by: the carrier who invited, when ``by`` is the adviser who accepts.

    Raises:
        NotAllowed: the one who consents is not, or no longer, a carrier.
        Invalid, Conflict: as for ``propose``.
    """
    consenting = consented_by or by
    only_carriers(project, consenting)
    _in_whose_name(adviser, organisation)
    project = locked(project)
    waiting = Advice.objects.waiting().filter(project=project, adviser=adviser).first()
    if waiting is not None:
        return _agree(waiting, project, by=consenting, rights=_ordered(rights))
    moment = clock.database_now()
    advice = _create(
        project,
        adviser=adviser,
        organisation=organisation,
        rights=_ordered(rights),
        until=_later(until),
        asked_by=by,
        state=AdviceState.ACTIVE,
        asked_at=moment,
        since=moment,
        consented_by=consenting,
    )
    seats.take(project, adviser, ProjectRole.ADVISER, by=by)
    return advice


@transaction.atomic
def consent(advice: Advice, *, by: Any, rights: Collection[str] | None = None) -> Advice:
    """A carrier agrees, to all that was asked or to some of it; the adviser is told.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        TransitionRefused: it was answered already.
    """
    only_carriers(advice.project, by)
    project = locked(advice.project)
    return _agree(_fresh(advice), project, by=by, rights=None if rights is None else _ordered(rights))


@transaction.atomic
def decline(advice: Advice, *, by: Any, why: str = "") -> Advice:
    """A carrier does not agree; the adviser is told, with the reason if there is one."""
    only_carriers(advice.project, by)
    locked(advice.project)
    advice = _close(_fresh(advice), AdviceState.DECLINED, by=by, why=why)
    _tell(advice.adviser, advice, "declined")
    return advice


@transaction.atomic
def change_rights(advice: Advice, rights: Collection[str], *, by: Any) -> Advice:
    """The carriers give or take back single rights of live advice; the adviser is told.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Conflict: nobody advises under it any more.
    """
    only_carriers(advice.project, by)
    project = locked(advice.project)
    advice = _fresh(advice)
    if not advice.is_live:
        raise Conflict(_("This advice has ended."))
    wanted = _ordered(rights)
    if wanted == advice.rights:
        return advice
    advice.rights = wanted
    advice.save(update_fields=["rights"])
    events.record(
        project, "projects.advice_rights_changed", by=by, data={"advice": advice.pk, "rights": wanted}
    )
    _tell(advice.adviser, advice, "rights")
    return advice


@transaction.atomic
def withdraw(advice: Advice, *, by: Any, why: str = "") -> Advice:
    """A carrier takes their consent back: the adviser loses every access now, and is told.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        TransitionRefused: nobody advises under it any more.
    """
    only_carriers(advice.project, by)
    project = locked(advice.project)
    advice = _close(_fresh(advice), AdviceState.WITHDRAWN, by=by, why=why)
    _unseat(project, advice, by=by)
    _tell(advice.adviser, advice, "withdrawn")
    return advice


@transaction.atomic
def end(advice: Advice, *, by: Any, why: str = "") -> Advice:
    """The adviser, or a colleague of theirs, ends it or takes the offer back; the carriers are told.

    Args:
        by: None for the clock, on the day after the last one agreed to.

    Raises:
        NotAllowed: ``by`` is neither.
        TransitionRefused: it has ended already.
    """
    if by is not None and by.pk != advice.adviser_id and not _is_colleague(by, advice.organisation):
        raise NotAllowed(_("Only the adviser, or a colleague of theirs, may end this."))
    project = locked(advice.project)
    advice = _fresh(advice)
    was_live = advice.state == AdviceState.ACTIVE
    advice = _close(advice, AdviceState.ENDED, by=by, why=why)
    if was_live:
        _unseat(project, advice, by=by)
    for carrier in carriers_of(project):
        _tell(carrier, advice, "ended")
    return advice


def end_past(on: dt.date) -> int:
    """Ends the advice whose last day is over; returns how many. Safe to run again."""
    due = (
        Advice.objects.filter(state=AdviceState.ACTIVE, until__lt=on).select_related("project").order_by("pk")
    )
    for advice in due:
        end(advice, by=None)
    return len(due)


# --- Inside ------------------------------------------------------------------------------------------------
def _agree(advice: Advice, project: Project, *, by: Any, rights: list[str] | None) -> Advice:
    separation.check_coach(project, advice.adviser)
    moment = clock.database_now()
    states.move(
        advice,
        AdviceState.ACTIVE,
        ADVICE_TRANSITIONS,
        by=by,
        verb="projects.advice_agreed",
        also={"since": moment, "consented_by": by, "rights": rights or advice.rights},
    )
    seats.take(project, advice.adviser, ProjectRole.ADVISER, by=by)
    former = advice.replaces
    if former is not None and former.state == AdviceState.ACTIVE:
        _close(_fresh(former), AdviceState.ENDED, by=by, why=_("Somebody else took over."))
        _unseat(project, former, by=by)
    _tell(advice.adviser, advice, "agreed")
    return advice


def _close(advice: Advice, state: AdviceState, *, by: Any, why: str) -> Advice:
    states.move(
        advice,
        state,
        ADVICE_TRANSITIONS,
        by=by,
        verb=f"projects.advice_{state.value}",
        why=why.strip()[:300],
        also={"ended_at": clock.database_now(), "end_reason": why.strip()[:300]},
    )
    return advice


def _unseat(project: Project, advice: Advice, *, by: Any) -> None:
    seat = ProjectMember.objects.select_related("project", "user").filter(
        project=project, user=advice.adviser_id, role=ProjectRole.ADVISER
    )
    for member in seat:
        seats.leave(member, by=by)


def _create(project: Project, *, adviser: Any, **values: Any) -> Advice:
    separation.check_coach(project, adviser)
    if ProjectMember.objects.filter(project=project, user=adviser).exists():
        raise Conflict(_("This person takes part in the project already."))
    try:
        with transaction.atomic():
            return Advice.objects.create(project=project, adviser=adviser, **values)
    except IntegrityError:
        raise Conflict(_("This person advises the project already, or has asked to.")) from None


def _fresh(advice: Advice) -> Advice:
    return (
        Advice.objects.select_for_update(of=("self",))
        .select_related("project", "adviser", "organisation", "replaces")
        .get(pk=advice.pk)
    )


def _ordered(rights: Collection[str]) -> list[str]:
    """In the order of the words, the first of them always."""
    wanted = {*rights, ALWAYS_GIVEN}
    return [right.value for right in AdviceRight if right in wanted]


def _later(until: dt.date | None) -> dt.date | None:
    if until is not None and until < clock.today():
        raise Invalid(fields={"until": _("The last day is still to come.")})
    return until


def _is_colleague(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and _belongs(user, organisation)


def _belongs(user: Any, organisation: Organisation) -> bool:
    return Membership.objects.active().filter(user=user, organisation=organisation).exists()


def _in_whose_name(adviser: Any, organisation: Organisation | None) -> None:
    if organisation is not None and not _belongs(adviser, organisation):
        raise Invalid(
            fields={"organisation": _("An adviser speaks for an organisation that they belong to.")}
        )


def _tell(person: Any, advice: Advice, what: str) -> None:
    """One message: ``what`` is asked, agreed, declined, rights, withdrawn or ended."""
    if not person.is_active:
        return
    path = {
        "asked": reverse("projects:sight", args=[advice.project_id]),
        "ended": reverse("projects:sight", args=[advice.project_id]),
        "agreed": advice.project.get_absolute_url(),
        "rights": advice.project.get_absolute_url(),
    }.get(what, reverse("projects:projects"))
    outbox.send_email(
        person.email,
        "projects/email/advice",
        {
            "what": what,
            "advice": advice,
            "project": advice.project,
            "adviser": advice.adviser,
            "organisation": advice.organisation,
            "path": path,
        },
        language=person.language,
    )
