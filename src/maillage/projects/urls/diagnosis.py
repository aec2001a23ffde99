"""Self-diagnoses of a project."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import diagnosis

PATTERNS: list[URLPattern] = [
    path("<int:pk>/diagnostics/", diagnosis.diagnoses, name="diagnoses"),
    path("<int:pk>/diagnostics/<slug:key>/", diagnosis.fill, name="diagnosis"),
    path("<int:pk>/diagnostics/<slug:key>/resultat/", diagnosis.result, name="diagnosis_result"),
]
