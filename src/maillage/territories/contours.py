"""The outline of one territory, taken from the contours that the project ships."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from maillage.territories.models import Commune, Department, Epci, Region, Territory

CONTOURS = Path(__file__).resolve().parent / "static" / "territories" / "contours"


def outline_of(territory: Territory, department: str = "") -> dict[str, Any] | None:
    """A GeoJSON FeatureCollection of one feature, in degrees; None when nothing is drawn for it.

    Args:
        territory: a commune has no outline of its own: its EPCI's, or its département's, frames it.
        department: code of a département that an EPCI touches, which names the file that draws it.
    """
    match territory:
        case Commune(epci_id=str(code)):
            feature = _drawn(f"epci/{territory.department_id}").get(code)
        case Commune():
            feature = _drawn("departements").get(territory.department_id)
        case Epci():
            feature = _drawn(f"epci/{department}").get(territory.pk)
        case Department():
            feature = _drawn("departements").get(territory.pk)
        case Region():
            feature = _drawn("regions").get(territory.pk)
        case _:
            feature = None
    return {"type": "FeatureCollection", "features": [feature]} if feature else None


@lru_cache(maxsize=16)
def _drawn(name: str) -> dict[str, Any]:
    path = CONTOURS / f"{name}.geojson"
    if not path.exists():
        return {}
    return {feature["properties"]["code"]: feature for feature in json.loads(path.read_text())["features"]}
