"""The days that a calendar rule proposes: no weekend, no French public holiday. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from maillage.pathways.content import KitContent, SessionTemplate

FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, J. Meeus, 1991)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def is_holiday(day: dt.date) -> bool:
    """A day off everywhere in France (Code du travail, article L3133-1)."""
    sunday = easter(day.year)
    movable = {sunday + dt.timedelta(days=days) for days in (1, 39, 50)}
    return (day.month, day.day) in FIXED_HOLIDAYS or day in movable


def is_working(day: dt.date) -> bool:
    return day.weekday() < 5 and not is_holiday(day)


def next_working(day: dt.date) -> dt.date:
    while not is_working(day):
        day += dt.timedelta(days=1)
    return day


def proposed_days(content: KitContent, starts_on: dt.date) -> list[tuple[SessionTemplate, dt.date]]:
    """A day for each session that the group follows together, from the first day on.

    A day that falls on a weekend or a holiday moves to the next working one; the following ones are
    counted from where it should have been, so that the weekly rhythm is kept.
    """
    wished = starts_on
    rows: list[tuple[SessionTemplate, dt.date]] = []
    for rank, template in enumerate(content.group_templates):
        if rank:
            gap = content.every_days if template.gap_days is None else template.gap_days
            wished += dt.timedelta(days=gap)
        day = next_working(wished)
        if rows and day < rows[-1][1]:
            day = rows[-1][1]
        rows.append((template, day))
    return rows


def half_days_of(day: dt.date, starts: dt.time, minutes: int) -> Sequence[tuple[dt.date, dt.time, dt.time]]:
    """The half-days of a session of ``minutes`` that begins at ``starts``: a morning, then an afternoon
    after an hour’s break, then the next working day."""
    pieces: list[tuple[dt.date, dt.time, dt.time]] = []
    left, beginning = minutes, starts
    while left > 0:
        piece = min(left, 240)
        if left > 240:
            # A whole day is cut in equal halves, not in four hours and a rest.
            parts = -(-left // 240)
            piece = -(-left // parts)
        moment = dt.datetime.combine(day, beginning) + dt.timedelta(minutes=piece)
        if moment.date() != day:
            moment = dt.datetime.combine(day, dt.time(23, 59))
        pieces.append((day, beginning, moment.time()))
        left -= piece
        if beginning < dt.time(12):
            beginning = max(dt.time(13, 30), (moment + dt.timedelta(hours=1)).time())
        else:
            day, beginning = next_working(day + dt.timedelta(days=1)), dt.time(9)
    return pieces
