"""Addresses of the directory. ``<id>-<slug>``: the id finds, the slug reads, and follows the name."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.directory.views import (
    duplicates,
    freshness,
    invitations,
    people,
    public,
    records,
    workspace,
)

app_name = "directory"

PUBLIC = [
    path("lieux/", public.places, name="places"),
    path("lieux/<int:pk>/", public.place, name="place_short"),
    path("lieux/<int:pk>-<slug:slug>/", public.place, name="place"),
    path("organisations/", public.organisations, name="organisations"),
    path("organisations/<int:pk>/", public.organisation, name="organisation_short"),
    path("organisations/<int:pk>-<slug:slug>/", public.organisation, name="organisation"),
    path("accompagnements/", public.services, name="services"),
    path("accompagnements/<int:pk>/", public.service, name="service_short"),
    path("accompagnements/<int:pk>-<slug:slug>/", public.service, name="service"),
    path("organisations/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("fiches/confirmer/<str:token>/", freshness.link, name="freshness_link"),
]

WORKSPACE = [
    path("organisations/nouvelle/", workspace.new, name="organisation_new"),
    path("organisations/recherche/", workspace.lookup, name="organisation_lookup"),
    path("organisations/invitations/<int:pk>/", invitations.my_invitation, name="my_invitation"),
    path("organisations/<int:pk>/espace/", workspace.overview, name="workspace"),
    path("organisations/<int:pk>/espace/fiche/", workspace.edit, name="organisation_edit"),
    path("organisations/<int:pk>/espace/confirmer/", workspace.confirm, name="confirm"),
    path("organisations/<int:pk>/espace/reseau/", workspace.network, name="network"),
    path(
        "organisations/<int:pk>/espace/reseau/<int:relation>/terminer/",
        workspace.end_relation,
        name="relation_end",
    ),
    path("organisations/<int:pk>/espace/equipe/", people.people, name="people"),
    path("organisations/<int:pk>/espace/equipe.csv", people.people_csv, name="people_csv"),
    path("organisations/<int:pk>/espace/equipe/<int:membership>/role/", people.set_role, name="member_role"),
    path("organisations/<int:pk>/espace/equipe/<int:membership>/fin/", people.remove, name="member_remove"),
    path(
        "organisations/<int:pk>/espace/equipe/<int:membership>/transmettre/",
        people.hand_over,
        name="hand_over",
    ),
    path(
        "organisations/<int:pk>/espace/invitations/<int:invitation>/renvoyer/",
        people.resend,
        name="invitation_resend",
    ),
    path(
        "organisations/<int:pk>/espace/invitations/<int:invitation>/retirer/",
        people.revoke,
        name="invitation_revoke",
    ),
    path("organisations/<int:pk>/espace/lieux/", records.places, name="our_places"),
    path("organisations/<int:pk>/espace/lieux/nouveau/", records.place_new, name="place_new"),
    path("organisations/<int:pk>/espace/accompagnements/", records.services, name="our_services"),
    path("organisations/<int:pk>/espace/accompagnements/nouveau/", records.service_new, name="service_new"),
    path("lieux/<int:pk>/modifier/", records.place_edit, name="place_edit"),
    path("lieux/<int:pk>/photos/", records.photos, name="photos"),
    path("lieux/<int:pk>/photos/<int:photo>/texte/", records.photo_words, name="photo_words"),
    path("lieux/<int:pk>/photos/<int:photo>/retirer/", records.photo_remove, name="photo_remove"),
    path("accompagnements/<int:pk>/modifier/", records.service_edit, name="service_edit"),
    *(
        path(
            f"{word}/<int:pk>/publication/",
            workspace.set_publication,
            {"kind": kind},
            name=f"{kind}_publication",
        )
        for word, kind in (
            ("organisations", "organisation"),
            ("lieux", "place"),
            ("accompagnements", "service"),
        )
    ),
]

TEAM = [
    path("doublons/", duplicates.proposals, name="duplicates"),
    path("doublons/<int:pk>/", duplicates.compare, name="duplicate"),
    path("doublons/fusions/<int:pk>/", duplicates.merged, name="merge"),
    path("doublons/fusions/<int:pk>/annuler/", duplicates.undo, name="merge_undo"),
]

# The workspace first: "organisations/nouvelle/" is no identifier.
urlpatterns: list[URLPattern] = [*WORKSPACE, *PUBLIC, *TEAM]
