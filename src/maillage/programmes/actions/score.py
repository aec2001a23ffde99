"""What the reviews of a file say together: raw figures at each review, calibrated scores by the minute."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Sum

from maillage.core import clock, events
from maillage.programmes import grids
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.calibration import Calibration, NotCalibrated, Refusal, calibrate, cut_off
from maillage.programmes.enums import Decision, Filing
from maillage.programmes.enums_review import AssignmentState, ReviewState
from maillage.programmes.models import (
    Assignment,
    FileScore,
    Review,
    ReviewerSeverity,
    ReviewRound,
    RoundCalibration,
)

# Name spaces of advisory locks: one file of a round, one round.
FILE_LOCK, ROUND_LOCK = 0x5C0E, 0x5C0F
COUNTED = {"state": ReviewState.SUBMITTED, "assignment__state": AssignmentState.DONE}
# Reviews under which the calibration is done in the request: some tenths of a second.
AT_ONCE = 5_000


@transaction.atomic
def renew(assignment: Assignment) -> None:
    """Counts again the reviews of a file, after one was sent, taken up again or taken back.

    Two reviewers who send at the same moment wait for each other here: the second one counts both.
    """
    _lock(FILE_LOCK, assignment.application_id)
    rows = list(
        Review.objects.filter(
            assignment__round=assignment.round_id,
            assignment__application=assignment.application_id,
            **COUNTED,
        )
        .order_by("pk")
        .values_list("total", "is_knocked_out")
    )
    spread = grids.spread(total for total, _out in rows if total is not None)
    there = FileScore.objects.filter(round=assignment.round_id, application=assignment.application_id)
    if spread.mean is None or spread.lowest is None or spread.highest is None:
        there.delete()
    else:
        known = there.first()
        FileScore.objects.update_or_create(
            round_id=assignment.round_id,
            application_id=assignment.application_id,
            defaults={
                "reviews": spread.count,
                "mean": spread.mean,
                "deviation": spread.deviation,
                "lowest": spread.lowest,
                "highest": spread.highest,
                "gap": spread.highest - spread.lowest,
                "is_knocked_out": any(out for _total, out in rows),
                "standing": spread.mean if known is None or known.calibrated is None else known.calibrated,
            },
        )
    if not RoundCalibration.objects.filter(round=assignment.round_id).update(is_stale=True):
        RoundCalibration.objects.bulk_create(
            [
                RoundCalibration(
                    round_id=assignment.round_id,
                    reviews=0,
                    refusal=Refusal.NO_REVIEW.value,
                    is_stale=True,
                    places=assignment.round.call.places,
                )
            ],
            ignore_conflicts=True,
        )


def calibrate_stale() -> int:
    """Calibrates the rounds in which a review came or went; how many. Run every minute."""
    rounds = list(
        ReviewRound.objects.filter(calibration__is_stale=True).select_related("call").order_by("pk")
    )
    for round_ in rounds:
        calibrate_round(round_)
    return len(rounds)


def ask(round_: ReviewRound, *, by: Any) -> bool:
    """An officer asks for the calibration now. True when it is done; a large one is left to the queue."""
    only_officers(round_.call.programme, by)
    _mark(round_, is_stale=True)
    events.record(round_, "programmes.calibration_asked", by=by)
    reviews = FileScore.objects.filter(round=round_).aggregate(number=Sum("reviews"))["number"] or 0
    if reviews > AT_ONCE:
        return False
    calibrate_round(round_)
    return True


def calibrate_round(round_: ReviewRound) -> RoundCalibration:
    """Calibrates the sent reviews of a round and keeps the answer beside the raw figures.

    Marked up to date before the reviews are read: one that comes meanwhile marks it late again.
    """
    _mark(round_, is_stale=False)
    rows = np.array(
        Review.objects.filter(assignment__round=round_, **COUNTED)
        .exclude(assignment__application__filing=Filing.WITHDRAWN)
        .exclude(assignment__application__decision__in=[Decision.INADMISSIBLE, Decision.WITHDRAWN])
        .order_by("pk")
        .values_list("assignment__application", "assignment__reviewer", "total"),
        dtype=float,
    ).reshape(-1, 3)
    files, reviewers = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
    places = round_.call.places
    values: dict[str, Any] = {"computed_at": clock.database_now(), "reviews": len(rows), "places": places}
    try:
        found = calibrate(files, reviewers, rows[:, 2])
    except NotCalibrated as refused:
        pieces = [
            {"files": len(some), "reviewers": [int(key) for key in people]} for some, people in refused.pieces
        ]
        return _keep_refusal(round_, values | {"refusal": refused.reason.value, "pieces": pieces})
    cut = cut_off(found, places)
    values |= {
        "refusal": "",
        "pieces": [],
        "ridge": found.ridge,
        "noise": found.noise,
        "severity": found.severity,
        "confidence": found.confidence,
        "line": cut.line if cut else None,
        "unsure": int(cut.unsure.sum()) if cut else 0,
        "changed": int(cut.changed.sum()) if cut else 0,
    }
    means = np.bincount(np.searchsorted(found.reviewers, reviewers), rows[:, 2])
    return _keep(round_, values, found, means)


def _mark(round_: ReviewRound, *, is_stale: bool) -> None:
    RoundCalibration.objects.get_or_create(
        round=round_,
        defaults={"reviews": 0, "refusal": Refusal.NO_REVIEW.value, "places": round_.call.places},
    )
    RoundCalibration.objects.filter(round=round_).update(is_stale=is_stale)


@transaction.atomic
def _keep_refusal(round_: ReviewRound, values: dict[str, Any]) -> RoundCalibration:
    _lock(ROUND_LOCK, round_.pk)
    values |= dict.fromkeys(("ridge", "noise", "severity", "confidence", "line"))
    values |= {"unsure": 0, "changed": 0}
    RoundCalibration.objects.filter(round=round_).update(**values)
    ReviewerSeverity.objects.filter(round=round_).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE programmes_filescore
               SET calibrated = NULL, low = NULL, high = NULL, rank = NULL, raw_rank = NULL, standing = mean
               WHERE round_id = %s""",
            [round_.pk],
        )
    return RoundCalibration.objects.get(round=round_)


@transaction.atomic
def _keep(
    round_: ReviewRound, values: dict[str, Any], found: Calibration, sums: np.ndarray
) -> RoundCalibration:
    _lock(ROUND_LOCK, round_.pk)
    RoundCalibration.objects.filter(round=round_).update(**values)
    ranks, raw_ranks = _ranks(found.scores), _ranks(found.raw)
    columns = (found.files, found.scores, found.low, found.high, ranks, raw_ranks)
    # One statement for any number of files; those that lost their reviews meanwhile have no row any more.
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE programmes_filescore AS kept
               SET calibrated = told.score, low = told.low, high = told.high, rank = told.rank,
                   raw_rank = told.raw_rank, standing = told.score
               FROM unnest(%s::bigint[], %s::float8[], %s::float8[], %s::float8[], %s::int[], %s::int[])
                   AS told (file, score, low, high, rank, raw_rank)
               WHERE kept.round_id = %s AND kept.application_id = told.file""",
            [*(column.tolist() for column in columns), round_.pk],
        )
        cursor.execute(
            """UPDATE programmes_filescore
               SET calibrated = NULL, low = NULL, high = NULL, rank = NULL, raw_rank = NULL, standing = mean
               WHERE round_id = %s AND calibrated IS NOT NULL AND application_id <> ALL(%s::bigint[])""",
            [round_.pk, found.files.tolist()],
        )
    ReviewerSeverity.objects.filter(round=round_).delete()
    ReviewerSeverity.objects.bulk_create(
        ReviewerSeverity(
            round=round_,
            reviewer_id=int(reviewer),
            reviews=int(found.reviewer_counts[rank]),
            mean=float(sums[rank] / found.reviewer_counts[rank]),
            effect=float(found.effects[rank]),
            error=float(found.effect_errors[rank]),
        )
        for rank, reviewer in enumerate(found.reviewers)
    )
    return RoundCalibration.objects.get(round=round_)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """1 for the best; equal scores share the best rank of them."""
    ordered = np.sort(-scores)
    return np.searchsorted(ordered, -scores) + 1


def _lock(space: int, key: int) -> None:
    """Until the end of the transaction. Keys beyond 2³¹ share locks: slower, never wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [space, key % 2**31])
