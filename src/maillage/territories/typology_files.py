"""Reading published typology files: their columns, and what their cells mean. No database here.

Recognised: one file of several typologies, a column each; INSEE's density grid; the lists of ZRR and
FRR; the lists of municipalities of a programme (Petites villes de demain, Action cœur de ville,
Villages d’avenir), of neighbourhoods (QPV) and of France services. CSV of any usual delimiter, in
UTF-8 or cp1252, gzipped or not, or XLSX whose header may stand below a few lines of title.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Invalid
from maillage.territories.enums import (
    VALUES,
    Centrality,
    Density,
    Frr,
    Massif,
    Rurality,
    TypologyKind,
    YesNo,
    Zrr,
)
from maillage.territories.names import normalise

CODE_HEADERS = {
    "insee",
    "codgeo",
    "code insee",
    "codeinsee",
    "insee com",
    "code commune",
    "code commune insee",
    "code insee commune",
    "inseecom",
    "depcom",
    "com",
}
#: Normalised header to typology; a year at its end ("zrr_2022") is the column's vintage.
VALUE_HEADERS = {
    "densite7": TypologyKind.DENSITY,
    "densite 7": TypologyKind.DENSITY,
    "dens7": TypologyKind.DENSITY,
    "dens": TypologyKind.DENSITY,
    "ruralite": TypologyKind.RURALITY,
    "typologie des ruralites": TypologyKind.RURALITY,
    "centralite": TypologyKind.CENTRALITY,
    "niveau de centralite": TypologyKind.CENTRALITY,
    "massif": TypologyKind.MASSIF,
    "zrr": TypologyKind.ZRR,
    "zrr simp": TypologyKind.ZRR,
    "frr": TypologyKind.FRR,
    "zonage frr": TypologyKind.FRR,
    "acv": TypologyKind.ACV,
    "pvd": TypologyKind.PVD,
    "villages avenir": TypologyKind.VILLAGES_AVENIR,
    "village avenir": TypologyKind.VILLAGES_AVENIR,
    "qpv": TypologyKind.QPV,
    "france services": TypologyKind.FRANCE_SERVICES,
}
#: A column that only the list of a programme has: each line is a "yes".
LIST_HEADERS = {
    "id pvd": TypologyKind.PVD,
    "id acv": TypologyKind.ACV,
    "id va": TypologyKind.VILLAGES_AVENIR,
    "code qp": TypologyKind.QPV,
    "code qpv": TypologyKind.QPV,
    "id fs": TypologyKind.FRANCE_SERVICES,
}
_YEAR = re.compile(r"^(.*\D) ?((?:19|20)\d\d)$")

#: What publishers write where they mean that nothing is known.
UNKNOWN = {"", "undefined", "nd", "n d", "na", "non disponible", "non renseigne", "inconnu"}
#: The study could not say, as the commune merged or split since.
UNKNOWN_SINCE_CHANGE = "commune dont le perimetre a change depuis la realisation de la typologie"

_TEXTS: dict[TypologyKind, dict[str, str]] = {
    TypologyKind.RURALITY: {
        "les ruralites residentielles mixtes": Rurality.RESIDENTIAL_MIXED,
        "les ruralites residentielles aisees": Rurality.RESIDENTIAL_WEALTHY,
        "les ruralites productives agricoles": Rurality.PRODUCTIVE_FARMING,
        "les ruralites productives ouvrieres": Rurality.PRODUCTIVE_LABOUR,
        "les petites polarites mixtes": Rurality.SMALL_MIXED,
        "les petites polarites industrielles et artisanales": Rurality.SMALL_INDUSTRIAL,
        "les ruralites touristiques a dominante residentielle": Rurality.TOURIST_RESIDENTIAL,
        "les ruralites touristiques specialisees": Rurality.TOURIST_SPECIALISED,
        "hors champ dom ou commune urbaine": Rurality.OUT_OF_FIELD,
    },
    TypologyKind.CENTRALITY: {
        "communes non centre": Centrality.NONE,
        "centre local d equipements et de services": Centrality.LOCAL,
        "centre intermediaire d equipements et de services": Centrality.INTERMEDIATE,
        "centre structurant d equipements et de services": Centrality.STRUCTURING,
        "centre majeur d equipements et de services": Centrality.MAJOR,
    },
    TypologyKind.FRR: {
        "frr socle": Frr.BASE,
        "frr": Frr.BASE,
        "frr beneficiaire": Frr.BENEFICIARY,
        "classee frr partiellement": Frr.PARTIAL,
        "frr beneficiaire partiellement": Frr.BENEFICIARY_PARTIAL,
        "non classee": Frr.NONE,
        "non classe": Frr.NONE,
    },
    TypologyKind.ZRR: {
        "c": Zrr.CLASSIFIED,
        "classee": Zrr.CLASSIFIED,
        "pc": Zrr.PARTIAL,
        "p": Zrr.PARTIAL,
        "nc": Zrr.NONE,
        "non classee": Zrr.NONE,
    },
    TypologyKind.MASSIF: {"hors massif": Massif.NONE},
}
_YES, _NO = {"1", "oui", "o", "vrai", "true", "yes", "x"}, {"0", "non", "n", "faux", "false", "no"}


def meaning(kind: TypologyKind, cell: str) -> str | None:
    """The value that a cell gives, None when it says that it is unknown.

    Raises:
        ValueError: the cell says something that this typology does not know.
    """
    text = normalise(cell)
    if text in UNKNOWN or text == UNKNOWN_SINCE_CHANGE:
        return None
    if VALUES[kind] is YesNo:
        if text in _YES:
            return YesNo.YES
        if text in _NO:
            return YesNo.NO
        raise ValueError(cell)
    if kind == TypologyKind.DENSITY:
        return Density(text.split()[0]).value
    if kind == TypologyKind.MASSIF and (number := re.match(r"(\d\d)\b", text)):
        return Massif(number[1]).value
    # "FRR+" differs from "FRR" by its sign alone; "C - Classée en ZRR" by its first letters.
    if kind == TypologyKind.FRR and text in ("frr", "frr plus"):
        return Frr.PLUS if "+" in cell or text == "frr plus" else Frr.BASE
    if kind == TypologyKind.ZRR:
        text = re.split(r"\s-\s", cell.strip().lower())[0].strip() if " - " in cell else text
    known = _TEXTS.get(kind, {})
    if text not in known:
        raise ValueError(cell)
    return str(known[text])


@dataclass
class Columns:
    """Where a file says what: positions of the INSEE code and of each typology."""

    code: int
    values: dict[TypologyKind, int] = field(default_factory=dict)
    lists: set[TypologyKind] = field(default_factory=set)
    vintages: dict[TypologyKind, str] = field(default_factory=dict)


def recognise(header: Sequence[str], only: TypologyKind | None = None) -> Columns | None:
    """The columns of a header line; None when it has no INSEE code or nothing is recognised.

    ``only`` names the typology of a list that says it nowhere: each line is a "yes".
    """
    names = [normalise(name.replace("_", " ")) for name in header]
    code = next((i for i, name in enumerate(names) if name in CODE_HEADERS), None)
    if code is None:
        return None
    columns = Columns(code)
    for i, name in enumerate(names):
        year = _YEAR.match(name)
        kind = VALUE_HEADERS.get(name) or (VALUE_HEADERS.get(year[1].strip()) if year else None)
        if kind is not None and (only is None or kind == only) and kind not in columns.values:
            columns.values[kind] = i
            if year and name not in VALUE_HEADERS:
                columns.vintages[kind] = year[2]
        if (listed := LIST_HEADERS.get(name)) is not None and only in (None, listed):
            columns.lists.add(listed)
    columns.lists -= columns.values.keys()
    if only is not None and not columns.values:
        columns.lists = {only}
    return columns if columns.values or columns.lists else None


def read_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each line of a table with its number in the file, cells as text.

    Raises:
        Invalid: the file is neither CSV nor XLSX.
    """
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    if raw[:2] == b"PK":
        yield from _sheet(raw)
        return
    if b"\x00" in raw[:4096]:
        raise Invalid(_("“%(name)s” is neither a CSV nor an XLSX file.") % {"name": path.name})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    first = text[: text.find("\n")]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, cells


def _sheet(raw: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # slow to import, and only XLSX files need it

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    for sheet in book.worksheets:
        lines = [
            (number, ["" if cell is None else str(cell) for cell in cells])
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
        # Official workbooks open on a page of explanations: the data is the sheet with a known header.
        if any(recognise(cells, kind) for _n, cells in lines[:12] for kind in (None, TypologyKind.PVD)):
            yield from lines
            return
