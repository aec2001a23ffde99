"""What the frame of every page shows of the whole house: home, footer, workspaces."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from maillage.portal import queries
from maillage.portal.demo import progress


def frame(request: HttpRequest) -> dict[str, Any]:
    """Workspaces are asked for only by a page that shows them."""
    # A request refused before anybody is known (an unknown host) still gets its problem page.
    user = getattr(request, "user", AnonymousUser())
    return {
        "home_url": reverse("portal:my_space") if user.is_authenticated else "",
        "being_made": progress.current() if settings.ENV.environment == "demo" else None,
        "workspaces": SimpleLazyObject(lambda: queries.workspaces(user)),
        "footer_entries": [
            {"label": _("Legal notice"), "url": reverse("portal:legal")},
            {"label": _("Your data"), "url": reverse("portal:privacy")},
            {"label": _("Accessibility: partly compliant"), "url": reverse("portal:accessibility")},
        ],
    }
