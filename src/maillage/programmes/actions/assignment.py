"""Who reviews what: proposed, sent, declared, declined, taken back; what a reviewer who leaves gives back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.accounts import notifications
from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.programmes import conflicts
from maillage.programmes.actions import conflict as ties
from maillage.programmes.actions import score
from maillage.programmes.actions.locks import only_officers, shared
from maillage.programmes.actions.review_round import held
from maillage.programmes.enums import Role
from maillage.programmes.enums_review import (
    ASSIGNMENT_TRANSITIONS,
    DECLARED_GROUNDS,
    KNOWN_TO_REVIEWER,
    STANDING,
    UNSTARTED,
    AssignmentSource,
    AssignmentState,
    RoundPhase,
)
from maillage.programmes.models import Application, Assignment, Programme, ProgrammeRole, ReviewRound

ASSIGNED_KIND = "programmes.review_assigned"
REMINDER_KIND = "programmes.review_reminder"
# Nobody is reminded twice within this, whoever asks.
REST = dt.timedelta(days=2)
_S = AssignmentState


class InConflict(Conflict):
    """Something binds the person to the file."""


@transaction.atomic
def propose(
    round_: ReviewRound,
    application: Application,
    reviewer: Any,
    *,
    by: Any,
    source: str = AssignmentSource.MANUAL,
) -> Assignment:
    """Puts a file on a reviewer's pile, unknown to them until ``send``. Proposing twice is the same as once.

    Raises:
        InConflict: something binds them to the file.
        Conflict: the file is not submitted to the round's call, or the person does not review here.
    """
    only_officers(round_.call.programme, by)
    shared(round_.call_id)
    if not round_.files().filter(pk=application.pk).exists():
        raise Conflict(_("Only a submitted application of the round is reviewed."))
    if not is_reviewer(reviewer, round_.call.programme):
        raise Conflict(_("%(person)s is not a reviewer of the programme.") % {"person": reviewer})
    if conflicts.is_kept_out(reviewer, application):
        raise InConflict(
            _("Something binds %(person)s to this application: it cannot be given to them.")
            % {"person": reviewer}
        )
    row, is_new = Assignment.objects.get_or_create(
        round=round_, application=application, reviewer=reviewer, defaults={"source": source}
    )
    row = _locked(row)
    if is_new:
        events.record(row, "programmes.review_proposed", by=by, to=_S.PROPOSED, field="state")
    elif row.state not in STANDING:
        states.move(
            row,
            _S.PROPOSED,
            ASSIGNMENT_TRANSITIONS,
            by=by,
            verb="programmes.review_proposed",
            also={"source": source, "declared_at": None, "decline_reason": ""},
        )
    return row


@transaction.atomic
def send(round_: ReviewRound, *, by: Any, only: Iterable[Assignment] | None = None) -> int:
    """Tells the reviewers what was proposed to them: one e-mail each.

    A file to which something binds its reviewer by now goes back to the officers instead.

    Returns:
        how many assignments were sent.
    """
    only_officers(round_.call.programme, by)
    waiting = Assignment.objects.filter(round=round_, state=_S.PROPOSED)
    if only is not None:
        waiting = waiting.filter(pk__in=[row.pk for row in only])
    rows = list(
        waiting.select_for_update(of=("self",)).select_related("application", "reviewer").order_by("pk")
    )
    files = Application.objects.filter(pk__in={row.application_id for row in rows})
    out = conflicts.standing(files, {row.reviewer_id for row in rows})
    moment = clock.database_now()
    piles: dict[Any, int] = defaultdict(int)
    for row in rows:
        if (row.application_id, row.reviewer_id) in out:
            _back(row, by=by, why=str(_("A conflict of interest was found.")))
            continue
        states.move(
            row,
            _S.ASSIGNED,
            ASSIGNMENT_TRANSITIONS,
            by=by,
            verb="programmes.review_assigned",
            also={"assigned_at": moment},
        )
        piles[row.reviewer] += 1
    for reviewer, count in piles.items():
        _tell(reviewer, ASSIGNED_KIND, "programmes/email/review_assigned", round_, count)
    return sum(piles.values())


@transaction.atomic
def assign(round_: ReviewRound, application: Application, reviewer: Any, *, by: Any) -> Assignment:
    """Gives a file to a reviewer by hand and tells them at once."""
    row = propose(round_, application, reviewer, by=by)
    if row.state == _S.PROPOSED:
        send(round_, by=by, only=[row])
        row.refresh_from_db()
    return row


@transaction.atomic
def declare(assignment: Assignment, *, by: Any, ground: str = "", detail: str = "") -> Assignment:
    """The reviewer says whether something binds them to the file, before they see anything of it.

    Args:
        ground: "" when nothing does, which opens the file; else one of ``DECLARED_GROUNDS``, which
            closes it to them for good and gives it back to the officers.

    Raises:
        NotAllowed: the file is not theirs.
        Conflict: it is no longer on their table.
    """
    [row] = declare_all([(assignment, ground, detail)], by=by)
    return row


@transaction.atomic
def declare_all(answers: Sequence[tuple[Assignment, str, str]], *, by: Any) -> list[Assignment]:
    """The same for several files: assignment, ground, words each. All or none is kept."""
    if any(ground and ground not in DECLARED_GROUNDS for _row, ground, _words in answers):
        raise Invalid(_("Say what binds you to it."))
    said = {row.pk: (ground, words) for row, ground, words in answers}
    keys = sorted(said)
    list(Assignment.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    rows = list(_whole().filter(pk__in=keys).order_by("pk"))
    for programme in {row.round.call.programme for row in rows}:
        if not is_reviewer(by, programme):
            raise NotAllowed(_("This file is not yours to review."))
    for row in rows:
        _must_be_theirs(row, by)
    # What the platform found since they were sent: it is not theirs to judge.
    kept = conflicts.kept_from(by, Application.objects.filter(pk__in=[row.application_id for row in rows]))
    moment = clock.database_now()
    ties.declare_many([(row.application, *said[row.pk]) for row in rows if said[row.pk][0]], by=by)
    for row in rows:
        if said[row.pk][0]:
            was_done = row.state == _S.DONE
            states.move(
                row,
                _S.DECLINED,
                ASSIGNMENT_TRANSITIONS,
                by=by,
                verb="programmes.review_conflict",
                also={"declared_at": moment},
            )
            if was_done:
                score.renew(row)
        elif row.state == _S.ASSIGNED and row.application_id in kept:
            _back(row, by=None, why=str(_("A conflict of interest was found.")))
        elif row.state == _S.ASSIGNED:
            states.move(
                row,
                _S.ACCEPTED,
                ASSIGNMENT_TRANSITIONS,
                by=by,
                verb="programmes.review_accepted",
                also={"declared_at": moment},
            )
    return rows


@transaction.atomic
def decline(assignment: Assignment, *, why: str, by: Any) -> Assignment:
    """The reviewer gives a file back, with the reason; the officers find it among those to give again.

    Raises:
        Invalid: no reason.
    """
    assignment = _mine(assignment, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Write why: the officers will give it to somebody else.")})
    states.move(
        assignment,
        _S.DECLINED,
        ASSIGNMENT_TRANSITIONS,
        by=by,
        verb="programmes.review_declined",
        why=why.strip(),
        also={"decline_reason": why.strip()},
    )
    score.renew(assignment)
    return assignment


@transaction.atomic
def take_back(assignment: Assignment, *, by: Any, why: str = "") -> Assignment:
    """An officer takes a file from a reviewer; what they wrote of it is kept and counts no more."""
    only_officers(assignment.round.call.programme, by)
    assignment = _locked(assignment)
    if assignment.state not in STANDING:
        return assignment
    return _back(assignment, by=by, why=why.strip())


@transaction.atomic
def release(programme: Programme, user: Any, *, by: Any) -> int:
    """A reviewer leaves: what they had not begun comes back to the officers, what they began stays whole.

    Returns:
        how many files came back.
    """
    rows = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("application")
        .filter(round__call__programme=programme, reviewer=user, state__in=UNSTARTED)
        .order_by("pk")
    )
    count = 0
    for row in rows:
        _back(row, by=by, why=str(_("The reviewer left the programme.")))
        count += 1
    return count


@transaction.atomic
def remind(round_: ReviewRound, *, by: Any) -> int:
    """Reminds everybody who still owes a review in a round: one e-mail each, none to whom had one lately.

    Args:
        by: None when the clock does.

    Returns:
        how many people were written to.
    """
    if by is not None:
        only_officers(round_.call.programme, by)
    round_ = held(round_.pk)
    moment = clock.database_now()
    if round_.phase_at(moment) != RoundPhase.REVIEW:
        return 0
    live = ProgrammeRole.objects.live().filter(programme=round_.call.programme_id, role=Role.REVIEWER)
    rows = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("reviewer")
        .filter(round=round_, state__in=KNOWN_TO_REVIEWER - {_S.DONE}, reviewer__in=live.values("user"))
        .order_by("reviewer", "pk")
    )
    piles: dict[Any, list[Assignment]] = defaultdict(list)
    for row in rows:
        piles[row.reviewer].append(row)
    told = 0
    for reviewer, owed in piles.items():
        if any(row.reminded_at and moment - row.reminded_at < REST for row in owed):
            continue
        Assignment.objects.filter(pk__in=[row.pk for row in owed]).update(reminded_at=moment)
        told += _tell(reviewer, REMINDER_KIND, "programmes/email/review_reminder", round_, len(owed))
    if told:
        events.record(round_, "programmes.reviewers_reminded", by=by, data={"people": told})
    return told


# --- Inside ------------------------------------------------------------------------------------------------
def is_reviewer(user: Any, programme: Programme) -> bool:
    """Whether a person reviews in the programme today."""
    rows = ProgrammeRole.objects.live().filter(programme=programme, user=user, role=Role.REVIEWER)
    return bool(user.is_active) and rows.exists()


def _whole() -> QuerySet[Assignment]:
    return Assignment.objects.select_related(
        "round__call__programme", "round__grid_version", "application", "reviewer"
    )


def _locked(assignment: Assignment) -> Assignment:
    Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    return _whole().get(pk=assignment.pk)


def _mine(assignment: Assignment, by: Any) -> Assignment:
    assignment = _locked(assignment)
    if not is_reviewer(by, assignment.round.call.programme):
        raise NotAllowed(_("This file is not yours to review."))
    _must_be_theirs(assignment, by)
    return assignment


def _must_be_theirs(assignment: Assignment, by: Any) -> None:
    if assignment.reviewer_id != by.pk:
        raise NotAllowed(_("This file is not yours to review."))
    if assignment.state not in KNOWN_TO_REVIEWER:
        raise Conflict(_("This file is no longer on your table."))


def _back(assignment: Assignment, *, by: Any, why: str) -> Assignment:
    was_done = assignment.state == _S.DONE
    states.move(
        assignment,
        _S.REASSIGNED,
        ASSIGNMENT_TRANSITIONS,
        by=by,
        verb="programmes.review_taken_back",
        why=why,
    )
    if was_done:
        score.renew(assignment)
    return assignment


def _tell(reviewer: Any, kind: str, template: str, round_: ReviewRound, count: int) -> int:
    """One e-mail that says how many files wait, and names none: links are declared on the page first."""
    sent = notifications.notify(
        reviewer,
        kind,
        template,
        {
            "round": round_,
            "call": round_.call,
            "programme": round_.call.programme,
            "count": count,
            "path": reverse("programmes:my_reviews"),
        },
    )
    return int(sent is not None)
