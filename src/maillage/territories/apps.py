"""What territories give to the rest of the platform."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from maillage.core import registry


class TerritoriesConfig(AppConfig):
    name = "maillage.territories"
    label = "territories"
    verbose_name = _("Territories")

    def ready(self) -> None:
        registry.nav_entries.add(
            registry.NavEntry(
                key="territories", label=_("Territories"), url_name="territories:index", order=40
            )
        )
        registry.search_sources.add(
            registry.SearchSource(key="territories", label=_("Territories"), search=_search, order=90)
        )
        registry.bench_cases.add(
            registry.BenchCase(
                key="commune-lookup",
                label="Autocomplete of communes",
                paths=lambda: [f"/territoires/communes/?{urlencode({'q': text})}" for text in LOOKUPS],
                max_queries=8,
                order=50,
            )
        )
        registry.bench_cases.add(
            registry.BenchCase(
                key="territory-page",
                label="Page of a territory (commune, EPCI, département, région)",
                paths=_pages,
                order=51,
            )
        )
        registry.bench_cases.add(
            registry.BenchCase(
                key="territory-points",
                label="Map data of a territory",
                paths=lambda: [f"/territoires/points/{path}.json" for path in ("department/07", "region/84")],
                max_queries=5,
                order=52,
            )
        )
        registry.invariants.add(
            registry.Invariant(
                key="territories-loaded", label="Territories are loaded and whole", broken=_broken
            )
        )


#: What people type: a beginning, a whole name, a code, a slip of the keyboard.
LOOKUPS = ("sa", "saint", "st agreve", "lamas", "07320", "07204", "mtsam", "marseile", "le cheyl", "noumea")


def _search(query: str, request: HttpRequest) -> Sequence[tuple[str, str, str]]:
    from maillage.territories.queries import search_territories

    return [
        (territory.name, territory.get_absolute_url(), str(territory.level.label))
        for territory in search_territories(query, limit=5)
    ]


def _pages() -> list[str]:
    from maillage.territories.models import Commune, Department, Epci, Region

    rows: list[Commune | Epci | Department | Region] = [
        *Commune.objects.filter(pk__in=["07204", "75056", "97611", "98735", "26362"]),
        *Epci.objects.filter(pk__in=["200041465", "200067437"]),
        *Department.objects.filter(pk__in=["07", "974", "987"]),
        *Region.objects.filter(pk__in=["84", "06"]),
    ]
    return [territory.get_absolute_url() for territory in sorted(rows, key=lambda row: str(row.ref))]


def _broken() -> list[str]:
    from maillage.territories.queries.checks import broken_territories

    return broken_territories()
