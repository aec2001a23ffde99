"""Who sees a project, and who advises it."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import sight

PATTERNS: list[URLPattern] = [
    path("<int:pk>/regards/", sight.sight, name="sight"),
    path("<int:pk>/regards/tout-retirer/", sight.withdraw_all, name="withdraw_all"),
    path("<int:pk>/regards/<int:advice>/", sight.rights, name="rights"),
    path("<int:pk>/regards/<int:advice>/retirer/", sight.withdraw, name="withdraw"),
    path("<int:pk>/accompagner/", sight.offer, name="offer"),
    path("<int:pk>/accompagner/arreter/", sight.stop, name="stop"),
]
