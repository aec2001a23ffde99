"""Reads a list of places or services, whatever program wrote it, into text cells.

CSV (any delimiter; UTF-8 with or without mark, UTF-16 with mark, Windows-1252), XLSX, GeoJSON
(RFC 7946) and data·inclusion v1 JSON. Nothing here knows the directory's models or what a column
means: see ``mapping``.
"""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from maillage.directory.importing.readers.delimited import DELIMITERS, decoded, read_csv
from maillage.directory.importing.readers.document import read_json
from maillage.directory.importing.readers.spreadsheet import read_xlsx
from maillage.directory.importing.readers.table import (
    LIST_SEPARATOR,
    FileFormat,
    Row,
    Table,
    Unreadable,
    normalised,
)

__all__ = [
    "DELIMITERS",
    "LIST_SEPARATOR",
    "FileFormat",
    "Row",
    "Table",
    "Unreadable",
    "decoded",
    "normalised",
    "read",
]


def read(content: bytes, name: str = "") -> Table:
    """Reads a file by what it holds; its name only helps when that is not enough.

    Raises:
        Unreadable: empty, too large, broken, or of no known format.
    """
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable(_("This file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return read_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("This is a spreadsheet of the old XLS format. Save it again as XLSX or CSV, then import it.")
        )
    if content.startswith(b"%PDF"):
        raise Unreadable(_("This is a PDF. Ask for the list as a spreadsheet, CSV or GeoJSON."))
    text, encoding = decoded(content)
    if text.lstrip()[:1] in {"{", "["} and not _is_named_as_text(name, text):
        return read_json(text)
    return read_csv(text, encoding)


def _is_named_as_text(name: str, text: str) -> bool:
    """A CSV whose first column happens to be called “[…]”: its name says so and it is no JSON."""
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        return False
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return True
    return False
