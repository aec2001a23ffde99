"""The written contents of the demonstration network, read from ``data/`` and checked.

Pure data: nothing here knows the database. An unknown key, an unknown reference or a
missing field is an error with the record named, so that a typing slip never becomes a
strange page.
"""

from __future__ import annotations

import csv
import tomllib
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from importlib import resources
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

LEVELS = ("country", "region", "department", "epci", "commune")
STAGES = ("idea", "emergence", "creation", "consolidation", "development")
FORMATS = ("one_to_one", "group", "itinerant", "remote")
RELATION_KINDS = ("member", "funder", "partner")


class ContentError(ValueError):
    """A record of ``data/`` that cannot be read, named."""


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


@cache
def network() -> Network:
    """The real organisations, places and services, with references checked.

    Raises:
        ContentError: a record is malformed, or names another that does not exist.
    """
    raw = _toml("examples.toml")
    _only(raw, {"sources", "examples", "organisations", "relations", "places", "services"}, "examples.toml")
    sources = _by_key(
        _read(Source, {"key": key, **values}, f"source {key}") for key, values in raw["sources"].items()
    )
    organisations = _by_key(_read(Organisation, row, "organisation") for row in raw["organisations"])
    places = _by_key(_read(Place, row, "place") for row in raw["places"])
    services = _by_key(_read(Service, row, "service") for row in raw["services"])
    examples = tuple(_read(Example, row, "example") for row in raw["examples"])
    _only(raw["relations"], set(RELATION_KINDS), "relations")
    relations = tuple(
        Relation(source, kind, target) for kind, pairs in raw["relations"].items() for source, target in pairs
    )

    for record in (*organisations.values(), *places.values(), *services.values(), *examples):
        _known(record.source.partition(":")[0], sources, f"{_label(record)}: source")
    for example in examples:
        for key in example.organisations:
            _known(key, organisations, f"example {example.number}")
    for place in places.values():
        _known(place.organisation, organisations, f"place {place.key}")
    for service in services.values():
        _known(service.organisation, organisations, f"service {service.key}")
        for key in service.partners:
            _known(key, organisations, f"service {service.key}: partners")
        for key in service.places:
            _known(key, places, f"service {service.key}: places")
        _among(service.stages, STAGES, f"service {service.key}: stages")
        _among(service.formats, FORMATS, f"service {service.key}: formats")
        if not service.coverage:
            raise ContentError(f"service {service.key}: covers nothing")
    for relation in relations:
        _known(relation.source, organisations, f"relation {relation.kind}")
        _known(relation.target, organisations, f"relation {relation.kind}")
    return Network(sources, examples, organisations, places, services, relations)


@cache
def calls() -> Calls:
    """The programme, its calls and their rules of eligibility."""
    raw = _toml("programme.toml")
    _only(raw, {"programme", "calls", "rules"}, "programme.toml")
    found = Calls(
        _read(Programme, raw["programme"], "programme"),
        tuple(_read(Call, row, "call") for row in raw["calls"]),
        _by_key(_read(Rule, row, "rule") for row in raw["rules"]),
    )
    programme = found.programme
    for key in (programme.operator, programme.coordinator, *programme.partners, *programme.funders):
        _known(key, network().organisations, "programme")
    for call in found.calls:
        for key in call.rules:
            _known(key, found.rules, f"call {call.key}: rules")
    for figure in programme.figures:
        _known(figure.source, network().sources, f"programme figure “{figure.label}”")
    return found


@cache
def accounts() -> Accounts:
    """One invented person per role, with the password they share."""
    raw = _toml("accounts.toml")
    _only(raw, {"password", "accounts"}, "accounts.toml")
    found = Accounts(raw["password"], tuple(_read(Account, row, "account") for row in raw["accounts"]))
    for account in found.accounts:
        if account.organisation:
            _known(account.organisation, network().organisations, f"account {account.key}")
        if account.programme and account.programme != calls().programme.key:
            raise ContentError(f"account {account.key}: unknown programme {account.programme}")
    return found


@cache
def communes() -> tuple[DemoCommune, ...]:
    """Real communes, in the order of their codes."""
    text = resources.files("maillage.portal.demo").joinpath("data/communes.csv").read_text("utf-8")
    return tuple(
        DemoCommune(
            row["code"],
            row["name"].replace("'", "’"),
            row["department"],
            int(row["population"]) if row["population"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def vocabulary() -> Vocabulary:
    """The words of the generator of applicants."""
    return _read(Vocabulary, _toml("crafts.toml"), "crafts.toml")


# --- Reading ---------------------------------------------------------------------------------------
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("maillage.portal.demo").joinpath(f"data/{name}").read_text("utf-8"))


def _read(cls: type[T], row: Mapping[str, Any], what: str) -> T:
    """A dataclass from a TOML table: lists become tuples, tables become dataclasses."""
    label = f"{what} {row.get('key', '')}".strip()
    hints = get_type_hints(cls)
    names = {item.name: item for item in fields(cls)}  # type: ignore[arg-type]
    _only(row, set(names), label)
    values: dict[str, Any] = {}
    for name, item in names.items():
        if name in row:
            values[name] = _convert(hints[name], row[name], f"{label}: {name}")
        elif item.default is MISSING and item.default_factory is MISSING:
            raise ContentError(f"{label}: “{name}” is missing")
    return cls(**values)


def _convert(hint: Any, value: Any, where: str) -> Any:
    if hint is Area:
        level, separator, code = str(value).partition(":")
        if not separator or level not in LEVELS or not code:
            raise ContentError(f"{where}: “{value}” is not level:code")
        return Area(level, code)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ContentError(f"{where}: a list is expected")
        return tuple(_convert(get_args(hint)[0], each, where) for each in value)
    if isinstance(value, dict):
        return _read(hint, value, where)
    allowed = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    if type(value) not in allowed:
        raise ContentError(f"{where}: {value!r} is not {' or '.join(each.__name__ for each in allowed)}")
    return value.strip() if isinstance(value, str) else value


def _by_key(records: Iterable[Any]) -> Any:
    found: dict[str, Any] = {}
    for record in records:
        if record.key in found:
            raise ContentError(f"{_label(record)} is written twice")
        found[record.key] = record
    return found


def _label(record: Any) -> str:
    return f"{type(record).__name__.lower()} {getattr(record, 'key', None) or record.number}"


def _only(row: Mapping[str, Any], names: set[str], where: str) -> None:
    if unknown := set(row) - names:
        raise ContentError(f"{where}: unknown {', '.join(sorted(unknown))}")


def _known(key: str, records: Mapping[str, Any], where: str) -> None:
    if key not in records:
        raise ContentError(f"{where}: “{key}” does not exist")


def _among(values: Iterable[str], allowed: Iterable[str], where: str) -> None:
    if unknown := set(values) - set(allowed):
        raise ContentError(f"{where}: unknown {', '.join(sorted(unknown))}")
