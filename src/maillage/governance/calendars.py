"""Meetings as entries of calendars: one keeps its UID for ever, and grows its SEQUENCE with each change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from maillage.core import calendars, clock
from maillage.core.calendars import Entry
from maillage.governance import hosts
from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting


def invitation(meeting: Meeting, person: Any, *, goes: bool = False) -> bytes:
    """What one person gets: METHOD:REQUEST; METHOD:CANCEL once it is cancelled, or when it ``goes`` from
    their calendar alone."""
    entry = _entry(meeting, is_cancelled=goes or meeting.state == MeetingState.CANCELLED)
    return calendars.invitation(entry, name=person.full_name, email=person.email, now=clock.database_now())


def published(meeting: Meeting) -> bytes:
    """The file that whoever sees the meeting takes from its page."""
    entry = _entry(meeting, is_cancelled=meeting.state == MeetingState.CANCELLED)
    return calendars.published([entry], now=clock.moment())


def uid(meeting: Meeting) -> str:
    """The same for ever. The moment of its making tells it from one of an earlier data base."""
    made_at = meeting.created_at.astimezone(dt.UTC)
    return calendars.uid(f"meeting-{meeting.pk}-{made_at:%Y%m%dT%H%M%S}")


def _entry(meeting: Meeting, *, is_cancelled: bool) -> Entry:
    committee = meeting.committee
    host = hosts.name_of(committee.host_kind, committee.host_id)
    return Entry(
        uid=uid(meeting),
        revision=meeting.revision,
        starts_at=meeting.held_at,
        ends_at=meeting.held_at + dt.timedelta(minutes=meeting.minutes_planned),
        title=f"{meeting.title} · {committee.name}",
        changed_at=meeting.changed_at,
        url=meeting.get_absolute_url(),
        where=" · ".join(part for part in (meeting.venue, meeting.link) if part),
        is_cancelled=is_cancelled,
        organizer=(host.name if host else committee.name, ""),
    )
