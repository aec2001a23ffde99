"""What was said of one file by those who judge it, in short, for the officers who decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from maillage.programmes.enums_review import STANDING, AssignmentState
from maillage.programmes.models import (
    AgendaItem,
    Application,
    Assignment,
    FileScore,
    ReviewRound,
    RoundCalibration,
)


@dataclass(frozen=True)
class Reading:
    """A file in one round: how many reviews are awaited and sent. ``score``: None while none is sent."""

    round: ReviewRound
    given: int
    sent: int
    score: FileScore | None
    is_unsure: bool

    @property
    def is_knocked_out(self) -> bool:
        return self.score is not None and self.score.is_knocked_out


@dataclass(frozen=True)
class Judged:
    """The rounds in which somebody has the file, the oldest first, and the juries that have it."""

    readings: list[Reading]
    sittings: list[AgendaItem]


def judged(application: Application) -> Judged:
    """Four queries. Who wrote which review stays on the page of the round."""
    counts = {
        row["round"]: row
        for row in Assignment.objects.filter(application=application, state__in=STANDING)
        .values("round")
        .annotate(given=Count("pk"), sent=Count("pk", filter=Q(state=AssignmentState.DONE)))
        .order_by()
    }
    scores = {row.round_id: row for row in FileScore.objects.filter(application=application).order_by("pk")}
    lines = dict(RoundCalibration.objects.filter(round__in=counts).order_by().values_list("round_id", "line"))
    rounds = ReviewRound.objects.filter(pk__in=counts).order_by("opens_at", "pk")
    sittings = (
        AgendaItem.objects.filter(application=application)
        .select_related("session__call__programme")
        .defer("session__record")
        .order_by("session__held_at", "pk")
    )
    return Judged(
        [
            Reading(
                round_,
                counts[round_.pk]["given"],
                counts[round_.pk]["sent"],
                score := scores.get(round_.pk),
                _holds(score, lines.get(round_.pk)),
            )
            for round_ in rounds
        ],
        list(sittings),
    )


def _holds(score: FileScore | None, line: float | None) -> bool:
    """Whether the interval of a calibrated score holds the line of the last place."""
    if score is None or score.low is None or score.high is None or line is None:
        return False
    return score.low <= line <= score.high
