"""Addresses of questionnaires."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.questionnaires import views

app_name = "questionnaires"
urlpatterns: list[URLPattern] = [
    path("", views.questionnaires, name="questionnaires"),
    path("<int:pk>/", views.builder, name="builder"),
]
