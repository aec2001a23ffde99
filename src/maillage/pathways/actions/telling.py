"""Who is told what happens to sessions and places, once each, with the entry for their calendar.

Before a pathway opens nobody is told anything: those who follow it learn its sessions at once then.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from maillage.core import clock, outbox
from maillage.core.calendars import kept
from maillage.pathways import calendars
from maillage.pathways import rules as who
from maillage.pathways.enums import EnrolmentState, PathwayState, SeatState, SessionState, SpeakerState
from maillage.pathways.models import Enrolment, Pathway, Registration, Session, Speaker, SurveyRequest


def pathway_opened(pathway: Pathway) -> None:
    """Tells everybody in the group of all the sessions that have a day, in one message with one file."""
    sessions = list(
        pathway.sessions.filter(state=SessionState.SCHEDULED)
        .select_related("pathway__organisation", "pathway__programme", "place", "commune")
        .order_by("starts_at", "pk")
    )
    rows = pathway.enrolments.filter(state=EnrolmentState.ACTIVE, user__is_active=True)
    for row in rows.select_related("user").order_by("pk"):
        mine = [one for one in sessions if one.participant_id in (None, row.pk)]
        outbox.send_email(
            row.user.email,
            "pathways/email/pathway_opened",
            {"pathway": pathway, "sessions": mine},
            language=row.user.language,
            attachment=kept(calendars.published(mine, now=clock.database_now())) if mine else None,
        )
    for speaker in Speaker.objects.filter(session__in=sessions, state=SpeakerState.INVITED).select_related(
        "session__pathway", "user", "organisation"
    ):
        speaker_invited(speaker)


def enrolled(enrolment: Enrolment) -> None:
    """A place in a pathway that is open, with the sessions to come where a seat is kept; or a rank in its
    queue."""
    if enrolment.pathway.state != PathwayState.OPEN or not enrolment.user.is_active:
        return
    seats = (
        enrolment.registrations.filter(
            state=SeatState.SEATED,
            session__state=SessionState.SCHEDULED,
            session__ends_at__gt=clock.database_now(),
        )
        .select_related(
            "session__pathway__organisation",
            "session__pathway__programme",
            "session__place",
            "session__commune",
        )
        .order_by("session__starts_at", "pk")
    )
    mine = [row.session for row in seats]
    outbox.send_email(
        enrolment.user.email,
        "pathways/email/enrolled",
        {"pathway": enrolment.pathway, "enrolment": enrolment, "sessions": mine},
        language=enrolment.user.language,
        attachment=kept(calendars.published(mine, now=clock.database_now())) if mine else None,
    )


def left(enrolment: Enrolment) -> None:
    if enrolment.pathway.state == PathwayState.OPEN and enrolment.user.is_active:
        outbox.send_email(
            enrolment.user.email,
            "pathways/email/left",
            {"pathway": enrolment.pathway, "enrolment": enrolment},
            language=enrolment.user.language,
        )


def survey(row: SurveyRequest, *, is_reminder: bool = False) -> None:
    """What is asked before or after, with the person's own link: no account is needed to answer."""
    person = row.enrolment.user
    if person.is_active:
        outbox.send_email(
            person.email,
            "pathways/email/survey",
            {"row": row, "pathway": row.survey.pathway, "survey": row.survey, "is_reminder": is_reminder},
            language=person.language,
        )


def registered(row: Registration) -> None:
    """A seat, or a rank in the queue; with the invitation when there is a seat."""
    _tell(
        row.session, row.user, "pathways/email/registered", seat=row, with_entry=row.state == SeatState.SEATED
    )


def session_scheduled(session: Session) -> None:
    if session.pathway.state == PathwayState.OPEN:
        for row in _concerned(session):
            _tell(session, row.user, "pathways/email/session_scheduled", seat=row)


def session_changed(session: Session) -> None:
    if session.pathway.state == PathwayState.OPEN:
        for row in _concerned(session):
            _tell(session, row.user, "pathways/email/session_changed", seat=row)
    for speaker in _speakers(session):
        _tell_speaker(speaker, "pathways/email/session_changed")


def session_cancelled(session: Session) -> None:
    # Whoever was told of it must know, whatever the pathway became meanwhile.
    if session.pathway.state != PathwayState.PREPARED:
        for row in _concerned(session):
            _tell(session, row.user, "pathways/email/session_cancelled", seat=row)
    for speaker in _speakers(session):
        _tell_speaker(speaker, "pathways/email/session_cancelled")


def speaker_invited(speaker: Speaker) -> None:
    """With a link that opens a page with two buttons: no account is needed to answer."""
    _tell_speaker(speaker, "pathways/email/speaker_invited", with_entry=False)


def speaker_accepted(speaker: Speaker) -> None:
    """The entry for the calendar of somebody who said that they come."""
    _tell_speaker(speaker, "pathways/email/speaker_accepted")


def speaker_removed(speaker: Speaker) -> None:
    """Somebody who was asked is not any more: what their calendar holds goes."""
    if speaker.session.pathway.state != PathwayState.PREPARED:
        _tell_speaker(speaker, "pathways/email/speaker_removed", goes=True)


def speaker_declined(speaker: Speaker) -> None:
    """To whoever prepared the pathway, so that somebody else is asked in time."""
    pathway = speaker.session.pathway
    person = pathway.created_by
    if person.is_active and who.runs_pathway(person, pathway):
        outbox.send_email(
            person.email,
            "pathways/email/speaker_declined",
            {"session": speaker.session, "pathway": pathway, "speaker": speaker},
            language=person.language,
        )


# --- Inside --------------------------------------------------------------------------------------------
def _concerned(session: Session) -> list[Registration]:
    return list(
        session.registrations.exclude(state=SeatState.EXCUSED).select_related("user").order_by("at", "pk")
    )


def _speakers(session: Session) -> list[Speaker]:
    return list(session.speakers.asked().select_related("user", "organisation").order_by("pk"))


def _tell(session: Session, user: Any, template: str, *, seat: Registration, with_entry: bool = True) -> None:
    if not user.is_active:
        return
    entry = (
        calendars.invitation(
            session,
            name=user.full_name,
            email=user.email,
            now=clock.database_now(),
            path=seat.get_absolute_url(),
        )
        if with_entry and session.starts_at is not None
        else None
    )
    outbox.send_email(
        user.email,
        template,
        {"session": session, "pathway": session.pathway, "seat": seat, "speaker": None},
        language=user.language,
        attachment=kept(entry) if entry else None,
    )


def _tell_speaker(speaker: Speaker, template: str, *, with_entry: bool = True, goes: bool = False) -> None:
    session = speaker.session
    email = speaker.user.email if speaker.user else speaker.email
    if not email or (speaker.user and not speaker.user.is_active):
        return
    entry = None
    if session.starts_at is not None and with_entry:
        entry = calendars.invitation(
            session,
            name=speaker.name,
            email=email,
            now=clock.database_now(),
            path=reverse("pathways:speaker_answer", args=[speaker.token]),
            goes=goes,
        )
    outbox.send_email(
        email,
        template,
        {"session": session, "pathway": session.pathway, "seat": None, "speaker": speaker},
        language=speaker.user.language if speaker.user else "fr",
        attachment=kept(entry) if entry else None,
    )
