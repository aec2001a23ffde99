"""Addresses of open data: ``/donnees/lieux.geojson``."""

from __future__ import annotations

from django.urls import path, register_converter

from maillage.directory.exporting import views
from maillage.directory.exporting.catalogue import SUFFIXES


class SuffixConverter:
    regex = "|".join(sorted(SUFFIXES.values(), key=len, reverse=True)).replace(".", r"\.")

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SuffixConverter, "suffix")

app_name = "exporting"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>.<suffix:suffix>", views.file, name="file"),
]
