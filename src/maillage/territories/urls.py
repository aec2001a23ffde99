"""Addresses of territories. Redirects keep old codes and old names working."""

from __future__ import annotations

app_name = "territories"
urlpatterns: list[object] = []
