"""The half-days of sessions, who has a seat in them, and a million and a half marks of who came.

Half-days are drawn with their session; seats and marks follow from who is in the group, and the database
makes them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from maillage.pathways.enums import Half, SeatState, SessionState
from maillage.pathways.enums_attendance import Means, Outcome, Presence, SheetState
from maillage.pathways.models import HalfDay, Mark, Registration, Sheet
from maillage.portal.demo.national.loading import Loading, bare

HOURS = {Half.MORNING: 9, Half.AFTERNOON: 14}
LENGTH = dt.timedelta(hours=3)


class Meeting(NamedTuple):
    """A session as it was drawn: who speaks, how many are in the group, when."""

    trainer: int
    people: int
    state: SessionState
    halves: tuple[tuple[dt.date, Half], ...]


def write(load: Loading, sessions: range, meetings: list[Meeting]) -> None:
    _seats(load, sessions)
    _marks(load, sessions, meetings)


def moment_of(day: dt.date, half: Half) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(HOURS[half])))


def _seats(load: Loading, sessions: range) -> None:
    """Everybody of the group has a seat; one in sixteen gave theirs back."""
    if not sessions:
        return
    with bare(Registration):
        count = load.select(
            Registration(),
            ("session_id", "user_id", "enrolment_id", "state", "at"),
            """SELECT s.id, e.user_id, e.id,
                      CASE WHEN hashint8(e.id * 7919 + s.id) & 15 = 0 THEN %(excused)s ELSE %(seated)s END,
                      e.at
               FROM pathways_session s JOIN pathways_enrolment e ON e.pathway_id = s.pathway_id
               WHERE s.id BETWEEN %(first)s AND %(last)s AND s.state <> %(undated)s""",
            {
                "excused": SeatState.EXCUSED.value,
                "seated": SeatState.SEATED.value,
                "undated": SessionState.TO_DATE.value,
                "first": sessions[0],
                "last": sessions[-1],
            },
        )
    load.tell(f"{count} seats")


def _marks(load: Loading, sessions: range, meetings: list[Meeting]) -> None:
    """A sheet for each half-day that was held, a mark for each of the group, until there are enough."""
    halves = []
    marked: list[int] = []
    left = load.size.attendances
    for key, each in zip(sessions, meetings, strict=True):
        if each.state == SessionState.TO_DATE:
            continue
        for day, half in each.halves:
            starts_at = moment_of(day, half)
            halves.append((key, day, half.value, starts_at, starts_at + LENGTH))
            come = min(each.people, left) if each.state == SessionState.HELD else 0
            left -= come
            marked.append(come)
    with bare(HalfDay):
        keys = load.write(HalfDay(), ("session_id", "day", "half", "starts_at", "ends_at"), halves)
    trainers = {key: each.trainer for key, each in zip(sessions, meetings, strict=True)}
    sheets: list[tuple[Any, ...]] = []
    asked: list[int] = []
    for key, (session, _day, _half, _starts_at, ends_at), number in zip(keys, halves, marked, strict=True):
        if number:
            is_closed = load.rng.random() < 0.92
            sheets.append(
                (
                    key,
                    (SheetState.COSIGNED if is_closed else SheetState.OPEN).value,
                    trainers[session] if is_closed else None,
                    ends_at if is_closed else None,
                    "Animation" if is_closed else "",
                )
            )
            asked.append(number)
    with bare(Sheet):
        written = load.write(
            Sheet(), ("half_day_id", "state", "cosigned_by_id", "cosigned_at", "typed_name"), sheets
        )
    load.tell(f"{len(keys)} half-days, {len(written)} sheets")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE asked (sheet bigint, number int) ON COMMIT DROP")
        with cursor.copy("COPY asked FROM STDIN") as copy:
            for pair in zip(written, asked, strict=True):
                copy.write_row(pair)
        cursor.execute("ANALYZE asked")
    with bare(Mark):
        count = load.select(
            Mark(outcome=Outcome.COUNTS),
            (
                *("client_id", "sheet_id", "user_id", "presence", "means", "minutes", "typed_name"),
                *("taken_by_id", "taken_at", "received_at"),
            ),
            """SELECT gen_random_uuid(), sheet, user_id,
                      CASE WHEN draw < 12 THEN %(absent)s ELSE %(present)s END,
                      CASE WHEN draw < 12 THEN %(trainer)s WHEN draw < 75 THEN %(signature)s
                           ELSE %(code)s END,
                      CASE WHEN draw > 96 THEN 120 END,
                      '', CASE WHEN draw < 12 THEN trainer ELSE user_id END,
                      starts_at + interval '10 minutes', starts_at + interval '12 minutes'
               FROM (SELECT asked.sheet, follows.user_id, h.starts_at, p.created_by_id AS trainer,
                            (hashint8(follows.id * 104729 + asked.sheet) & 65535) %% 100 AS draw
                     FROM asked
                     JOIN pathways_sheet sh ON sh.id = asked.sheet
                     JOIN pathways_halfday h ON h.id = sh.half_day_id
                     JOIN pathways_session s ON s.id = h.session_id
                     JOIN pathways_pathway p ON p.id = s.pathway_id
                     JOIN (SELECT id, user_id, pathway_id,
                                  row_number() OVER (PARTITION BY pathway_id ORDER BY id) AS rank
                           FROM pathways_enrolment) follows
                       ON follows.pathway_id = s.pathway_id AND follows.rank <= asked.number) marked""",
            {
                "absent": Presence.ABSENT.value,
                "present": Presence.PRESENT.value,
                "trainer": Means.TRAINER.value,
                "signature": Means.SIGNATURE.value,
                "code": Means.CODE.value,
            },
        )
    load.tell(f"{count} attendances")
