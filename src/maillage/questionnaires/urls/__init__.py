"""Addresses of questionnaires, a module per subject."""

from __future__ import annotations

from django.urls import URLPattern

from maillage.questionnaires.urls import builder

app_name = "questionnaires"
urlpatterns: list[URLPattern] = [*builder.PATTERNS]
