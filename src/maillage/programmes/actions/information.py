"""Information sessions: planning, changing, cancelling; taking a seat, waiting for one, giving it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import clock, events, files, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes import calendars
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.actions.notice import tell_listeners
from maillage.programmes.enums import REGISTRATION_TRANSITIONS, CallState, RegistrationState
from maillage.programmes.models import Call, InformationSession, Registration

ICS = "text/calendar"


@transaction.atomic
def plan(
    call: Call,
    *,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Any,
    venue: str = "",
    link: str = "",
    capacity: int | None = None,
) -> InformationSession:
    """A session about a call; those who follow a published one are told.

    Raises:
        Invalid: it ends before it begins, is past, is nowhere, or has no seat.
    """
    only_officers(call.programme, by)
    session = InformationSession(
        call=call,
        title=title.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue.strip(),
        link=link.strip(),
        capacity=capacity,
    )
    _check(session)
    session.save()
    _draw_calendar(session)
    events.record(call, "programmes.information_planned", by=by, data={"title": session.title})
    if call.state == CallState.PUBLISHED:
        tell_listeners(call, "programmes/email/information_planned", {"session": session})
    return session


@transaction.atomic
def change(
    session: InformationSession,
    *,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: Any,
    venue: str = "",
    link: str = "",
    capacity: int | None = None,
) -> InformationSession:
    """Another moment, place or size. Those who come are told, with the new entry for their calendar; more
    seats go to those who wait.

    Raises:
        Conflict: it was cancelled, or fewer seats than people who have one.
    """
    only_officers(session.call.programme, by)
    session = _locked(session)
    if session.cancelled_at is not None:
        raise Conflict(_("This session was cancelled."))
    seated = _seated(session).count()
    if capacity is not None and capacity < seated:
        sentence = ngettext(
            "%(number)d person has a seat already.", "%(number)d people have a seat already.", seated
        )
        raise Invalid(fields={"capacity": sentence % {"number": seated}})
    before = (session.starts_at, session.ends_at, session.venue, session.link)
    session.title, session.capacity = title.strip(), capacity
    session.starts_at, session.ends_at = starts_at, ends_at
    session.venue, session.link = venue.strip(), link.strip()
    session.revision += 1
    _check(session)
    session.save()
    _draw_calendar(session)
    events.record(session.call, "programmes.information_changed", by=by, data={"title": session.title})
    if before != (session.starts_at, session.ends_at, session.venue, session.link):
        for row in _seated(session).select_related("user").order_by("at", "pk"):
            _tell(session, row, "programmes/email/information_changed", with_calendar=True)
    _seat_the_next(session)
    return session


@transaction.atomic
def cancel(session: InformationSession, *, why: str, by: Any) -> InformationSession:
    """Cancels a session and tells everybody who was coming or waited. Cancelling twice is the same as once.

    Raises:
        Invalid: no reason.
    """
    only_officers(session.call.programme, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: those who registered will read it.")})
    session = _locked(session)
    if session.cancelled_at is not None:
        return session
    call_off(session, why=why, by=by)
    for row in _present(session).select_related("user").order_by("at", "pk"):
        _tell(session, row, "programmes/email/information_cancelled", with_calendar=True)
    return session


def call_off(session: InformationSession, *, why: str, by: Any) -> None:
    """Marks a locked session as cancelled, without a message: its caller tells people."""
    session.cancelled_at, session.cancelled_reason = clock.database_now(), why.strip()
    session.revision += 1
    session.save(update_fields=["cancelled_at", "cancelled_reason", "revision"])
    _draw_calendar(session)
    events.record(
        session.call,
        "programmes.information_cancelled",
        by=by,
        why=why.strip(),
        data={"title": session.title},
    )


# --- Seats ---------------------------------------------------------------------------------------------
@transaction.atomic
def register(session: InformationSession, *, by: Any) -> Registration:
    """Takes a seat, or a rank in the queue when there is none left. Twice is the same as once.

    Raises:
        Conflict: it is past or cancelled.
    """
    session = _locked(session)
    if session.cancelled_at is not None:
        raise Conflict(_("This session was cancelled."))
    moment = clock.database_now()
    if session.starts_at <= moment:
        raise Conflict(_("This session has begun."))
    present = Registration.objects.filter(session=session, user=by).first()
    if present is not None and present.state != RegistrationState.CANCELLED:
        return present
    is_full = session.capacity is not None and _seated(session).count() >= session.capacity
    to = RegistrationState.WAITING if is_full else RegistrationState.SEATED
    if present is None:
        present = Registration.objects.create(session=session, user=by, state=to, at=moment)
        events.record(present, "programmes.registered", by=by, data={"state": to})
    else:
        states.move(
            present,
            to,
            REGISTRATION_TRANSITIONS,
            by=by,
            verb="programmes.registered",
            also={"at": moment},
        )
    _tell(session, present, "programmes/email/information_registered", with_calendar=not is_full)
    return present


@transaction.atomic
def give_back(session: InformationSession, *, by: Any) -> None:
    """Gives a seat back: the first who waits gets it, and is told."""
    session = _locked(session)
    row = _present(session).filter(user=by).first()
    if row is None:
        return
    states.move(
        row, RegistrationState.CANCELLED, REGISTRATION_TRANSITIONS, by=by, verb="programmes.unregistered"
    )
    _seat_the_next(session)


def _seat_the_next(session: InformationSession) -> None:
    waiting = Registration.objects.filter(session=session, state=RegistrationState.WAITING)
    rows = waiting.select_related("user").order_by("at", "pk")
    if session.capacity is not None:
        rows = rows[: max(0, session.capacity - _seated(session).count())]
    for row in rows:
        states.move(
            row, RegistrationState.SEATED, REGISTRATION_TRANSITIONS, by=None, verb="programmes.seated"
        )
        _tell(session, row, "programmes/email/information_seated", with_calendar=True)


# --- Inside --------------------------------------------------------------------------------------------
def _locked(session: InformationSession) -> InformationSession:
    InformationSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    return InformationSession.objects.select_related("call__programme", "calendar").get(pk=session.pk)


def _present(session: InformationSession) -> Any:
    return Registration.objects.filter(session=session).exclude(state=RegistrationState.CANCELLED)


def _seated(session: InformationSession) -> Any:
    return Registration.objects.filter(session=session, state=RegistrationState.SEATED)


def _draw_calendar(session: InformationSession) -> None:
    # The one before stays: messages that have not left yet carry it.
    text = calendars.as_ics(session, now=clock.database_now())
    session.calendar = files.keep_made(ContentFile(text), "reunion.ics", ICS)
    session.save(update_fields=["calendar"])


def _tell(session: InformationSession, row: Registration, template: str, *, with_calendar: bool) -> None:
    row.session = session  # what they read it for is read once
    if row.user.is_active:
        outbox.send_email(
            row.user.email,
            template,
            {"session": session, "call": session.call, "registration": row},
            language=row.user.language,
            attachment=session.calendar if with_calendar else None,
        )


def _check(session: InformationSession) -> None:
    if session.ends_at <= session.starts_at:
        raise Invalid(fields={"ends_at": _("A session ends after it begins.")})
    if session.starts_at <= clock.database_now():
        raise Invalid(fields={"starts_at": _("This moment is past.")})
    if not session.venue and not session.link:
        raise Invalid(fields={"venue": _("Say where: a place, a link, or both.")})
    try:
        session.full_clean(exclude=["call", "calendar"])
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
