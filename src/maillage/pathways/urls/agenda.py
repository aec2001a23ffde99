"""Addresses of the public agenda."""

from __future__ import annotations

from django.urls import path

from maillage.pathways.views import agenda

app_name = "agenda"

urlpatterns = [
    path("", agenda.agenda, name="agenda"),
    path("agenda.csv", agenda.agenda_csv, name="csv"),
    path("agenda.ics", agenda.agenda_ics, name="ics"),
    path("<int:pk>/", agenda.session, name="session"),
    path("<int:pk>/inscription/", agenda.register, name="register"),
    path("<int:pk>/parcours/", agenda.join, name="join"),
]
