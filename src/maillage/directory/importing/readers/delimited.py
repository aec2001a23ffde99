"""CSV, whatever its delimiter and encoding."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal

from django.utils.translation import gettext as _

from maillage.directory.importing.readers.table import FileFormat, Table, Unreadable, table_of

DELIMITERS = (",", ";", "\t", "|", "^", "~", ":")
"""In the order of preference when two explain a file equally well."""
SNIFFED_ROWS = 200


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
def read_csv(text: str, encoding: str) -> Table:
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
    return table_of(FileFormat.CSV, header, body, encoding=encoding, delimiter=delimiter)


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
