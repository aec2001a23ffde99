"""What fields complete from: communes, territories and places by their name, with the facts that rules read.

A page of filling then shows and hides by itself: what was chosen came with what is known of it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.directory.models import Place
from maillage.questionnaires.queries.facts import facts_about
from maillage.territories.forms import commune_hint, territory_label
from maillage.territories.models import Commune
from maillage.territories.queries import search_communes, search_territories

MOST = 10


@require_safe
def communes(request: HttpRequest) -> JsonResponse:
    """Communes that fit ``?q=``."""
    found = search_communes(request.GET.get("q", ""), MOST)
    rows = [
        {
            "code": (commune.successor or commune).pk,
            "label": commune.name or commune.pk,
            "hint": _("today %(commune)s") % {"commune": commune.successor.name}
            if commune.successor
            else commune_hint(commune),
        }
        for commune in found
    ]
    return _answer(rows, facts_about(communes=[str(row["code"]) for row in rows]))


@require_safe
def territories(request: HttpRequest) -> JsonResponse:
    """Territories of any level that fit ``?q=``; codes are ``level:code``."""
    found = search_territories(request.GET.get("q", ""))
    rows = [
        {
            "code": str(territory.ref),
            "label": territory_label(territory),
            "hint": commune_hint(territory) if isinstance(territory, Commune) else str(territory.level.label),
        }
        for territory in found
    ]
    return _answer(rows, facts_about(territories=[str(row["code"]) for row in rows]))


@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Public places of the directory that fit ``?q=``."""
    text = request.GET.get("q", "")
    fitting = Place.objects.public().matching(text).by_relevance().select_related("commune")
    found = list(fitting[:MOST]) if text else []
    rows = [{"code": str(place.pk), "label": place.name, "hint": place.commune.name} for place in found]
    return _answer(rows, facts_about(places=[place.pk for place in found]))


def _answer(rows: list[dict[str, Any]], facts: dict[str, Any]) -> JsonResponse:
    return JsonResponse({"results": rows, "facts": facts})
