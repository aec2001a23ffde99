"""A call, as everybody sees it, and answering it."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import applicant, call_public, public

PATTERNS = [
    path("appels/<int:pk>-<slug:slug>/", public.call, name="call"),
    path("appels/<int:pk>-<slug:slug>/eligibilite/", public.eligibility, name="eligibility"),
    path("appels/<int:pk>-<slug:slug>/candidater/", applicant.choose, name="apply"),
    path("appels/<int:pk>/candidater/<int:project>/", applicant.start, name="start"),
    path("appels/<int:pk>-<slug:slug>/questions/", call_public.ask, name="ask"),
    path("appels/<int:pk>-<slug:slug>/suivre/", call_public.follow, name="follow"),
    path("appels/reunions/<int:session>/", call_public.session, name="session"),
    path("appels/reunions/<int:session>.ics", call_public.session_ics, name="session_ics"),
]
