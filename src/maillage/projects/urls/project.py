"""A project and its description."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import project

PATTERNS: list[URLPattern] = [
    path("", project.projects, name="projects"),
    path("nouveau/", project.create, name="create"),
    path("<int:pk>-<slug:slug>/", project.project, name="project"),
    path("<int:pk>/modifier/", project.edit, name="edit"),
]
