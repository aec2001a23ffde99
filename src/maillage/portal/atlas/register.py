"""What the map adds to the registries of the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.directory.models import Organisation, Place, Service
from maillage.portal.atlas import points, text
from maillage.portal.atlas.forms import Kind
from maillage.territories.queries import search_communes

Row = tuple[str, str, str]
FEW = 5


def declare() -> None:
    registry.search_sources.add(
        registry.SearchSource("communes", gettext_lazy("Municipalities"), search_municipalities, order=10)
    )
    for order, (kind, model) in enumerate(
        ((Kind.PLACES, Place), (Kind.SERVICES, Service), (Kind.ORGANISATIONS, Organisation)), start=2
    ):
        registry.search_sources.add(
            registry.SearchSource(kind.value, kind.label, _searcher(kind, model), order=order * 10)
        )
    registry.bench_cases.add(registry.BenchCase("map", "/carte/: the list", bench_list_paths, order=10))
    registry.bench_cases.add(
        registry.BenchCase(
            "map-points",
            "/carte/points.json: every place",
            bench_points_paths,
            max_gzip_bytes=60_000,
            order=11,
        )
    )


def search_municipalities(typed: str, request: HttpRequest) -> Sequence[Row]:
    return [
        (commune.name, commune.get_absolute_url(), commune.department.name)
        for commune in search_communes(typed, FEW)
        if commune.is_current
    ]


def _searcher(kind: Kind, model: Any) -> Any:
    def search(typed: str, request: HttpRequest) -> Sequence[Row]:
        wanted = text.read(typed)
        if wanted.is_empty:
            return []
        best = text.matching(model._default_manager.public().only("pk"), wanted)
        ids = [row.pk for row in best.order_by("-relevance", "pk")[: FEW + 1]]
        records = model._default_manager.for_list().in_bulk(ids)
        found = [(records[pk].name, records[pk].get_absolute_url(), _detail(records[pk])) for pk in ids]
        if len(found) > FEW:
            query = QueryDict(mutable=True)
            query.update({"quoi": kind.value, "q": typed})
            found[FEW:] = [(_("See them all on the map"), f"{reverse('portal:map')}?{query.urlencode()}", "")]
        return found

    return search


def _detail(record: Any) -> str:
    if isinstance(record, Service):
        return record.organisation.name
    commune = record.commune
    return f"{commune.name} ({commune.department_id})" if commune else ""


# --- Measures ---------------------------------------------------------------------------------------
def bench_list_paths() -> list[str]:
    """The list as people ask for it: all, by words, near a village, by filters, each kind."""
    base = reverse("portal:map")
    return [
        f"{base}{query}"
        for query in (
            "",
            "?q=bois",
            "?q=atelier+partag%C3%A9&pres=07204&km=40",
            "?pres=07204&km=100",
            "?type=fablab&filiere=wood",
            "?quoi=accompagnements",
            "?quoi=accompagnements&pres=07204",
            "?quoi=accompagnements&q=financement&etape=creation",
            "?quoi=organisations&q=association",
            "?zone=3.5,44.5,5.5,46.0",
        )
    ]


def bench_points_paths() -> list[str]:
    base = reverse("portal:map_points")
    return [f"{base}?quoi=lieux&v={points.version(Kind.PLACES)}", f"{base}?quoi=lieux&filiere=wood"]
