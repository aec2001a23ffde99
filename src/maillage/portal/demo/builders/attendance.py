"""The sheets of sessions: signed on screen, confirmed by code, said by the trainer, co-signed, put right.

Most sheets are plain. Some tell the stories that attendance is made for: a mark that came after the
co-signature, two people who said different things, a session cancelled while a device was offline.
"""

from __future__ import annotations

import datetime as dt
import math

from maillage.accounts.models import User
from maillage.pathways.actions import attendance as sheets
from maillage.pathways.actions.attendance import Said
from maillage.pathways.enums import SeatState
from maillage.pathways.enums_attendance import Means, Presence
from maillage.pathways.models import HalfDay, Registration, Session
from maillage.portal.demo.builders.pace import step
from maillage.portal.demo.content.reading import kept

LEFT_EARLY_MINUTES = 120


def span(session: Session) -> tuple[dt.datetime, dt.datetime]:
    """From when to when a session goes that has its days."""
    if session.starts_at is None or session.ends_at is None:
        raise ValueError(f"{session} has no day")
    return session.starts_at, session.ends_at


def take(session: Session, *, by: User, rank: int) -> None:
    """The sheets of a session that was held, co-signed in the evening; ``rank`` varies who was missing."""
    for half, half_day in enumerate(session.half_days.order_by("starts_at", "pk")):
        with step(half_day.starts_at + dt.timedelta(minutes=10)):
            said = []
            for turn, seat in enumerate(_expected(session)):
                if (turn + rank) % 4 == 1:
                    sheets.confirm_by_code(half_day, by=seat.user)
                elif (turn * 2 + rank + half) % 11 != 0:
                    said.append(_signed(seat, half_day, turn, rank, half))
            sheets.sync(session, said, by=by)
        with step(half_day.ends_at + dt.timedelta(minutes=5)):
            sheets.mark_the_rest(half_day, presence=Presence.ABSENT, by=by)
            sheets.cosign(half_day, typed_name=str(by), strokes=signature(by.pk), by=by)


def begin(session: Session, half_day: HalfDay, *, by: User) -> None:
    """A sheet that is being taken: some have confirmed, one has signed, the others are still awaited."""
    for turn, seat in enumerate(_expected(session)[:4]):
        if turn < 3:
            sheets.confirm_by_code(half_day, by=seat.user)
        else:
            sheets.sync(session, [_signed(seat, half_day, turn, 0, 0)], by=by)


def put_right(session: Session, *, by: User) -> None:
    """The day after: somebody was forgotten, and a mark arrives that a device had kept."""
    half_day = session.half_days.order_by("starts_at", "pk").first()
    if half_day is None:
        return
    words = kept("pathways.toml")["words"]
    missing = [seat for seat in _expected(session) if _is_absent(seat, half_day)]
    with step(half_day.ends_at + dt.timedelta(hours=22)):
        for seat in _expected(session)[:1]:
            late = Said(person=seat.user_id, presence=Presence.ABSENT, half_day=half_day.pk)
            sheets.sync(session, [late], by=by)
        for seat in missing[:1]:
            sheets.correct(half_day, seat.user, presence=Presence.PRESENT, by=by, why=words["corrected"])


def disagree(session: Session, *, first: User, second: User, settles: bool) -> None:
    """Two devices without a network say different things of somebody, and the same of somebody who signed."""
    half_day = session.half_days.order_by("-starts_at", "-pk").first()
    seats = _expected(session)
    if half_day is None or len(seats) < 3:
        return
    with step(half_day.starts_at + dt.timedelta(minutes=30)):
        sheets.sync(
            session,
            [_signed(seats[0], half_day, 3, 0, 0), _plain(seats[1], half_day), _plain(seats[2], half_day)],
            by=first,
        )
    with step(half_day.starts_at + dt.timedelta(minutes=50)):
        away = Said(person=seats[1].user_id, presence=Presence.ABSENT, half_day=half_day.pk)
        sheets.sync(session, [away, _plain(seats[0], half_day)], by=second)
        if settles:
            sheets.correct(
                half_day,
                seats[1].user,
                presence=Presence.ABSENT,
                by=second,
                why=kept("pathways.toml")["words"]["settled"],
            )


def arrive_too_late(session: Session, *, by: User) -> None:
    """The device of the trainer had not heard that the session was cancelled that morning."""
    half_day = session.half_days.order_by("starts_at", "pk").first()
    if half_day is not None:
        with step(half_day.ends_at + dt.timedelta(hours=3)):
            taken_at = half_day.starts_at + dt.timedelta(minutes=5)
            for seat in _expected(session)[:2]:
                there = Said(
                    person=seat.user_id, presence=Presence.PRESENT, half_day=half_day.pk, taken_at=taken_at
                )
                sheets.sync(session, [there], by=by)


def signature(seed: int) -> list[list[list[int]]]:
    """A flourish, always the same for a person: two lines in the box of ``signing_pad``."""
    height, turns = 60 + seed * 37 % 90, 2 + seed % 4
    wave = [
        [
            120 + 18 * n,
            int(200 + height * math.sin(n * turns / 6 + seed) * (1 - n / 60)),
        ]
        for n in range(34)
    ]
    return [wave, [[140, 300 + seed % 30], [420, 290], [690 - seed % 90, 305]]]


def _expected(session: Session) -> list[Registration]:
    rows = session.registrations.filter(state=SeatState.SEATED).select_related("user")
    return list(rows.order_by("pk"))


def _signed(seat: Registration, half_day: HalfDay, turn: int, rank: int, half: int) -> Said:
    """Signed on the trainer's screen, or said by the trainer for those who left before the end."""
    leaves = half == 1 and (turn + rank) % 9 == 4
    if leaves or (turn + rank) % 4 == 2:
        minutes = LEFT_EARLY_MINUTES if leaves and half_day.minutes > LEFT_EARLY_MINUTES else None
        return Said(person=seat.user_id, presence=Presence.PRESENT, half_day=half_day.pk, minutes=minutes)
    return Said(
        person=seat.user_id,
        presence=Presence.PRESENT,
        half_day=half_day.pk,
        means=Means.SIGNATURE,
        strokes=signature(seat.user_id),
    )


def _plain(seat: Registration, half_day: HalfDay) -> Said:
    return Said(person=seat.user_id, presence=Presence.PRESENT, half_day=half_day.pk)


def _is_absent(seat: Registration, half_day: HalfDay) -> bool:
    marks = seat.user.attendance_marks.counting().filter(sheet__half_day=half_day)
    return bool(marks.filter(presence=Presence.ABSENT).exists())
