"""The personal calendar link: made when asked for, replaced when it was given to somebody by mistake."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from maillage.core import clock, events
from maillage.pathways.models import CalendarFeed


@transaction.atomic
def open_feed(person: Any) -> CalendarFeed:
    """The person's link. Twice is the same as once."""
    feed, made = CalendarFeed.objects.get_or_create(user=person)
    if made:
        events.record(feed, "pathways.calendar_opened", by=person)
    return feed


@transaction.atomic
def renew_feed(person: Any) -> CalendarFeed:
    """Another link; the old one answers nothing any more."""
    feed = open_feed(person)
    feed = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    feed.serial += 1
    feed.changed_at = clock.database_now()
    feed.save(update_fields=["serial", "changed_at"])
    events.record(feed, "pathways.calendar_renewed", by=person)
    return feed
