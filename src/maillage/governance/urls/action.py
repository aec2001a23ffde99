"""Addresses of actions."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.governance.views import action as views

urlpatterns: list[URLPattern] = [
    path("", views.actions_list, name="actions"),
    path("actions.csv", views.actions_csv, name="actions_csv"),
    path("actions/nouvelle/", views.create, name="action_create"),
    path("actions/<int:pk>/", views.action, name="action"),
    path("actions/<int:pk>/modifier/", views.edit, name="action_edit"),
    path("actions/<int:pk>/faite/", views.finish, name="action_finish"),
    path("actions/<int:pk>/confirmer/", views.confirm, name="action_confirm"),
    path("actions/<int:pk>/renvoyer/", views.send_back, name="action_send_back"),
    path("actions/<int:pk>/fichiers/", views.add_file, name="action_file"),
    path("actions/<int:pk>/abandonner/", views.drop, name="action_drop"),
    path("actions/<int:pk>/reprendre/", views.reopen, name="action_reopen"),
]
