"""Addresses of meetings."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.governance.views import meeting as views

urlpatterns: list[URLPattern] = [
    path("reunions/", views.meetings_list, name="meetings"),
    path("reunions/<int:pk>/", views.meeting, name="meeting"),
    path("reunions/<int:pk>/reunion.ics", views.calendar_file, name="meeting_ics"),
    path("reunions/<int:pk>/modifier/", views.edit, name="meeting_edit"),
    path("reunions/<int:pk>/annuler/", views.cancel, name="meeting_cancel"),
    path("reunions/<int:pk>/siege/", views.seat, name="meeting_seat"),
    path("reunions/<int:pk>/siege/<int:member>/retirer/", views.unseat, name="meeting_unseat"),
    path("reunions/<int:pk>/ordre-du-jour/", views.agenda, name="meeting_agenda"),
    path("reunions/<int:pk>/appel/", views.begin, name="meeting_begin"),
    path("reunions/<int:pk>/decisions/", views.decide, name="meeting_decide"),
    path(
        "reunions/<int:pk>/decisions/<int:decision>/retirer/", views.remove_decision, name="decision_remove"
    ),
    path("reunions/<int:pk>/fichiers/", views.add_file, name="meeting_file"),
    path("reunions/<int:pk>/fichiers/<int:file>/retirer/", views.remove_file, name="meeting_file_remove"),
    path("reunions/<int:pk>/clore/", views.close, name="meeting_close"),
    path("reunions/<int:pk>/points/<int:item>/", views.item, name="item"),
    path("reunions/<int:pk>/points/<int:item>/besoins/", views.add_need, name="item_need"),
]
