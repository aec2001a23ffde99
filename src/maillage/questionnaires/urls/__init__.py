"""Addresses of questionnaires, a module per subject."""

from __future__ import annotations

from django.urls import URLPattern

from maillage.questionnaires.urls import builder, look_ups

app_name = "questionnaires"
urlpatterns: list[URLPattern] = [*builder.PATTERNS, *look_ups.PATTERNS]
