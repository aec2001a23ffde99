"""Promotions and labels in the officer's space."""

from __future__ import annotations

from django.urls import path

from maillage.programmes.views import cohorts, labels

PATTERNS = [
    path("<slug:slug>/pilotage/promotions/", cohorts.cohorts_list, name="cohorts"),
    path("<slug:slug>/pilotage/promotions/nouvelle/", cohorts.create, name="cohort_create"),
    path("<slug:slug>/pilotage/promotions/proposer/", cohorts.propose, name="cohorts_propose"),
    path("<slug:slug>/pilotage/promotions/placer/", cohorts.place, name="cohort_place"),
    path("<slug:slug>/pilotage/promotions/annuler/<uuid:batch>/", cohorts.undo, name="cohort_undo"),
    path("<slug:slug>/pilotage/promotions/<int:pk>/", cohorts.cohort, name="cohort"),
    path("<slug:slug>/pilotage/promotions/<int:pk>.csv", cohorts.cohort_csv, name="cohort_csv"),
    path("<slug:slug>/pilotage/promotions/<int:pk>/modifier/", cohorts.edit, name="cohort_edit"),
    path("<slug:slug>/pilotage/promotions/<int:pk>/retirer/", cohorts.remove, name="cohort_remove"),
    *(
        path(
            f"<slug:slug>/pilotage/promotions/projets/<int:pk>/{change}/",
            cohorts.change_member,
            {"change": change},
            name=f"member_{name}",
        )
        for change, name in (
            ("deplacer", "move"),
            ("reporter", "defer"),
            ("sortir", "drop"),
            ("reprendre", "return"),
        )
    ),
    path("<slug:slug>/pilotage/labels/", labels.labels_list, name="labels"),
    path("<slug:slug>/pilotage/labels.csv", labels.labels_csv, name="space_labels_csv"),
    path("<slug:slug>/pilotage/labels/<int:pk>/", labels.label, name="label"),
    path(
        "<slug:slug>/pilotage/labels/<int:pk>/conditions/<int:condition>/", labels.settle, name="label_settle"
    ),
    *(
        path(
            f"<slug:slug>/pilotage/labels/<int:pk>/{change}/",
            labels.change_label,
            {"change": change},
            name=f"label_{name}",
        )
        for change, name in (
            ("renouveler", "renew"),
            ("condition", "condition"),
            ("suspendre", "suspend"),
            ("retablir", "resume"),
            ("terminer", "end"),
        )
    ),
]
