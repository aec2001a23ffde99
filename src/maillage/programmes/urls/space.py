"""The officer's space of a programme."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.urls import answers, cohort
from maillage.programmes.views import applications, calls, dashboard, filling, labels, space

PATTERNS = [
    path("<slug:slug>/pilotage/", dashboard.space, name="space"),
    path("<slug:slug>/pilotage/points.json", dashboard.points, name="space_points"),
    path("<slug:slug>/pilotage/programme/", space.edit, name="edit"),
    path("<slug:slug>/pilotage/equipe/", space.team, name="team"),
    path("<slug:slug>/pilotage/equipe/<int:role>/terminer/", space.end_role, name="end_role"),
    path("<slug:slug>/pilotage/invitations/<int:invitation>/retirer/", space.revoke, name="revoke"),
    path("<slug:slug>/pilotage/appels/", calls.calls_list, name="calls"),
    path("<slug:slug>/pilotage/appels/nouveau/", calls.create, name="call_create"),
    path("<slug:slug>/pilotage/appels/<int:pk>/", calls.edit, name="call_edit"),
    path("<slug:slug>/pilotage/appels/<int:pk>/regles/", calls.rules, name="call_rules"),
    path("<slug:slug>/pilotage/appels/<int:pk>/regles/ajouter/<str:kind>/", calls.rule, name="call_rule_add"),
    path("<slug:slug>/pilotage/appels/<int:pk>/regles/<int:position>/", calls.rule, name="call_rule"),
    path(
        "<slug:slug>/pilotage/appels/<int:pk>/regles/<int:position>/retirer/",
        calls.remove_rule,
        name="call_rule_remove",
    ),
    path("<slug:slug>/pilotage/appels/<int:pk>/publier/", calls.publish, name="call_publish"),
    path("<slug:slug>/pilotage/appels/<int:pk>/cloture/", calls.closing, name="call_closing"),
    path(
        "<slug:slug>/pilotage/appels/<int:pk>/candidatures/",
        applications.applications_list,
        name="applications",
    ),
    path(
        "<slug:slug>/pilotage/appels/<int:pk>/candidatures.csv",
        applications.applications_csv,
        name="applications_csv",
    ),
    path(
        "<slug:slug>/pilotage/appels/<int:pk>/candidatures/decider/",
        applications.decide_together,
        name="decide_together",
    ),
    path("<slug:slug>/pilotage/candidatures/<str:reference>/", applications.application, name="file"),
    path(
        "<slug:slug>/pilotage/candidatures/<str:reference>/notes/",
        filling.officer_notes,
        name="officer_notes",
    ),
    path("<slug:slug>/pilotage/candidatures/<str:reference>/label/", labels.grant, name="grant"),
    *answers.PATTERNS,
    *cohort.PATTERNS,
]
