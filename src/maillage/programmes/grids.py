"""What a grid of criteria says: read from its JSON, checked, and applied to scores. Touches no database.

A version's content is ``{"criteria": [CRITERION, …]}`` with::

    CRITERION = {"id": "c1", "label": "…", "help": "…", "weight": "2", "lowest": 0, "highest": 5,
                 "levels": {"0": "…", "5": "…"}, "comment": "none" | "optional" | "required",
                 "is_independent": false, "knock_out_below": 2 | null}

Scores are whole numbers of a criterion's scale, kept as ``{criterion id: score}``.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from maillage.core.errors import Invalid, Sentence
from maillage.programmes.enums_review import Comment

MAX_CRITERIA = 30
MAX_LEVELS = 11
TOTAL_OUT_OF = 100
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Criterion:
    """One line of a grid. ``weight`` counts in the total unless ``is_independent``; a score under
    ``knock_out_below`` says that the file should not go further, whatever its total."""

    id: str
    label: str
    help: str = ""
    weight: Decimal = Decimal(1)
    lowest: int = 0
    highest: int = 5
    levels: Mapping[int, str] = field(default_factory=dict)
    comment: Comment = Comment.OPTIONAL
    is_independent: bool = False
    knock_out_below: int | None = None

    @property
    def scale(self) -> range:
        return range(self.lowest, self.highest + 1)

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Each score with its described level, "" when nobody described it."""
        return [(score, self.levels.get(score, "")) for score in self.scale]

    def knocks_out(self, score: int) -> bool:
        return self.knock_out_below is not None and score < self.knock_out_below


def read(content: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """The criteria of a version's content.

    Raises:
        Invalid: the content is not a grid.
    """
    try:
        return tuple(_criterion(data) for data in content.get("criteria", []))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise Invalid(_("This grid cannot be read.")) from error


def _criterion(data: Mapping[str, Any]) -> Criterion:
    below = data.get("knock_out_below")
    return Criterion(
        id=str(data["id"]),
        label=str(data["label"]),
        help=str(data.get("help", "")),
        weight=Decimal(str(data.get("weight", "1"))),
        lowest=int(data.get("lowest", 0)),
        highest=int(data.get("highest", 5)),
        levels={int(score): str(text) for score, text in data.get("levels", {}).items()},
        comment=Comment(data.get("comment", Comment.OPTIONAL)),
        is_independent=bool(data.get("is_independent", False)),
        knock_out_below=None if below is None else int(below),
    )


def write(criteria: Iterable[Criterion]) -> dict[str, Any]:
    """The JSON of these criteria; ``read(write(criteria)) == criteria``."""
    return {
        "criteria": [
            {
                "id": row.id,
                "label": row.label,
                "help": row.help,
                "weight": f"{row.weight.normalize():f}",
                "lowest": row.lowest,
                "highest": row.highest,
                "levels": {str(score): text for score, text in sorted(row.levels.items())},
                "comment": row.comment.value,
                "is_independent": row.is_independent,
                "knock_out_below": row.knock_out_below,
            }
            for row in criteria
        ]
    }


def faults(criteria: Sequence[Criterion]) -> list[str]:
    """What keeps a grid from being published, a sentence each; empty when it may be."""
    found = []
    if not criteria:
        found.append(_("A grid has at least one criterion."))
    if len(criteria) > MAX_CRITERIA:
        found.append(_("A grid has at most %(most)s criteria.") % {"most": MAX_CRITERIA})
    if len({row.id for row in criteria}) != len(criteria):
        found.append(_("Two criteria have the same identifier."))
    if criteria and not any(not row.is_independent and row.weight > 0 for row in criteria):
        found.append(_("No criterion counts in the total: give a weight to one of them at least."))
    for row in criteria:
        found += [
            _("“%(label)s”: %(fault)s") % {"label": row.label, "fault": text} for text in faults_of(row)
        ]
    return found


def faults_of(row: Criterion) -> Iterable[str]:
    """What is wrong with one criterion, a clause each."""
    if not row.label.strip():
        yield _("a criterion has a title.")
    if row.weight < 0 or not row.weight.is_finite():
        yield _("a weight is not negative.")
    if not row.lowest < row.highest:
        yield _("its scale goes from a lower score to a higher one.")
    elif len(row.scale) > MAX_LEVELS:
        yield _("its scale has at most %(most)s levels.") % {"most": MAX_LEVELS}
    if any(score not in row.scale for score in row.levels):
        yield _("a described level is outside its scale.")
    below = row.knock_out_below
    if below is not None and row.lowest < row.highest and not row.lowest < below <= row.highest:
        yield _("its knock-out threshold is outside its scale.")


# --- Applied to scores ----------------------------------------------------------------------------------
def clean_scores(criteria: Iterable[Criterion], given: Mapping[str, Any]) -> dict[str, int]:
    """The scores that are on their scale; an empty one is left out.

    Raises:
        Invalid: a sentence per ``score-<id>`` that is off its scale, or not in the grid.
    """
    by_id = {row.id: row for row in criteria}
    wrong: dict[str, Sentence] = {}
    kept: dict[str, int] = {}
    for key, value in given.items():
        if value in (None, ""):
            continue
        row = by_id.get(key)
        score = _whole(value)
        if row is None or score is None or score not in row.scale:
            wrong[f"score-{key}"] = _("Choose a score of the scale.")
        else:
            kept[key] = score
    if wrong:
        raise Invalid(_("Some scores cannot be kept."), fields=wrong)
    return kept


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def missing(
    criteria: Iterable[Criterion], scores: Mapping[str, int], comments: Mapping[str, str]
) -> dict[str, Sentence]:
    """What a review lacks before it is sent: a sentence per ``score-<id>`` or ``comment-<id>``."""
    lacking: dict[str, Sentence] = {}
    for row in criteria:
        if row.id not in scores:
            lacking[f"score-{row.id}"] = _("Give a score.")
        elif row.comment == Comment.REQUIRED and not comments.get(row.id, "").strip():
            lacking[f"comment-{row.id}"] = _("Say why in a few words: this criterion asks for a comment.")
    return lacking


def total(criteria: Iterable[Criterion], scores: Mapping[str, int]) -> Decimal | None:
    """The weighted mean of the scores, each brought to its scale, out of 100 (two decimals).

    ``100 × Σ weight × (score − lowest) / (highest − lowest) / Σ weight`` over the criteria that count.
    None while one of them has no score: a partial total would look like a bad one.
    """
    counted = [row for row in criteria if not row.is_independent and row.weight > 0]
    if not counted or any(row.id not in scores for row in counted):
        return None
    reached = sum(row.weight * (scores[row.id] - row.lowest) / (row.highest - row.lowest) for row in counted)
    weights = sum((row.weight for row in counted), Decimal(0))
    return (TOTAL_OUT_OF * reached / weights).quantize(_CENT, ROUND_HALF_UP)


def knocked_out(criteria: Iterable[Criterion], scores: Mapping[str, int]) -> list[Criterion]:
    """The criteria under whose threshold these scores fall."""
    return [row for row in criteria if row.id in scores and row.knocks_out(scores[row.id])]


@dataclass(frozen=True)
class Spread:
    """Several scores of the same thing, raw. ``deviation`` is the standard deviation of the sample (n − 1);
    None under two scores, where nothing spreads."""

    count: int
    mean: float | None = None
    deviation: float | None = None
    lowest: float | None = None
    highest: float | None = None


def spread(values: Iterable[float | Decimal | int]) -> Spread:
    """Mean and spread of raw values; all None when there is none."""
    numbers = [float(value) for value in values]
    if not numbers:
        return Spread(0)
    return Spread(
        len(numbers),
        statistics.fmean(numbers),
        statistics.stdev(numbers) if len(numbers) > 1 else None,
        min(numbers),
        max(numbers),
    )
