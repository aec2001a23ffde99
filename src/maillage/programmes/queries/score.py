"""The reviewed list: files with their raw figures, and the calibrated ones beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Sum
from django.db.models.functions import Cast

from maillage.accounts.models import User
from maillage.core.pagination import Page, paginate
from maillage.programmes.enums import Filing
from maillage.programmes.models import Application, FileScore, ReviewerSeverity, ReviewRound, RoundCalibration
from maillage.programmes.models.score import FileScoreQuerySet
from maillage.territories.names import normalise

# The address's word: the order, each ending with a unique column.
ORDERS: dict[str, tuple[str, str]] = {
    "": ("-standing", "-pk"),
    "brut": ("-mean", "-pk"),
    "ecart": ("-gap", "-pk"),
}


@dataclass(frozen=True)
class ScoreQuery:
    """What the reader narrows the list to, from the address."""

    order: str = ""
    state: str = ""
    department: str = ""
    text: str = ""
    cursor: str | None = None

    @classmethod
    def from_address(cls, values: Any) -> ScoreQuery:
        order = values.get("tri", "")
        return cls(
            order if order in ORDERS else "",
            values.get("etat", ""),
            values.get("departement", "")[:3],
            values.get("q", "")[:100],
            values.get("cursor"),
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.state or self.department or self.text)


def calibration_of(round_: ReviewRound) -> RoundCalibration | None:
    return RoundCalibration.objects.filter(round=round_).first()


def scores(round_: ReviewRound, asked: ScoreQuery, line: float | None) -> FileScoreQuerySet:
    """Reviewed files of a round, not withdrawn, narrowed as asked."""
    rows = FileScore.objects.filter(round=round_, application__filing=Filing.SUBMITTED)
    if asked.state == "incertains":
        rows = rows.filter(low__lte=line, high__gte=line) if line is not None else rows.none()
    elif asked.state == "elimines":
        rows = rows.filter(is_knocked_out=True)
    if asked.department:
        rows = rows.filter(application__department=asked.department)
    for word in normalise(asked.text).split()[:6]:
        rows = rows.filter(application__search_text__contains=word)
    return rows


def score_page(round_: ReviewRound, asked: ScoreQuery, line: float | None) -> Page[FileScore]:
    """One query."""
    rows = scores(round_, asked, line).for_list()
    return paginate(rows, order=ORDERS[asked.order], cursor=asked.cursor)


@dataclass(frozen=True)
class Totals:
    files: int
    reviews: int
    knocked_out: int


def totals(round_: ReviewRound) -> Totals:
    """What the whole list holds; one query. All scores are counted in their index, then the few of
    withdrawn files taken away: joining every score to its file costs ten times as much."""
    rows = FileScore.objects.filter(round=round_)
    withdrawn = Application.objects.filter(call=round_.call_id).exclude(filing=Filing.SUBMITTED)
    figures = {
        "files": Count("*"),
        "reviews": Sum("reviews"),
        "out": Sum(Cast("is_knocked_out", IntegerField())),
    }
    every, gone = (
        part.order_by().values("round").annotate(**figures).values_list(*figures)
        for part in (rows, rows.filter(application__in=withdrawn))
    )
    whole, less = [*sorted(every.union(gone, all=True), reverse=True), (0, 0, 0), (0, 0, 0)][:2]
    return Totals(*(kept - taken for kept, taken in zip(whole, less, strict=True)))


# Beyond this many reviewers, the two ends are shown: those in the middle are like the panel.
MOST_SHOWN, SHOWN_PER_END = 30, 12


@dataclass(frozen=True)
class Severities:
    """The most severe first. ``rows`` holds both ends when there are ``total`` of them, too many to show."""

    rows: list[ReviewerSeverity]
    total: int


def severities(round_: ReviewRound, *, every: bool = False) -> Severities:
    """Who is how severe; one query."""
    rows = list(
        ReviewerSeverity.objects.filter(round=round_).select_related("reviewer").order_by("effect", "pk")
    )
    if every or len(rows) <= MOST_SHOWN:
        return Severities(rows, len(rows))
    return Severities(rows[:SHOWN_PER_END] + rows[-SHOWN_PER_END:], len(rows))


def pieces(found: RoundCalibration) -> list[dict[str, Any]]:
    """The parts of a review graph that nothing joins, with the names of their reviewers; one query."""
    people = User.objects.in_bulk([key for piece in found.pieces for key in piece["reviewers"]])
    return [
        {
            "files": piece["files"],
            "people": [str(people[key]) for key in piece["reviewers"] if key in people],
        }
        for piece in found.pieces
    ]


def every_score(round_: ReviewRound, asked: ScoreQuery, line: float | None) -> Iterator[FileScore]:
    rows = scores(round_, asked, line).for_list().order_by(*ORDERS[asked.order])
    return rows.iterator(chunk_size=1000)
