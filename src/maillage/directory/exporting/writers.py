"""Text of a file piece by piece, so that a national export never stands in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from maillage.core.exports import csv_lines

csv_text = csv_lines


def geojson_text(
    features: Iterable[tuple[Any, tuple[float, float] | None, Mapping[str, Any]]],
    *,
    about: Mapping[str, Any] | None = None,
) -> Iterator[str]:
    """A FeatureCollection (RFC 7946: longitude first, WGS 84) of (id, (latitude, longitude), properties).

    ``about`` adds foreign members to the collection: its licence, its source.
    """
    yield '{"type":"FeatureCollection",'
    for key, value in (about or {}).items():
        yield f"{_dumped(key)}:{_dumped(value)},"
    yield '"features":['
    first = True
    for identifier, point, properties in features:
        geometry = (
            {"type": "Point", "coordinates": [round(point[1], 6), round(point[0], 6)]} if point else None
        )
        feature = {"type": "Feature", "id": identifier, "geometry": geometry, "properties": properties}
        yield ("\n" if first else ",\n") + _dumped(feature)
        first = False
    yield "\n]}\n"


def json_list_text(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A JSON array, one object a line."""
    yield "["
    first = True
    for item in items:
        yield ("\n" if first else ",\n") + _dumped(item)
        first = False
    yield "\n]\n"


def data_inclusion_text(
    structures: Iterable[Mapping[str, Any]], services: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """One document that holds both lists of the standard."""
    yield '{"structures":'
    yield from json_list_text(structures)
    yield ',"services":'
    yield from json_list_text(services)
    yield "}\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
