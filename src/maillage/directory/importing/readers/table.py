"""What every reader makes: a table of text cells, each row with its position in the file."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.errors import Invalid, Sentence

LIST_SEPARATOR = "|"
"""Joins the items of a list (JSON arrays) into one cell."""
MAX_ROWS = 100_000
MAX_COLUMNS = 400
SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    DATA_INCLUSION = "data-inclusion"


class Unreadable(Invalid):
    """The file as a whole cannot be read; the sentence says why and what to do."""

    sentence = gettext_lazy("This file cannot be read.")


@dataclass(frozen=True)
class Row:
    """One record of a file.

    ``position`` is the line in a CSV or XLSX (the header is line 1), the rank of the feature or
    object in a JSON file (the first is 1). ``cells`` holds trimmed text by column name.
    """

    position: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The records of a file, with what was guessed to read it."""

    format: FileFormat
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    services: tuple[Row, ...] = ()
    """data·inclusion only: the services beside the structures (``rows``)."""
    encoding: str = ""
    delimiter: str = ""
    notices: tuple[Sentence, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()
    """Positions that are no record at all (a feature without properties, for example), and why."""

    @property
    def signature(self) -> str:
        """What two files with the same header share, so that a mapping is remembered."""
        joined = "\x1f".join(normalised(column) for column in self.columns)
        return hashlib.sha256(joined.encode()).hexdigest()[:24]

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.services) + len(self.refused)


def normalised(text: str) -> str:
    """Letters and digits of a word, without accents or case: what names and headers are compared by."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def table_of(
    format_: FileFormat,
    header: Sequence[str],
    records: Iterable[tuple[int, Sequence[str]]],
    *,
    encoding: str = "",
    delimiter: str = "",
    notices: Sequence[Sentence] = (),
) -> Table:
    columns = _column_names(header)
    rows: list[Row] = []
    refused: list[tuple[int, str]] = []
    for position, record in records:
        if len(rows) >= MAX_ROWS:
            raise Unreadable(
                _("This file holds more than %(count)d rows. Cut it in several files.") % {"count": MAX_ROWS}
            )
        beyond = [cell for cell in record[len(columns) :] if cell.strip()]
        if beyond:
            refused.append(
                (
                    position,
                    _(
                        "%(count)d cells where the header has %(expected)d: "
                        "a text that holds the delimiter must stand between quotation marks."
                    )
                    % {"count": len(record), "expected": len(columns)},
                )
            )
            continue
        padded = [*record, *[""] * (len(columns) - len(record))]
        rows.append(Row(position, {name: cell.strip() for name, cell in zip(columns, padded, strict=False)}))
    return Table(
        format_,
        tuple(columns),
        tuple(rows),
        encoding=encoding,
        delimiter=delimiter,
        notices=tuple(notices),
        refused=tuple(refused),
    )


def _column_names(header: Sequence[str]) -> list[str]:
    """Column names, all different: an empty one takes its rank, a repeated one a number."""
    cells = [" ".join(str(cell).split()) for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        raise Unreadable(_("The first line gives no column name."))
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(_("This file has more than %(count)d columns.") % {"count": MAX_COLUMNS})
    names: list[str] = []
    seen: Counter[str] = Counter()
    for rank, cell in enumerate(cells, start=1):
        name = cell or _("column %(rank)d") % {"rank": rank}
        seen[name] += 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in cells:
            seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def cell_text(value: Any) -> str:
    """A cell as a person reads it: 45.0 is 45, a date is ISO, an error is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    text = str(value)
    return "" if text in SPREADSHEET_ERRORS else text.strip()
