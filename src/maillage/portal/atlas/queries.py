"""Rows, counts and points of ``/carte/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from maillage.core.pagination import Page, paginate
from maillage.directory import extensions
from maillage.directory.models import Organisation, Place, Service
from maillage.directory.opening import Opening, opening_now
from maillage.portal.atlas.forms import Filters, Kind
from maillage.portal.atlas.text import matching
from maillage.territories.distances import estimated_road, near
from maillage.territories.models import Commune
from maillage.territories.queries import mountain_codes

PAGE_SIZE = 20
MODELS: Mapping[Kind, Any] = {
    Kind.PLACES: Place,
    Kind.SERVICES: Service,
    Kind.ORGANISATIONS: Organisation,
}
# Where a record of each kind stands: its own point, or its (organisation's) municipality.
POINTS = {
    Kind.PLACES: ("latitude", "longitude"),
    Kind.SERVICES: ("organisation__commune__latitude", "organisation__commune__longitude"),
    Kind.ORGANISATIONS: ("commune__latitude", "commune__longitude"),
}


def found(filters: Filters) -> Any:
    """The queryset of the public records that all filters keep, in no order."""
    rows: Any = MODELS[filters.kind]._default_manager.public()
    rows = matching(rows, filters.text)
    rows = _own(rows, filters)
    latitude, longitude = POINTS[filters.kind]
    if filters.zone is not None:
        west, south, east, north = filters.zone
        across = Q(**{f"{longitude}__gte": west}), Q(**{f"{longitude}__lte": east})
        rows = rows.filter(
            across[0] & across[1] if west <= east else across[0] | across[1],
            **{f"{latitude}__range": (south, north)},
        )
    commune = filters.commune
    if commune is None or commune.latitude is None or commune.longitude is None:
        return rows
    if filters.covers:
        return rows.covering(commune)
    return near(
        rows,
        commune.latitude,
        commune.longitude,
        filters.km,
        latitude_field=latitude,
        longitude_field=longitude,
    )


def _own(rows: Any, filters: Filters) -> Any:
    """The filters that speak of this kind only."""
    for name, value in filters.own:
        match name:
            case "type":
                rows = rows.of_type(value)
            case "filiere":
                rows = rows.with_trade(value)
            case "label":
                rows = rows.filter(extensions.is_labelled())
            case "theme":
                rows = rows.with_theme(value)
            case "etape":
                rows = rows.for_stage(value)
            case "public":
                rows = rows.for_audience(value)
            case "format":
                rows = rows.in_format(value)
            case "forme":
                rows = rows.of_form(value)
    if filters.kind == Kind.PLACES:
        rows = rows.not_closed()
    return rows


def has_distances(filters: Filters) -> bool:
    return filters.commune is not None and not filters.covers


def order(filters: Filters) -> tuple[str, ...]:
    """Nearest first; else the most relevant; else by name."""
    if has_distances(filters):
        return ("distance_km", "id")
    return ("name_key", "id") if filters.text.is_empty else ("-relevance", "id")


@dataclass(frozen=True)
class Line:
    """A record of the list with what is said beside it."""

    record: Any
    labels: list[extensions.Label]
    opening: Opening | None = None
    distance_km: float | None = None
    minutes: float | None = None


def page_of(filters: Filters, cursor: str | None) -> Page[Any]:
    """A page of records with what their lines need.

    Rows are sorted alone, then the page's records are fetched with their joins: sorting joined rows
    costs three times as much on a frequent word.
    """
    keys = order(filters)
    columns = [name.lstrip("-") for name in keys if name.lstrip("-") not in {"distance_km", "relevance"}]
    page = paginate(found(filters).only(*columns), order=keys, cursor=cursor, size=PAGE_SIZE)
    records = MODELS[filters.kind]._default_manager.for_list().in_bulk([row.pk for row in page.rows])
    for row in page.rows:
        records[row.pk].distance_km = getattr(row, "distance_km", None)
    return replace(page, rows=[records[row.pk] for row in page.rows])


def lines_of(page: Page[Any], filters: Filters) -> list[Line]:
    """What each record's line shows. Four queries at most, whatever their number."""
    labels = extensions.labels_of(page.rows) if filters.kind == Kind.PLACES else {}
    communes = {record.pk: _commune_of(record) for record in page.rows}
    high: set[str] = set()
    if has_distances(filters) and filters.commune is not None:
        codes = {commune.pk for commune in communes.values() if commune}
        high = mountain_codes(sorted({*codes, filters.commune.pk}))
    lines = []
    for record in page.rows:
        commune = communes[record.pk]
        km = record.distance_km
        minutes = None
        if km is not None and commune is not None and filters.commune is not None:
            is_mountain = bool(high & {commune.pk, filters.commune.pk})
            minutes = estimated_road(km, is_mountain=is_mountain).minutes
        opening = None
        if isinstance(record, Place) and record.opening_hours and commune is not None:
            opening = opening_now(record.opening_hours, commune.department_id)
        lines.append(Line(record, labels.get(record.pk, []), opening, km, minutes))
    return lines


def _commune_of(record: Any) -> Commune | None:
    commune = record.organisation.commune if isinstance(record, Service) else record.commune
    return commune if isinstance(commune, Commune) else None


def counts(filters: Filters) -> dict[Kind, int]:
    """How many of each kind the shared filters keep; the kind's own filters apply to it alone."""
    return {
        kind: found(
            filters
            if kind == filters.kind
            else replace(
                filters,
                kind=kind,
                own=(),
                # Going over to support offers asks for those that cover the municipality.
                covers=kind == Kind.SERVICES and filters.commune is not None,
            )
        ).count()
        for kind in Kind
    }


@dataclass(frozen=True)
class Way:
    """A filter that could be taken away, and how many records there would be without it."""

    name: str
    count: int


def ways_out(filters: Filters) -> list[Way]:
    """For an empty list: which filter hides everything. A query per filter given."""
    without = {
        "pres": replace(filters, commune=None, covers=False) if filters.commune else None,
        "zone": replace(filters, zone=None) if filters.zone else None,
        "own": replace(filters, own=()) if filters.own else None,
        "q": replace(filters, text=replace(filters.text, words=())) if not filters.text.is_empty else None,
    }
    ways = [Way(name, found(other).count()) for name, other in without.items() if other is not None]
    return [way for way in ways if way.count]
