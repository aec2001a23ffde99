"""Sessions: giving them their days and places, moving, cancelling, holding, adding one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.pathways import rules as who
from maillage.pathways.actions import resource, seats, telling
from maillage.pathways.actions.locks import locked_pathway, locked_session, only_runners
from maillage.pathways.calendar_rule import half_days_of, proposed_days
from maillage.pathways.enums import (
    SESSION_TRANSITIONS,
    Half,
    PathwayState,
    SeatState,
    SessionKind,
    SessionState,
)
from maillage.pathways.enums_attendance import SheetState
from maillage.pathways.models import Enrolment, HalfDay, Mark, Pathway, Registration, Session, Sheet

#: A half-day: from when to when.
Span = tuple[dt.datetime, dt.datetime]


@transaction.atomic
def schedule(
    session: Session, spans: Sequence[Span], *, by: Any, notify: bool = True, **where: Any
) -> Session:
    """Gives a session its half-days, or moves it to others, and its place. Those concerned are told, with
    the new entry for their calendar, when the moment, the place or the link changed.

    Args:
        spans: its half-days, in any order; moments are aware.
        where: any of place, commune, venue, link, capacity, is_open, is_place_fixed, modality.

    Raises:
        Conflict: it is cancelled, or was held.
        Invalid: half-days that overlap or end before they begin, or fewer seats than people seated.
    """
    only_runners(session.pathway, by)
    session = locked_session(session)
    if session.state not in (SessionState.TO_DATE, SessionState.SCHEDULED):
        raise Conflict(_("This session was held or cancelled: its days no longer change."))
    if session.pathway.state == PathwayState.CANCELLED:
        raise Conflict(_("This pathway is cancelled."))
    ordered = _checked(spans)
    before = _told(session) if session.state == SessionState.SCHEDULED else None
    before_days = list(session.half_days.order_by("starts_at").values_list("starts_at", "ends_at"))
    _place(session, where)
    session.starts_at, session.ends_at = ordered[0][0], ordered[-1][1]
    moment = clock.database_now()
    is_new = session.state == SessionState.TO_DATE
    changed = before != _told(session) or before_days != list(ordered)
    if changed and not is_new:
        session.revision += 1
    session.changed_at = moment
    try:
        session.full_clean(exclude=["pathway", "participant", "place", "commune", "uid"])
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
    seated = session.registrations.filter(state=SeatState.SEATED).count()
    if session.capacity is not None and session.capacity < seated:
        sentence = ngettext(
            "%(number)d person has a seat already.", "%(number)d people have a seat already.", seated
        )
        raise Invalid(fields={"capacity": sentence % {"number": seated}})
    session.save()
    _write_half_days(session, ordered)
    if is_new:
        states.move(
            session,
            SessionState.SCHEDULED,
            SESSION_TRANSITIONS,
            by=by,
            verb="pathways.session_scheduled",
            data={"starts_at": session.starts_at.isoformat()},
        )
        seats.fill(session)
        _widen(session)
        if notify:
            telling.session_scheduled(session)
    else:
        events.record(
            session,
            "pathways.session_changed",
            by=by,
            data={"starts_at": session.starts_at.isoformat(), "revision": session.revision},
        )
        seats.seat_the_next(session)
        _widen(session)
        if changed and notify:
            telling.session_changed(session)
    return session


@transaction.atomic
def schedule_by_rule(
    pathway: Pathway, *, starts_on: dt.date, starts: dt.time, by: Any, minutes: int | None = None
) -> list[Session]:
    """Gives every group session without a day the one that the kit's calendar rule proposes, all at the same
    hour (Paris time). Nobody is told before the pathway opens; afterwards, everybody once per session.

    Args:
        minutes: the length of all, in place of each template's.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    days = {
        template.key: (template, day) for template, day in proposed_days(pathway.kit_version.says, starts_on)
    }
    done = []
    for session in pathway.sessions.filter(state=SessionState.TO_DATE, participant__isnull=True).order_by(
        "position", "pk"
    ):
        if session.template_key not in days:
            continue
        template, day = days[session.template_key]
        spans = [
            (_paris(date, beginning), _paris(date, end))
            for date, beginning, end in half_days_of(day, starts, minutes or template.minutes)
        ]
        done.append(schedule(session, spans, by=by))
    return done


@transaction.atomic
def add(
    pathway: Pathway,
    *,
    title: str,
    kind: str,
    by: Any,
    objectives: str = "",
    template_key: str = "",
    participant: Enrolment | None = None,
) -> Session:
    """One more session, that the kit did not foresee, or a one-to-one of somebody.

    Raises:
        Invalid: no title, or a one-to-one without its person.
        Conflict: the pathway is cancelled.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    if pathway.state == PathwayState.CANCELLED:
        raise Conflict(_("This pathway is cancelled."))
    if not title.strip():
        raise Invalid(fields={"title": _("Give the session a title.")})
    if participant is not None and (participant.pathway_id != pathway.pk or kind != SessionKind.ONE_TO_ONE):
        raise Invalid(fields={"participant": _("Choose somebody who follows this pathway.")})
    last = pathway.sessions.order_by("-position").values_list("position", flat=True).first() or 0
    session = Session.objects.create(
        pathway=pathway,
        title=title.strip(),
        kind=SessionKind(kind),
        objectives=objectives.strip(),
        template_key=template_key,
        participant=participant,
        position=last + 1,
    )
    template = pathway.kit_version.says.template(template_key) if template_key else None
    if template is not None:
        resource.copy_from_kit(session, template)
    events.record(session, "pathways.session_added", by=by)
    return session


@transaction.atomic
def cancel(session: Session, *, why: str, by: Any) -> Session:
    """Cancels a session. Those expected, those who wait and the speakers are told, once each, with the
    cancellation for their calendar. Twice is the same as once.

    Raises:
        Invalid: no reason.
        TransitionRefused: it was held.
    """
    only_runners(session.pathway, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: those who were coming will read it.")})
    session = locked_session(session)
    if session.state == SessionState.CANCELLED:
        return session
    moment = clock.database_now()
    states.move(
        session,
        SessionState.CANCELLED,
        SESSION_TRANSITIONS,
        by=by,
        verb="pathways.session_cancelled",
        why=why.strip(),
        also={
            "cancelled_at": moment,
            "cancelled_reason": why.strip(),
            "revision": session.revision + 1,
            "changed_at": moment,
        },
        data={"registered": session.registrations.exclude(state=SeatState.EXCUSED).count()},
    )
    if session.starts_at is not None:
        telling.session_cancelled(session)
    return session


@transaction.atomic
def mark_held(session: Session, *, by: Any) -> Session:
    """Says that a session took place, by those who run it or its trainers.

    Raises:
        Conflict: it has not begun.
    """
    if not (who.runs_session(by, session) or who.trains_in_session(by, session)):
        raise NotAllowed(_("Only those who run the session, or speak in it, may do this."))
    session = locked_session(session)
    if session.starts_at is None or session.starts_at > clock.database_now():
        raise Conflict(_("This session has not begun."))
    states.move(session, SessionState.HELD, SESSION_TRANSITIONS, by=by, verb="pathways.session_held")
    return session


@transaction.atomic
def undo_held(session: Session, *, by: Any) -> Session:
    """Takes back that a session was held, when it was said by mistake."""
    only_runners(session.pathway, by)
    session = locked_session(session)
    states.move(session, SessionState.SCHEDULED, SESSION_TRANSITIONS, by=by, verb="pathways.session_not_held")
    return session


# --- Inside --------------------------------------------------------------------------------------------
WHERE = ("place", "commune", "venue", "link", "capacity", "is_open", "is_place_fixed", "modality")


def _place(session: Session, where: dict[str, Any]) -> None:
    for name, value in where.items():
        if name not in WHERE:
            raise TypeError(f"A session has no “{name}” to place it by.")
        setattr(session, name, value)
    if where.get("place") is not None and where.get("commune") is None:
        session.commune = where["place"].commune
    if session.is_open and session.participant_id is not None:
        raise Invalid(fields={"is_open": _("A one-to-one is for one person.")})


def _told(session: Session) -> tuple[Any, ...]:
    """What people are told of when it changes."""
    return (
        session.starts_at,
        session.ends_at,
        session.place_id,
        session.commune_id,
        session.venue,
        session.link,
    )


def _checked(spans: Sequence[Span]) -> list[Span]:
    if not spans:
        raise Invalid(fields={"starts_at": _("Say when it begins and when it ends.")})
    ordered = sorted(spans)
    for start, end in ordered:
        if end <= start:
            raise Invalid(fields={"ends_at": _("A session ends after it begins.")})
    for (_start, end), (start, _end) in pairwise(ordered):
        if start < end:
            raise Invalid(fields={"starts_at": _("Two half-days of the session overlap.")})
    keys = [_key(start) for start, _end in ordered]
    if len(set(keys)) != len(keys):
        raise Invalid(fields={"starts_at": _("Two half-days of the session are the same one.")})
    return ordered


def _key(start: dt.datetime) -> tuple[dt.date, Half]:
    """The half-day, at Paris time, that a moment begins: before noon, before six, or the evening."""
    local = timezone.localtime(start)
    if local.hour < 12:
        return local.date(), Half.MORNING
    return local.date(), Half.AFTERNOON if local.hour < 18 else Half.EVENING


def _write_half_days(session: Session, spans: Sequence[Span]) -> None:
    """Half-days that stay keep their row; of the others the first becomes the first, so that what hangs on a
    half-day moves with it. One whose attendance was taken is the one that people signed for: it stays.

    Raises:
        Conflict: attendance was taken for a half-day that would go or become another one, or its sheet is
            co-signed and its hours would change.
    """
    present = {(row.day, row.half): row for row in session.half_days.order_by("starts_at", "pk")}
    wanted = {_key(start): (start, end) for start, end in spans}
    signed = set(
        Mark.objects.filter(sheet__half_day__session=session).values_list("sheet__half_day", flat=True)
    )
    cosigned = set(
        Sheet.objects.filter(half_day__session=session, state=SheetState.COSIGNED).values_list(
            "half_day", flat=True
        )
    )
    leaving = [row for key, row in present.items() if key not in wanted]
    for row in leaving:
        if row.pk in signed:
            raise Conflict(
                _("Attendance was taken on %(half_day)s: this half-day stays as it was signed.")
                % {"half_day": row}
            )
    for key, (start, end) in wanted.items():
        known = present.get(key)
        if known is not None and known.pk in cosigned and (known.starts_at, known.ends_at) != (start, end):
            raise Conflict(
                _("The sheet of %(half_day)s is co-signed: its hours no longer change.") % {"half_day": known}
            )
        row = known or (leaving.pop(0) if leaving else HalfDay(session=session))
        row.day, row.half = key
        row.starts_at, row.ends_at = start, end
        row.save()
    Sheet.objects.filter(half_day__in=leaving).delete()
    for row in leaving:
        row.delete()


def _widen(session: Session) -> None:
    """The pathway lasts at least as long as its sessions."""
    pathway = session.pathway
    if session.starts_at is None or session.ends_at is None:
        return
    first, last = timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)
    if first < pathway.starts_on or last > pathway.ends_on:
        pathway.starts_on, pathway.ends_on = min(first, pathway.starts_on), max(last, pathway.ends_on)
        pathway.save(update_fields=["starts_on", "ends_on"])


def _paris(day: dt.date, hour: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, hour))


def concerned(session: Session) -> list[Registration]:
    """Who must know what happens to the session: those expected and those who wait."""
    return list(
        session.registrations.exclude(state=SeatState.EXCUSED).select_related("user").order_by("at", "pk")
    )
