"""An event as a calendar file (RFC 5545), for any calendar program."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings

from maillage.programmes.models import InformationSession

LONGEST_LINE = 75  # octets, without the end of line (RFC 5545, 3.1)


def as_ics(session: InformationSession, *, now: dt.datetime) -> bytes:
    """An information session. A later revision replaces it in calendars; a cancelled one leaves them."""
    host = urlsplit(settings.BASE_URL).hostname
    where = " · ".join(part for part in (session.venue, session.link) if part)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Maillage//FR",
        f"METHOD:{'CANCEL' if session.cancelled_at else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:information-{session.pk}@{host}",
        f"SEQUENCE:{session.revision}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(session.starts_at)}",
        f"DTEND:{_moment(session.ends_at)}",
        f"SUMMARY:{_text(f'{session.title} · {session.call.title}')}",
        f"LOCATION:{_text(where)}",
        f"URL:{settings.BASE_URL}{session.call.get_absolute_url()}",
        f"STATUS:{'CANCELLED' if session.cancelled_at else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Escaped as 3.3.11 wants: what separates values elsewhere is text here."""
    for character in ("\\", ";", ","):
        value = value.replace(character, f"\\{character}")
    return value.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """In pieces of ``LONGEST_LINE`` octets, never cut inside a character; the next begin with a space."""
    pieces, piece, size = [], "", 0
    for character in line:
        weight = len(character.encode())
        if size + weight > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + weight
    return [*pieces, piece]
