"""Addresses of projects."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects import views

app_name = "projects"
urlpatterns: list[URLPattern] = [
    path("", views.projects, name="projects"),
    path("nouveau/", views.create, name="create"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("<int:pk>-<slug:slug>/", views.project, name="project"),
    path("<int:pk>/modifier/", views.edit, name="edit"),
    path("<int:pk>/etape/", views.stage, name="stage"),
    path("<int:pk>/equipe/", views.team, name="team"),
    path("<int:pk>/equipe/<int:member>/retirer/", views.remove_member, name="remove_member"),
    path("<int:pk>/invitations/<int:invitation>/retirer/", views.revoke, name="revoke"),
]
