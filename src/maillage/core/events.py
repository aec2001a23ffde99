"""The append-only log: who did what to which thing, from which state to which, when and why.

Written in the action's own transaction, with the webhooks that announce it. The database refuses to change
or remove a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from maillage.core import clock, webhooks
from maillage.core.models import Event


def record(
    subject: models.Model,
    verb: str,
    *,
    by: Any,
    field: str = "",
    from_: str = "",
    to: str = "",
    why: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Appends an event about ``subject``.

    Args:
        verb: dotted, past tense, app first: ``directory.place_created``.
        by: the user who acted; None when the clock did.
        data: JSON-serialisable details. No personal data beyond what the subject holds.
    """
    event = Event.objects.create(**_values(subject, verb, by, field, from_, to, why, data))
    webhooks.fan_out([event])
    return event


def record_many(entries: list[tuple[models.Model, str, Mapping[str, Any]]], *, by: Any) -> None:
    """Appends many events in one statement: ``(subject, verb, keywords of record)`` each."""
    recorded = Event.objects.bulk_create(
        [
            Event(
                **_values(
                    subject,
                    verb,
                    by,
                    keywords.get("field", ""),
                    keywords.get("from_", ""),
                    keywords.get("to", ""),
                    keywords.get("why", ""),
                    keywords.get("data"),
                )
            )
            for subject, verb, keywords in entries
        ],
        batch_size=2000,
    )
    webhooks.fan_out(recorded)


def about(subject: models.Model) -> QuerySet[Event]:
    """The events of a thing, newest first, with their actors."""
    return (
        Event.objects.filter(
            subject_type=ContentType.objects.get_for_model(subject), subject_id=str(subject.pk)
        )
        .select_related("actor")
        .order_by("-at", "-pk")
    )


def _values(
    subject: models.Model,
    verb: str,
    by: Any,
    field: str,
    from_: str,
    to: str,
    why: str,
    data: Mapping[str, Any] | None,
) -> dict[str, Any]:
    return {
        "at": clock.moment(),
        "subject_type": ContentType.objects.get_for_model(subject),
        "subject_id": str(subject.pk),
        # The log cannot be changed: what names a person says how it is to be called here.
        "subject_label": str(getattr(subject, "event_label", None) or subject)[:200],
        "actor": by,
        "verb": verb,
        "field": field if (from_ or to) else "",
        "from_state": from_,
        "to_state": to,
        "why": why,
        "data": dict(data or {}),
    }
