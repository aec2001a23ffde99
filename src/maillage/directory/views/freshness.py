"""Confirming that records are right, from the e-mailed link or from a workspace."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.accounts.models import User
from maillage.directory import actions
from maillage.directory.emails import FreshnessLink, read_freshness_token
from maillage.directory.enums import ConfirmationSource, RecordKind
from maillage.directory.models import Organisation, Place, Service

MODELS: dict[str, Any] = {
    RecordKind.ORGANISATION: Organisation.objects.select_related("commune"),
    RecordKind.PLACE: Place.objects.select_related("commune", "organisation"),
    RecordKind.SERVICE: Service.objects.select_related("organisation"),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Is this still right? One button, no sign-in. Following the link changes nothing."""
    held = read_freshness_token(token)
    if held is None:
        return render(request, "directory/freshness_gone.html", status=404)
    records = records_of(held)
    if not records:
        return render(request, "directory/freshness_gone.html", status=404)
    if request.method == "POST":
        person = User.objects.filter(pk=held.user_id, is_active=True).first() if held.user_id else None
        actions.confirm_freshness(records, by=person, source=ConfirmationSource.LINK)
        return redirect(request.path)
    today = timezone.localdate()
    return render(
        request,
        "directory/freshness_link.html",
        {
            "records": records,
            "is_done": all(
                record.confirmed_at and timezone.localdate(record.confirmed_at) == today for record in records
            ),
        },
    )


def records_of(held: FreshnessLink) -> list[Organisation | Place | Service]:
    """The records of a link that are still public: what was withdrawn or merged needs no confirmation."""
    found: list[Organisation | Place | Service] = []
    for kind, rows in MODELS.items():
        pks = [pk for held_kind, pk in held.records if held_kind == kind]
        if pks:
            found += rows.public().filter(pk__in=pks).order_by("name_key", "pk")
    return found
