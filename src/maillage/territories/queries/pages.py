"""What a territory's page shows: figures, what contains it, what it contains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from maillage.territories.distances import near
from maillage.territories.models import Commune, Department, Epci, Region, Territory
from maillage.territories.names import normalise
from maillage.territories.queries.coverage import communes_within


@dataclass(frozen=True)
class Figures:
    """Sums over the current communes. A sum over an unknown part is unknown."""

    communes: int
    population: int | None
    area_km2: float | None

    @property
    def density(self) -> float | None:
        """People per km²."""
        if self.population is None or not self.area_km2:
            return None
        return self.population / self.area_km2


def figures_of(territory: Territory) -> Figures:
    """Population (municipal), area in km², communes. One query, none for a commune."""
    if isinstance(territory, Commune):
        return Figures(1, territory.population, territory.area_km2)
    sums = communes_within(territory).aggregate(
        communes=Count("pk"),
        people=Sum("population"),
        counted=Count("population"),
        area=Sum("area_km2"),
        measured=Count("area_km2"),
    )
    return Figures(
        communes=sums["communes"],
        population=sums["people"] if sums["counted"] == sums["communes"] else None,
        area_km2=sums["area"] if sums["measured"] == sums["communes"] else None,
    )


@dataclass(frozen=True)
class Part:
    """A territory inside another, with the communes and people that it has there."""

    territory: Territory
    communes: int
    population: int | None


def regions_for_list() -> list[Part]:
    """The régions by name, then the overseas collectivities by code. Four queries."""
    regions = Region.objects.filter(is_current=True).order_by("name")
    collectivities = Department.objects.filter(region__isnull=True, is_current=True).order_by("code")
    communes = Commune.objects.current()
    return [
        *sorted(
            _parts(regions, communes.filter(region__isnull=False), "region"),
            key=lambda part: normalise(part.territory.name),
        ),
        *_parts(collectivities, communes.filter(region__isnull=True), "department"),
    ]


def epci_in(territory: Department | Region) -> list[Part]:
    """The EPCI that have a commune in a territory, with what they have there. One query."""
    rows = (
        Epci.objects.filter(communes__in=communes_within(territory))
        # Of the communes that the line above lets in, and no others.
        .annotate(number=Count("communes"), people=Sum("communes__population"))
        .order_by("search_name", "pk")
    )
    return [Part(row, row.number, row.people) for row in rows]


def _parts(rows: QuerySet[Any], communes: QuerySet[Commune], column: str) -> list[Part]:
    sums = {
        code: (number, people)
        for code, number, people in communes.values_list(column)
        .annotate(number=Count("pk"), people=Sum("population"))
        .order_by()
    }
    return [Part(row, *sums.get(row.pk, (0, None))) for row in rows]


def departments_of(epci: Epci) -> QuerySet[Department]:
    return Department.objects.filter(
        pk__in=epci.communes.filter(is_current=True).values("department")
    ).order_by("code")


def neighbours_of(commune: Commune, limit: int = 8) -> list[Commune]:
    """The nearest other communes, as the crow flies, with ``distance_km``. One query."""
    if commune.latitude is None or commune.longitude is None:
        return []
    rows = Commune.objects.current().exclude(pk=commune.pk).select_related("department")
    # On the mainland, and from each island along its coasts, eight stand within 40 km. Overseas, few communes
    # stand within ten times that.
    km = 400.0 if commune.is_overseas else 40.0
    close = near(rows, commune.latitude, commune.longitude, km)
    return list(close.order_by(F("distance_km"), "pk")[:limit])
