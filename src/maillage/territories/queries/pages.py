"""What a territory's page shows: figures, what contains it, what it contains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from maillage.territories.models import Commune, Department, Epci, Region, Territory
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
    """Population (municipal), area in km², communes. One query."""
    sums = communes_within(territory).aggregate(
        communes=Count("pk"),
        population=Sum("population"),
        area=Sum("area_km2"),
        no_population=Count("pk", filter=Q(population__isnull=True)),
        no_area=Count("pk", filter=Q(area_km2__isnull=True)),
    )
    return Figures(
        communes=sums["communes"],
        population=None if sums["no_population"] else sums["population"],
        area_km2=None if sums["no_area"] else sums["area"],
    )


def regions_for_list() -> list[dict[str, Any]]:
    """The régions, then the overseas collectivities, with their population and communes. Two queries."""
    people = {"people": Sum("communes__population", filter=Q(communes__is_current=True))}
    number = {"number": Count("communes", filter=Q(communes__is_current=True))}
    collectivities = Department.objects.filter(region__isnull=True, is_current=True)
    return [
        {"territory": row, "population": row.people, "communes": row.number}
        for rows in (
            Region.objects.filter(is_current=True).annotate(**people, **number).order_by("name"),
            collectivities.annotate(**people, **number).order_by("code"),
        )
        for row in rows
    ]


def departments_of(epci: Epci) -> QuerySet[Department]:
    return Department.objects.filter(
        pk__in=epci.communes.filter(is_current=True).values("department")
    ).order_by("code")


def epci_in(territory: Department | Region) -> QuerySet[Epci]:
    """The EPCI that have a commune in a territory, with the people they have there."""
    inside = communes_within(territory).filter(epci__isnull=False)
    return (
        Epci.objects.filter(is_current=True, communes__in=inside)
        .annotate(
            people=Sum("communes__population", filter=Q(communes__in=inside)),
            number=Count("communes", filter=Q(communes__in=inside)),
        )
        .order_by("name", "pk")
    )


def neighbours_of(commune: Commune, limit: int = 8) -> list[Commune]:
    """The nearest other communes, as the crow flies, with ``distance_km``."""
    from maillage.territories.distances import near

    if commune.latitude is None or commune.longitude is None:
        return []
    rows = Commune.objects.current().exclude(pk=commune.pk).select_related("department")
    for km in (12.0, 60.0, 400.0):
        found = list(
            near(rows, commune.latitude, commune.longitude, km).order_by(F("distance_km"), "pk")[:limit]
        )
        if len(found) == limit:
            break
    return found
