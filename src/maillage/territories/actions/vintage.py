"""Loading the territory files: a first time, again, or a later vintage in place."""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Conflict
from maillage.territories.models import Vintage
from maillage.territories.names import normalise

DATA = Path(__file__).resolve().parent.parent / "data"
TABLES = ("regions", "departments", "epci", "communes", "former_communes")

#: Columns of the staging tables, in the order in which they are copied.
REGION = ("code", "name", "seat_code")
DEPARTMENT = ("code", "name", "kind", "region_id", "seat_code")
EPCI = ("code", "name", "search_name", "kind", "is_current", "successor_id")
COMMUNE = (
    "code",
    "kind",
    "name",
    "other_names",
    "search_name",
    "search_text",
    "postal_codes",
    "population",
    "area_km2",
    "latitude",
    "longitude",
    "point_source",
    "epci_id",
    "department_id",
    "region_id",
    "former_epci_codes",
)
FORMER = ("code", "name", "kind", "search_name", "search_text", "successor_id")

SEARCH_INDEXES = (
    "commune_search_word",
    "commune_postal_codes",
    "commune_former_codes",
    "commune_former_epci",
    "epci_search_trigram",
)


@dataclass
class Loaded:
    """What a loading did: rows added, rows changed, and what stopped being current."""

    vintage: str
    is_unchanged: bool = False
    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)


def load_territories(folder: Path = DATA, *, force: bool = False) -> Loaded:
    """Bring the territories to the vintage of the files in ``folder``, in one transaction.

    The same files again change nothing and return at once (unless ``force``). A later vintage
    updates rows in place: a commune or an EPCI that disappeared stops being current and points
    to its successor, so that no reference breaks.

    Raises:
        Conflict: the files are of an earlier vintage than what is loaded.
        FileNotFoundError: a file is missing.
    """
    vintage = str(json.loads((folder / "vintage.json").read_text())["vintage"])
    digest = digest_of(folder, vintage)
    last = Vintage.objects.first()
    if last is not None:
        if last.vintage > vintage:
            raise Conflict(
                _("These files are of %(files)s, and the territories of %(loaded)s are loaded already.")
                % {"files": vintage, "loaded": last.vintage}
            )
        if last.digest == digest and not force:
            return Loaded(vintage, is_unchanged=True)
    tables = {name: list(_rows(folder / f"{name}.csv.xz")) for name in TABLES}
    with transaction.atomic(), connection.cursor() as cursor:
        # One loading at a time: two at once would each see half of the other.
        cursor.execute("LOCK TABLE territories_commune IN SHARE ROW EXCLUSIVE MODE")
        loaded = _Loading(cursor, vintage).run(tables)
        Vintage.objects.create(
            vintage=vintage,
            digest=digest,
            counts={"added": loaded.added, "changed": loaded.changed, "retired": len(loaded.retired)},
        )
    with connection.cursor() as cursor:
        # New entries of these indexes wait in a list that each search reads whole, until a vacuum.
        for index in SEARCH_INDEXES:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE territories_commune, territories_epci")
    return loaded


def digest_of(folder: Path, vintage: str) -> str:
    """SHA-256 of the vintage and the five tables, to know at once that nothing changed."""
    total = hashlib.sha256(vintage.encode())
    for name in TABLES:
        total.update((folder / f"{name}.csv.xz").read_bytes())
    return total.hexdigest()


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def searchable(names: Sequence[str]) -> str:
    """Normalised names, a space before each word: ``" x y | z"``, so that ``% z%`` finds a word."""
    return " | ".join(f" {normalise(name)}" for name in names if name)


class _Loading:
    """The statements of one loading, on one cursor inside one transaction."""

    def __init__(self, cursor: Any, vintage: str) -> None:
        self.cursor = cursor
        self.vintage = vintage
        self.result = Loaded(vintage)

    def run(self, tables: dict[str, list[dict[str, str]]]) -> Loaded:
        self._stage("region", REGION, ([row["code"], row["name"], row["seat"]] for row in tables["regions"]))
        self._stage(
            "department",
            DEPARTMENT,
            (
                [row["code"], row["name"], row["kind"], row["region"] or None, row["seat"]]
                for row in tables["departments"]
            ),
        )
        self._stage(
            "epci",
            EPCI,
            (
                [
                    row["code"],
                    row["name"],
                    normalise(row["name"]),
                    row["kind"],
                    not row["successor"],
                    row["successor"] or None,
                ]
                for row in tables["epci"]
            ),
        )
        self._stage("commune", COMMUNE, (_commune(row) for row in tables["communes"]))
        self._stage("former", FORMER, (_former(row) for row in tables["former_communes"]))
        for level, columns in (("region", REGION), ("department", DEPARTMENT), ("epci", EPCI)):
            self._upsert(level, columns)
        self._retire_epci_and_remember()
        self._upsert("commune", COMMUNE, skip_update=("former_epci_codes",))
        # What was known of an empty table would have the next statements compare each row with each.
        self.cursor.execute("ANALYZE territories_commune")
        self._remember_former_epci()
        self._former_communes()
        self._retire_communes()
        self._heirs()
        for level in ("region", "department"):
            self.cursor.execute(
                f"UPDATE territories_{level} t SET is_current = false WHERE is_current"  # noqa: S608
                f" AND NOT EXISTS (SELECT 1 FROM new_{level} n WHERE n.code = t.code)"
            )
        return self.result

    def _stage(self, level: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """A temporary table like the real one, filled by COPY."""
        target = "commune" if level == "former" else level
        names = ", ".join(columns)
        # Two loadings may share a transaction: the first one's tables are still there.
        self.cursor.execute(f"DROP TABLE IF EXISTS pg_temp.new_{level}")
        self.cursor.execute(
            f"CREATE TEMPORARY TABLE new_{level} ON COMMIT DROP AS"  # noqa: S608
            f" SELECT {names} FROM territories_{target} WITH NO DATA"
        )
        with self.cursor.copy(f"COPY new_{level} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        self.cursor.execute(f"CREATE UNIQUE INDEX ON new_{level} (code)")
        self.cursor.execute(f"ANALYZE new_{level}")

    def _upsert(self, level: str, columns: Sequence[str], skip_update: Sequence[str] = ()) -> None:
        """New rows in, changed rows updated, equal rows untouched (no history row for nothing)."""
        fixed = {"vintage": "%(vintage)s"}
        extra = dict.fromkeys(["is_current"], "true") if "is_current" not in columns else {}
        if level == "commune":
            extra |= {"former_codes": "'{}'", "successor_id": "NULL"}
        names = [*columns, *extra, *fixed]
        compared = [
            c for c in [*columns, *extra] if c not in ("code", "former_codes") and c not in skip_update
        ]
        updates = [*compared, "vintage"]
        self.cursor.execute(
            f"INSERT INTO territories_{level} AS t ({', '.join(names)})"  # noqa: S608
            f" SELECT {', '.join([*columns, *extra.values(), *fixed.values()])} FROM new_{level}"
            f" ON CONFLICT (code) DO UPDATE SET {', '.join(f'{c} = EXCLUDED.{c}' for c in updates)}"
            f" WHERE ({', '.join(f't.{c}' for c in compared)})"
            f" IS DISTINCT FROM ({', '.join(f'EXCLUDED.{c}' for c in compared)})"
            " RETURNING (xmax = 0)",
            {"vintage": self.vintage},
        )
        fresh = [is_new for (is_new,) in self.cursor.fetchall()]
        self.result.added[level] = sum(fresh)
        self.result.changed[level] = len(fresh) - sum(fresh)

    def _retire_epci_and_remember(self) -> None:
        """EPCI that the files leave out: succeeded by the one that took most of their people."""
        self.cursor.execute(
            """
            WITH gone AS (
                SELECT code FROM territories_epci t
                WHERE is_current AND NOT EXISTS (SELECT 1 FROM new_epci n WHERE n.code = t.code)
            ), heir AS (
                SELECT DISTINCT ON (c.epci_id) c.epci_id AS code, n.epci_id AS successor
                FROM territories_commune c
                JOIN gone ON gone.code = c.epci_id
                JOIN new_commune n ON n.code = c.code AND n.epci_id IS NOT NULL
                GROUP BY c.epci_id, n.epci_id
                ORDER BY c.epci_id, sum(c.population) DESC NULLS LAST, n.epci_id
            )
            UPDATE territories_epci t SET is_current = false, successor_id = heir.successor
            FROM gone LEFT JOIN heir USING (code) WHERE t.code = gone.code RETURNING t.code
            """
        )
        self.result.retired += [f"epci:{code}" for (code,) in self.cursor.fetchall()]
        # Before communes change EPCI: who was in one that is no longer current.
        self.cursor.execute("DROP TABLE IF EXISTS pg_temp.left_epci")
        self.cursor.execute(
            """
            CREATE TEMPORARY TABLE left_epci ON COMMIT DROP AS
            SELECT c.code, c.epci_id FROM territories_commune c
            JOIN territories_epci e ON e.code = c.epci_id AND NOT e.is_current
            WHERE c.is_current
            """
        )

    def _remember_former_epci(self) -> None:
        """The codes that a commune's EPCI had, from the files and from what was just left."""
        self.cursor.execute(
            """
            WITH known AS (
                SELECT code, unnest(former_epci_codes) AS epci FROM territories_commune
                UNION SELECT code, unnest(former_epci_codes) FROM new_commune
                UNION SELECT code, epci_id FROM left_epci
            ), whole AS (SELECT code, array_agg(epci ORDER BY epci) AS codes FROM known GROUP BY code)
            UPDATE territories_commune t SET former_epci_codes = whole.codes
            FROM whole WHERE whole.code = t.code AND t.former_epci_codes IS DISTINCT FROM whole.codes
            """
        )

    def _former_communes(self) -> None:
        """Codes that are only a part of another commune. What was known of them stays."""
        self.cursor.execute(
            """
            INSERT INTO territories_commune AS t
                (code, kind, name, search_name, search_text, successor_id, is_current, vintage,
                 other_names, postal_codes, former_codes, former_epci_codes, point_source,
                 department_id, region_id, epci_id)
            SELECT f.code, f.kind, f.name, f.search_name, f.search_text, f.successor_id, false,
                   %(vintage)s, '{}', '{}', '{}', '{}', '', n.department_id, n.region_id, n.epci_id
            FROM new_former f JOIN new_commune n ON n.code = f.successor_id
            ON CONFLICT (code) DO UPDATE SET
                kind = EXCLUDED.kind, is_current = false, successor_id = EXCLUDED.successor_id,
                epci_id = EXCLUDED.epci_id, department_id = EXCLUDED.department_id,
                region_id = EXCLUDED.region_id, former_codes = '{}',
                name = coalesce(nullif(EXCLUDED.name, ''), t.name),
                search_name = coalesce(nullif(EXCLUDED.search_name, ''), t.search_name),
                search_text = coalesce(nullif(EXCLUDED.search_text, ''), t.search_text),
                vintage = EXCLUDED.vintage
            WHERE (t.kind, t.is_current, t.successor_id, t.epci_id, t.department_id, t.region_id)
                IS DISTINCT FROM (EXCLUDED.kind, false, EXCLUDED.successor_id, EXCLUDED.epci_id,
                                  EXCLUDED.department_id, EXCLUDED.region_id)
                OR (EXCLUDED.name <> '' AND EXCLUDED.name <> t.name)
            RETURNING (xmax = 0), code
            """,
            {"vintage": self.vintage},
        )
        rows = self.cursor.fetchall()
        self.result.added["former"] = sum(is_new for is_new, _code in rows)
        self.result.changed["former"] = len(rows) - self.result.added["former"]
        self.result.retired += sorted(f"commune:{code}" for is_new, code in rows if not is_new)

    def _retire_communes(self) -> None:
        """Current communes that the files neither list nor succeed: kept, no longer current."""
        self.cursor.execute(
            """
            UPDATE territories_commune t SET is_current = false, kind = 'former'
            WHERE is_current AND NOT EXISTS (SELECT 1 FROM new_commune n WHERE n.code = t.code)
            RETURNING code
            """
        )
        self.result.orphaned = sorted(code for (code,) in self.cursor.fetchall())

    def _heirs(self) -> None:
        """Successors of successors lead to today's commune; each commune knows its former codes."""
        moved = True
        while moved:
            self.cursor.execute(
                """
                UPDATE territories_commune t SET successor_id = s.successor_id
                FROM territories_commune s
                WHERE s.code = t.successor_id AND NOT s.is_current AND s.successor_id IS NOT NULL
                """
            )
            moved = bool(self.cursor.rowcount)
            self.cursor.execute(
                """
                UPDATE territories_epci t SET successor_id = s.successor_id
                FROM territories_epci s
                WHERE s.code = t.successor_id AND NOT s.is_current AND s.successor_id IS NOT NULL
                """
            )
            moved = moved or bool(self.cursor.rowcount)
        self.cursor.execute(
            """
            WITH heirs AS (
                SELECT c.code, coalesce(array_agg(p.code ORDER BY p.code)
                    FILTER (WHERE p.kind <> 'arrondissement'), '{}') AS codes
                FROM territories_commune c JOIN territories_commune p ON p.successor_id = c.code
                GROUP BY c.code
            ), wanted AS (
                SELECT c.code, coalesce(heirs.codes, '{}') AS codes
                FROM territories_commune c LEFT JOIN heirs USING (code)
            )
            UPDATE territories_commune t SET former_codes = wanted.codes
            FROM wanted WHERE wanted.code = t.code AND t.former_codes IS DISTINCT FROM wanted.codes
            """
        )


def _split(text: str) -> list[str]:
    return text.split("|") if text else []


def _commune(row: dict[str, str]) -> list[Any]:
    other = _split(row["other_names"])
    return [
        row["code"],
        "commune",
        row["name"],
        other,
        normalise(row["name"]),
        searchable([row["name"], *other]),
        _split(row["postal_codes"]),
        row["population"] or None,
        row["area_km2"] or None,
        row["latitude"],
        row["longitude"],
        row["point_source"],
        row["epci"] or None,
        row["department"],
        row["region"] or None,
        _split(row["former_epci"]),
    ]


def _former(row: dict[str, str]) -> list[Any]:
    return [
        row["code"],
        row["name"],
        row["kind"],
        normalise(row["name"]),
        searchable([row["name"]]),
        row["successor"],
    ]
