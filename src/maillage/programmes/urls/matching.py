"""Who reads what and what the reviews say together; the reviewers' profiles and wishes."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import expertise, matching, score

_ROUND = "<slug:slug>/pilotage/evaluations/<int:pk>"
PATTERNS = [
    path("<slug:slug>/pilotage/mon-profil/", expertise.mine, name="my_expertise"),
    path("<slug:slug>/pilotage/relecteurs/", expertise.people, name="reviewers"),
    path("<slug:slug>/pilotage/relecteurs/<int:user>/", expertise.person, name="reviewer_profile"),
    path(f"{_ROUND}/souhaits/", expertise.wishes, name="wishes"),
    path(f"{_ROUND}/souhaits/<str:reference>/lien/", expertise.tie, name="wish_tie"),
    path(f"{_ROUND}/attribution/", matching.plan, name="matching"),
    path(f"{_ROUND}/attribution.csv", matching.plan_csv, name="matching_csv"),
    path(f"{_ROUND}/attribution/<str:reference>/", matching.file, name="matching_file"),
    path(f"{_ROUND}/notes/", score.scores, name="scores"),
    path(f"{_ROUND}/notes.csv", score.scores_csv, name="scores_csv"),
    path(f"{_ROUND}/notes/calculer/", score.calibrate, name="calibrate"),
]
