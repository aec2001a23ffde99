"""The shapes of the demonstration's content: what one record of each file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure. ``value`` is a number, or words when the source gives a range."""

    label: str
    value: int | str
    unit: str = ""
    year: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts come from."""

    key: str
    title: str
    publisher: str
    year: int


@dataclass(frozen=True, slots=True)
class Area:
    """One row of a coverage area: an administrative level and its code ("FR" for the country)."""

    level: str
    code: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """``commune`` is an INSEE code. ``assumed`` names the fields that the source does not give."""

    key: str
    name: str
    legal_form: str
    commune: str
    description: str
    source: str
    short_name: str = ""
    website: str = ""
    roles: tuple[str, ...] = ()
    perimeter: tuple[Area, ...] = ()
    figures: tuple[Figure, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    name: str
    organisation: str
    commune: str
    types: tuple[str, ...]
    description: str
    source: str
    trades: tuple[str, ...] = ()
    equipment: str = ""
    surface_m2: int | None = None
    status: str = "open"
    labels: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """``price_amount`` in euros, None when the source says nothing; ``capacity`` in people or projects."""

    key: str
    name: str
    organisation: str
    stages: tuple[str, ...]
    audiences: tuple[str, ...]
    themes: tuple[str, ...]
    formats: tuple[str, ...]
    coverage: tuple[Area, ...]
    description: str
    source: str
    partners: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    session_communes: tuple[str, ...] = ()
    price_amount: int | None = None
    price_note: str = ""
    capacity: int | None = None
    duration: str = ""
    conditions: str = ""
    referrers: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One of the twenty-one examples of the guide."""

    number: int
    title: str
    territory: str
    section: str
    organisations: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Relation:
    source: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Network:
    """Everything real: records by key, in the order in which they are written."""

    sources: Mapping[str, Source]
    examples: tuple[Example, ...]
    organisations: Mapping[str, Organisation]
    places: Mapping[str, Place]
    services: Mapping[str, Service]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Module:
    key: str
    name: str
    description: str
    source: str
    trainer: str = ""
    duration: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    key: str
    name: str
    operator: str
    coordinator: str
    summary: str
    purpose: str
    label_name: str
    places: int
    promotions: int
    territories: tuple[Area, ...]
    source: str
    partners: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    modules: tuple[Module, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of eligibility: ``kind`` and columns as ``programmes`` knows them, and what people read."""

    key: str
    kind: str
    sentence: str
    population_below: int | None = None
    legal_forms: tuple[str, ...] = ()
    territories: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class CallStage:
    """What a stage asks: a questionnaire of ``forms``. The first one receives as long as the call does."""

    title: str
    form: str
    text: str = ""
    opens_in_days: int | None = None
    closes_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call, dated in days from the day of building. ``places`` is how many it may retain."""

    key: str
    name: str
    status: str
    opens_in_days: int
    closes_in_days: int
    label_months: int
    places: int
    budget_amount: int
    summary: str
    text: str
    next_steps: str
    rules: tuple[str, ...]
    stages: tuple[CallStage, ...] = ()
    decided_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class Calls:
    programme: Programme
    calls: tuple[Call, ...]
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody invented, who holds one role of the demonstration."""

    key: str
    role: str
    label: str
    first_name: str
    last_name: str
    email: str
    job: str
    organisation: str = ""
    membership: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Accounts:
    password: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class DemoCommune:
    """A real commune where fictitious projects live. ``population`` is None where none is published."""

    code: str
    name: str
    department: str
    population: int | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of workshop of a trade, with sentences about its equipment."""

    what: str
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """Words for projects of one trade; see ``applicants``."""

    key: str
    label: str
    place_types: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    users: tuple[str, ...]
    coastal: bool = False
    filed_as: str = ""  # the directory's trade, when it has none of that name


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire: ``content`` as ``questionnaires.definition`` reads it."""

    key: str
    title: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Round:
    """A round of reviews, in days from the day of building."""

    call: str
    title: str
    opens_in_days: int
    closes_in_days: int
    discussion_ends_in_days: int
    reviewers_per_file: int
    guidance: str


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who reviews: a printed ``account``, or somebody of their own name.

    ``severity`` is added to each of their scores, which are out of five.
    """

    trades: tuple[str, ...]
    themes: tuple[str, ...]
    territories: tuple[Area, ...]
    group: str
    severity: float
    account: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class Juror:
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Tones:
    """What is written of a criterion by who judges low, in the middle, high."""

    low: tuple[str, ...]
    middle: tuple[str, ...]
    high: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinions:
    """By recommendation."""

    retain: tuple[str, ...]
    conditions: tuple[str, ...]
    discuss: tuple[str, ...]
    refuse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discussion:
    openings: tuple[str, ...]
    answers: tuple[str, ...]
    officer: str


@dataclass(frozen=True, slots=True)
class Declines:
    reasons: tuple[str, ...]
    tie: str


@dataclass(frozen=True, slots=True)
class Jury:
    title: str
    venue: str
    notes: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appeal:
    text: str
    answer: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """What reviewers and jurors are and write. ``criteria`` as ``programmes.grids`` writes them."""

    grid: str
    criteria: tuple[Mapping[str, Any], ...]
    rounds: tuple[Round, ...]
    reviewers: tuple[Reviewer, ...]
    jurors: tuple[Juror, ...]
    comments: Mapping[str, Tones]
    opinions: Opinions
    discussion: Discussion
    declines: Declines
    jury: Jury
    appeal: Appeal


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question about a call; without ``answer`` it waits for one."""

    text: str
    answer: str = ""
    asked_days_ago: int = 3
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An information session, in days and hours from the day of building."""

    title: str
    in_days: int
    hour: int
    capacity: int
    venue: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a call: the lines of its one page."""

    title: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A new answer to a question."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Completion:
    """A request for completion, and what becomes of it: "done", "open" or "over"."""

    message: str
    questions: tuple[str, ...]
    becomes: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenCall:
    """What surrounds the call that is open now."""

    checklist: tuple[str, ...]
    questions: tuple[Exchange, ...]
    meetings: tuple[Meeting, ...]
    documents: tuple[Paper, ...]
    to_complete: tuple[Completion, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    retained: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[str, ...]
    withdrawn: tuple[str, ...]
    inadmissible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the generator of applicants writes with."""

    first_names: tuple[str, ...]
    surnames: tuple[str, ...]
    buildings: tuple[str, ...]
    teams_people: tuple[str, ...]
    teams_association: tuple[str, ...]
    teams_cooperative: tuple[str, ...]
    teams_commune: tuple[str, ...]
    openings: tuple[str, ...]
    reasons: tuple[str, ...]
    steps: tuple[str, ...]
    teams_told: tuple[str, ...]
    needs: tuple[str, ...]
    derogations: tuple[str, ...]
    trades: tuple[Trade, ...]
    decisions: Decisions = field(default_factory=lambda: Decisions((), (), (), (), ()))
