"""Addresses of what pathways ask before and after."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.pathways.views import grouping, survey

app_name = "surveys"

urlpatterns: list[URLPattern] = [
    path("repondre/<str:token>/", survey.answer, name="answer"),
    path("<int:pk>/", survey.results, name="results"),
    path("<int:pk>/reponses.csv", survey.results_csv, name="csv"),
    path("<int:pk>/<str:moment>/", survey.plan, name="plan"),
    path("<int:pk>/<str:moment>/retirer/", survey.withdraw, name="withdraw"),
    path("<int:pk>/<str:moment>/<str:question>/reponses/", grouping.group_answers, name="grouping"),
    path("<int:pk>/<str:moment>/<str:question>/reponses.csv", grouping.grouping_csv, name="grouping_csv"),
    path("<int:pk>/<str:moment>/<str:question>/groupes/<int:group>/", grouping.group, name="group"),
    path("<int:pk>/<str:moment>/<str:question>/annuler/<int:step>/", grouping.undo, name="undo"),
]
