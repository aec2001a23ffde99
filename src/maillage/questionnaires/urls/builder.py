"""Writing questionnaires."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.questionnaires.views import builder

PATTERNS: list[URLPattern] = [
    path("", builder.questionnaires, name="questionnaires"),
    path("<int:pk>/", builder.builder, name="builder"),
]
