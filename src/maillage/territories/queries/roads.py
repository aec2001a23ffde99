"""The way by road between two communes: the imported matrix, else an estimate that says so."""

from __future__ import annotations

from django.db.models import Q

from maillage.territories.distances import Distance, estimated_road, haversine_km
from maillage.territories.enums import Massif, TypologyKind
from maillage.territories.models import Commune, RoadDistance, TypologyValue
from maillage.territories.queries.typologies import newest_releases

CORSICA = ("2A", "2B")


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
