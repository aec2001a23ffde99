"""Close projects, their meetings and mergers, and what became of projects."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import followup, similarity

PATTERNS: list[URLPattern] = [
    path("<int:pk>/proches/", similarity.similar, name="similar"),
    path("<int:pk>/proches/<int:other>/rencontre/", similarity.introduce, name="introduce"),
    path("<int:pk>/proches/<int:other>/fusion/", similarity.merge, name="merge"),
    path("rencontres/<int:pk>/", similarity.introduction, name="introduction"),
    path("fusions/<int:pk>/", similarity.merger, name="merger"),
    path("devenir/", followup.outcomes, name="outcomes"),
    path("devenir/tableau.csv", followup.outcomes_csv, name="outcomes_csv"),
    path("devenir/repondre/<str:token>/", followup.follow_up, name="follow_up"),
]
