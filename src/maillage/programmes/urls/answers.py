"""Downloads of answers."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import answers

PATTERNS = [
    path("<slug:slug>/pilotage/appels/<int:pk>/reponses/", answers.answers, name="answers"),
    path(
        "<slug:slug>/pilotage/appels/<int:pk>/reponses/<slug:stage>/<str:suffix>",
        answers.answers_file,
        name="answers_file",
    ),
]
