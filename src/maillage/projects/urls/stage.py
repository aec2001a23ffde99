"""How far a project is."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import stage

PATTERNS: list[URLPattern] = [
    path("<int:pk>/etapes/", stage.path, name="path"),
    path("<int:pk>/etapes/changer/", stage.change_stage, name="stage"),
    path("<int:pk>/etapes/issue/", stage.outcome, name="outcome"),
    path("<int:pk>/etapes/<slug:stage>/<slug:item>/", stage.evidence, name="evidence"),
    path("<int:pk>/etapes/<slug:stage>/<slug:item>/rouvrir/", stage.take_back, name="evidence_take_back"),
]
