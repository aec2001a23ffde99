"""``/carte/`` and what it asks for; the search of the whole site."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core import registry
from maillage.directory import extensions
from maillage.portal.atlas import points, queries, text
from maillage.portal.atlas.forms import OWN_FILTERS, SHARED, AtlasForm, Filters, Kind, read_filters, read_kind
from maillage.portal.atlas.wording import sentence

YEAR = 365 * 24 * 3600
MINUTES = 5 * 60


@login_not_required
@require_safe
def atlas(request: HttpRequest) -> HttpResponse:
    """Places, support offers and organisations: a list, and its map beside it."""
    kind = read_kind(request.GET)
    form = AtlasForm(_with_defaults(request.GET), kind=kind)
    filters = read_filters(form)
    filters = replace(filters, text=text.settled(filters.text))
    page = queries.page_of(filters, request.GET.get("cursor"))
    counts = queries.counts(filters)
    context = {
        "form": form,
        "filters": filters,
        "kind": kind,
        "page": page,
        "lines": queries.lines_of(page, filters),
        "total": counts[kind],
        "sentence": sentence(filters, counts[kind]),
        "has_distances": queries.has_distances(filters),
        "chips": _chips(request.GET, counts, kind),
        "ways": _ways(request.GET, filters) if not counts[kind] else [],
        "points_url": _points_url(request.GET, filters),
        "popup_url": reverse("portal:map_card", args=[kind.value, 0]).replace("/0/", "/{id}/"),
        "legend": _legend(kind),
        "others": [(other, count) for other, count in counts.items() if other != kind and count],
    }
    return render(request, "portal/atlas/atlas.html", context)


def _with_defaults(data: QueryDict) -> QueryDict:
    """The address with the distance that an empty one means, so that the form shows what is applied."""
    filled = data.copy()
    kind = read_kind(data)
    if not data.get("km") or (data.get("km") == "couvre" and kind != Kind.SERVICES):
        filled["km"] = "couvre" if kind == Kind.SERVICES else "40"
    return filled


def _chips(data: QueryDict, counts: dict[Kind, int], current: Kind) -> list[dict[str, Any]]:
    """The kinds with their counts; going to another kind keeps the filters that both share."""
    chips = []
    for kind, count in counts.items():
        query = QueryDict(mutable=True)
        for name in SHARED:
            # A reach in words of one kind means nothing to another.
            if data.get(name) and not (name == "km" and kind != current):
                query[name] = data.get(name, "")
        query["quoi"] = kind.value
        chips.append(
            {"label": kind.label, "count": count, "url": f"?{query.urlencode()}", "active": kind == current}
        )
    return chips


def _ways(data: QueryDict, filters: Filters) -> list[dict[str, Any]]:
    """What to loosen when nothing is found, with the number that it would bring."""
    words = {
        "pres": _("Anywhere in France"),
        "zone": _("Outside this area too"),
        "own": _("Without the other filters"),
        "q": _("Without the words"),
    }
    names = {
        "pres": ("pres", "pres_code", "pres_choice", "pres_asked", "km"),
        "zone": ("zone",),
        "own": OWN_FILTERS[filters.kind],
        "q": ("q",),
    }
    ways = []
    for way in queries.ways_out(filters):
        query = data.copy()
        for name in (*names[way.name], "cursor"):
            query.pop(name, None)
        ways.append({"label": words[way.name], "count": way.count, "url": f"?{query.urlencode()}"})
    return ways


def _legend(kind: Kind) -> list[dict[str, Any]]:
    if kind == Kind.PLACES:
        return [
            {"kind": points.LABELLED, "label": _("Labelled place"), "mark": "strong"},
            {"kind": points.OTHER, "label": _("Other place"), "mark": "soft"},
        ]
    mark = "sky" if kind == Kind.SERVICES else "ochre"
    return [{"kind": 0, "label": str(kind.label), "mark": mark}]


def _points_url(data: QueryDict, filters: Filters) -> str:
    """The address of the points: by version for the whole kind, by filters otherwise."""
    query = QueryDict(mutable=True)
    query["quoi"] = filters.kind.value
    if filters.is_empty:
        query["v"] = points.version(filters.kind)
    else:
        for name, value in data.items():
            if value and name not in {"cursor", "quoi", "v"}:
                query[name] = str(value)
    return f"{reverse('portal:map_points')}?{query.urlencode()}"


@login_not_required
@require_safe
def atlas_points(request: HttpRequest) -> HttpResponse:
    """The map's data, packed; the same filters as the page. Whole and of the present version: kept a year."""
    form = AtlasForm(_with_defaults(request.GET), kind=read_kind(request.GET))
    filters = read_filters(form)
    now = points.version(filters.kind)
    if filters.is_empty:
        body = points.whole(filters, now)
        etag = f'"{now}"'
        is_permanent = request.GET.get("v") == now
    else:
        filters = replace(filters, text=text.settled(filters.text))
        body = gzip.compress(points.packed(filters), 6, mtime=0)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        is_permanent = False
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        # Public data without secrets: compressing it here reveals nothing of anyone.
        response = HttpResponse(body, content_type="application/json", headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(body), content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if is_permanent else f"public, max-age={MINUTES}"
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@login_not_required
@require_safe
def atlas_card(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The card of a point, as a fragment for the map."""
    if kind not in Kind.values:
        raise Http404
    record = get_object_or_404(queries.MODELS[Kind(kind)]._default_manager.public().for_list(), pk=pk)
    labels = extensions.labels_of([record]).get(record.pk, []) if kind == Kind.PLACES else []
    return render(request, "portal/atlas/card.html", {"record": record, "labels": labels, "kind": kind})


# --- The whole site ---------------------------------------------------------------------------------
@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``/recherche/?q=``: municipalities, places, offers, programmes… a few of each, and where to see all."""
    typed = request.GET.get("q", "").strip()[: text.LONGEST]
    groups = []
    if typed:
        for source in registry.search_sources:
            rows = source.search(typed, request)
            if rows:
                groups.append({"key": source.key, "label": source.label, "rows": rows})
    return render(request, "portal/atlas/search.html", {"typed": typed, "groups": groups})
