"""The shapes of the demonstration's content: what one record of each file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class Decisions:
    retained: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[str, ...]
    withdrawn: tuple[str, ...]


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
    decisions: Decisions = field(default_factory=lambda: Decisions((), (), (), ()))
