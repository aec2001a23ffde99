"""The doors of the house: public home, one's own space, legal pages, what machines ask for."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.accounts import workspace
from maillage.accounts.models import User
from maillage.core import registry
from maillage.portal import queries


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Maillage is, and a door for each need."""
    context = {
        "doors": queries.doors(),
        "figures": queries.figures(),
        "calls": queries.open_calls(),
    }
    return render(request, "portal/home.html", context)


@require_safe
def my_space(request: HttpRequest) -> HttpResponse:
    """What waits for the person, then what they work in."""
    person = cast("User", request.user)
    spaces = queries.shared_workspaces(person)
    return render(
        request,
        "portal/my_space.html",
        {
            **workspace.frame(person, "todo"),
            "todo": queries.todo(person),
            "spaces": spaces,
            # The switcher offers them too: read once.
            "workspaces": [workspace.own_workspace(person), *spaces],
            "first_steps": queries.first_steps(),
        },
    )


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The register of what is kept about people: why, on what ground, how long."""
    return render(request, "portal/privacy.html", {"purposes": list(registry.data_purposes)})


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Who runs this platform, and under which licences."""
    return render(request, "portal/legal.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The declaration of accessibility."""
    return render(request, "portal/accessibility.html")


@login_not_required
@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed; a demonstration may not."""
    if settings.ENV.environment == "production":
        lines = [
            "User-agent: *",
            *(f"Disallow: {path}" for path in ("/compte/", "/mon-espace/", "/admin/", "/carte/?")),
            f"Sitemap: {settings.BASE_URL}{reverse('portal:sitemap')}",
        ]
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Addresses of the public pages."""
    addresses = [f"{settings.BASE_URL}{path}" for path in queries.public_paths()]
    return render(request, "portal/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers that do not read the page's own icon ask here."""
    return redirect(static("core/icon.svg"))


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a fault (RFC 9116). The date is kept in the future, as the standard asks."""
    expires = timezone.now() + dt.timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings.ENV.operator_email}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.BASE_URL}{reverse('portal:security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
