"""One line of a list as the directory understands it: typed values, or the reason why not.

A value that cannot be kept (a malformed address of a web page, unknown words) is left out and told;
a line is refused only when it does not say what the place is called or where it is.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import opening_hours
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from maillage.directory.enums import LocationPrecision, PlaceType, Trade
from maillage.directory.importing import vocabulary
from maillage.directory.importing.communes import CommuneFinder, Found
from maillage.directory.importing.readers import Row, Table, normalised
from maillage.directory.validators import normalise_siret
from maillage.territories.distances import haversine_km
from maillage.territories.models import Commune

NOTHING = frozenset({"", "na", "n a", "nan", "null", "none", "nc", "inconnu", "non renseigne", "sans objet"})
NAME_LENGTH = 200
_URL = URLValidator(schemes=["http", "https"])
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Notice:
    """Something understood, completed or left out in a line. ``kind`` groups them in the summary."""

    kind: str
    text: str


@dataclass
class PlaceLine:
    """A line that names a place. ``values`` holds only what the list says.

    Its keys are the columns of ``Place``, but ``position`` (latitude, longitude, precision) and
    ``programmes`` (names as the list writes them).
    """

    position: int
    identifier: str
    commune: Commune
    values: dict[str, Any]
    organisation_name: str = ""
    siret: str = ""
    updated_on: dt.date | None = None
    notices: list[Notice] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def site_key(self) -> tuple[str, str]:
        """What two lines about one site share."""
        return normalised(self.name), self.commune.pk


@dataclass(frozen=True)
class Refusal:
    """A line that cannot be imported, and what to mend."""

    position: int
    name: str
    reason: str
    kind: str = "invalid"


@dataclass
class Understood:
    """Every line of a table: understood or refused, none lost."""

    places: list[PlaceLine]
    refusals: list[Refusal]
    unknown_words: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    centres_only: bool = False
    """The coordinates are those of the municipalities, not of the places."""
    has_points: bool = True
    """The list has a column of coordinates."""


def understand(table: Table, mapping: Mapping[str, str], *, department: str = "") -> Understood:
    """Reads each row through a checked mapping. A few queries in all, whatever the number of rows."""
    rows = [_Cells(row, mapping) for row in table.rows]
    finder = CommuneFinder(default_department=department)
    finder.prepare((row["commune_code"] for row in rows), (row["commune_name"] for row in rows))
    understood = Understood(
        [], [Refusal(position, "", reason, "broken") for position, reason in table.refused]
    )
    located = [(row, _commune_of(finder, row)) for row in rows]
    understood.centres_only = _are_centres(located)
    understood.has_points = bool({"latitude", "point"} & mapping.keys())
    for row, found in located:
        line = _line(row, found, understood)
        if isinstance(line, Refusal):
            understood.refusals.append(line)
        else:
            understood.places.append(line)
    return understood


class _Cells:
    """The cells of a row by field, with the words that mean “nothing” emptied."""

    def __init__(self, row: Row, mapping: Mapping[str, str]) -> None:
        self.position = row.position
        self._cells = {key: row.cells.get(column, "").strip() for key, column in mapping.items()}

    def __getitem__(self, key: str) -> str:
        value = self._cells.get(key, "")
        return "" if normalised(value) in NOTHING and not _NUMBER.fullmatch(value) else value


def _commune_of(finder: CommuneFinder, row: _Cells) -> Found:
    return finder.find(
        code=row["commune_code"],
        name=row["commune_name"],
        department=row["department"],
        postal_code=_postal_code(row["postal_code"]),
    )


def _line(row: _Cells, found: Found, understood: Understood) -> PlaceLine | Refusal:
    name = " ".join(row["name"].split())
    if not name:
        return Refusal(row.position, "", _("The name of the place is missing."))
    if found.commune is None:
        return Refusal(row.position, name, found.problem, "commune")
    notices = [Notice("commune", text) for text in found.notices]
    description = row["description"]
    if len(name) > NAME_LENGTH:
        description = "\n\n".join(part for part in (name, description) if part)
        name = _shortened(name)
        notices.append(
            Notice("name", _("The name is too long: it is cut, and stands whole in the description."))
        )
    values: dict[str, Any] = {"name": name, "commune_id": found.commune.pk}
    values.update(_texts(row, description, notices))
    position = _position(row, found.commune, notices, understood)
    if position:
        values["position"] = position
    values.update(_categories(row, understood, notices))
    siret = _siret(row["siret"], notices)
    return PlaceLine(
        position=row.position,
        identifier=row["external_id"][:200],
        commune=found.commune,
        values=values,
        organisation_name=" ".join(row["organisation"].split())[:200],
        siret=siret,
        updated_on=_date(row["updated_on"]),
        notices=notices,
    )


def _texts(row: _Cells, description: str, notices: list[Notice]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if description:
        values["description"] = description
    if row["address"]:
        values["address"] = " ".join(row["address"].split())[:250]
    if postal_code := _postal_code(row["postal_code"]):
        values["postal_code"] = postal_code
    if row["equipment"]:
        values["equipment"] = row["equipment"]
    if row["website"]:
        if url := _website(row["website"]):
            values["website"] = url
        else:
            notices.append(_left_out("website", _("web page"), row["website"]))
    if row["email"]:
        try:
            validate_email(row["email"].lower())
            values["email"] = row["email"].lower()
        except ValidationError:
            notices.append(_left_out("email", _("e-mail address"), row["email"]))
    if row["phone"]:
        if len(row["phone"]) <= 30 and sum(char.isdigit() for char in row["phone"]) >= 3:
            values["phone"] = row["phone"]
        else:
            notices.append(_left_out("phone", _("telephone"), row["phone"]))
    if hours := row["opening_hours"]:
        if len(hours) <= 500 and opening_hours.validate(hours):
            values["opening_hours"] = hours
        else:
            values["opening_note"] = " ".join(hours.split())[:200]
            notices.append(Notice("opening_hours", _("The opening hours are kept as a note, in words.")))
    if row["surface_m2"]:
        surface = _number(
            re.sub(r"\s*m(2|²)?$", "", row["surface_m2"].replace("\u202f", "").replace(" ", ""))
        )
        if surface is not None and 0 < surface < 1_000_000:
            values["surface_m2"] = round(surface)
        else:
            notices.append(_left_out("surface", _("surface"), row["surface_m2"]))
    return values


def _categories(row: _Cells, understood: Understood, notices: list[Notice]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    types, unknown = vocabulary.understood(row["types"], vocabulary.PLACE_TYPES, PlaceType.choices)
    understood.unknown_words["types"].update(unknown)
    programmes = vocabulary.words_of(row["programme"])
    for programme in programmes:
        if place_type := vocabulary.PROGRAMME_TYPES.get(normalised(programme)):
            types = [*types, *([str(place_type)] if place_type not in types else [])]
    trades, odd = vocabulary.understood(row["trades"], vocabulary.TRADES, Trade.choices)
    understood.unknown_words["trades"].update(odd)
    if unknown or odd:
        notices.append(
            Notice(
                "unknown_words",
                _("Words that the directory does not know: %(words)s.")
                % {"words": ", ".join([*unknown, *odd])},
            )
        )
    if types:
        values["types"] = types
    if trades:
        values["trades"] = trades
    if programmes:
        values["programmes"] = programmes
    return values


# --- Where ------------------------------------------------------------------------------------------
def _coordinates(row: _Cells) -> tuple[float, float] | None:
    """Latitude and longitude as written, if they are two numbers."""
    latitude, longitude = _number(row["latitude"]), _number(row["longitude"])
    if latitude is None or longitude is None:
        numbers = re.findall(r"[+-]?\d+\.\d+", row["point"])
        if len(numbers) != 2:
            return None
        latitude, longitude = float(numbers[0]), float(numbers[1])
    return latitude, longitude


def _position(
    row: _Cells, commune: Commune, notices: list[Notice], understood: Understood
) -> list[Any] | None:
    given = _coordinates(row)
    if given is None:
        if any(row[key] for key in ("latitude", "longitude", "point")):
            notices.append(
                Notice(
                    "no_point",
                    _("The coordinates are not two numbers: the centre of the municipality stands in."),
                )
            )
        elif understood.has_points:
            notices.append(Notice("no_point", _("No coordinates: the centre of the municipality stands in.")))
        return None
    for latitude, longitude in (given, given[::-1]):
        away = _km_from(commune, latitude, longitude)
        if away is not None and away <= _reach_km(commune):
            if (latitude, longitude) != given:
                notices.append(
                    Notice("swapped", _("Latitude and longitude were exchanged: they are put right."))
                )
            precision = LocationPrecision.COMMUNE if understood.centres_only else LocationPrecision.EXACT
            return [round(latitude, 6), round(longitude, 6), precision.value]
    notices.append(
        Notice(
            "far_point",
            _("The coordinates are not in %(commune)s: the centre of the municipality stands in.")
            % {"commune": commune.name},
        )
    )
    return None


def _km_from(commune: Commune, latitude: float, longitude: float) -> float | None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or commune.latitude is None:
        return None
    return float(haversine_km(commune.latitude, commune.longitude or 0.0, latitude, longitude))


def _reach_km(commune: Commune) -> float:
    """How far from its point a place may be and still stand in the commune, generously."""
    return 15.0 + 2 * math.sqrt(commune.area_km2 or 100.0)


def _are_centres(located: Sequence[tuple[_Cells, Found]]) -> bool:
    """Whether every municipality with several lines gives them one and the same point (five at least do)."""
    points: dict[str, set[tuple[float, float]]] = defaultdict(set)
    lines: Counter[str] = Counter()
    for row, found in located:
        given = _coordinates(row)
        if found.commune and given:
            points[found.commune.pk].add(given)
            lines[found.commune.pk] += 1
    shared = [code for code, count in lines.items() if count > 1]
    return len(shared) >= 5 and all(len(points[code]) == 1 for code in shared)


# --- Small readings -----------------------------------------------------------------------------------
def _number(text: str) -> float | None:
    plain = text.strip().replace("\u202f", "").replace("\u00a0", "")
    if not _NUMBER.fullmatch(plain):
        return None
    return float(plain.replace(",", "."))


def _postal_code(text: str) -> str:
    plain = text.replace(" ", "")
    plain = plain.zfill(5) if plain.isdigit() and len(plain) == 4 else plain
    return plain if re.fullmatch(r"\d{5}", plain) else ""


def _website(text: str) -> str:
    url = text.split()[0] if text.split() else ""
    if url and "://" not in url:
        url = f"https://{url}"
    try:
        _URL(url)
    except ValidationError:
        return ""
    return url if len(url) <= 300 else ""


def _siret(text: str, notices: list[Notice]) -> str:
    try:
        return normalise_siret(text.zfill(14) if text.isdigit() and len(text) == 13 else text)
    except ValidationError as error:
        notices.append(Notice("siret", f"{' '.join(error.messages)} ({text})"))
        return ""


def _date(text: str) -> dt.date | None:
    """A day written as 2024-01-31, 31/01/2024, or with an hour after it."""
    for pattern, order in (
        (r"(\d{4})-(\d{2})-(\d{2})", (1, 2, 3)),
        (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 2, 1)),
    ):
        if match := re.match(pattern, text):
            try:
                return dt.date(*(int(match[part]) for part in order))
            except ValueError:
                return None
    return None


def _shortened(name: str) -> str:
    cut = name[: NAME_LENGTH - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _left_out(kind: str, what: str, value: str) -> Notice:
    return Notice(
        kind,
        _("The %(what)s “%(value)s” is left out: it is not well formed.")
        % {"what": what, "value": value[:80]},
    )
