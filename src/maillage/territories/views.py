"""Public pages of territories, and the look-ups that forms use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core import formatting, registry
from maillage.core.templatetags.page import packed_points
from maillage.territories.contours import outline_of
from maillage.territories.enums import Level
from maillage.territories.forms import SearchForm, commune_hint, territory_label
from maillage.territories.models import Commune, Department, Epci, Region, Territory, Vintage
from maillage.territories.queries import (
    communes_within,
    find_territory,
    search_communes,
    search_territories,
    typologies_of,
    typologies_within,
)
from maillage.territories.queries.pages import (
    Part,
    departments_of,
    epci_in,
    figures_of,
    neighbours_of,
    regions_for_list,
)

#: A contour changes with a vintage only; a place may open any day.
DAY = 24 * 3600
MINUTES = 5 * 60
#: Points on a map of communes: a région's page lists its départements instead.
MOST_POINTS = 700


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """``/territoires/``: find a territory by name, or go down from the régions."""
    form = SearchForm(request.GET or None)
    text = str(form.data.get("q", "")).strip()
    found = search_territories(text, limit=20) if text else []
    context: dict[str, Any] = {
        "form": form,
        "query": text,
        "found": [(territory, territory_label(territory), _hint(territory)) for territory in found],
        "former": [commune for commune in search_communes(text, 20) if not commune.is_current]
        if text
        else [],
        "regions": regions_for_list(),
        "vintage": Vintage.objects.first(),
        "points": _points(_lines(t for t in found if isinstance(t, Commune))),
    }
    return render(request, "territories/index.html", context)


@login_not_required
@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """The communes that fit ``?q=``: JSON for a look-up; a browser is sent to the search page."""
    text = request.GET.get("q", "")
    if "text/html" in request.headers.get("Accept", ""):
        return redirect(f"{reverse('territories:index')}?{request.GET.urlencode()}")
    return _cached(JsonResponse({"results": [_suggestion(commune) for commune in search_communes(text)]}))


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The territories of any level that fit ``?q=``, as JSON for a look-up; codes are ``level:code``."""
    return _cached(
        JsonResponse(
            {
                "results": [
                    {"code": str(t.ref), "label": territory_label(t), "hint": _hint(t)}
                    for t in search_territories(request.GET.get("q", ""))
                ]
            }
        )
    )


def _suggestion(commune: Commune) -> dict[str, str]:
    if commune.successor is not None:
        return {
            "code": commune.successor.pk,
            "label": commune.name or commune.pk,
            "hint": _("today %(commune)s") % {"commune": commune.successor.name},
        }
    return {"code": commune.pk, "label": commune.name, "hint": commune_hint(commune)}


def _hint(territory: Territory) -> str:
    return commune_hint(territory) if isinstance(territory, Commune) else str(territory.level.label)


def _cached(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "public, max-age=600"
    return response


@login_not_required
@require_safe
def territory(request: HttpRequest, level: Level, address: str) -> HttpResponse:
    """The page of one territory. A former code leads to its successor; an old name, to the new address."""
    place = find_territory(level, address.split("-", 1)[0].upper())
    if place is None:
        raise Http404(_("There is no such territory."))
    if not place.is_current:
        return _to_successor(request, place)
    if request.path != place.get_absolute_url():
        return redirect(place, permanent=True)
    figures = figures_of(place)
    panels = _panels(request, place)
    context: dict[str, Any] = {
        "territory": place,
        "level_label": place.level.label,
        "figures": figures,
        "outline": reverse("territories:outline", args=[level.value, place.pk]),
        "panels": panels,
        "points": [],
        "points_url": "",
        "legend": None,
        **_details(place),
    }
    context |= _drawn(context, panels)
    if not isinstance(place, Commune):
        every = typologies_within(place, figures.communes)
        context["shares"] = [fact for fact in every if fact.source]
        context["not_loaded"] = [fact.kind.label for fact in every if not fact.source]
    return render(request, f"territories/{level.value}.html", context)


def _drawn(context: dict[str, Any], panels: list[dict[str, Any]]) -> dict[str, Any]:
    """Points and legend with what the panels put on the map: over a commune and its neighbours, alone on a
    wider territory, whose hundreds of communes would hide it, and fetched after its page."""
    place = context["territory"]
    is_commune = isinstance(place, Commune)
    shown = {panel["key"]: panel["title"] for panel in panels}
    drawing = [(kind, source) for kind, source in _drawing() if source.key in shown]
    if not drawing:
        return {}
    mark = "ochre" if is_commune else "strong"
    legend = [{"kind": kind, "label": shown[source.key], "mark": mark} for kind, source in drawing]
    if is_commune:
        points = _points_of(place, drawing)
        return {"points": [*points, *context["points"]], "legend": [*legend, *context["legend"]]}
    address = reverse("territories:points", args=[place.level.value, place.pk])
    return {"points": None, "points_url": address, "legend": legend}


def _drawing() -> list[tuple[int, registry.TerritoryPanel]]:
    """The panels that draw on the map, each with the kind of its points: 1 and 2 are the communes."""
    return list(enumerate((source for source in registry.territory_panels if source.points), start=3))


def _points_of(
    place: Territory, drawing: Iterable[tuple[int, registry.TerritoryPanel]]
) -> list[dict[str, Any]]:
    return [
        {**point, "kind": kind}
        for kind, source in drawing
        for point in (source.points(place) if source.points else ())
    ]


def _panels(request: HttpRequest, place: Territory) -> list[dict[str, Any]]:
    """What higher apps have to say of a territory, each drawn by its own template."""
    built = ((source.key, source.build(place, request.user)) for source in registry.territory_panels)
    return [
        {
            "key": key,
            "title": panel.title,
            "count": panel.count,
            "html": render_to_string(panel.template, dict(panel.context), request),
        }
        for key, panel in built
        if panel is not None
    ]


def _to_successor(request: HttpRequest, place: Territory) -> HttpResponseRedirect:
    heir = place.successor if isinstance(place, Commune | Epci) else None
    if heir is None:
        raise Http404(_("This territory no longer exists."))
    messages.info(
        request,
        _("%(former)s is now a part of %(today)s.")
        % {"former": place.name or f"{place.pk}", "today": heir.name},
    )
    return redirect(heir)


def _details(place: Territory) -> dict[str, Any]:
    """What only one level shows."""
    match place:
        case Commune():
            near = neighbours_of(place)
            return {
                "typologies": typologies_of(place),
                "neighbours": near,
                "points": _points(_lines([place])) + _points(_lines(near), kind=2),
                "legend": [
                    {"kind": 1, "label": place.name, "mark": "strong"},
                    {"kind": 2, "label": _("near municipality"), "mark": "soft"},
                ],
                "framed": place.epci or place.department,
            }
        case Epci():
            lines = _lines(communes_within(place).order_by("search_name", "pk"))
            return {
                "communes": lines,
                "departments": list(departments_of(place)),
                "points": _points(lines),
            }
        case Department():
            lines = _lines(communes_within(place).order_by("search_name", "pk"))
            return {
                "region": place.region,
                "epci": _with_addresses(epci_in(place)),
                "communes": lines,
                "points": _points(lines),
            }
        case Region():
            return {
                "departments": list(place.departments.filter(is_current=True).order_by("code")),
                "epci": _with_addresses(epci_in(place)),
            }
    return {}


class Line(NamedTuple):
    """A commune in a long table, in words already: a département has up to nine hundred."""

    commune: Commune
    url: str
    codes: str
    people: str
    density: str


def _lines(communes: Iterable[Commune]) -> list[Line]:
    unknown = _("unknown")
    pattern = reverse("territories:commune", args=["code-name"])
    return [
        Line(
            commune,
            pattern.replace("code-name", f"{commune.pk}-{commune.slug}"),
            ", ".join(commune.postal_codes[:3]) + ("…" if len(commune.postal_codes) > 3 else ""),
            unknown if commune.population is None else formatting.number(commune.population),
            unknown if commune.density is None else formatting.number(commune.density, 0),
        )
        for commune in communes
    ]


def _with_addresses(parts: list[Part]) -> list[tuple[Part, str]]:
    """EPCI with their page's address; one resolution serves the hundreds of a région."""
    pattern = reverse("territories:epci", args=["code-name"])
    return [
        (part, pattern.replace("code-name", f"{part.territory.pk}-{part.territory.slug}")) for part in parts
    ]


def _points(lines: list[Line], kind: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "id": commune.pk,
            "lat": commune.latitude,
            "lon": commune.longitude,
            "kind": kind,
            "title": commune.name,
            "url": url,
        }
        for commune, url, *_words in lines[:MOST_POINTS]
        if commune.latitude is not None and commune.longitude is not None
    ]


@login_not_required
@require_safe
def points(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """What the panels of a territory draw on its map, packed as ``core/map.js`` reads it."""
    place = find_territory(Level(level), code.upper()) if level in Level.values else None
    if place is None:
        raise Http404
    response = JsonResponse(packed_points(_points_of(place, _drawing())))
    response["Cache-Control"] = f"public, max-age={MINUTES}"
    return response


@login_not_required
@require_safe
def outline(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """One territory's contour as GeoJSON, for its page's map."""
    if level not in Level.values:
        raise Http404
    place = find_territory(Level(level), code.upper())
    if place is None:
        raise Http404
    department = ""
    if isinstance(place, Epci):
        department = str(place.communes.values_list("department", flat=True).order_by("department").first())
    drawn = outline_of(place, department)
    if drawn is None:
        raise Http404
    response = JsonResponse(drawn)
    response["Content-Type"] = "application/geo+json"
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response
