"""A response under its lock, open or not, and the mark of a write on it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from maillage.core import clock
from maillage.core.errors import Conflict
from maillage.questionnaires.models import OnBehalf, Response


def touch(response: Response, by: Any, *fields: str) -> None:
    response.revision += 1
    response.saved_by, response.saved_at = by, clock.database_now()
    response.on_behalf = entry_of(response, by)
    response.save(update_fields=[*fields, "revision", "saved_by", "saved_at", "on_behalf"])


def entry_of(response: Response, by: Any) -> OnBehalf | None:
    return OnBehalf.objects.filter(response=response, by=by, ended_at__isnull=True).first()


def locked(response: Response) -> Response:
    return (
        Response.objects.select_for_update(of=("self",))
        .select_related("version__questionnaire", "saved_by")
        .get(pk=response.pk)
    )


def opened(response: Response) -> Response:
    response = locked(response)
    if response.closed_at is not None:
        raise Conflict(_("These answers are handed in: they no longer change."))
    return response
