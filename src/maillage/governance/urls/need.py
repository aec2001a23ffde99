"""Addresses of support needs."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.governance.views import need as views

urlpatterns: list[URLPattern] = [
    path("besoins/", views.needs_page, name="needs"),
    path("besoins.csv", views.needs_csv, name="needs_csv"),
    path("besoins/theme/<slug:theme>/", views.needs_theme, name="needs_theme"),
    path("besoins/<int:pk>/modifier/", views.edit, name="need_edit"),
    path("besoins/<int:pk>/ecarter/", views.drop, name="need_drop"),
    path("besoins/<int:pk>/reprendre/", views.take_up, name="need_take_up"),
]
