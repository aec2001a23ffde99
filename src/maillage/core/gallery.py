"""``/composants/``: every component with realistic contents, to build with and to check by eye.

Shown only where ``settings.SHOW_COMPONENTS`` says so (development, demonstration, tests). The contents are
invented; they are examples of text, not interface, so they are in French only.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.core.forms import DateInput, LookupInput
from maillage.core.pagination import Page
from maillage.core.registry import MenuItem, TimelineEntry, Workspace


class SampleForm(forms.Form):
    title = forms.CharField(label="Nom du projet", max_length=120)
    commune = forms.CharField(
        label="Commune",
        help_text="Le nom, le code postal ou le code INSEE.",
        widget=LookupInput(url="/territoires/communes/"),
    )
    summary = forms.CharField(
        label="En quelques phrases",
        help_text="Ce que le projet change pour les habitants, sans jargon. 600 signes au plus.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    legal_form = forms.ChoiceField(
        label="Forme juridique",
        choices=[
            ("", "Choisir"),
            ("association", "Association"),
            ("scic", "SCIC"),
            ("none", "Pas encore créée"),
        ],
    )
    stage = forms.ChoiceField(
        label="Où en êtes-vous ?",
        choices=[
            ("idea", "Une idée"),
            ("emergence", "Un groupe se réunit"),
            ("creation", "Nous créons la structure"),
        ],
        widget=forms.RadioSelect,
    )
    trades = forms.MultipleChoiceField(
        label="Filières",
        choices=[("wood", "Bois"), ("textile", "Textile"), ("food", "Alimentation"), ("metal", "Métal")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    opens_on = forms.DateField(label="Ouverture souhaitée", widget=DateInput, required=False)
    plan = forms.FileField(label="Plan du bâtiment", help_text="PDF ou image, 10 Mo au plus.", required=False)
    agreed = forms.BooleanField(label="J’accepte que mon dossier soit lu par les évaluateurs du programme")


class PeriodForm(forms.Form):
    start = forms.DateField(label="Du", widget=DateInput, required=False)
    end = forms.DateField(label="Au", widget=DateInput, required=False)


PLACES: list[dict[str, Any]] = [
    {
        "id": 1,
        "lat": 45.0090,
        "lon": 4.3960,
        "kind": 1,
        "title": "Atelier bois des Hauts Plateaux",
        "url": "#",
        "text": "Saint-Agrève · bois, métal",
        "meta": "Saint-Agrève · 6 km · bois, métal",
        "tags": [("Manufacture labellisée", "ok"), ("Atelier partagé", ""), ("Ouvert aujourd’hui", "info")],
    },
    {
        "id": 2,
        "lat": 44.9060,
        "lon": 4.4230,
        "kind": 2,
        "title": "La Menuiserie partagée",
        "url": "#",
        "text": "Le Cheylard · prototypage",
        "meta": "Le Cheylard · 11 km · prototypage, textile",
        "tags": [("Fablab", "")],
    },
    {
        "id": 3,
        "lat": 45.4250,
        "lon": 4.5780,
        "kind": 1,
        "title": "Filature partagée du Dorlay",
        "url": "#",
        "text": "Doizieux · textile",
        "meta": "Doizieux · 16 km · textile",
        "tags": [("Manufacture labellisée", "ok"), ("Atelier textile", "")],
    },
    {
        "id": 4,
        "lat": 14.6100,
        "lon": -61.0700,
        "kind": 2,
        "title": "Atelier du bourg",
        "url": "#",
        "text": "Martinique · réemploi",
        "meta": "Fort-de-France · réemploi",
        "tags": [("Ressourcerie", "")],
    },
]


ICONS = [
    "menu",
    "close",
    "down",
    "right",
    "left",
    "more",
    "check",
    "alert",
    "info",
    "stop",
    "search",
    "map",
    "calendar",
    "file",
    "image",
    "download",
    "person",
    "plus",
    "minus",
    "lock",
    "key",
    "mail",
    "external",
    "clock",
]


def _packed(count: int = 2400) -> dict[str, Any]:
    """Invented points, packed as ``docs/interface.md`` says, to see clusters."""
    points = []
    for number in range(1, count + 1):
        # A fixed scatter over mainland France: the same picture at every visit.
        lat = 43.2 + (number * 0.6180339 % 1) * 6.6
        lon = -0.9 + (number * 0.7548776 % 1) * 6.6
        points.append((number, round(lat * 10_000), round(lon * 10_000), 1 if number % 4 == 0 else 2))
    packed: dict[str, Any] = {"v": 1, "id": [], "lat": [], "lon": [], "kind": [p[3] for p in points]}
    for column, name in enumerate(("id", "lat", "lon")):
        before = 0
        for point in points:
            packed[name].append(point[column] - before)
            before = point[column]
    return packed


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """The gallery. ``?frame=workspace`` shows it in a workspace's frame, ``?frame=atlas`` a list and its map,
    ``?form=wrong`` with errors."""
    if not settings.SHOW_COMPONENTS:
        raise Http404
    today = timezone.localdate()
    now = timezone.now().replace(hour=13, minute=0, second=0, microsecond=0)
    wrong = request.GET.get("form") == "wrong"
    data = {"title": "", "summary": "Un atelier partagé.", "commune": "Saint", "stage": "idea"}
    workspaces = [
        Workspace(kind="Programme · pilotage", name="Manufactures de proximité", url="#", key="programme-1"),
        Workspace(kind="Lieu · équipe", name="Atelier des Hauts Plateaux", url="#", key="place-1"),
        Workspace(kind="Projet · porteuse", name="Filature partagée du Dorlay", url="#", key="project-1"),
    ]
    context: dict[str, Any] = {
        "frame": "workspace.html" if request.GET.get("frame") == "workspace" else "base.html",
        "swatches": ["paper", "sunk", "ink", "green", "ochre", "brick", "sky", "line"],
        "icons": ICONS,
        "workspace": workspaces[0],
        "workspaces": workspaces,
        "workspace_item": "applications",
        "workspace_menu": [
            MenuItem(label="Vue d’ensemble", url="#", key="overview"),
            MenuItem(label="Appels", url="#", key="calls", count=2),
            MenuItem(label="Candidatures", url="#", key="applications", count=241),
            MenuItem(label="Évaluateurs", url="#", key="reviewers", count=24),
            MenuItem(label="Jury", url="#", key="jury"),
            MenuItem(label="Promotions", url="#", key="cohorts", count=6),
            MenuItem(label="Suites à donner", url="#", key="actions", count=38),
        ],
        "form": SampleForm(data if wrong else None, initial={"title": "Filature partagée"}),
        "period_form": PeriodForm(auto_id="period_%s"),
        "places": PLACES,
        "legend": [
            {"kind": 1, "label": "Manufacture labellisée", "mark": "strong"},
            {"kind": 2, "label": "Autre lieu", "mark": "soft"},
        ],
        "marks": ["strong", "soft", "ochre", "sky", "brick", "ink"],
        "funnel": [
            {"label": "Commencées", "value": 312},
            {"label": "Déposées", "value": 241, "url": "#"},
            {"label": "Recevables", "value": 228},
            {"label": "Évaluées 3 fois", "value": 198},
            {"label": "Proposées", "value": 61},
        ],
        "trades": [
            {"label": "Bois", "value": 84, "url": "#"},
            {"label": "Textile", "value": 61},
            {"label": "Alimentation", "value": 47},
            {"label": "Métal", "value": 22, "tone": "soft"},
            {"label": "Non renseigné", "value": None, "tone": "soft"},
        ],
        "visits": [
            {"label": "T1 2025", "value": 320},
            {"label": "T2 2025", "value": 410},
            {"label": "T3 2025", "value": 380},
            {"label": "T4 2025", "value": 505},
            {"label": "T1 2026", "value": 470},
            {"label": "T2 2026", "value": 640},
        ],
        "path": [
            {"label": "Idée", "state": "done"},
            {"label": "Émergence", "state": "done"},
            {"label": "Création", "state": "now"},
            {"label": "Consolidation", "state": ""},
            {"label": "Développement", "state": ""},
        ],
        "gate": [
            {"label": "Besoin vérifié", "state": "done"},
            {"label": "Modèle économique", "state": "done"},
            {"label": "Forme juridique", "state": "now"},
            {"label": "Bail ou acquisition", "state": ""},
        ],
        "story": [
            TimelineEntry(
                at=now,
                kind="action",
                title="Le comité d’experts propose une rencontre avec un notaire spécialisé",
                detail="Suite à donner avant le 4 décembre",
                url="#",
            ),
            TimelineEntry(
                at=now - dt.timedelta(days=3),
                kind="session",
                title="Journée « Mesurer son impact »",
                detail="Présence signée · 7 h",
            ),
            TimelineEntry(
                at=now - dt.timedelta(days=20),
                kind="note",
                title="Visite du moulinage : 600 m² au rez-de-chaussée, toiture à reprendre",
                detail="Carnet de bord",
                actor="Camille Morel",
            ),
            TimelineEntry(
                at=now - dt.timedelta(days=400),
                kind="decision",
                title="Retenu dans la promotion 4",
                detail="Manufactures de proximité, vague 2",
            ),
        ],
        "filters": [
            {"label": "Toutes", "param": "etat", "value": ""},
            {"label": "À départager", "param": "etat", "value": "tie", "count": 9},
            {"label": "Avis manquant", "param": "etat", "value": "missing", "count": 43},
            {"label": "Conflit d’intérêts", "param": "etat", "value": "conflict", "count": 6},
        ],
        "page": Page(rows=[], next_cursor="b", previous_cursor="a", size=30),
        "amount": Decimal("12500"),
        "large_amount": Decimal("9200000"),
        "today": today,
        "starts_at": now,
        "ends_at": now + dt.timedelta(hours=2),
        "until_on": today + dt.timedelta(days=12),
        "applications": [
            {
                "name": "Atelier bois des Hauts Plateaux",
                "where": "Saint-Agrève · FRR+ · 2 260 hab.",
                "amount": Decimal(120000),
                "on": today,
                "state": "Retenu",
                "tone": "ok",
                "missing": "",
            },
            {
                "name": "Filature partagée du Dorlay",
                "where": "Doizieux · FRR · 860 hab.",
                "amount": Decimal(86500),
                "on": today,
                "state": "Au jury",
                "tone": "info",
                "missing": "écart entre avis",
            },
            {
                "name": "La Fabrique du Val",
                "where": "Munster · petite ville · 4 600 hab.",
                "amount": Decimal("64250.50"),
                "on": today,
                "state": "Liste d’attente",
                "tone": "wait",
                "missing": "bail signé",
            },
            {
                "name": "Atelier vélo et réemploi",
                "where": "La Roche-sur-Foron · urbain intermédiaire",
                "amount": None,
                "on": today,
                "state": "Non retenu",
                "tone": "no",
                "missing": "",
            },
        ],
    }
    page = "core/components_atlas.html" if request.GET.get("frame") == "atlas" else "core/components.html"
    return render(request, page, context)


@login_not_required
def sample_points(request: HttpRequest) -> HttpResponse:
    """Some thousands of invented points for the gallery's second map."""
    if not settings.SHOW_COMPONENTS:
        raise Http404
    return JsonResponse(_packed())
