"""Typed registries: a low page shows things from higher floors without importing them.

A higher app fills them in ``AppConfig.ready()``::

    registry.territory_panels.add(registry.TerritoryPanel(key="places", order=10, build=places_panel))

so a new wing appears everywhere by registering itself, and no import runs back up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from django.http import HttpRequest

from maillage.core.concern import Concerns, concerned
from maillage.core.errors import Sentence


class Entry(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...


E = TypeVar("E", bound=Entry)


class Registry(Generic[E]):
    """Entries by key, iterated by ``order`` then ``key``. A key registers once."""

    def __init__(self) -> None:
        self._entries: dict[str, E] = {}

    def add(self, entry: E) -> E:
        if entry.key in self._entries:
            raise ValueError(f"“{entry.key}” is registered already")
        self._entries[entry.key] = entry
        return entry

    def get(self, key: str) -> E | None:
        return self._entries.get(key)

    def __iter__(self) -> Iterator[E]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.key)))

    def __len__(self) -> int:
        return len(self._entries)


# --- Navigation -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class NavEntry:
    """A word of the public bar."""

    key: str
    label: Sentence
    url_name: str
    order: int = 100


@dataclass(frozen=True)
class MenuItem:
    """A line of a workspace's vertical list (at most seven)."""

    label: Sentence
    url: str
    key: str
    count: int | None = None


@dataclass(frozen=True)
class Workspace:
    """Something a person works in: a place, a programme, a project, a territory, their own work."""

    kind: Sentence
    name: str
    url: str
    key: str


@dataclass(frozen=True)
class WorkspaceSource:
    """``list_for(user)`` gives the workspaces of a person, in one query.

    ``in_switcher``: offered on every page, which pays for it; the others are listed on the person's own page.
    """

    key: str
    list_for: Callable[[Any], Iterable[Workspace]]
    order: int = 100
    in_switcher: bool = True


# --- Home: what waits for a person -----------------------------------------------------------------
@dataclass(frozen=True)
class TodoItem:
    """Something that waits for a person. ``due_on`` sorts; None comes last.

    ``about``: the key of the workspace that it belongs to, when there is one.
    """

    title: str
    url: str
    detail: str = ""
    due_on: dt.date | None = None
    button: str = ""
    about: str = ""


@dataclass(frozen=True)
class TodoSource:
    """``concerns(user)``: rows of which none exists when nothing waits for the person; all the sources are
    asked for theirs together (``core.concern``), and ``items_for`` only of those that have some."""

    key: str
    items_for: Callable[[Any], Iterable[TodoItem]]
    order: int = 100
    concerns: Concerns | None = None
    parts: Sequence[TodoPart] = ()

    @classmethod
    def in_parts(cls, key: str, *parts: TodoPart, order: int = 100) -> TodoSource:
        """A source whose parts are asked each for themselves: somebody with one referral to answer is not
        read for consents, cases and advisers too."""

        def items_for(user: Any) -> Iterable[TodoItem]:
            return [item for part in parts for item in part.items_for(user)]

        return cls(key, items_for, order, parts=parts)


@dataclass(frozen=True)
class TodoPart:
    """Things of one kind that a source has for people: ``concerns`` and ``items_for`` as those of a source.
    ``key`` is unique within the source."""

    key: str
    concerns: Concerns | None
    items_for: Callable[[Any], Iterable[TodoItem]]


def todo_of(user: Any) -> list[TodoItem]:
    """What every floor has for a person, in their order."""
    asked = [
        TodoPart(f"{source.key}:{part.key}", part.concerns, part.items_for)
        for source in todo_sources
        for part in source.parts or (TodoPart("", source.concerns, source.items_for),)
    ]
    with_something = concerned(asked, user)
    return [item for part in asked if part.key in with_something for item in part.items_for(user)]


# --- Territory pages ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Panel:
    """A filled panel: ``template`` is rendered with ``context``; ``count`` stands beside its title."""

    title: Sentence
    template: str
    context: Mapping[str, Any]
    count: int | None = None


@dataclass(frozen=True)
class TerritoryPanel:
    """``build(territory, user)`` takes a Commune, Epci, Department or Region; None leaves the panel out.

    ``points(territory)`` gives what the panel draws on the page's map ({id, lat, lon, title, url}), the same
    for everybody: wider territories fetch it after the page.
    """

    key: str
    build: Callable[[Any, Any], Panel | None]
    order: int = 100
    points: Callable[[Any], Sequence[Mapping[str, Any]]] | None = None


# --- A project's thread --------------------------------------------------------------------------------
@dataclass(frozen=True)
class TimelineEntry:
    at: dt.datetime
    title: str
    kind: str = "note"  # note, decision, action, session
    detail: str = ""
    url: str = ""
    actor: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """``entries(project, user)`` gives what that user may see of a project's story.

    ``label`` names it among the filters of the thread; one without a label has no filter of its own.
    """

    key: str
    entries: Callable[[Any, Any], Iterable[TimelineEntry]]
    order: int = 100
    label: Sentence = ""


# --- Search ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SearchSource:
    """``search(query, request)`` gives rows for the site-wide search: (title, url, detail)."""

    key: str
    label: Sentence
    search: Callable[[str, HttpRequest], Sequence[tuple[str, str, str]]]
    order: int = 100


# --- Personal data -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DataPurpose:
    """A line of the personal-data register, printed on the privacy page."""

    key: str
    model: str
    purpose: Sentence
    basis: Sentence
    data: Sentence
    retention: Sentence
    order: int = 100


@dataclass(frozen=True)
class RetentionRule:
    """What makes a line of the register true: ``forget(now)`` erases what was kept long enough and
    returns how many rows. Run every night; safe to run again. ``model`` is the line's."""

    key: str
    model: str
    forget: Callable[[dt.datetime], int]
    order: int = 100


@dataclass(frozen=True)
class PersonalDataSource:
    """Pieces of a person's export (``export(user)``: JSON-serialisable) and what closing erases.

    ``label`` heads the piece in the readable file. Sources run in order: those of low floors last.

    ``blockers(user)`` gives sentences that forbid closing the account now (last administrator of
    an organisation, for example); ``erase(user)`` runs in the closing transaction.
    """

    key: str
    export: Callable[[Any], Any]
    erase: Callable[[Any], None] | None = None
    blockers: Callable[[Any], Iterable[Sentence]] | None = None
    order: int = 100
    label: Sentence = ""


# --- Received files ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class FileOwner:
    """``may_read(stored_file, user)``: True when a thing of the app holds that file and the user may see it.

    Asked for private files only; ``user`` may be anonymous. Several apps may answer; one True is enough.
    """

    key: str
    may_read: Callable[[Any, Any], bool]
    order: int = 100


# --- Demonstration, measures, checks --------------------------------------------------------------------
@dataclass(frozen=True)
class DemoBuilder:
    """``build()`` makes its part by public actions; it returns at once when its part exists.

    ``is_long``: made while the site serves already, with ``label`` shown meanwhile; then it goes on where
    it stopped when it was killed half-way.
    """

    key: str
    build: Callable[[], None]
    order: int = 100
    is_long: bool = False
    label: Sentence = ""


@dataclass(frozen=True)
class BenchCase:
    """One measured page or query. ``paths()`` gives the addresses asked in turn, as ``user_email``.

    ``no_slower_than``: key of another case, whose median times ``slack`` bounds this one's (the thousandth
    page against the first).
    """

    key: str
    label: str
    paths: Callable[[], Sequence[str]]
    user_email: str | None = None
    target_p95_ms: float = 80.0
    max_queries: int = 12
    max_gzip_bytes: int | None = None
    no_slower_than: str | None = None
    slack: float = 1.2
    order: int = 100


class BenchNote(str):
    """What the check of a ``BenchTask`` tells beside the faults: a quality that was reached."""

    __slots__ = ()


@dataclass(frozen=True)
class BenchTask:
    """A measured computation without a page. ``prepare()`` makes its input, untimed, and gives what is timed:
    a function that computes, and gives a function that checks its answer (untimed), a sentence per fault."""

    key: str
    label: str
    prepare: Callable[[], Callable[[], Callable[[], Iterable[str]]]]
    target_ms: float
    runs: int = 3
    order: int = 100


@dataclass(frozen=True)
class Invariant:
    """``broken()`` gives one sentence per broken row or group, none when all is well. Run by ``doctor``."""

    key: str
    label: str
    broken: Callable[[], Iterable[str]]
    order: int = 100


@dataclass(frozen=True)
class Registries:
    """All of them, so that a test can look at each."""

    nav_entries: Registry[NavEntry] = field(default_factory=Registry)
    workspaces: Registry[WorkspaceSource] = field(default_factory=Registry)
    todo_sources: Registry[TodoSource] = field(default_factory=Registry)
    territory_panels: Registry[TerritoryPanel] = field(default_factory=Registry)
    timeline_sources: Registry[TimelineSource] = field(default_factory=Registry)
    search_sources: Registry[SearchSource] = field(default_factory=Registry)
    data_purposes: Registry[DataPurpose] = field(default_factory=Registry)
    retention_rules: Registry[RetentionRule] = field(default_factory=Registry)
    personal_data: Registry[PersonalDataSource] = field(default_factory=Registry)
    file_owners: Registry[FileOwner] = field(default_factory=Registry)
    demo_builders: Registry[DemoBuilder] = field(default_factory=Registry)
    bench_cases: Registry[BenchCase] = field(default_factory=Registry)
    bench_tasks: Registry[BenchTask] = field(default_factory=Registry)
    invariants: Registry[Invariant] = field(default_factory=Registry)


_all = Registries()
nav_entries = _all.nav_entries
workspaces = _all.workspaces
todo_sources = _all.todo_sources
territory_panels = _all.territory_panels
timeline_sources = _all.timeline_sources
search_sources = _all.search_sources
data_purposes = _all.data_purposes
retention_rules = _all.retention_rules
personal_data = _all.personal_data
file_owners = _all.file_owners
demo_builders = _all.demo_builders
bench_cases = _all.bench_cases
bench_tasks = _all.bench_tasks
invariants = _all.invariants
