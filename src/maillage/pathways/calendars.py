"""Sessions as calendar data (RFC 5545), and the invitations that mail programs know (RFC 5546).

A session keeps its UID for ever; each change has a larger SEQUENCE, and a cancellation is the same UID with
STATUS:CANCELLED, so that the entry moves, or goes, in every calendar that holds it. Moments are in UTC: no
calendar needs to know a time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from maillage.core.formatting import period
from maillage.pathways.enums import SessionState
from maillage.pathways.models import Session

PRODUCT = "-//Maillage//FR"


def invitation(session: Session, *, name: str, email: str, now: dt.datetime) -> bytes:
    """What one person gets: METHOD:REQUEST, and METHOD:CANCEL once it is cancelled."""
    is_cancelled = session.state == SessionState.CANCELLED
    calendar = _calendar("CANCEL" if is_cancelled else "REQUEST")
    event = _event(session, now)
    event.add("organizer", _organizer(session), encode=False)
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["CN"] = vText(name or email)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    # Seats are given here, and given back here: no calendar has to answer.
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def published(sessions: Iterable[Session], *, now: dt.datetime, name: str = "") -> bytes:
    """Several sessions in one file or feed: METHOD:PUBLISH, cancelled ones marked as such."""
    calendar = _calendar("PUBLISH")
    if name:
        # Not of the standard, but what calendars show (RFC 7986 names it NAME; both are written).
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", dt.timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for session in sessions:
        event = _event(session, now)
        event.add("organizer", _organizer(session), encode=False)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(session: Session, now: dt.datetime) -> Event:
    if session.starts_at is None or session.ends_at is None:
        raise ValueError("A session without a day has no place in a calendar.")
    is_cancelled = session.state == SessionState.CANCELLED
    url = f"{settings.BASE_URL}{session.get_absolute_url()}"
    title = f"{session.title} · {session.pathway.title}"
    event = Event()
    event.add("uid", uid(session))
    event.add("sequence", session.revision)
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("last-modified", session.changed_at.astimezone(dt.UTC))
    event.add("dtstart", session.starts_at.astimezone(dt.UTC))
    event.add("dtend", session.ends_at.astimezone(dt.UTC))
    event.add("summary", _("Cancelled: %(title)s") % {"title": title} if is_cancelled else title)
    if where := " · ".join(part for part in (session.where, session.link) if part):
        event.add("location", where)
    event.add("description", "\n".join(part for part in (_halves(session), session.objectives, url) if part))
    event.add("url", url)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    return event


def _halves(session: Session) -> str:
    """The half-days of a session that spreads over several: its entry goes from the first to the last."""
    rows = list(session.half_days.all()) if session.pk else []
    if len(rows) < 2:
        return ""
    return "\n".join(period(row.starts_at, row.ends_at) for row in sorted(rows, key=lambda r: r.starts_at))


def uid(session: Session) -> str:
    """The same for ever, and unlike any other in the world."""
    return f"{session.uid}@{urlsplit(settings.BASE_URL).hostname}"


def _organizer(session: Session) -> Any:
    pathway = session.pathway
    email = (
        (pathway.programme.contact_email if pathway.programme else "")
        or pathway.organisation.email
        or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    )
    organizer = vCalAddress(f"mailto:{email}")
    organizer.params["CN"] = vText(str(pathway.organisation))
    return organizer
