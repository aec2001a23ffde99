"""A project goes on within another: proposed by one side, accepted by the other, undone until a day.

The rows of the two projects are always locked in the order of their keys, before the merger's: two mergers
that cross (A into B, B into A) are judged one after the other, and the second finds what the first did.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.projects import emails_similar as emails
from maillage.projects import rules as who
from maillage.projects.actions import outcome, seats
from maillage.projects.enums import Outcome, PassageKind, ProjectRole
from maillage.projects.enums_similar import MERGER_TRANSITIONS, UNMERGED, MergerState
from maillage.projects.models import Merger, Passage, Project, ProjectMember
from maillage.projects.queries.team import carriers_of

LASTS = dt.timedelta(days=30)
REMINDED = dt.timedelta(days=10)
UNDONE_WITHIN = dt.timedelta(days=30)


@transaction.atomic
def propose(absorbed: Project, survivor: Project, *, by: Any, reason: str) -> Merger:
    """Proposes that ``absorbed`` goes on within ``survivor``; the carriers of the other side are asked.

    Raises:
        NotAllowed: ``by`` carries neither, or may not see the other.
        Invalid: no reason, one and the same project, or one that lives on in another already.
        Conflict: it is proposed already.
    """
    if absorbed.pk == survivor.pk:
        raise Invalid(_("Choose another project than this one."))
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why: the others read it before they answer.")})
    pair = lock_both(absorbed.pk, survivor.pk)
    absorbed, survivor = pair[absorbed.pk], pair[survivor.pk]
    mine = next((each for each in (absorbed, survivor) if who.is_carrier(by, each)), None)
    if mine is None:
        raise NotAllowed(_("Only the carriers of one of the two projects may propose this."))
    other = survivor if mine is absorbed else absorbed
    if not by.has_perm("projects.view_project", other):
        raise NotAllowed(_("You do not see one of the two projects."))
    _both_stand(absorbed, survivor)
    now = clock.database_now()
    try:
        with transaction.atomic():
            row = Merger.objects.create(
                absorbed=absorbed,
                survivor=survivor,
                reason=reason.strip(),
                proposed_by=by,
                proposed_from=mine,
                proposed_at=now,
                remind_at=now + REMINDED,
                expires_at=now + LASTS,
            )
    except IntegrityError:
        raise Conflict(_("This merger is proposed already: the answer is awaited.")) from None
    for each in (absorbed, survivor):
        events.record(each, "projects.merger_proposed", by=by, data={"merger": row.pk})
    emails.merger(row, "proposed", carriers_of(other))
    return row


@transaction.atomic
def accept(row: Merger, *, by: Any) -> Merger:
    """The other side agrees: the absorbed project keeps its page and all that is on it, its carriers become
    carriers of the other one, and the carriers of the other one read its history.

    Raises:
        NotAllowed: ``by`` does not carry the project that was asked.
        Conflict: it is over, or one of the two lives on in another project since.
    """
    row, absorbed, survivor = _hold(row)
    _only_asked(row, by)
    _still_open(row)
    _both_stand(absorbed, survivor)
    now = clock.database_now()
    before, before_on = absorbed.outcome, absorbed.outcome_on
    outcome.write(
        absorbed,
        Outcome.MERGED,
        by=by,
        on=clock.today(),
        reason=row.reason,
        next_step=survivor.title,
        merged_into=survivor,
    )
    present = set(ProjectMember.objects.filter(project=survivor).values_list("user", flat=True))
    joined = [person for person in carriers_of(absorbed) if person.pk not in present]
    for person in joined:
        seats.take(survivor, person, ProjectRole.CARRIER, by=by)
    states.move(
        row,
        MergerState.ACCEPTED,
        MERGER_TRANSITIONS,
        by=by,
        verb="projects.merger_accepted",
        also={
            "decided_by": by,
            "decided_at": now,
            "remind_at": None,
            "outcome_before": before,
            "outcome_before_on": before_on,
            "joined": [person.pk for person in joined],
            "undo_until": clock.today() + UNDONE_WITHIN,
        },
    )
    events.record(survivor, "projects.merged_here", by=by, data={"merger": row.pk, "title": absorbed.title})
    # Whatever else was proposed with the absorbed project is without an object now.
    overtaken = Merger.objects.of(absorbed).filter(state=MergerState.PROPOSED).exclude(pk=row.pk)
    for each in overtaken.select_for_update(of=("self",)).order_by("pk"):
        _end(each, MergerState.EXPIRED, by=None, verb="projects.merger_overtaken")
    emails.merger(row, "accepted", emails.carriers_of_both(absorbed, survivor))
    return row


@transaction.atomic
def decline(row: Merger, *, by: Any) -> Merger:
    """The other side does not agree, and need not say why. Those who proposed it are told.

    Raises:
        NotAllowed: ``by`` does not carry the project that was asked.
    """
    row, _absorbed, _survivor = _hold(row)
    _only_asked(row, by)
    _end(row, MergerState.DECLINED, by=by, verb="projects.merger_declined")
    emails.merger(row, "declined", carriers_of(row.proposed_from))
    return row


@transaction.atomic
def withdraw(row: Merger, *, by: Any) -> Merger:
    """The side that proposed it takes it back; the other one is told.

    Raises:
        NotAllowed: ``by`` does not carry the project that proposed it.
    """
    row, _absorbed, _survivor = _hold(row)
    if not who.is_carrier(by, row.proposed_from):
        raise NotAllowed(_("Only the side that proposed this may take it back."))
    _end(row, MergerState.WITHDRAWN, by=by, verb="projects.merger_withdrawn")
    emails.merger(row, "withdrawn", carriers_of(row.answering))
    return row


@transaction.atomic
def undo(row: Merger, *, by: Any) -> Merger:
    """Until the day that was said, a carrier of either side undoes it: the absorbed project goes back to what
    it was, and exactly those who joined the other one by the merger leave it. What was written in
    either meanwhile stays where it was written.

    Raises:
        NotAllowed: ``by`` carries neither.
        Conflict: the day is past.
        TransitionRefused: it is not merged.
    """
    row, absorbed, survivor = _hold(row)
    if not (who.is_carrier(by, absorbed) or who.is_carrier(by, survivor)):
        raise NotAllowed(_("Only the carriers of one of the two projects may undo this."))
    if row.state == MergerState.ACCEPTED and not row.may_be_undone:
        raise Conflict(_("The day until which this could be undone is past."))
    now = clock.database_now()
    states.move(
        row,
        MergerState.UNDONE,
        MERGER_TRANSITIONS,
        by=by,
        verb="projects.merger_undone",
        also={"undone_by": by, "undone_at": now},
    )
    words = {"reason": _("The merger was undone."), "next_step": _("It goes on by itself, as before.")}
    states.move(
        absorbed,
        row.outcome_before,
        UNMERGED,
        by=by,
        verb="projects.outcome_changed",
        field="outcome",
        why=words["reason"],
        also={"outcome_on": row.outcome_before_on, "merged_into": None, "updated_at": now},
    )
    Passage.objects.create(
        project=absorbed,
        kind=PassageKind.OUTCOME,
        from_state=Outcome.MERGED,
        to_state=row.outcome_before,
        by=by,
        **words,
    )
    told = emails.carriers_of_both(absorbed, survivor)
    carriers = ProjectMember.objects.filter(project=survivor, role=ProjectRole.CARRIER)
    leaving = carriers.select_related("project", "user").filter(user__in=row.joined)
    if not carriers.exclude(user__in=row.joined).exists():
        raise Conflict(
            _("Nobody else carries “%(title)s” any more: let somebody join it first.")
            % {"title": survivor.title}
        )
    for member in leaving.order_by("pk"):
        seats.leave(member, by=by)
    events.record(survivor, "projects.unmerged", by=by, data={"merger": row.pk, "title": absorbed.title})
    emails.merger(row, "undone", told)
    return row


def remind(row: Merger) -> None:
    """Once, to the side that was asked. The caller has locked the row."""
    row.remind_at = None
    row.save(update_fields=["remind_at"])
    emails.merger(row, "reminder", carriers_of(row.answering))


def expire(row: Merger) -> None:
    """Nobody answered in time; those who proposed it are told. The caller has locked the row."""
    _end(row, MergerState.EXPIRED, by=None, verb="projects.merger_expired")
    emails.merger(row, "expired", carriers_of(row.proposed_from))


def lock_both(one: int, other: int) -> dict[int, Project]:
    """Both projects, locked in the order of their keys, by key."""
    rows = (
        Project.objects.select_for_update(of=("self",))
        .select_related("commune__department")
        .filter(pk__in=[one, other])
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def locked(row: Merger) -> Merger:
    return (
        Merger.objects.select_for_update(of=("self",))
        .select_related("absorbed", "survivor", "proposed_from", "proposed_by")
        .get(pk=row.pk)
    )


# --- Inside ------------------------------------------------------------------------------------------------
def _hold(row: Merger) -> tuple[Merger, Project, Project]:
    pair = lock_both(row.absorbed_id, row.survivor_id)
    row = locked(row)
    row.absorbed, row.survivor = pair[row.absorbed_id], pair[row.survivor_id]
    return row, row.absorbed, row.survivor


def _only_asked(row: Merger, by: Any) -> None:
    if not who.is_carrier(by, row.answering):
        raise NotAllowed(_("Only the carriers of the project that is asked may answer."))


def _still_open(row: Merger) -> None:
    if row.is_open and clock.database_now() >= row.expires_at:
        raise Conflict(_("The day by which to answer is past."))


def _both_stand(absorbed: Project, survivor: Project) -> None:
    for each in (absorbed, survivor):
        if each.outcome == Outcome.MERGED:
            raise Conflict(_("“%(title)s” lives on in another project.") % {"title": each.title})


def _end(row: Merger, state: MergerState, *, by: Any, verb: str) -> None:
    states.move(
        row,
        state,
        MERGER_TRANSITIONS,
        by=by,
        verb=verb,
        also={"decided_by": by, "decided_at": clock.database_now(), "remind_at": None},
    )
