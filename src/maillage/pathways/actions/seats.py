"""Seats in sessions: kept for the group, asked for by others, given back, passed on to those who wait.

Locks: the session, then its registrations. The number of seats is read under the session's lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict
from maillage.pathways.actions import telling
from maillage.pathways.actions.locks import locked_session, only_runners
from maillage.pathways.enums import (
    DATED,
    SEAT_TRANSITIONS,
    EnrolmentState,
    PathwayState,
    SeatState,
    SessionState,
)
from maillage.pathways.models import Enrolment, Registration, Session


@transaction.atomic
def register(session: Session, *, by: Any) -> Registration:
    """Somebody takes a seat in an open session, or a rank in its queue. Twice is the same as once.

    Raises:
        Conflict: not open to others, past or cancelled.
    """
    session = locked_session(session)
    mine = Enrolment.objects.filter(pathway=session.pathway, user=by, state=EnrolmentState.ACTIVE).first()
    if mine is None and not (
        session.is_open and session.pathway.is_public and session.pathway.state == PathwayState.OPEN
    ):
        raise Conflict(_("This session is for the group only."))
    if session.state != SessionState.SCHEDULED:
        raise Conflict(_("Nobody registers for this session any more."))
    moment = clock.database_now()
    if session.starts_at is not None and session.starts_at <= moment:
        raise Conflict(_("This session has begun."))
    row = Registration.objects.select_for_update(of=("self",)).filter(session=session, user=by).first()
    if row is not None and row.state != SeatState.EXCUSED:
        return row
    to = SeatState.WAITING if _is_full(session) else SeatState.SEATED
    if row is None:
        row = Registration.objects.create(session=session, user=by, enrolment=mine, state=to, at=moment)
        events.record(row, "pathways.registered", by=by, data={"state": to})
    else:
        row.session = session
        states.move(
            row,
            to,
            SEAT_TRANSITIONS,
            by=by,
            verb="pathways.registered",
            also={"at": moment, "reason": ""},
        )
    telling.registered(row)
    return row


@transaction.atomic
def give_back(session: Session, *, by: Any, reason: str = "", person: Any = None) -> None:
    """A person will not come; the first who waits has the seat, and is told. ``person``: said for them by
    those who run the pathway.

    Raises:
        Conflict: the session has begun: who came is for attendance to say.
    """
    if person is not None and person.pk != by.pk:
        only_runners(session.pathway, by)
    session = locked_session(session)
    if session.state != SessionState.SCHEDULED or (
        session.starts_at is not None and session.starts_at <= clock.database_now()
    ):
        raise Conflict(_("This session has begun."))
    row = (
        Registration.objects.select_for_update(of=("self",))
        .filter(session=session, user=person or by)
        .exclude(state=SeatState.EXCUSED)
        .first()
    )
    if row is None:
        return
    row.session = session
    states.move(
        row,
        SeatState.EXCUSED,
        SEAT_TRANSITIONS,
        by=by,
        verb="pathways.excused",
        also={"reason": reason.strip()},
    )
    seat_the_next(session)


# --- For the actions around ------------------------------------------------------------------------------
def fill(session: Session) -> None:
    """Keeps a seat for everybody of the group in a session that has just had its day (locked)."""
    if session.participant is not None:
        people: Iterable[Enrolment] = [session.participant]
    else:
        people = session.pathway.enrolments.filter(state=EnrolmentState.ACTIVE).order_by("at", "pk")
    known = set(session.registrations.values_list("user", flat=True))
    missing = [row for row in people if row.user_id not in known]
    free = _free(session)
    moment = clock.database_now()
    Registration.objects.bulk_create(
        Registration(
            session=session,
            user_id=row.user_id,
            enrolment=row,
            state=SeatState.SEATED if free is None or rank < free else SeatState.WAITING,
            at=moment,
        )
        for rank, row in enumerate(missing)
    )


def keep_for(enrolment: Enrolment) -> None:
    """Keeps a seat for somebody who enters the group, in each group session to come."""
    rows = enrolment.pathway.sessions.select_for_update(of=("self",)).filter(
        state=SessionState.SCHEDULED,
        starts_at__gt=clock.database_now(),
        participant__isnull=True,
    )
    for session in rows.order_by("pk"):
        row = Registration.objects.filter(session=session, user=enrolment.user).first()
        if row is None:
            Registration.objects.create(
                session=session,
                user=enrolment.user,
                enrolment=enrolment,
                state=SeatState.WAITING if _is_full(session) else SeatState.SEATED,
                at=clock.database_now(),
            )
        else:
            if row.state == SeatState.EXCUSED:
                to = SeatState.WAITING if _is_full(session) else SeatState.SEATED
                states.move(row, to, SEAT_TRANSITIONS, by=None, verb="pathways.registered")
            row.enrolment = enrolment
            row.save(update_fields=["enrolment"])


def release_all(enrolment: Enrolment, *, by: Any) -> None:
    """Gives back the seats to come of somebody who leaves the group."""
    rows = (
        Session.objects.select_for_update(of=("self",))
        .filter(
            registrations__enrolment=enrolment,
            state__in=DATED,
            starts_at__gt=clock.database_now(),
        )
        .select_related("pathway")
    )
    for session in rows.order_by("pk"):
        for row in session.registrations.filter(enrolment=enrolment).exclude(state=SeatState.EXCUSED):
            states.move(row, SeatState.EXCUSED, SEAT_TRANSITIONS, by=by, verb="pathways.excused")
        seat_the_next(session)


def seat_the_next(session: Session) -> None:
    """Gives the free seats of a locked session to those who wait, in their order, and tells them."""
    waiting = (
        Registration.objects.select_for_update(of=("self",))
        .filter(session=session, state=SeatState.WAITING)
        .select_related("user")
        .order_by("at", "pk")
    )
    free = _free(session)
    if free is not None:
        waiting = waiting[: max(0, free)]
    for row in waiting:
        row.session = session
        states.move(row, SeatState.SEATED, SEAT_TRANSITIONS, by=None, verb="pathways.seated")
        telling.registered(row)


def _free(session: Session) -> int | None:
    if session.capacity is None:
        return None
    return session.capacity - session.registrations.filter(state=SeatState.SEATED).count()


def _is_full(session: Session) -> bool:
    free = _free(session)
    return free is not None and free <= 0
