"""The map's data: integer columns, differences along the identifiers, as ``core/map.js`` reads them.

Five thousand places take some 35 kB compressed. The whole set is packed once per version of the
directory and kept by the process; a filtered set is packed when asked.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
import time
from typing import Any

import numpy as np
from django.db.models import Max

from maillage.core.models import Event
from maillage.directory import extensions
from maillage.directory.exporting import records
from maillage.directory.models import Place
from maillage.portal.atlas.forms import Filters, Kind
from maillage.portal.atlas.queries import POINTS, found

LABELLED, OTHER = 1, 2
TRUSTED_SECONDS = 60
PRECISION = 10_000  # 1e-4 degree is some eleven metres


def packed(filters: Filters) -> bytes:
    """The points of what the filters keep, as JSON (``docs/interface.md``, Maps)."""
    latitude, longitude = POINTS[filters.kind]
    rows = (
        found(filters)
        .filter(**{f"{latitude}__isnull": False, f"{longitude}__isnull": False})
        .order_by("pk")
        .values_list("pk", latitude, longitude)
    )
    table = np.array(list(rows), dtype=np.float64).reshape(-1, 3)
    identifiers = table[:, 0].astype(np.int64)
    columns: dict[str, Any] = {
        "v": 1,
        "id": _differences(identifiers),
        "lat": _differences(np.rint(table[:, 1] * PRECISION).astype(np.int64)),
        "lon": _differences(np.rint(table[:, 2] * PRECISION).astype(np.int64)),
    }
    if filters.kind == Kind.PLACES:
        labelled = Place.objects.filter(extensions.is_labelled()).order_by("pk").values_list("pk", flat=True)
        kinds = np.where(np.isin(identifiers, list(labelled)), LABELLED, OTHER)
        columns["kind"] = kinds.tolist()
    return json.dumps(columns, separators=(",", ":")).encode()


def _differences(values: np.ndarray[Any, np.dtype[np.int64]]) -> list[int]:
    listed: list[int] = np.diff(values, prepend=0).tolist()
    return listed


# --- Versions -------------------------------------------------------------------------------------
def version(kind: Kind) -> str:
    """A short digest that differs when a record of that kind is added, changed, labelled or removed.

    The digest reads every row; whatever changes the directory also appends an event, so that the number
    of the last event tells cheaply that nothing changed. A minute at most, for what leaves no event.
    """
    last_event = Event.objects.aggregate(last=Max("pk"))["last"]
    kept = _versions.get(kind)
    is_same = kept is not None and last_event is not None and kept[0] == last_event
    if kept is not None and is_same and time.monotonic() - kept[1] < TRUSTED_SECONDS:
        return kept[2]
    parts = {
        Kind.PLACES: records.places_version,
        Kind.SERVICES: records.services_version,
        Kind.ORGANISATIONS: records.organisations_version,
    }
    now = hashlib.sha256(parts[kind]().encode()).hexdigest()[:16]
    _versions[kind] = (last_event, time.monotonic(), now)
    return now


def whole_version() -> str:
    """The same for the whole directory."""
    return version(Kind.SERVICES)  # which reads places and organisations too


_versions: dict[Kind, tuple[int | None, float, str]] = {}
_lock = threading.Lock()
_kept: dict[Kind, tuple[str, bytes]] = {}


def whole(filters: Filters, now: str) -> bytes:
    """All the points of a kind, gzipped, packed once per version."""
    kept = _kept.get(filters.kind)
    if kept is not None and kept[0] == now:
        return kept[1]
    with _lock:
        squeezed = gzip.compress(packed(filters), 9, mtime=0)
        _kept[filters.kind] = (now, squeezed)
    return squeezed
