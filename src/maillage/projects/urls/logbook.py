"""The logbook of a project."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import logbook

PATTERNS: list[URLPattern] = [
    path("<int:pk>/carnet/", logbook.logbook, name="logbook"),
    path("<int:pk>/carnet/ecrire/", logbook.write, name="write"),
    path("<int:pk>/carnet/<int:entry>/", logbook.entry, name="entry"),
    path("<int:pk>/carnet/<int:entry>/modifier/", logbook.change, name="change"),
    path("<int:pk>/carnet/<int:entry>/enlever/", logbook.take_away, name="take_away"),
    path("<int:pk>/carnet/<int:entry>/remettre/", logbook.put_back, name="put_back"),
    path("<int:pk>/carnet/<int:entry>/fichiers/<int:file>/retirer/", logbook.remove_file, name="remove_file"),
]
