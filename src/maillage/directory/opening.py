"""OpenStreetMap opening hours in plain words. No database here.

Hours are those of the place's own clock: a workshop in Saint-Denis de La Réunion opens at 9 there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stub forgets one

from maillage.core.formatting import hour

PARIS = "Europe/Paris"
NBSP = "\N{NO-BREAK SPACE}"
MINUTE = dt.timedelta(minutes=1)
# Where the clock is not that of Paris, by département or collectivity.
TIME_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}


@dataclass(frozen=True)
class Opening:
    """Whether a place is open now, and the sentence that says it and what comes next."""

    is_open: bool
    sentence: str


@dataclass(frozen=True)
class Day:
    """A day of the coming week: its name and its hours ("9 h – 12 h, 14 h – 18 h", or closed)."""

    name: str
    hours: str
    is_today: bool


def zone_of(department: str) -> ZoneInfo:
    """The time zone of a département or collectivity."""
    return ZoneInfo(TIME_ZONES.get(department, PARIS))


def opening_now(expression: str, department: str, *, at: dt.datetime | None = None) -> Opening | None:
    """What to say of a place at this moment; None without hours, or when they do not tell (by appointment).

    Args:
        expression: OpenStreetMap's syntax.
        department: gives the clock and the calendar of public holidays.
        at: now, unless given.
    """
    hours = _parse(expression, department)
    if hours is None:
        return None
    now = (at or timezone.now()).astimezone(zone_of(department))
    state, comment = hours.state(now)
    if state == State.UNKNOWN:
        return Opening(False, comment) if comment else None
    is_open = state == State.OPEN
    change = hours.next_change(now)
    if change is None and comment:
        # "by appointment", written as a comment: neither open nor closed, but what to know.
        return Opening(False, comment)
    if change is None:
        return Opening(is_open, _("Open day and night, every day") if is_open else _("Closed"))
    if is_open:
        if change.date() == now.date():
            return Opening(True, _("Open today until %(hour)s") % {"hour": _hour(change)})
        if change - now < dt.timedelta(hours=24):
            return Opening(True, _("Open now, until %(hour)s tomorrow") % {"hour": _hour(change)})
        return Opening(True, _("Open now"))
    return Opening(False, _closed(now, change))


def week(expression: str, department: str, *, at: dt.datetime | None = None) -> list[Day]:
    """The hours of the seven days that start today, holidays taken into account. Empty without hours."""
    hours = _parse(expression, department)
    if hours is None:
        return []
    zone = zone_of(department)
    today = (at or timezone.now()).astimezone(zone).date()
    days = []
    for offset in range(7):
        date = today + dt.timedelta(days=offset)
        spans = ", ".join(_spans(hours, date, zone))
        days.append(
            Day(
                name=date_format(date, "l").capitalize(),
                hours=spans or pgettext("opening hours", "closed"),
                is_today=offset == 0,
            )
        )
    return days


def _parse(expression: str, department: str) -> OpeningHours | None:
    if not expression:
        return None
    try:
        return OpeningHours(expression, timezone=zone_of(department), country="FR")
    except ParserError:
        # Imported before the rule was checked: the page says nothing rather than something wrong.
        return None


def _spans(hours: OpeningHours, date: dt.date, zone: ZoneInfo) -> Iterator[str]:
    """What opens on that day, in words; an evening that ends after midnight belongs to its first day."""
    start = dt.datetime.combine(date, dt.time(), zone)
    end = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), zone)
    for opens, closes, state, comment in hours.intervals(start, end + dt.timedelta(hours=12)):
        if state != State.OPEN or opens >= end:
            continue
        if opens == start and closes < end and hours.is_open(start - MINUTE):
            continue
        if opens == start and closes >= end:
            yield comment or _("day and night")
            continue
        yield f"{_hour(opens)}{NBSP}–{NBSP}{_hour(closes)}" + (f" ({comment})" if comment else "")


def _closed(now: dt.datetime, opens: dt.datetime) -> str:
    days = (opens.date() - now.date()).days
    if days == 0:
        return _("Closed now, opens today at %(hour)s") % {"hour": _hour(opens)}
    if days == 1:
        return _("Closed now, opens tomorrow at %(hour)s") % {"hour": _hour(opens)}
    if days < 7:
        return _("Closed now, opens on %(weekday)s at %(hour)s") % {
            "weekday": date_format(opens.date(), "l").lower(),
            "hour": _hour(opens),
        }
    return _("Closed now, opens again on %(day)s") % {"day": date_format(opens.date(), "j F")}


def _hour(moment: dt.datetime) -> str:
    # Without its zone, the moment is written as it stands on the place's clock, not on the reader's.
    return hour(moment.replace(tzinfo=None))
