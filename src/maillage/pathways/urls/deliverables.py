"""Addresses of deliverables."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.pathways.views import deliverable, referent

app_name = "deliverables"

urlpatterns: list[URLPattern] = [
    path("parcours/<int:pk>/", deliverable.of_pathway, name="of_pathway"),
    path("<int:pk>/", deliverable.deliverable, name="deliverable"),
    path("<int:pk>/referent/", referent.entrust, name="entrust"),
    path("<int:pk>/fichiers/<int:joined>/", deliverable.remove_file, name="remove_file"),
]
