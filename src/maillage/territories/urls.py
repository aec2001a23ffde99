"""Addresses of territories: ``/territoires/commune/07204-saint-agreve/``."""

from __future__ import annotations

from django.urls import path

from maillage.territories import views
from maillage.territories.enums import Level

app_name = "territories"

urlpatterns = [
    path("", views.index, name="index"),
    path("communes/", views.communes, name="communes"),
    path("recherche/", views.search, name="search"),
    *(
        path(f"{word}/<slug:address>/", views.territory, {"level": level}, name=level.value)
        for word, level in (
            ("commune", Level.COMMUNE),
            ("epci", Level.EPCI),
            ("departement", Level.DEPARTMENT),
            ("region", Level.REGION),
        )
    ),
    path("points/<slug:level>/<slug:code>.json", views.points, name="points"),
    path("contour/<slug:level>/<slug:code>.geojson", views.outline, name="outline"),
]
