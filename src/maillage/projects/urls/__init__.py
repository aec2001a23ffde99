"""Addresses of projects: one module per aggregate."""

from __future__ import annotations

from django.urls import URLPattern

from maillage.projects.urls import diagnosis, logbook, orientation, project, sight, similar, stage, team

app_name = "projects"

urlpatterns: list[URLPattern] = [
    *project.PATTERNS,
    *team.PATTERNS,
    *sight.PATTERNS,
    *orientation.PATTERNS,
    *stage.PATTERNS,
    *logbook.PATTERNS,
    *diagnosis.PATTERNS,
    *similar.PATTERNS,
]
