"""What fields of a filling complete from."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.questionnaires.views import look_ups

PATTERNS: list[URLPattern] = [
    path("communes/", look_ups.communes, name="communes"),
    path("territoires/", look_ups.territories, name="territories"),
    path("lieux/", look_ups.places, name="places"),
]
