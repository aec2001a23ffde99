"""Giving a round's files to its reviewers: asked, computed, changed by hand, weighed.

The solver is ``programmes.matching``, which knows no model. Its answer becomes assignments in the state
*proposed*: reviewers know nothing of them before ``actions.assignment.send``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import structlog
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.assignment import propose, take_back
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums_matching import RUN_TRANSITIONS, RunState
from maillage.programmes.enums_review import (
    ASSIGNMENT_TRANSITIONS,
    STANDING,
    AssignmentSource,
    AssignmentState,
)
from maillage.programmes.matching import NoMatching, Relief, Reliefs, reliefs, solve
from maillage.programmes.models import Application, Assignment, MatchingPlan, MatchingRun, ReviewRound
from maillage.programmes.queries.matching import Scene, files_of, pool, scene

logger = structlog.get_logger(__name__)
_S = AssignmentState
# Pairs under which a computation is done in the request: some two seconds at most.
AT_ONCE = 50_000
WORST_SHOWN = 10
SETTINGS = frozenset(
    {
        *("least_files", "most_files", "required_group", "bids_until"),
        *("trade_weight", "theme_weight", "territory_weight", "wish_weight"),
    }
)


@transaction.atomic
def plan_of(round_: ReviewRound, *, by: Any) -> MatchingPlan:
    """The settings of a round's assignment; made with a fair largest load when there are none."""
    only_officers(round_.call.programme, by)
    plan, _is_new = MatchingPlan.objects.get_or_create(
        round=round_, defaults={"most_files": suggested_most(round_)}
    )
    return plan


def suggested_most(round_: ReviewRound) -> int:
    """An equal share of what is wanted, and a quarter more to choose from."""
    share = files_of(round_).count() * round_.reviewers_per_file / max(len(pool(round_)), 1)
    return max(1, int(np.ceil(share * 1.25)))


@transaction.atomic
def settle(round_: ReviewRound, *, by: Any, **settings: Any) -> MatchingPlan:
    """Changes what is asked of the assignment; changes no assignment by itself.

    Args:
        settings: columns of ``MatchingPlan``, among ``SETTINGS``.

    Raises:
        Invalid: a sentence per setting that cannot be.
    """
    if unknown := set(settings) - SETTINGS:
        raise ValueError(f"Not settings of an assignment: {sorted(unknown)}")
    plan_of(round_, by=by)
    plan = MatchingPlan.objects.select_for_update(of=("self",)).get(round=round_)
    before = {name: getattr(plan, name) for name in settings}
    for name, value in settings.items():
        setattr(plan, name, value)
    try:
        plan.full_clean(exclude=["round"])
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
    changed = sorted(name for name, value in before.items() if value != getattr(plan, name))
    if changed:
        plan.save(update_fields=changed)
        events.record(round_, "programmes.matching_settled", by=by, data={"fields": changed})
    return plan


@transaction.atomic
def ask(round_: ReviewRound, *, by: Any) -> MatchingRun:
    """Asks for a computation: done at once when it is small, else by the queue.

    Raises:
        Conflict: one is under way, or there is nothing to compute.
    """
    plan = plan_of(round_, by=by)
    files, people = files_of(round_).count(), len(pool(round_))
    if not files:
        raise Conflict(_("There is no submitted application to give out."))
    if not people:
        raise Conflict(_("Nobody reviews in this programme yet: invite reviewers first."))
    try:
        with transaction.atomic():
            run = MatchingRun.objects.create(
                round=round_,
                asked_by=by,
                asked_at=clock.database_now(),
                asked=plan.weights
                | {
                    "reviewers_per_file": round_.reviewers_per_file,
                    "least_files": plan.least_files,
                    "most_files": plan.most_files,
                    "required_group": plan.required_group,
                },
            )
    except IntegrityError as error:
        raise Conflict(_("A computation is under way already: wait for its answer.")) from error
    events.record(round_, "programmes.matching_asked", by=by)
    if files * people <= AT_ONCE:
        return carry_out(run)
    from maillage.programmes.tasks import run_matching  # tasks wraps this module

    run_matching.defer(run_id=run.pk)
    return run


def carry_out(run: MatchingRun) -> MatchingRun:
    """Computes, and proposes what was found; says what to relax when nothing can be. Twice is once."""
    try:
        with transaction.atomic():
            return _carried_out(run)
    except Exception:
        # Left waiting it would forbid every other one.
        with transaction.atomic():
            run = MatchingRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
            if run.state == RunState.WAITING:
                _finish(run, RunState.FAILED, {})
        logger.exception("programmes.matching_failed", run=run.pk)
        return run


def _carried_out(run: MatchingRun) -> MatchingRun:
    # One computation at a time, and no change by hand meanwhile.
    plan = MatchingPlan.objects.select_for_update(of=("self",)).get(round=run.round_id)
    run = (
        MatchingRun.objects.select_for_update(of=("self",))
        .select_related("round__call__programme", "asked_by")
        .get(pk=run.pk)
    )
    if run.state != RunState.WAITING:
        return run
    plan.round = run.round
    seen = scene(plan)
    try:
        matching = solve(seen.problem)
    except NoMatching:
        return _finish(run, RunState.IMPOSSIBLE, _told(seen, reliefs(seen.problem)))
    proposed = {
        (seen.files[row].key, seen.reviewers[column].key)
        for row, column in zip(*np.nonzero(matching.pairs), strict=True)
    }
    fresh = proposed - seen.kept
    stale = seen.standing - seen.kept - fresh
    _take_back(run, stale)
    _propose(run, fresh)
    weigh(plan)
    return _finish(
        run,
        RunState.FOUND,
        {"total": matching.total, "proposed": len(fresh), "kept": len(seen.kept), "dropped": len(stale)},
    )


def _finish(run: MatchingRun, state: RunState, outcome: dict[str, Any]) -> MatchingRun:
    states.move(
        run,
        state,
        RUN_TRANSITIONS,
        by=run.asked_by,
        verb="programmes.matching_answered",
        also={"finished_at": clock.database_now(), "outcome": outcome},
    )
    return run


def _told(seen: Scene, found: Reliefs) -> dict[str, Any]:
    """The reliefs by keys of files and reviewers, for the page to say in sentences."""

    def plain(relief: Relief) -> dict[str, Any]:
        of_files = relief.family.value in {"wanted", "group"}
        keys = seen.files if of_files else seen.reviewers
        return {
            "family": relief.family.value,
            "group": relief.group.key if relief.group else "",
            "amounts": {str(keys[index].key): by for index, by in relief.amounts.items()},
        }

    return {
        "necessary": [plain(relief) for relief in found.necessary],
        "alternatives": [[plain(relief) for relief in wishes] for wishes in found.alternatives],
        "together": [plain(relief) for relief in found.together],
    }


def _take_back(run: MatchingRun, pairs: set[tuple[int, int]]) -> None:
    """Proposals that no reviewer knows of and that the new computation drops."""
    rows = [
        row
        for row in Assignment.objects.select_for_update(of=("self",))
        .filter(round=run.round, state=_S.PROPOSED, source=AssignmentSource.AUTOMATIC)
        .select_related("application")
        .order_by("pk")
        if (row.application_id, row.reviewer_id) in pairs
    ]
    _pass_all(run, rows, _S.REASSIGNED, "programmes.review_taken_back")


def _propose(run: MatchingRun, pairs: set[tuple[int, int]]) -> None:
    there = {
        (row.application_id, row.reviewer_id): row
        for row in Assignment.objects.select_for_update(of=("self",))
        .filter(round=run.round)
        .select_related("application")
        .order_by("pk")
    }
    again = [there[pair] for pair in sorted(pairs & there.keys()) if there[pair].state not in STANDING]
    _pass_all(run, again, _S.PROPOSED, "programmes.review_proposed")
    Assignment.objects.bulk_create(
        [
            Assignment(
                round=run.round,
                application_id=file,
                reviewer_id=reviewer,
                source=AssignmentSource.AUTOMATIC,
                created_at=clock.moment(),
            )
            for file, reviewer in sorted(pairs - there.keys())
        ],
        batch_size=1000,
    )
    events.record(run.round, "programmes.reviews_proposed", by=run.asked_by, data={"number": len(pairs)})


def _pass_all(run: MatchingRun, rows: list[Assignment], to: AssignmentState, verb: str) -> None:
    """``states.move`` for thousands of rows in two statements, by the same table."""
    rows = [row for row in rows if states.may_move(ASSIGNMENT_TRANSITIONS, row.state, to)]
    values: dict[str, Any] = {"state": to, "source": AssignmentSource.AUTOMATIC}
    if to == _S.PROPOSED:
        values |= {"declared_at": None, "decline_reason": ""}
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(**values)
    events.record_many(
        [(row, verb, {"field": "state", "from_": row.state, "to": to}) for row in rows], by=run.asked_by
    )


# --- By hand ------------------------------------------------------------------------------------------------
@transaction.atomic
def add(round_: ReviewRound, application: Application, reviewer: Any, *, by: Any) -> Assignment:
    """Proposes one pair by hand; a later computation leaves it.

    Raises:
        InConflict, Conflict: as ``assignment.propose``.
    """
    plan = _held(round_, by)
    row = propose(round_, application, reviewer, by=by, source=AssignmentSource.MANUAL)
    if row.state == _S.PROPOSED and row.source != AssignmentSource.MANUAL:
        row.source = AssignmentSource.MANUAL
        row.save(update_fields=["source"])
    weigh(plan)
    return row


@transaction.atomic
def remove(assignment: Assignment, *, by: Any, why: str = "") -> Assignment:
    """Takes one pair out by hand; a later computation does not propose it again."""
    plan = _held(assignment.round, by)
    row = take_back(assignment, by=by, why=why)
    if row.source != AssignmentSource.MANUAL:
        row.source = AssignmentSource.MANUAL
        row.save(update_fields=["source"])
    weigh(plan)
    return row


def _held(round_: ReviewRound, by: Any) -> MatchingPlan:
    plan_of(round_, by=by)
    plan = MatchingPlan.objects.select_for_update(of=("self",)).get(round=round_)
    plan.round = round_
    return plan


def weigh(plan: MatchingPlan) -> MatchingPlan:
    """Computes what the standing assignments of a round are worth, and keeps it with the plan."""
    seen = scene(plan)
    pairs = seen.mask(seen.standing)
    fits = seen.fits[pairs]
    loads, per_file = pairs.sum(axis=0), pairs.sum(axis=1)
    rows, columns = np.nonzero(pairs)
    worst = np.argsort(seen.fits[rows, columns], kind="stable")[:WORST_SHOWN]
    wanted = plan.round.reviewers_per_file
    group = plan.required_group
    members = np.array([each.group == group for each in seen.reviewers], dtype=bool)
    plan.figures = {
        "files": len(seen.files),
        "reviewers": len(seen.reviewers),
        "wanted": wanted * len(seen.files),
        "pairs": int(pairs.sum()),
        "total": int(fits.sum()),
        "mean": float(fits.mean()) / 10 if len(fits) else None,
        "worst": [
            {
                "file": seen.files[rows[each]].key,
                "reviewer": seen.reviewers[columns[each]].key,
                "fit": int(seen.fits[rows[each], columns[each]]),
            }
            for each in worst
        ],
        "least_load": int(loads.min()) if len(loads) else 0,
        "most_load": int(loads.max(initial=0)),
        "mean_load": float(loads.mean()) if len(loads) else 0.0,
        "short": int(np.maximum(wanted - per_file, 0).sum()),
        "short_files": int((per_file < wanted).sum()),
        "without_group": int((~pairs[:, members].any(axis=1)).sum()) if group else 0,
        "bound": len(seen.standing & seen.bound),
    }
    plan.weighed_at = clock.database_now()
    plan.save(update_fields=["figures", "weighed_at"])
    return plan
