"""Looking for a door, and what became of it. ``PATTERNS`` belong to a project's own addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from maillage.projects.views import orientation, portfolio, referral

PATTERNS: list[URLPattern] = [
    path("<int:pk>/orientation/", orientation.doors, name="doors"),
    path("<int:pk>/orientation/<int:service>/", orientation.refer, name="refer"),
    path("<int:pk>/orientation/manque/", orientation.gap_open, name="gap_open"),
]

app_name = "orientation"
urlpatterns: list[URLPattern] = [
    path("", orientation.door, name="door"),
    path("demander/", orientation.ask, name="ask"),
    path("demander/<int:service>/", orientation.ask, name="ask_service"),
    path("demande/<str:token>/", orientation.request_page, name="request"),
    path("recues/", referral.received, name="received"),
    path("envoyees/", referral.sent, name="sent"),
    path("repondre/<str:token>/", referral.receive, name="receive"),
    path("manques/", orientation.gaps, name="gaps"),
    path("manques/<int:pk>/", orientation.gap, name="gap"),
    path("portefeuille/", portfolio.portfolio, name="portfolio"),
    path("portefeuille/capacite/", portfolio.capacity, name="capacity"),
    path("portefeuille/<int:pk>/rencontre/", portfolio.meeting, name="meeting"),
    path(
        "portefeuille/<int:pk>/rencontre/<int:meeting>/retirer/",
        portfolio.meeting_remove,
        name="meeting_remove",
    ),
    path("equipe/<int:pk>/", portfolio.team, name="team"),
    path("equipe/<int:pk>/passation/<int:adviser>/", portfolio.handover, name="handover"),
    path("<int:pk>/", referral.referral, name="referral"),
    path("<int:pk>/accord/", referral.consent, name="consent"),
    path("<int:pk>/retirer/", referral.withdraw, name="withdraw"),
]
