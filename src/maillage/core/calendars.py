"""Calendar data (RFC 5545), and the invitations that mail programs know (RFC 5546).

What is entered keeps its UID for ever; each change has a larger SEQUENCE, and a cancellation is the same UID
with STATUS:CANCELLED, so that the entry moves, or goes, in every calendar that holds it. Moments are in UTC:
no calendar needs to know a time zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from maillage.core import files
from maillage.core.models import StoredFile

PRODUCT = "-//Maillage//FR"
ICS = "text/calendar"


@dataclass(frozen=True)
class Entry:
    """Something at a moment. ``revision`` is its SEQUENCE, ``url`` a path of this site; ``organizer`` is the
    name and the address of whoever calls people together (the platform's own address when empty)."""

    uid: str
    revision: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    changed_at: dt.datetime
    url: str
    where: str = ""
    description: str = ""
    is_cancelled: bool = False
    organizer: tuple[str, str] = ("", "")


def uid(name: str) -> str:
    """Unlike any other in the world: a name of this site, and the site."""
    return f"{name}@{urlsplit(settings.BASE_URL).hostname}"


def invitation(entry: Entry, *, name: str, email: str, now: dt.datetime) -> bytes:
    """What one person gets: METHOD:REQUEST, and METHOD:CANCEL once it is cancelled."""
    calendar = _calendar("CANCEL" if entry.is_cancelled else "REQUEST")
    event = _event(entry, now)
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["CN"] = vText(_line(name or email))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    # Seats are given here, and given back here: no calendar has to answer.
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def published(entries: Iterable[Entry], *, now: dt.datetime, name: str = "") -> bytes:
    """Several in one file or feed: METHOD:PUBLISH, cancelled ones marked as such."""
    calendar = _calendar("PUBLISH")
    if name:
        # Not of the standard, but what calendars show (RFC 7986 names it NAME; both are written).
        calendar.add("name", _line(name))
        calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", dt.timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def kept(content: bytes) -> StoredFile:
    """The file that goes with an e-mail."""
    return files.keep_made(ContentFile(content), "invitation.ics", ICS)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, now: dt.datetime) -> Event:
    url = f"{settings.BASE_URL}{entry.url}"
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.revision)
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
    event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    title = _("Cancelled: %(title)s") % {"title": entry.title} if entry.is_cancelled else entry.title
    event.add("summary", _line(title))
    if entry.where:
        event.add("location", _line(entry.where))
    said = [_line(line) for line in entry.description.splitlines()]
    event.add("description", "\n".join(part for part in (*said, url) if part))
    event.add("url", url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("organizer", _organizer(*entry.organizer), encode=False)
    return event


def _line(text: str) -> str:
    """A text on one line, without control characters: an alone carriage return in a title would begin a line
    of its own for programs that read it so, and none may stand in a parameter."""
    return " ".join("".join(part if part.isprintable() else " " for part in text).split())


def _organizer(name: str, email: str) -> Any:
    own = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    organizer = vCalAddress(f"mailto:{email or own}")
    organizer.params["CN"] = vText(_line(name) or "Maillage")
    return organizer
