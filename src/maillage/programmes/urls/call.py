"""A call, as everybody sees it, and answering it."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import applicant, public

PATTERNS = [
    path("appels/<int:pk>-<slug:slug>/", public.call, name="call"),
    path("appels/<int:pk>-<slug:slug>/eligibilite/", public.eligibility, name="eligibility"),
    path("appels/<int:pk>-<slug:slug>/candidater/", applicant.choose, name="apply"),
    path("appels/<int:pk>/candidater/<int:project>/", applicant.start, name="start"),
]
