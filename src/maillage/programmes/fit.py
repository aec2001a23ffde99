"""How well a reviewer and a file go together: a whole number of thousandths, and the reasons in words.

The fit is the weighted mean of four sides, each between 0 and 1:

- trades, themes: the share of the project's that the reviewer knows; a half when either says none;
- territory: 1 when the commune is in the reviewer's territories, 0 when it is not, a half when they say none;
- wish: 1 would like to, 0.7 can, 0.5 said nothing, 0 would rather not.

A half where nothing is known: silence is neither a talent nor a fault. Touches no database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from maillage.programmes.enums_matching import Wish

SCALE = 1000
UNKNOWN = 0.5
WISHES = {Wish.EAGER.value: 1.0, Wish.WILLING.value: 0.7, Wish.RELUCTANT.value: 0.0}


@dataclass(frozen=True)
class FileFacts:
    """``codes``: every territory that holds the commune, as "level:code"."""

    key: int
    trades: frozenset[str]
    themes: frozenset[str]
    codes: frozenset[str]


@dataclass(frozen=True)
class ReviewerFacts:
    key: int
    trades: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    group: str = ""
    most_files: int | None = None


@dataclass(frozen=True)
class Sides:
    """The four sides of one fit, and what of each the two share."""

    fit: int
    trades: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    knows_territory: bool = False
    wish: str = ""


@dataclass(frozen=True)
class Scale:
    """The weights of the four sides; all zero means all equal."""

    weights: Mapping[str, int] = field(default_factory=dict)

    def of(self, side: str) -> float:
        total = sum(self.weights.values())
        return self.weights.get(side, 0) / total if total else 0.25


Wishes = Mapping[tuple[int, int], str]


def one(file: FileFacts, reviewer: ReviewerFacts, wish: str, scale: Scale) -> Sides:
    """The fit of one pair; ``wish`` is "" when nothing was said."""
    shared = {"trades": file.trades & reviewer.trades, "themes": file.themes & reviewer.themes}
    knows = bool(file.codes & reviewer.codes)
    value = (
        scale.of("trades") * _share(len(shared["trades"]), file.trades, reviewer.trades)
        + scale.of("themes") * _share(len(shared["themes"]), file.themes, reviewer.themes)
        + scale.of("territory") * (float(knows) if reviewer.codes else UNKNOWN)
        + scale.of("wish") * WISHES.get(wish, UNKNOWN)
    )
    return Sides(round(SCALE * value), shared["trades"], shared["themes"], knows, wish)


def _share(common: int, asked: frozenset[str], known: frozenset[str]) -> float:
    return common / len(asked) if asked and known else UNKNOWN


def matrix(
    files: Sequence[FileFacts], reviewers: Sequence[ReviewerFacts], wishes: Wishes, scale: Scale
) -> NDArray[np.int64]:
    """(n, m) the fit of every pair: the same numbers as ``one``.

    ``wishes`` is keyed by (file, reviewer).
    """
    value = scale.of("trades") * _shares([f.trades for f in files], [r.trades for r in reviewers])
    value += scale.of("themes") * _shares([f.themes for f in files], [r.themes for r in reviewers])
    value += scale.of("territory") * _within([f.codes for f in files], [r.codes for r in reviewers])
    wished = np.full(value.shape, UNKNOWN)
    row_of = {file.key: row for row, file in enumerate(files)}
    column_of = {reviewer.key: column for column, reviewer in enumerate(reviewers)}
    for (file, reviewer), wish in wishes.items():
        if file in row_of and reviewer in column_of:
            wished[row_of[file], column_of[reviewer]] = WISHES[wish]
    value += scale.of("wish") * wished
    return np.asarray(np.rint(SCALE * value), dtype=np.int64)


def _indicator(sets: Sequence[frozenset[str]], words: Mapping[str, int]) -> NDArray[np.float64]:
    found = np.zeros((len(sets), max(len(words), 1)))
    for row, members in enumerate(sets):
        for word in members:
            if word in words:
                found[row, words[word]] = 1
    return found


def _shares(asked: Sequence[frozenset[str]], known: Sequence[frozenset[str]]) -> NDArray[np.float64]:
    words = {word: rank for rank, word in enumerate(sorted(frozenset().union(*known)))}
    common = _indicator(asked, words) @ _indicator(known, words).T
    sizes = np.array([len(each) for each in asked], dtype=float)[:, None]
    told = (sizes > 0) & np.array([bool(each) for each in known])[None, :]
    return np.where(told, common / np.maximum(sizes, 1), UNKNOWN)


def _within(places: Sequence[frozenset[str]], grounds: Sequence[frozenset[str]]) -> NDArray[np.float64]:
    codes = {code: rank for rank, code in enumerate(sorted(frozenset().union(*grounds)))}
    met = _indicator(places, codes) @ _indicator(grounds, codes).T
    told = np.array([bool(each) for each in grounds])[None, :]
    return np.where(told, (met > 0).astype(float), UNKNOWN)
