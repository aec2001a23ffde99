"""Addresses of governance, by aggregate."""

from __future__ import annotations

from django.urls import URLPattern

from maillage.governance.urls import action, committee, meeting, need

app_name = "governance"
urlpatterns: list[URLPattern] = [
    *action.urlpatterns,
    *need.urlpatterns,
    *meeting.urlpatterns,
    *committee.urlpatterns,
]
