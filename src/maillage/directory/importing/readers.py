"""Reads a list of places or services, whatever program wrote it, into text cells.

CSV (any delimiter; UTF-8 with or without mark, UTF-16 with mark, Windows-1252), XLSX, GeoJSON
(RFC 7946) and data·inclusion v1 JSON. Nothing here knows the directory's models or what a column
means: see ``mapping``.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.errors import Invalid, Sentence

DELIMITERS = (",", ";", "\t", "|", "^", "~", ":")
"""In the order of preference when two explain a file equally well."""
LIST_SEPARATOR = "|"
"""Joins the items of a list (JSON arrays) into one cell."""
SNIFFED_ROWS = 200
MAX_ROWS = 100_000
MAX_COLUMNS = 400
MAX_UNPACKED_BYTES = 300 * 2**20
"""An XLSX is a zip: this bounds what it may unpack to."""
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


@dataclass
class _Found:
    """What the JSON readers collect."""

    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes, name: str = "") -> Table:
    """Reads a file by what it holds; its name only helps when that is not enough.

    Raises:
        Unreadable: empty, too large, broken, or of no known format.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable(_("This file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return _read_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("This is a spreadsheet of the old XLS format. Save it again as XLSX or CSV, then import it.")
        )
    if content.startswith(b"%PDF"):
        raise Unreadable(_("This is a PDF. Ask for the list as a spreadsheet, CSV or GeoJSON."))
    text, encoding = decoded(content)
    if text.lstrip()[:1] in {"{", "["} and not _is_named_as_text(name, text):
        return _read_json(text)
    return _read_csv(text, encoding)


def _is_named_as_text(name: str, text: str) -> bool:
    """A CSV whose first column happens to be called “[…]”: its name says so and it is no JSON."""
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        return False
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return True
    return False


def normalised(text: str) -> str:
    """Letters and digits of a word, without accents or case: what names and headers are compared by."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


# --- Text ------------------------------------------------------------------------------------------
def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was written in.

    Raises:
        Unreadable: neither Unicode nor Windows-1252; says at which line.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            body = content.removeprefix(mark) if encoding == "utf-8" else content
            return _decode_strictly(body, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_strictly(content, "cp1252"), "cp1252"


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            _("Line %(line)d holds a character of no known encoding. Save the file as CSV UTF-8.")
            % {"line": line}
        ) from error


# --- CSV -------------------------------------------------------------------------------------------
def _read_csv(text: str, encoding: str) -> Table:
    if "\x00" in text:
        raise Unreadable(_("This is not a text file. Save the list as CSV, XLSX or GeoJSON."))
    text, declared = _without_declaration(text)
    first_line = 2 if declared else 1
    delimiter = declared or sniffed_delimiter(text)
    try:
        records = list(_records(text, delimiter, first_line))
    except _BrokenQuotes as broken:
        # Some programs never quote: then a quotation mark is a letter, and every line has its cells.
        records = list(_records(text, delimiter, first_line, quoting=csv.QUOTE_NONE))
        if len({len(record) for _line, record in records}) != 1 or _quotes(records):
            raise Unreadable(
                _("Line %(line)d cannot be read: a quotation mark may be left open, or a cell is too long.")
                % {"line": broken.line}
            ) from broken
    if not records:
        raise Unreadable(_("The first line gives no column name."))
    (_line, header), body = records[0], records[1:]
    return _table(FileFormat.CSV, header, body, encoding=encoding, delimiter=delimiter)


def _quotes(records: Iterable[tuple[int, Sequence[str]]]) -> bool:
    """Whether some cell stands between quotation marks, as a program that quotes would write it."""
    return any(len(cell) > 1 and cell[0] == cell[-1] == '"' for _line, record in records for cell in record)


def _without_declaration(text: str) -> tuple[str, str]:
    """Spreadsheets may write ``sep=;`` before the header."""
    match = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    return (text[match.end() :], match[1]) if match else (text, "")


def sniffed_delimiter(text: str) -> str:
    """The delimiter that cuts the most records like the header; a comma for one single column."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            sample = islice(_records(text, delimiter, strict=False), SNIFFED_ROWS)
            widths = [len(record) for _line, record in sample]
        except _BrokenQuotes:
            continue
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        score = (round(alike, 2), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


class _BrokenQuotes(Exception):
    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


def _records(
    text: str,
    delimiter: str,
    first_line: int = 1,
    *,
    strict: bool = True,
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL,
) -> Iterator[tuple[int, list[str]]]:
    """Records that hold something, each with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict, quoting=quoting)
    start = first_line
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield start, record
            start = reader.line_num + first_line
    except csv.Error as error:
        raise _BrokenQuotes(start) from error


def _table(
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


# --- XLSX ------------------------------------------------------------------------------------------
def _read_xlsx(content: bytes) -> Table:
    import openpyxl  # heavy: only when a spreadsheet comes in

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise Unreadable(
                _("This spreadsheet is too large. Keep the useful sheet only, or save it as CSV.")
            )
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("This spreadsheet cannot be opened. Save it again as XLSX or CSV.")) from error
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            records = (
                (line, [_cell_text(value) for value in values])
                for line, values in enumerate(sheet.iter_rows(values_only=True), start=1)
            )
            filled = ((line, record) for line, record in records if any(record))
            first = next(filled, None)
            if first is None:
                continue
            notices = []
            if len(sheets) > 1:
                notices.append(
                    _("Only the sheet “%(sheet)s” is read: it is the first that holds something.")
                    % {"sheet": sheet.title}
                )
            return _table(FileFormat.XLSX, first[1], filled, notices=notices)
    finally:
        book.close()
    raise Unreadable(_("This spreadsheet has no visible sheet that holds something."))


def _cell_text(value: Any) -> str:
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


# --- JSON ------------------------------------------------------------------------------------------
def _read_json(text: str) -> Table:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(
            _("This JSON breaks at line %(line)d, column %(column)d.")
            % {"line": error.lineno, "column": error.colno}
        ) from error
    except RecursionError as error:
        raise Unreadable(_("This JSON is nested too deeply.")) from error
    if isinstance(document, dict) and document.get("type") == "FeatureCollection":
        return _read_geojson(document)
    if isinstance(document, dict) and document.get("type") == "Feature":
        return _read_geojson({"features": [document]})
    if isinstance(document, dict) and ("structures" in document or "services" in document):
        return _read_data_inclusion(document.get("structures") or [], document.get("services") or [])
    if isinstance(document, list):
        services = [item for item in document if isinstance(item, dict) and "structure_id" in item]
        if services and len(services) == len(document):
            return _read_data_inclusion([], document)
        if document and isinstance(document[0], dict) and "nom" in document[0]:
            return _read_data_inclusion(document, [])
    raise Unreadable(
        _("This JSON is neither GeoJSON (a FeatureCollection) nor data·inclusion (structures and services).")
    )


def _read_geojson(document: Mapping[str, Any]) -> Table:
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise Unreadable(_("This GeoJSON holds no feature."))
    if len(features) > MAX_ROWS:
        raise Unreadable(
            _("This file holds more than %(count)d rows. Cut it in several files.") % {"count": MAX_ROWS}
        )
    found, columns = _Found(), dict[str, None]()
    for rank, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            found.refused.append((rank, _("This feature has no properties.")))
            continue
        cells = {str(key): _json_text(value) for key, value in feature["properties"].items()}
        if "id" in feature and "id" not in cells:
            cells["id"] = _json_text(feature["id"])
        point = _middle(feature.get("geometry"))
        if point:
            cells["longitude"], cells["latitude"] = (repr(value) for value in point)
        columns.update(dict.fromkeys(cells))
        found.rows.append(Row(rank, cells))
    return _json_table(FileFormat.GEOJSON, found, columns)


def _read_data_inclusion(structures: Any, services: Any) -> Table:
    if not isinstance(structures, list) or not isinstance(services, list):
        raise Unreadable(_("In data·inclusion, structures and services are lists of objects."))
    if len(structures) + len(services) > MAX_ROWS:
        raise Unreadable(
            _("This file holds more than %(count)d rows. Cut it in several files.") % {"count": MAX_ROWS}
        )
    found, columns = _Found(), dict[str, None]()
    _collect_objects(structures, 1, found, columns)
    offered = _Found()
    _collect_objects(services, 1 + len(structures), offered, {})
    found.refused.extend(offered.refused)
    return _json_table(FileFormat.DATA_INCLUSION, found, columns, services=tuple(offered.rows))


def _collect_objects(items: list[Any], start: int, found: _Found, columns: dict[str, None]) -> None:
    for rank, item in enumerate(items, start=start):
        if not isinstance(item, dict):
            found.refused.append((rank, _("This entry is not an object.")))
            continue
        cells = {str(key): _json_text(value) for key, value in item.items()}
        columns.update(dict.fromkeys(cells))
        found.rows.append(Row(rank, cells))


def _json_table(
    format_: FileFormat, found: _Found, columns: Mapping[str, None], *, services: tuple[Row, ...] = ()
) -> Table:
    if len(columns) > MAX_COLUMNS:
        raise Unreadable(_("This file has more than %(count)d columns.") % {"count": MAX_COLUMNS})
    rows = tuple(Row(row.position, {name: row.cells.get(name, "") for name in columns}) for row in found.rows)
    return Table(
        format_, tuple(columns), rows, services=services, encoding="utf-8", refused=tuple(found.refused)
    )


def _json_text(value: Any) -> str:
    if isinstance(value, list):
        return LIST_SEPARATOR.join(_json_text(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return _cell_text(value)


def _middle(geometry: Any) -> tuple[float, float] | None:
    """Longitude and latitude of a point, or of the middle of the box around a larger shape."""
    if not isinstance(geometry, dict):
        return None
    pairs = list(_pairs(geometry.get("coordinates")))
    for part in geometry.get("geometries") or ():
        if isinstance(part, dict):
            pairs.extend(_pairs(part.get("coordinates")))
    if not pairs:
        return None
    longitudes, latitudes = zip(*pairs, strict=True)
    return (
        round((min(longitudes) + max(longitudes)) / 2, 6),
        round((min(latitudes) + max(latitudes)) / 2, 6),
    )


def _pairs(coordinates: Any) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list):
        return
    if len(coordinates) >= 2 and all(isinstance(value, (int, float)) for value in coordinates[:2]):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _pairs(part)
