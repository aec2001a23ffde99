"""The people of a project."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import team

PATTERNS: list[URLPattern] = [
    path("invitation/<str:token>/", team.invitation, name="invitation"),
    path("<int:pk>/equipe/", team.team, name="team"),
    path("<int:pk>/equipe/<int:member>/retirer/", team.remove_member, name="remove_member"),
    path("<int:pk>/invitations/<int:invitation>/retirer/", team.revoke, name="revoke"),
]
