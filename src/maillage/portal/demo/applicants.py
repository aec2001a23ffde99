"""Fictitious applicants: about three hundred workshop projects, the same at every run.

Nothing here is random in the ordinary sense: a generator seeded with a constant picks
among the words of ``data/crafts.toml`` and the communes of ``data/communes.csv``. The
people carry names of tools, their addresses end in ``.example`` (RFC 2606), and their
organisations say in their description that they are invented.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from maillage.portal.demo import content
from maillage.portal.demo.content import DemoCommune, Kind, Trade, Vocabulary

SEED = 20_220_617
LARGE_COMMUNE = 20_000  # inhabitants from which the national calls are closed
Carrier = Literal["association", "people", "scic", "scop", "commune"]
Outcome = Literal[
    "draft",
    "ineligible",
    "submitted",
    "withdrawn",
    "retained",
    "conditional",
    "waiting",
    "refused",
    "inadmissible",
]
CARRIER_SHARES: tuple[tuple[Carrier, int], ...] = (
    ("association", 44),
    ("people", 23),
    ("scic", 18),
    ("commune", 8),
    ("scop", 7),
)

# Communes of ``communes.csv`` on the sea, where a boatyard is believable.
# fmt: off
ON_THE_SEA = frozenset({
    "17161", "29259", "2A130", "2A362", "34299", "40310", "50076", "50143", "80182", "85029", "97119",
    "97130", "97133", "97215", "97219", "97312", "97419", "97502", "97609", "97613", "97616", "97701",
})
# fmt: on

T = TypeVar("T")
# Outcomes that take a place of the call.
TAKING = frozenset({"retained", "conditional"})
# How many applications of each call end in each way: about 300 in all.
PLAN: dict[str, tuple[tuple[Outcome, int], ...]] = {
    "premiere-vague": (
        ("retained", 48),
        ("conditional", 6),
        ("waiting", 14),
        ("refused", 60),
        ("inadmissible", 5),
        ("withdrawn", 6),
        ("ineligible", 9),
    ),
    "ateliers-ouverts": (("submitted", 60), ("withdrawn", 3), ("ineligible", 3)),
    "deuxieme-vague": (("submitted", 64), ("draft", 26), ("ineligible", 9), ("withdrawn", 4)),
}
# How good a file is, out of five, by how it ends: mean and spread. Reviewers see it through their own eyes.
QUALITY: dict[str, tuple[float, float]] = {
    "retained": (4.0, 0.35),
    "conditional": (3.6, 0.25),
    "waiting": (3.3, 0.25),
    "refused": (2.5, 0.5),
}
# A refused one that is better than this was read in full before.
ENCOURAGED = 2.5


@dataclass(frozen=True, slots=True)
class Person:
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """One application and what surrounds it.

    ``organisation`` is empty when people carry the project without a legal form.
    ``answers`` are keyed by the questions of the application. ``derogation`` is the exception that
    some of the ineligible ask for: they submit all the same, the others stop at their draft.
    ``moment`` is where in the call's window it is submitted, from 0 (opening) to 1 (closing).
    ``quality`` is what reviewers see more or less of, out of five; ``goes_on`` says whether the file is
    admitted to the second stage of its call. Amounts are whole euros.
    """

    key: str
    call: str
    outcome: Outcome
    title: str
    summary: str
    need: str
    answers: Mapping[str, str]
    derogation: str
    trade: str
    filed_as: str
    place_types: tuple[str, ...]
    commune: DemoCommune
    carrier: Carrier
    organisation: str
    people: tuple[Person, ...]
    stage: str
    requested_amount: int
    budget_amount: int
    jobs: int
    surface_m2: int
    moment: float
    reason: str
    quality: float
    goes_on: bool


def applicants() -> tuple[Applicant, ...]:
    """All of them, always the same and in the same order."""
    words = content.vocabulary()
    rng = random.Random(SEED)  # noqa: S311 - reproducible stories, not secrets
    everywhere = content.communes()
    overseas = [each for each in everywhere if each.department.startswith("97") and not _is_large(each)]
    mainland = [each for each in everywhere if not each.department.startswith("97") and not _is_large(each)]
    rng.shuffle(mainland)
    # Overseas first, so that none is left out when there are more communes than projects.
    wanted = [(call, outcome) for call, rows in PLAN.items() for outcome, count in rows for _ in range(count)]
    small_count = sum(outcome != "ineligible" for _, outcome in wanted)
    small = _Deck(rng, [*overseas, *mainland][:small_count])
    large = _Deck(rng, [each for each in everywhere if _is_large(each)])
    trades = _Deck(rng, [each for each in words.trades for _ in range(2 if each.key in COMMON else 1)])
    carriers = _Deck(rng, [kind for kind, share in CARRIER_SHARES for _ in range(share)])
    surroundings = _Words.shuffled(rng, words)

    names: set[str] = set()
    emails: set[str] = set()
    found: list[Applicant] = []
    for number, (call, outcome) in enumerate(wanted, start=1):
        commune = large.draw() if outcome == "ineligible" else small.draw()
        trade = trades.draw()
        while trade.coastal and commune.code not in ON_THE_SEA:
            trade = trades.draw()
        if commune.code in ON_THE_SEA and rng.random() < 0.3:
            trade = next(each for each in words.trades if each.coastal)
        carrier = carriers.draw()
        title = _title(rng, trade, commune, names)
        quality = _quality(number, outcome)
        requested = rng.randrange(30, 260) * 500
        story = surroundings.story(trade, commune, carrier, amount=requested)
        found.append(
            Applicant(
                key=f"{number:03d}-{slug(title)}",
                call=call,
                outcome=outcome,
                title=title,
                summary=story.summary,
                need=story.need,
                answers=story.answers,
                derogation=surroundings.derogations.draw()
                if outcome == "ineligible" and number % 3 == 0
                else "",
                trade=trade.key,
                filed_as=trade.filed_as or trade.key,
                place_types=trade.place_types,
                commune=commune,
                carrier=carrier,
                organisation=_organisation(title, carrier, commune),
                people=surroundings.people(emails, count=rng.choice((1, 1, 2, 2, 3))),
                stage=rng.choice(("idea", "emergence", "emergence", "creation", "creation", "consolidation")),
                requested_amount=requested,
                budget_amount=int(requested * rng.uniform(1.3, 3.2) / 500) * 500,
                jobs=rng.choice((0, 1, 1, 1, 2, 2, 3, 5)),
                surface_m2=rng.randrange(8, 90) * 10,
                # Most people send theirs in the last days.
                moment=round(min(0.999, rng.betavariate(3.2, 1.1)), 4),
                reason=surroundings.reason(outcome),
                quality=quality,
                goes_on=outcome in TAKING | {"waiting"} or (outcome == "refused" and quality >= ENCOURAGED),
            )
        )
    return tuple(found)


def few(number: int) -> int:
    """``number`` of something that goes with the applicants: within ``one_in``, at most four."""
    return number if _kept_one_in == 1 else min(number, 4)


def present() -> tuple[Applicant, ...]:
    """Those that are built: all of them; within ``one_in``, some of each kind, in the same order."""
    if _kept_one_in == 1:
        return applicants()
    kinds: dict[tuple[object, ...], list[Applicant]] = {}
    for each in applicants():
        kind = (each.call, each.outcome, each.goes_on, each.outcome == "draft" and bool(each.organisation))
        kinds.setdefault(kind, []).append(each)
    kept = {row.key for rows in kinds.values() for row in rows[::_kept_one_in]}
    return tuple(each for each in applicants() if each.key in kept or each.derogation)


def places(call: str, written: int) -> int:
    """The places of a call: as many as those who take one, where that is known."""
    return sum(each.call == call and each.outcome in TAKING for each in present()) or written


_kept_one_in = 1


@contextmanager
def one_in(number: int) -> Iterator[None]:
    """Within it the demonstration is smaller, for tests: every call keeps its mix of outcomes."""
    global _kept_one_in
    before, _kept_one_in = _kept_one_in, number
    try:
        yield
    finally:
        _kept_one_in = before


# --- French grammar ---------------------------------------------------------------------------------
def at_commune(name: str) -> str:
    """With its preposition: « à Lormes », « au Cheylard », « aux Abymes », « à La Possession »."""
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"


def of_commune(name: str) -> str:
    """With its preposition: « de Lormes », « du Cheylard », « des Abymes », « d’Oust »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if _plain(name)[0] in "aeiou" else f"de {name}"


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", _plain(text)).strip("-")


def _plain(text: str) -> str:
    text = text.replace("œ", "oe").replace("Œ", "Oe")
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- The pieces -------------------------------------------------------------------------------------
COMMON = frozenset({"wood", "textile", "food", "repair_reuse", "digital_fabrication"})
PLURAL = re.compile(r"^(Deux|Trois|Quatre|Cinq|Des) ")


class _Deck(Generic[T]):
    """Deals shuffled cards and starts again when they run out: each serves about equally often."""

    def __init__(self, rng: random.Random, cards: Sequence[T]) -> None:
        self.rng = rng
        self.cards = list(cards)
        self.rest: list[T] = []

    def draw(self) -> T:
        if not self.rest:
            self.rest = self.cards[:]
            self.rng.shuffle(self.rest)
        return self.rest.pop()


@dataclass(frozen=True, slots=True)
class _Story:
    summary: str
    need: str
    answers: Mapping[str, str]


@dataclass(slots=True)
class _Words:
    """Decks of words, so that neighbours in a list do not repeat each other."""

    rng: random.Random
    first_names: _Deck[str]
    surnames: _Deck[str]
    buildings: _Deck[str]
    teams: dict[str, _Deck[str]]
    openings: _Deck[str]
    reasons: _Deck[str]
    teams_told: _Deck[str]
    needs: _Deck[str]
    derogations: _Deck[str]
    steps: _Deck[str]
    kinds: dict[str, _Deck[Kind]]
    equipment: dict[str, _Deck[str]]
    users: dict[str, _Deck[str]]
    decisions: dict[str, _Deck[str]]

    @classmethod
    def shuffled(cls, rng: random.Random, words: Vocabulary) -> _Words:
        return cls(
            rng=rng,
            first_names=_Deck(rng, words.first_names),
            surnames=_Deck(rng, words.surnames),
            buildings=_Deck(rng, words.buildings),
            teams={
                "people": _Deck(rng, words.teams_people),
                "association": _Deck(rng, words.teams_association),
                "scic": _Deck(rng, words.teams_cooperative),
                "scop": _Deck(rng, words.teams_cooperative),
                "commune": _Deck(rng, words.teams_commune),
            },
            openings=_Deck(rng, words.openings),
            reasons=_Deck(rng, words.reasons),
            teams_told=_Deck(rng, words.teams_told),
            needs=_Deck(rng, words.needs),
            derogations=_Deck(rng, words.derogations),
            steps=_Deck(rng, words.steps),
            kinds={trade.key: _Deck(rng, trade.kinds) for trade in words.trades},
            equipment={
                kind.what: _Deck(rng, kind.equipment) for trade in words.trades for kind in trade.kinds
            },
            users={trade.key: _Deck(rng, trade.users) for trade in words.trades},
            decisions={
                name: _Deck(rng, getattr(words.decisions, name))
                for name in ("retained", "waiting", "refused", "withdrawn", "inadmissible")
            },
        )

    def story(self, trade: Trade, commune: DemoCommune, carrier: str, *, amount: int) -> _Story:
        """What the project is, what need it answers, and the answers of its application."""
        team = self.teams[carrier].draw()
        what = self.kinds[trade.key].draw().what
        building = self.buildings.draw()
        opening = self.openings.draw().format(
            team=team,
            verb="veulent" if PLURAL.match(team) or " et " in team else "veut",
            what=what,
            what_capital=_capital(what),
            building=building,
            building_capital=_capital(building),
            at=at_commune(commune.name),
            at_capital=_capital(at_commune(commune.name)),
        )
        numbers = {
            "minutes": self.rng.randrange(25, 75, 5),
            "count": self.rng.randrange(6, 40),
            "answers": self.rng.randrange(60, 400),
        }
        equipment, users, need, step = (
            each.format(**numbers)
            for each in (
                self.equipment[what].draw(),
                self.users[trade.key].draw(),
                self.reasons.draw(),
                self.steps.draw(),
            )
        )
        # The step always closes; the middle comes in any order, sometimes shorter.
        middle = [equipment, users, need]
        self.rng.shuffle(middle)
        kept = middle[: self.rng.choice((1, 2, 2, 3))]
        return _Story(
            summary=" ".join([opening, *kept, step]),
            need=need,
            answers={
                "presentation.project": " ".join([opening, need, step]),
                "presentation.activities": f"{_capital(what)}. {users}",
                "means.equipment": equipment,
                "means.team": self.teams_told.draw(),
                "means.needs": self.needs.draw(),
                "budget.requested_amount": str(amount),
            },
        )

    def people(self, emails: set[str], *, count: int) -> tuple[Person, ...]:
        found = []
        for _ in range(count):
            first, last = self.first_names.draw(), self.surnames.draw()
            base = f"{slug(first)}.{slug(last)}"
            email, again = f"{base}@atelier.example", 2
            while email in emails:
                email, again = f"{base}{again}@atelier.example", again + 1
            emails.add(email)
            found.append(Person(first, last, email))
        return tuple(found)

    def reason(self, outcome: str) -> str:
        told = "retained" if outcome == "conditional" else outcome
        return self.decisions[told].draw() if told in self.decisions else ""


def _quality(number: int, outcome: str) -> float:
    """Drawn apart, so that stories do not depend on it."""
    rng = random.Random(SEED + number)  # noqa: S311 - reproducible stories, not secrets
    mean, spread = QUALITY.get(outcome, (3.1, 0.7))
    return round(min(4.9, max(0.6, rng.gauss(mean, spread))), 2)


def _is_large(commune: DemoCommune) -> bool:
    return commune.population is not None and commune.population >= LARGE_COMMUNE


def _title(rng: random.Random, trade: Trade, commune: DemoCommune, used: set[str]) -> str:
    """A workshop's name, made unique with its commune."""
    name = rng.choice(trade.names)
    plain = {name, f"{name} {of_commune(commune.name)}"}
    for title in sorted(plain, key=len):
        if title not in used:
            break
    else:
        title = f"{name}, {trade.label} {of_commune(commune.name)}"
    used.add(title)
    return title


def _organisation(title: str, carrier: Carrier, commune: DemoCommune) -> str:
    """The invented organisation that leads; empty when people lead without one."""
    if carrier == "people":
        return ""
    if carrier == "commune":
        return f"Commune {of_commune(commune.name)} (exemple fictif)"
    form = {"association": "Association", "scic": "SCIC", "scop": "SCOP"}[carrier]
    return f"{form} {title}"
