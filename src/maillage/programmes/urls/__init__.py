"""Addresses of programmes, calls, applications and labels: one module for each kind of place.

The words before a programme's own address are ``models.programme.RESERVED_SLUGS``.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.programmes.urls import applicant, call, call_space, jury, matching, outcome, review
from maillage.programmes.urls import space as spaces
from maillage.programmes.views import label_register, public, space

app_name = "programmes"

urlpatterns: list[URLPattern] = [
    path("", public.index, name="programmes"),
    path("nouveau/", space.create, name="create"),
    path("invitation/<str:token>/", space.invitation, name="invitation"),
    *applicant.PATTERNS,
    *outcome.APPLICANTS,
    *call.PATTERNS,
    *review.PATTERNS,
    path("<slug:slug>/", public.programme, name="programme"),
    path("<slug:slug>/labels/", label_register.of_programme, name="register"),
    path("<slug:slug>/labels.csv", public.labels_csv, name="labels_csv"),
    path("<slug:slug>/labels.geojson", public.labels_geojson, name="labels_geojson"),
    *jury.PATTERNS,
    *outcome.OFFICERS,
    *spaces.PATTERNS,
    *review.OFFICER_PATTERNS,
    *call_space.PATTERNS,
    *matching.PATTERNS,
]
