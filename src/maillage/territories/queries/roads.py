"""The way by road between two communes: the imported matrix, else an estimate that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from maillage.territories.distances import (
    MOUNTAIN_DETOUR,
    PLAIN_DETOUR,
    Distance,
    estimated_road,
    haversine_km,
)
from maillage.territories.enums import Massif, TypologyKind
from maillage.territories.models import Commune, RoadDistance, TypologyValue
from maillage.territories.queries.typologies import newest_releases

CORSICA = ("2A", "2B")


@dataclass(frozen=True)
class RoadMatrix:
    """``km``: (origins, destinations); ``is_estimate``: no imported matrix holds any of these ways."""

    km: NDArray[np.float64]
    is_estimate: bool


def landmass(commune: Commune) -> str:
    """A name for the land that roads cross: the mainland, Corsica, or an overseas territory."""
    if commune.is_overseas:
        return commune.department_id
    return "Corse" if commune.department_id in CORSICA else "Hexagone"


def great_circle_km(origin: Commune, destination: Commune) -> float:
    """Kilometres as the crow flies between two communes. Raises ValueError without coordinates."""
    points = (origin.latitude, origin.longitude, destination.latitude, destination.longitude)
    if any(value is None for value in points):
        raise ValueError("A municipality without coordinates has no distance.")
    return float(haversine_km(*(float(value or 0.0) for value in points)))


def road_distance(origin: Commune, destination: Commune) -> Distance | None:
    """Kilometres and minutes by car, or None when no road joins the two lands.

    The newest imported matrix wins, in the given direction then in the other; otherwise an estimate
    from the great circle, by the mountain fit when either commune is known to be in a massif.
    """
    rows = list(
        RoadDistance.objects.filter(
            Q(origin=origin, destination=destination) | Q(origin=destination, destination=origin)
        )
        .select_related("matrix")
        .order_by("pk")
    )
    rows.sort(key=lambda row: (row.matrix.vintage, row.matrix_id, row.origin_id == origin.pk), reverse=True)
    if rows:
        return Distance(rows[0].km, rows[0].minutes, is_estimate=False, source=str(rows[0].matrix))
    if landmass(origin) != landmass(destination):
        return None
    return estimated_road(
        great_circle_km(origin, destination),
        is_mountain=bool(mountain_codes([origin.pk, destination.pk])),
    )


def mountain_codes(codes: list[str]) -> set[str]:
    """Those of the INSEE codes that a loaded release places in a massif; the others may be unknown."""
    release = newest_releases([TypologyKind.MASSIF]).get(TypologyKind.MASSIF)
    if release is None:
        return set()
    return set(
        TypologyValue.objects.filter(release=release, commune__in=codes)
        .exclude(value=Massif.NONE)
        .values_list("commune_id", flat=True)
        .order_by()
    )


def road_matrix(origins: Sequence[Commune], destinations: Sequence[Commune]) -> RoadMatrix:
    """Kilometres by road from each origin to each destination, as ``road_distance`` says them; two queries
    whatever their number. NaN where no road joins the two lands."""
    from_codes, to_codes = [row.pk for row in origins], [row.pk for row in destinations]
    points = [
        np.array([[row.latitude or np.nan, row.longitude or np.nan] for row in rows], dtype=np.float64)
        for rows in (origins, destinations)
    ]
    high = mountain_codes([*from_codes, *to_codes])
    is_high = np.array([[a in high or b in high for b in to_codes] for a in from_codes], dtype=bool)
    start, end = points[0].reshape(-1, 2), points[1].reshape(-1, 2)
    km = haversine_km(start[:, None, 0], start[:, None, 1], end[None, :, 0], end[None, :, 1])
    km = km * np.where(is_high.reshape(km.shape), MOUNTAIN_DETOUR, PLAIN_DETOUR)
    lands = [[landmass(row) for row in rows] for rows in (origins, destinations)]
    apart = np.array([[a != b for b in lands[1]] for a in lands[0]], dtype=bool).reshape(km.shape)
    km[apart] = np.nan
    by_code: dict[str, tuple[list[int], list[int]]] = {}
    for side, codes in enumerate((from_codes, to_codes)):
        for rank, code in enumerate(codes):
            by_code.setdefault(code, ([], []))[side].append(rank)
    found = (
        RoadDistance.objects.filter(
            Q(origin__in=from_codes, destination__in=to_codes)
            | Q(origin__in=to_codes, destination__in=from_codes)
        )
        .order_by("matrix__vintage", "matrix_id", "pk")
        .values_list("matrix__vintage", "matrix_id", "origin_id", "destination_id", "km")
    )
    # The newest matrix stays; of one matrix, the given direction.
    best: dict[tuple[int, int], tuple[tuple[str, int, bool], float]] = {}
    for vintage, matrix, origin, destination, distance in found:
        for a, b, is_given in ((origin, destination, True), (destination, origin, False)):
            for i in by_code[a][0]:
                for j in by_code[b][1]:
                    rank_of = (vintage, matrix, is_given)
                    if (i, j) not in best or best[i, j][0] <= rank_of:
                        best[i, j] = (rank_of, distance)
    for (i, j), (_rank, distance) in best.items():
        km[i, j] = distance
    return RoadMatrix(km, is_estimate=not best)
