"""Which support offers fit a project, and what keeps the others away. Pure: no database, no clock.

Six rules are asked of each offer. A rule answers yes, no, or nothing (the offer does not say, or nothing
was asked). No "no" at all: the offer is a door. One "no": a near miss, shown with what excludes it. The
score only orders; it is a sum of shares that anybody can do again by hand:

- themes, 40: the share of the themes asked for that the offer has;
- stage, 25, and audience, 20: whole for a yes, half when the offer says nothing;
- nearness, 15: how narrow the area is that the offer was drawn for, the commune first and France last;
- 5 less for a record that nobody confirmed for a year.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from maillage.directory.enums import Stage
from maillage.territories.enums import Level


class Rule(StrEnum):
    AREA = "area"
    STAGE = "stage"
    THEME = "theme"
    AUDIENCE = "audience"
    REFERRER = "referrer"
    LOAD = "load"


class Answer(StrEnum):
    YES = "yes"
    SILENT = "silent"
    NO = "no"


THEMES, STAGE, AUDIENCE, NEARNESS, STALE = 40.0, 25.0, 20.0, 15.0, 5.0
NEARNESS_OF = {
    Level.COMMUNE: 1.0,
    Level.EPCI: 0.9,
    Level.DEPARTMENT: 0.6,
    Level.REGION: 0.3,
    Level.COUNTRY: 0.1,
}
_STAGES = {stage.value: rank for rank, stage in enumerate(Stage)}
# How many of each list a page shows.
SHOWN_DOORS, SHOWN_NEAR, SHOWN_OTHERS = 20, 8, 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. An empty set asks nothing; ``stage`` "" neither.

    ``referrers``: what the one who asks is (``directory.enums.Referrer``); ``area``: the (level, code)
    pairs that contain the commune, from itself to France.
    """

    area: tuple[tuple[str, str], ...]
    stage: str = ""
    themes: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    referrers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a service says of itself. ``area``: its rows, or its organisation's (``is_inherited``).

    ``load``: people and projects taken in the last twelve months; ``km``: as the crow flies, from the
    commune to the nearest point where it receives; None when unknown.
    """

    pk: int
    area: frozenset[tuple[str, str]]
    stages: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    referrers: frozenset[str] = frozenset()
    is_inherited: bool = False
    capacity: int | None = None
    load: int = 0
    km: float | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule answered. ``common``: the values that decided, in the words of the enums."""

    rule: Rule
    answer: Answer
    common: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An offer judged. ``row``: the narrowest row of its area that covers the commune."""

    offer: Offer
    findings: tuple[Finding, ...]
    row: tuple[str, str] | None
    score: float

    @property
    def excluded_by(self) -> tuple[Rule, ...]:
        return tuple(found.rule for found in self.findings if found.answer == Answer.NO)

    @property
    def is_door(self) -> bool:
        return not self.excluded_by


@dataclass(frozen=True, slots=True)
class Ranking:
    """``doors``: what fits, the best first. ``near``: what one rule alone excludes, the nearest first.
    ``others``: the nearest of the rest, for a person who looks for any alternative."""

    doors: tuple[Match, ...]
    near: tuple[Match, ...]
    others: tuple[Match, ...] = ()


_COVERS, _LIES_ELSEWHERE = Finding(Rule.AREA, Answer.YES), Finding(Rule.AREA, Answer.NO)
_LOAD_UNKNOWN = Finding(Rule.LOAD, Answer.SILENT)
_HAS_ROOM, _IS_FULL = Finding(Rule.LOAD, Answer.YES), Finding(Rule.LOAD, Answer.NO)
_PARTS = {Answer.YES: 1.0, Answer.SILENT: 0.5, Answer.NO: 0.0}
_NEARNESS_OF = {level.value: near for level, near in NEARNESS_OF.items()}


def judge(wish: Wish, offer: Offer) -> Match:
    """Asks the six rules of one offer."""
    row = next((ref for ref in wish.area if ref in offer.area), None)
    themes = _said(Rule.THEME, wish.themes, offer.themes)
    findings = (
        _COVERS if row else _LIES_ELSEWHERE,
        _said(Rule.STAGE, frozenset({wish.stage} - {""}), offer.stages),
        themes,
        _said(Rule.AUDIENCE, wish.audiences, offer.audiences),
        _said(Rule.REFERRER, wish.referrers, offer.referrers),
        _load(offer),
    )
    # "No" brings the themes that the offer has instead: they are worth nothing.
    share = len(themes.common) / len(wish.themes) if themes.answer == Answer.YES else _part(themes)
    score = (
        THEMES * share
        + STAGE * _part(findings[1])
        + AUDIENCE * _part(findings[3])
        + NEARNESS * (_NEARNESS_OF[row[0]] if row else 0.0)
        - (STALE if offer.is_stale else 0.0)
    )
    return Match(offer, findings, row, round(max(score, 0.0), 1))


def rank(
    wish: Wish,
    offers: Iterable[Offer],
    *,
    doors: int = SHOWN_DOORS,
    near: int = SHOWN_NEAR,
    others: int = SHOWN_OTHERS,
) -> Ranking:
    """The offers that fit, then those that nearly do, each list cut to its length."""
    fitting: list[Match] = []
    missing: list[Match] = []
    rest: list[Match] = []
    for offer in offers:
        match = judge(wish, offer)
        short = len(match.excluded_by)
        (fitting if short == 0 else missing if short == 1 else rest).append(match)
    fitting.sort(key=lambda match: (-match.score, _km(match), match.offer.pk))
    missing.sort(key=lambda match: shortfall(wish, match))
    rest.sort(key=lambda match: (len(match.excluded_by), _km(match), -match.score, match.offer.pk))
    return Ranking(tuple(fitting[:doors]), tuple(missing[:near]), tuple(rest[:others]))


# Of thousands of offers judged for one wish, few say something that none before them said.
@functools.lru_cache(maxsize=4096)
def _said(rule: Rule, wanted: frozenset[str], given: frozenset[str]) -> Finding:
    if not wanted or not given:
        return Finding(rule, Answer.SILENT)
    common = wanted & given
    return Finding(rule, Answer.YES if common else Answer.NO, tuple(sorted(common or given)))


def _load(offer: Offer) -> Finding:
    if offer.capacity is None:
        return _LOAD_UNKNOWN
    return _HAS_ROOM if offer.load < offer.capacity else _IS_FULL


def _part(finding: Finding) -> float:
    return _PARTS[finding.answer]


def _km(match: Match) -> float:
    return match.offer.km if match.offer.km is not None else float("inf")


# A full service opens again by itself; who may refer can be asked; one that lies elsewhere can be called.
LACKS = {Rule.LOAD: 0.0, Rule.REFERRER: 1.0, Rule.AREA: 2.0, Rule.THEME: 3.0, Rule.AUDIENCE: 3.0}


def shortfall(wish: Wish, match: Match) -> tuple[float, float, float, int]:
    """How far a near miss is from a door, to be sorted by: what it lacks, kilometres, its score, its key. A
    stage next to the project's is nearer than one three steps away."""
    rule = match.excluded_by[0]
    if rule == Rule.STAGE:
        lack = float(min(abs(_STAGES[stage] - _STAGES[wish.stage]) for stage in match.offer.stages))
    else:
        lack = LACKS[rule]
    return (lack, _km(match), -match.score, match.offer.pk)


def steps_from(stage: str) -> dict[int, list[str]]:
    """The stages by how many steps they are away from one, on either side."""
    away: dict[int, list[str]] = {}
    if stage in _STAGES:
        for other, place in _STAGES.items():
            away.setdefault(abs(place - _STAGES[stage]), []).append(other)
    return away
