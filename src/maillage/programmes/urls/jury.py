"""Juries: preparing a session, sitting in it."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import deliberation, jury

BASE = "<slug:slug>/pilotage/jurys/"
ONE = f"{BASE}<int:pk>/"

PATTERNS = [
    path(BASE, jury.juries_list, name="juries"),
    path("<slug:slug>/pilotage/appels/<int:pk>/jury/", jury.create, name="jury_create"),
    path(ONE, jury.jury, name="jury"),
    path(f"{ONE}modifier/", jury.edit, name="jury_edit"),
    path(f"{ONE}membres/", jury.seat, name="jury_seat"),
    path(f"{ONE}membres/<int:member>/retirer/", jury.unseat, name="jury_unseat"),
    path(f"{ONE}dossiers/", jury.fill, name="jury_fill"),
    path(f"{ONE}ordre/", jury.arrange, name="jury_arrange"),
    path(f"{ONE}appel/", jury.begin, name="jury_begin"),
    path(f"{ONE}clore/", jury.close, name="jury_close"),
    path(f"{ONE}reprendre/", jury.take_over, name="jury_take_over"),
    path(f"{ONE}ecran/", deliberation.screen, name="jury_screen"),
    path(f"{ONE}dossiers/<int:item>/", deliberation.item, name="jury_item"),
    path(f"{ONE}dossiers/<int:item>/notes/", deliberation.notes, name="jury_notes"),
]
