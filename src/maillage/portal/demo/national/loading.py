"""What the parts of the national scale share: the draw, the communes, and rows written by COPY."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models
from django.utils import timezone

from maillage.directory.enums import (
    ConfirmationSource,
    Publication,
)
from maillage.directory.models import Organisation, Place, Record
from maillage.portal.demo import content
from maillage.portal.demo.builders import people
from maillage.territories.models import Commune

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=Record)
T = TypeVar("T")
Teller = Callable[[str], None]

SEED = 30_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each. ``people`` carry the projects, the first ``applications`` of which applied to the
    national call; ``advisers`` follow a third of them and train; ``reviewers`` wrote the reviews.
    ``attendances`` are the marks of who came to the half-days of the ``sessions``."""

    places: int = 5_000
    services: int = 20_000
    projects: int = 100_000
    applications: int = 30_000
    people: int = 60_000
    advisers: int = 1_500
    labels: int = 1_500
    reviews: int = 30_000
    reviewers: int = 300
    referrals: int = 400_000
    sessions: int = 60_000
    attendances: int = 1_500_000
    needs: int = 12_000
    actions: int = 60_000


class Carried(NamedTuple):
    """What the other parts need of a project: keys only, for a hundred thousand of them."""

    pk: int
    carrier: int
    commune: Commune


class Loading:
    """One loading: what was drawn so far."""

    def __init__(self, size: Size, tell: Teller) -> None:
        self.size = size
        self.tell = tell
        self.rng = random.Random(SEED)  # noqa: S311 - reproducible rows, not secrets
        self.now = timezone.now()
        self.admin = people.account("admin")
        self.words = content.vocabulary()
        self.communes = list(
            Commune.objects.current().select_related("epci", "department", "region").order_by("code")
        )
        # Small towns weigh more than their population, as such places do.
        self.weights = list(accumulate((each.population or 200) ** 0.35 for each in self.communes))
        self.ranks = {each.code: rank for rank, each in enumerate(self.communes)}
        self.leads: dict[int, Organisation] = {}
        self.places: list[Place] = []
        self.organisations: list[Organisation] = []
        self.projects: list[Carried] = []
        # Keys of accounts; of advisers, also the organisation in whose name they advise.
        self.people: list[int] = []
        self.advisers: list[int] = []
        self.homes: dict[int, int] = {}
        self._departments: dict[int, dict[str, list[Any]]] = {}

    def commune(self) -> Commune:
        return self.rng.choices(self.communes, cum_weights=self.weights)[0]

    def neighbours(self, commune: Commune, count: int) -> list[Commune]:
        """Communes with near codes: the same département, mostly; near enough for an area."""
        rank = self.ranks[commune.code]
        start = max(0, min(rank - count // 2, len(self.communes) - count))
        return self.communes[start : start + count]

    def popular(self, among: Sequence[T], power: float = 3.0) -> T:
        """One of them, the first ones far more often: a few known to all, then a long tail."""
        return among[int(len(among) * self.rng.random() ** power)]

    def in_department(self, rows: Sequence[T], code: str, department: Callable[[T], str]) -> Sequence[T]:
        """Those of a département, in their order; all of them where it has none. Sorted once."""
        groups = self._departments.get(id(rows))
        if groups is None:
            groups = self._departments[id(rows)] = defaultdict(list)
            for row in rows:
                groups[department(row)].append(row)
        return groups.get(code) or rows

    def moment(self, first: float, last: float) -> dt.datetime:
        """Some time between so many days ago and so many days ago."""
        return self.now - dt.timedelta(days=self.rng.uniform(first, last))

    def name(self) -> str:
        return f"{self.rng.choice(self.words.first_names)} {self.rng.choice(self.words.surnames)}"

    def record(self, record: R) -> R:
        """What every record of the directory has: published, confirmed between today and 500 days ago."""
        moment = self.now - dt.timedelta(days=self.rng.randrange(500), minutes=self.rng.randrange(1440))
        record.publication = Publication.PUBLISHED
        record.confirmed_at, record.confirmed_source = moment, ConfirmationSource.IMPORT
        record.created_at = record.updated_at = moment
        record.is_demonstration = True
        record.refresh_words()
        return record

    # --- Writing: row history starts at the next change of a row ------------------------------------------
    def insert(self, model: type[M], rows: Iterable[M]) -> list[M]:
        """Writes rows by COPY and gives them their keys."""
        written = list(rows)
        columns = _columns(model)
        for row, key in zip(written, self._keys(model, len(written)), strict=True):
            row.pk = key
        statement = f"COPY {_table(model)} ({_names(columns)}) FROM STDIN"
        with untracked(model), connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in written:
                copy.write_row([_stored(each, row) for each in columns])
        return written

    def write(self, template: models.Model, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> range:
        """Rows that differ from a template in some columns only, and their keys, in the same order.

        For the tables of a hundred thousand rows and more: no object is made for each, and what they
        share goes once.

        Args:
            fields: names of columns (``commune_id``), which each row gives in that order, as the driver
                takes them: words of an enumeration as ``str``.
        """
        held = list(rows)
        model = type(template)
        keys = self._keys(model, len(held))
        columns = {each.attname: each for each in _columns(model)}
        names = _names([model._meta.pk, *(columns[field] for field in fields)])
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE drawn ON COMMIT DROP AS "  # noqa: S608 - names of our own models
                f"SELECT {names} FROM {_table(model)} LIMIT 0"
            )
            with cursor.copy(f"COPY drawn ({names}) FROM STDIN") as copy:
                for number, row in zip(keys, held, strict=True):
                    copy.write_row([number, *row])
            self.select(template, [model._meta.pk.attname, *fields], "SELECT * FROM drawn", {})
            cursor.execute("DROP TABLE drawn")
        return keys

    def select(
        self, template: models.Model, fields: Sequence[str], query: str, values: Mapping[str, Any]
    ) -> int:
        """Rows made by the database itself: the query gives ``fields``, the template the others; how many."""
        model = type(template)
        columns = {each.attname: each for each in _columns(model)}
        drawn = [columns.pop(field) for field in fields]
        columns.pop(model._meta.pk.attname, None)
        shared = {f"shared_{name}": _stored(each, template) for name, each in columns.items()}
        given = [f"%(shared_{name})s::{each.db_type(connection)}" for name, each in columns.items()]
        with untracked(model), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {_table(model)} ({_names([*drawn, *columns.values()])}) "  # noqa: S608 - ours
                f"SELECT {', '.join(['made.*', *given])} FROM ({query}) made",
                {**shared, **values},
            )
            return int(cursor.rowcount)

    def _keys(self, model: type[models.Model], count: int) -> range:
        """Takes so many keys in a row from the table's sequence."""
        if not count:
            return range(0)
        meta = model._meta
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(own, nextval(own) + %s) FROM pg_get_serial_sequence(%s, %s) own",
                [count - 1, meta.db_table, meta.pk.column],
            )
            (last,) = cursor.fetchone()
        return range(last - count + 1, last + 1)


@contextmanager
def untracked(model: type[models.Model]) -> Iterator[None]:
    """Without the triggers that keep the history: they would double every row."""
    with connection.cursor() as cursor:
        # Foreign keys are checked at once: a table with checks to come cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {_table(model)} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {_table(model)} ENABLE TRIGGER USER")


@contextmanager
def bare(*tables: type[models.Model]) -> Iterator[None]:
    """Takes foreign keys, unique constraints and indexes off some tables, and puts them back as they were:
    building an index of a million rows, or checking a key of them all, is far quicker at once. What was
    written meanwhile is checked when they come back."""
    undone: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in tables:
            table = _table(model)
            cursor.execute(
                """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
                   WHERE conrelid = %s::regclass AND contype IN ('f', 'u') ORDER BY contype, conname""",
                [model._meta.db_table],
            )
            for name, definition in cursor.fetchall():
                quoted = connection.ops.quote_name(name)
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {quoted}")
                undone.append(f"ALTER TABLE {table} ADD CONSTRAINT {quoted} {definition}")
            cursor.execute(
                """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
                   WHERE indrelid = %s::regclass AND NOT indisprimary ORDER BY 1""",
                [model._meta.db_table],
            )
            for name, definition in cursor.fetchall():
                cursor.execute(f"DROP INDEX {name}")
                undone.append(definition)
        yield
        # Indexes first: the last taken off.
        for statement in reversed(undone):
            cursor.execute(statement)


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [each for each in model._meta.concrete_fields if not each.generated]


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _names(columns: Iterable[models.Field[Any, Any]]) -> str:
    return ", ".join(connection.ops.quote_name(each.column or "") for each in columns)


def _stored(column: models.Field[Any, Any], row: models.Model) -> Any:
    value = column.get_db_prep_save(getattr(row, column.attname), connection)
    # The driver would write an enumeration by its name.
    return value.value if isinstance(value, Enum) else value
