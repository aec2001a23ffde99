"""Sums as figures: a mean before, a mean after, the change with its interval; a score; answers side by
side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.pathways.surveys.intervals import Interval, difference_of_shares, mean_change
from maillage.pathways.surveys.tally import CHOICE, NUMBER, SCORE, TEXT, YES_NO, Tally

#: Below so many people no figure is shown outside the team that runs the pathway.
LEAST_PEOPLE = 5


@dataclass(frozen=True)
class Change:
    """A question asked twice. Yes or no is a share, in per cent, its change in points.

    ``change`` None: nobody answered both, or too few to show. The drawing places both means on the scale.
    """

    row: Tally
    before: float | None = None
    after: float | None = None
    change: Interval | None = None
    is_hidden: bool = False

    @property
    def is_share(self) -> bool:
        return self.row.kind == YES_NO

    @property
    def has_drawing(self) -> bool:
        return self.change is not None and (self.is_share or self.row.last is not None)

    @property
    def ceiling(self) -> float:
        return 100.0 if self.is_share else float((self.row.last or 0) - (self.row.first or 0))

    def _placed(self, value: float | None) -> float:
        if value is None:
            return 0.0
        return min(self.ceiling, max(0.0, value - (0 if self.is_share else self.row.first or 0)))

    @property
    def drawn_before(self) -> float:
        return self._placed(self.before)

    @property
    def drawn_after(self) -> float:
        return self._placed(self.after)

    @property
    def drawn_low(self) -> float:
        """Where the mean after would be if the change were at its low bound."""
        low = self.change.low if self.change else None
        return self._placed((self.before or 0) + low) if low is not None else self.drawn_after

    @property
    def drawn_high(self) -> float:
        high = self.change.high if self.change else None
        return self._placed((self.before or 0) + high) if high is not None else self.drawn_after

    @property
    def tone(self) -> str:
        """A change whose interval holds zero is drawn softly: it may be none."""
        if self.change is None or self.change.low is None or self.change.high is None:
            return "soft"
        return "soft" if self.change.low <= 0 <= self.change.high else "ok"


@dataclass(frozen=True)
class Score:
    """Promoters less detractors, from -100 to 100, with its interval; ``value`` None: too few to show."""

    row: Tally
    value: float | None = None
    low: float | None = None
    high: float | None = None
    is_hidden: bool = False

    @property
    def answers(self) -> int:
        return self.row.after

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.row.promoters, self.row.passives, self.row.detractors

    @property
    def drawn(self) -> tuple[float, float, float]:
        """The score and its bounds on a scale from 0 to 200."""
        return (self.value or 0) + 100, (self.low or 0) + 100, (self.high or 0) + 100


@dataclass(frozen=True)
class Line:
    label: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Beside:
    """A question that is not compared: its answers of each side, beside each other."""

    row: Tally
    lines: Sequence[Line] = ()
    mean_before: float | None = None
    mean_after: float | None = None
    is_hidden: bool = False

    @property
    def is_open(self) -> bool:
        return self.row.kind == TEXT

    @property
    def is_share(self) -> bool:
        """The means are shares of yes, in %."""
        return self.row.kind == YES_NO


@dataclass(frozen=True)
class Figures:
    scores: list[Score]
    changes: list[Change]
    beside: list[Beside]

    @property
    def is_empty(self) -> bool:
        return not (self.scores or self.changes or self.beside)


def figures(rows: Sequence[Tally], *, least: int = LEAST_PEOPLE) -> Figures:
    """What the sums say. ``least``: people below whom a figure is hidden; 1 for the team."""
    found = Figures([], [], [])
    for row in rows:
        if row.kind == SCORE:
            found.scores.append(_score(row, least))
        if row.kind in (NUMBER, YES_NO) and row.asked_before and row.asked_after:
            found.changes.append(_change(row, least))
        elif row.kind in (NUMBER, YES_NO, CHOICE, TEXT):
            found.beside.append(_beside(row, least))
    return found


def _change(row: Tally, least: int) -> Change:
    if row.pairs < least:
        return Change(row, is_hidden=row.pairs > 0)
    times = 100.0 if row.kind == YES_NO else 1.0
    before, after = times * row.paired_before / row.pairs, times * row.paired_after / row.pairs
    if row.kind == NUMBER:
        return Change(row, before, after, mean_change(row.pairs, row.total, row.squares))
    shares = difference_of_shares(row.gained, row.lost, row.pairs)
    return Change(
        row, before, after, Interval(100 * shares.value, 100 * (shares.low or 0), 100 * (shares.high or 0))
    )


def _score(row: Tally, least: int) -> Score:
    answers = row.promoters + row.passives + row.detractors
    if answers < least or not answers:
        return Score(row, is_hidden=answers > 0)
    score = difference_of_shares(row.promoters, row.detractors, answers)
    return Score(row, 100 * score.value, 100 * (score.low or 0), 100 * (score.high or 0))


def _beside(row: Tally, least: int) -> Beside:
    if max(row.before, row.after) < least:
        return Beside(row, is_hidden=bool(row.before or row.after))
    shows = {"before": row.before >= least, "after": row.after >= least}
    lines = [
        Line(
            label,
            row.counts_before.get(choice, 0) if shows["before"] and row.asked_before else None,
            row.counts_after.get(choice, 0) if shows["after"] and row.asked_after else None,
        )
        for choice, label in row.choices.items()
    ]
    is_counted = row.kind in (NUMBER, YES_NO)
    times = 100.0 if row.kind == YES_NO else 1.0
    return Beside(
        row,
        lines if row.kind == CHOICE else (),
        times * row.before_total / row.before if is_counted and row.before and shows["before"] else None,
        times * row.after_total / row.after if is_counted and row.after and shows["after"] else None,
        is_hidden=not all(shows[side] or not getattr(row, side) for side in shows),
    )
