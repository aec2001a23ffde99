"""What every template may count on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from maillage.core import registry


def site(request: HttpRequest) -> dict[str, Any]:
    """Navigation entries whose page exists, the platform's address, and whether its data is invented."""
    entries = []
    for entry in registry.nav_entries:
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        entries.append({"label": entry.label, "url": url, "is_current": request.path.startswith(url)})
    return {
        "nav_entries": entries,
        "base_url": settings.BASE_URL,
        "operator_name": settings.ENV.operator_name,
        "operator_email": settings.ENV.operator_email,
        "is_demonstration": settings.ENV.environment == "demo",
    }
