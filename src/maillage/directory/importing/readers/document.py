"""JSON: GeoJSON (RFC 7946) and data·inclusion v1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from maillage.directory.importing.readers.table import (
    LIST_SEPARATOR,
    MAX_COLUMNS,
    MAX_ROWS,
    FileFormat,
    Row,
    Table,
    Unreadable,
    cell_text,
)


@dataclass
class _Found:
    """What the JSON readers collect."""

    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def read_json(text: str) -> Table:
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
    return cell_text(value)


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
