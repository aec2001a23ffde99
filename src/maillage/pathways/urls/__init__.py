"""Addresses of pathways and their sessions; kits and the agenda have modules of their own."""

from __future__ import annotations

from django.urls import path

from maillage.pathways.views import agenda, pathway, referent, resource, rota, session

app_name = "pathways"

urlpatterns = [
    path("", pathway.index, name="pathways"),
    path("calendrier/", agenda.my_calendar, name="calendar"),
    path("calendrier/<str:token>.ics", agenda.feed, name="feed"),
    path("intervenir/<str:token>/", session.speaker_answer, name="speaker_answer"),
    path("nouveau/<int:kit>/", pathway.create, name="create"),
    path("<int:pk>/", pathway.pathway, name="pathway"),
    path("<int:pk>/modifier/", pathway.edit, name="edit"),
    path("<int:pk>/calendrier/", pathway.calendar_rule, name="calendar_rule"),
    path("<int:pk>/ouvrir/", pathway.open_, name="open"),
    path("<int:pk>/terminer/", pathway.finish, name="finish"),
    path("<int:pk>/annuler/", pathway.cancel, name="cancel"),
    path("<int:pk>/kit/", pathway.kit, name="kit"),
    path("<int:pk>/kit/version/", pathway.adopt, name="adopt"),
    path("<int:pk>/groupe/", pathway.group, name="group"),
    path("<int:pk>/groupe.csv", pathway.group_csv, name="group_csv"),
    path("<int:pk>/groupe/promotion/", pathway.follow_cohort, name="follow_cohort"),
    path("<int:pk>/groupe/referents/", referent.referents, name="referents"),
    path("<int:pk>/groupe/<int:enrolment>/quitter/", pathway.leave, name="leave"),
    path("<int:pk>/groupe/<int:enrolment>/depart/", pathway.set_departure, name="departure"),
    path("<int:pk>/tournee/", rota.rota, name="rota"),
    path("<int:pk>/tournee/<int:rota>/prendre/", rota.take, name="rota_take"),
    path("<int:pk>/seances/nouvelle/", session.add, name="session_add"),
    path("<int:pk>/seances/<int:session>/", session.session, name="session"),
    path("<int:pk>/seances/<int:session>.ics", session.ics, name="session_ics"),
    path("<int:pk>/seances/<int:session>/modifier/", session.edit, name="session_edit"),
    path("<int:pk>/seances/<int:session>/annuler/", session.cancel, name="session_cancel"),
    path("<int:pk>/seances/<int:session>/tenue/", session.held, name="session_held"),
    path("<int:pk>/seances/<int:session>/place/", session.seat, name="seat"),
    path("<int:pk>/seances/<int:session>/inviter/", session.invite, name="speaker_invite"),
    path(
        "<int:pk>/seances/<int:session>/intervenants/<int:speaker>/retirer/",
        session.speaker_remove,
        name="speaker_remove",
    ),
    path("<int:pk>/seances/<int:session>/ressources/nouvelle/", resource.add, name="resource_add"),
    path(
        "<int:pk>/seances/<int:session>/ressources/<int:resource>/retirer/",
        resource.remove,
        name="resource_remove",
    ),
]
