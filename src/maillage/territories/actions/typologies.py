"""Loading a published typology file, each of its lines accounted for."""

from __future__ import annotations

import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Invalid
from maillage.territories.enums import TypologyKind, YesNo
from maillage.territories.models import Commune, TypologyRelease
from maillage.territories.queries import resolve_codes
from maillage.territories.queries.typologies import EPOCH
from maillage.territories.typology_files import Columns, meaning, read_lines, recognise

#: Lines of title that may stand above the header.
MOST_TITLE_LINES = 12
_SEVERAL = re.compile(r"[,;/ ]+")
_VINTAGE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass
class KindReport:
    """What one typology of the file became."""

    vintage: str
    known: int = 0
    unknown: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    values: Counter[str] = field(default_factory=Counter)


@dataclass
class TypologyReport:
    """Every line of the file is in ``read``, ``refused`` (line, code, why) or ``empty``."""

    lines: int = 0
    read: int = 0
    by_successor: int = 0
    empty: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    doubtful_cells: list[tuple[int, str, str]] = field(default_factory=list)
    kinds: dict[TypologyKind, KindReport] = field(default_factory=dict)


@transaction.atomic
def load_typologies(
    path: Path,
    *,
    vintage: str,
    source: str = "",
    vintages: Mapping[TypologyKind, str] | None = None,
    only: TypologyKind | None = None,
    is_complete_list: bool = False,
) -> TypologyReport:
    """Load a file of typologies as the release of their vintage. The same file again changes nothing.

    Args:
        vintage: of the columns that do not carry a year, as "2025" or "2025-07".
        source: who published it; the file's name when absent.
        vintages: per typology, when one file mixes several.
        only: the typology of a bare list of municipalities, or the only column to take.
        is_complete_list: a list names every member, so the others are a "no"; otherwise the others
            stay unknown.

    Raises:
        Invalid: no column is recognised, or a vintage is not a date.
        FileNotFoundError
    """
    lines = read_lines(path)
    columns = _header(lines, only, path)
    given = {
        **dict.fromkeys([*columns.values, *columns.lists], vintage),
        **columns.vintages,
        **(vintages or {}),
    }
    given = {kind: value for kind, value in given.items() if kind in columns.values or kind in columns.lists}
    for value in given.values():
        if not _VINTAGE.fullmatch(value):
            raise Invalid(_("“%(value)s” is not a vintage: write 2025, or 2025-07.") % {"value": value})
    report = TypologyReport(kinds={kind: KindReport(value) for kind, value in given.items()})
    said = _read(lines, columns, report)
    if is_complete_list:
        everyone = list(Commune.objects.current().values_list("pk", flat=True).order_by())
        for kind in columns.lists:
            for code in everyone:
                said[kind].setdefault(code, YesNo.NO)
    for kind, kind_report in report.kinds.items():
        kind_report.known = len(said[kind])
        kind_report.values = Counter(said[kind].values())
        _write(kind, kind_report, said[kind], source=source or path.name, file_name=path.name)
    transaction.on_commit(lambda: cache.set(EPOCH, uuid.uuid4().hex, None))
    return report


def _header(lines: Any, only: TypologyKind | None, path: Path) -> Columns:
    for number, cells in lines:
        if columns := recognise(cells, only):
            return columns
        if number >= MOST_TITLE_LINES:
            break
    raise Invalid(
        _(
            "“%(name)s” has no column that Maillage knows: an INSEE code (insee, CODGEO, insee_com…) and a "
            "typology (DENS, ZRR_SIMP, id_pvd…). For a bare list of municipalities, say which with --kind."
        )
        % {"name": path.name}
    )


def _read(lines: Any, columns: Columns, report: TypologyReport) -> dict[TypologyKind, dict[str, str]]:
    """What the lines say, by typology and current INSEE code; fills the report."""
    rows = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    report.lines = len(rows)
    known = resolve_codes(
        [code for _number, cells in rows for code in _codes(cells, columns)],
    )
    said: dict[TypologyKind, dict[str, str]] = defaultdict(dict)
    direct: dict[tuple[TypologyKind, str], bool] = {}
    for number, cells in rows:
        codes = _codes(cells, columns)
        homes = {code: known[code] for code in codes if code in known}
        for code in codes:
            if code not in homes:
                report.refused.append((number, code, str(_("no municipality has this INSEE code"))))
        if not codes:
            report.refused.append((number, "", str(_("the INSEE code is missing"))))
        if not homes:
            continue
        report.read += 1
        report.by_successor += any(code != home for code, home in homes.items())
        says = {}
        for kind, position in columns.values.items():
            cell = cells[position] if position < len(cells) else ""
            try:
                value = meaning(kind, cell)
            except ValueError:
                report.doubtful_cells.append((number, str(kind.label), cell))
                value = None
            if value is None:
                report.kinds[kind].unknown += 1
            else:
                says[kind] = value
        says |= dict.fromkeys(columns.lists, str(YesNo.YES))
        report.empty += not says
        for code, home in homes.items():
            for kind, value in says.items():
                is_own = code == home
                present = said[kind].get(home)
                if present is not None and present != value:
                    # The commune's own line wins over its former parts'; parts that differ say nothing.
                    if direct[kind, home] and not is_own:
                        continue
                    if not is_own:
                        report.doubtful_cells.append((number, str(kind.label), value))
                        del said[kind][home]
                        continue
                said[kind][home] = value
                direct[kind, home] = is_own or direct.get((kind, home), False)
    return said


def _codes(cells: list[str], columns: Columns) -> list[str]:
    """INSEE codes of a line: several for a neighbourhood across communes; zeros that Excel ate are back."""
    text = cells[columns.code] if columns.code < len(cells) else ""
    parts = [part.upper() for part in _SEVERAL.split(text.strip()) if part]
    return [part.zfill(5) if part.isdigit() else part for part in parts]


def _write(
    kind: TypologyKind, report: KindReport, said: dict[str, str], *, source: str, file_name: str
) -> None:
    release, is_new = TypologyRelease.objects.select_for_update().get_or_create(
        kind=kind, vintage=report.vintage, defaults={"source": source, "file_name": file_name}
    )
    if not is_new and (release.source, release.file_name) != (source, file_name):
        release.source, release.file_name, release.loaded_at = source, file_name, timezone.now()
        release.save()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE new_typology (commune_id varchar(5) PRIMARY KEY, value text)")
        with cursor.copy("COPY new_typology FROM STDIN") as copy:
            for row in sorted(said.items()):
                copy.write_row(row)
        cursor.execute(
            """
            INSERT INTO territories_typologyvalue AS t (release_id, commune_id, value)
            SELECT %s, commune_id, value FROM new_typology
            ON CONFLICT (commune_id, release_id) DO UPDATE SET value = EXCLUDED.value
            WHERE t.value <> EXCLUDED.value RETURNING (xmax = 0)
            """,
            [release.pk],
        )
        fresh = [is_added for (is_added,) in cursor.fetchall()]
        report.added, report.changed = sum(fresh), len(fresh) - sum(fresh)
        cursor.execute(
            """
            DELETE FROM territories_typologyvalue t WHERE release_id = %s
            AND NOT EXISTS (SELECT 1 FROM new_typology n WHERE n.commune_id = t.commune_id)
            """,
            [release.pk],
        )
        report.removed = cursor.rowcount
        cursor.execute("DROP TABLE new_typology")
