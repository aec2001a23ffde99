"""What the parts of the national scale share: the draw, the communes, and rows written by COPY."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import Any, TypeVar

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
Teller = Callable[[str], None]

SEED = 30_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each. ``people`` are the accounts that carry the applications, ``reviewers`` those that
    wrote the reviews."""

    places: int = 5_000
    services: int = 20_000
    applications: int = 30_000
    people: int = 3_000
    labels: int = 1_500
    reviews: int = 30_000
    reviewers: int = 300
    referrals: int = 400_000


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

    def commune(self) -> Commune:
        return self.rng.choices(self.communes, cum_weights=self.weights)[0]

    def neighbours(self, commune: Commune, count: int) -> list[Commune]:
        """Communes with near codes: the same département, mostly; near enough for an area."""
        rank = self.ranks[commune.code]
        start = max(0, min(rank - count // 2, len(self.communes) - count))
        return self.communes[start : start + count]

    def record(self, record: R) -> R:
        """What every record of the directory has: published, confirmed between today and 500 days ago."""
        moment = self.now - dt.timedelta(days=self.rng.randrange(500), minutes=self.rng.randrange(1440))
        record.publication = Publication.PUBLISHED
        record.confirmed_at, record.confirmed_source = moment, ConfirmationSource.IMPORT
        record.created_at = record.updated_at = moment
        record.is_demonstration = True
        record.refresh_words()
        return record

    def insert(self, model: type[M], rows: Iterable[M]) -> list[M]:
        """Writes rows by COPY and gives them their keys. Row history starts at their next change."""
        written = list(rows)
        meta = model._meta
        columns = [each for each in meta.concrete_fields if not each.generated]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [meta.db_table, meta.pk.column, len(written)],
            )
            for row, (key,) in zip(written, cursor.fetchall(), strict=True):
                row.pk = key
            names = ", ".join(connection.ops.quote_name(each.column or "") for each in columns)
            table = connection.ops.quote_name(meta.db_table)
            # Foreign keys are checked at once: a table with checks to come cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            # The history triggers would double every row.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in written:
                    copy.write_row([_stored(each, row) for each in columns])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return written


def _stored(column: models.Field[Any, Any], row: models.Model) -> Any:
    value = column.get_db_prep_save(getattr(row, column.attname), connection)
    # The driver would write an enumeration by its name.
    return value.value if isinstance(value, Enum) else value
