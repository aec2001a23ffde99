"""Addresses of committees."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.governance.views import committee as views

urlpatterns: list[URLPattern] = [
    path("comites/", views.committees_list, name="committees"),
    path("comites/nouveau/", views.create, name="committee_create"),
    path("comites/<int:pk>/", views.committee, name="committee"),
    path("comites/<int:pk>/modifier/", views.edit, name="committee_edit"),
    path("comites/<int:pk>/membres/", views.seat, name="committee_seat"),
    path("comites/<int:pk>/membres/<int:member>/retirer/", views.unseat, name="committee_unseat"),
    path("comites/<int:pk>/fin/", views.end, name="committee_end"),
    path("comites/<int:pk>/reunion/", views.plan, name="meeting_plan"),
]
