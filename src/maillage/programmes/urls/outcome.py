"""Decisions from their letters to their appeals: officers first, then applicants."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import announcement, outcome

CALL = "<slug:slug>/pilotage/appels/<int:pk>/"

OFFICERS = [
    path(f"{CALL}decisions/", announcement.announce, name="announce"),
    path(f"{CALL}decisions/annuler/", announcement.cancel, name="announce_cancel"),
    path(f"{CALL}courriers/", announcement.letters_list, name="letters"),
    path(f"{CALL}courriers/<str:decision>/", announcement.letter, name="letter"),
    path(f"{CALL}courriers/<str:decision>/apercu.pdf", announcement.letter_pdf, name="letter_pdf"),
    path(f"{CALL}places/", outcome.places, name="places"),
    path(f"{CALL}places/rang/", outcome.rank, name="rank"),
    path("<slug:slug>/pilotage/candidatures/<str:reference>/suites/", outcome.outcome, name="outcome"),
]

APPLICANTS = [
    path("candidatures/<str:reference>/place/", outcome.place, name="place"),
    path("candidatures/<str:reference>/recours/", outcome.appeal, name="appeal"),
]
