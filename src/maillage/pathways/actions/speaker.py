"""Speakers: invited from partner organisations, with or without an account; their answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.directory.models import Organisation
from maillage.pathways.actions import telling
from maillage.pathways.actions.locks import locked_session, only_runners
from maillage.pathways.enums import (
    SPEAKER_TRANSITIONS,
    EnrolmentState,
    PathwayState,
    SessionState,
    SpeakerState,
)
from maillage.pathways.models import Session, Speaker
from maillage.projects import separation


@transaction.atomic
def invite(
    session: Session,
    *,
    email: str,
    name: str,
    by: Any,
    role: str = "",
    organisation: Organisation | None = None,
) -> Speaker:
    """Invites somebody to speak, at an address; an account of that address is recognised. They are told at
    once when the pathway is open, else when it opens.

    Raises:
        Invalid: no name, or no address; somebody who is asked already.
        Conflict: the session is over or cancelled.
    """
    only_runners(session.pathway, by)
    session = locked_session(session)
    if session.state == SessionState.CANCELLED:
        raise Conflict(_("This session was cancelled."))
    email, name = email.strip().lower(), name.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(fields={"email": _("Give an e-mail address: the invitation goes there.")}) from None
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if not name and person is None:
        raise Invalid(fields={"name": _("Give their name: participants read it.")})
    _keep_apart(session, person, field="email")
    found = session.speakers.filter(email=email).first()
    if found is not None and found.state != SpeakerState.REMOVED:
        raise Invalid(fields={"email": _("This person is asked already.")})
    values = {
        "role": role.strip(),
        "user": person,
        "name": name or str(person),
        "organisation": organisation,
    }
    if found is None:
        try:
            with transaction.atomic():
                found = Speaker.objects.create(
                    session=session, email=email, invited_at=clock.database_now(), **values
                )
        except IntegrityError:
            raise Invalid(fields={"email": _("This person is asked already.")}) from None
        events.record(found, "pathways.speaker_invited", by=by)
    else:
        found.session = session
        states.move(
            found,
            SpeakerState.INVITED,
            SPEAKER_TRANSITIONS,
            by=by,
            verb="pathways.speaker_invited",
            also={**values, "invited_at": clock.database_now(), "answer": "", "answered_at": None},
        )
    if session.pathway.state == PathwayState.OPEN:
        telling.speaker_invited(found)
    return found


def _keep_apart(session: Session, person: Any, *, field: str = "") -> None:
    """Whoever teaches a project coaches it: not somebody who decided on its money.

    Raises MustStaySeparate, which names the first such project of the group.
    """
    if person is None:
        return
    # Those who wait for a place too: they may have one tomorrow.
    followers = session.pathway.enrolments.exclude(state=EnrolmentState.LEFT).filter(project__isnull=False)
    if session.participant_id is not None:
        followers = followers.filter(pk=session.participant_id)
    titles = dict(followers.order_by().values_list("project", "project__title"))
    for tie in separation.deciders(titles, [person.pk]):
        sentence = _(
            "%(person)s decided on the money of “%(project)s” (%(fact)s): they cannot coach it. "
            "Choose somebody else."
        ) % {"person": person, "project": titles[tie.project_id], "fact": tie.fact}
        raise separation.MustStaySeparate(sentence, fields={field: sentence} if field else None)


@transaction.atomic
def answer(speaker: Speaker, *, comes: bool, words: str = "", by: Any = None) -> Speaker:
    """Says whether they come: by the signed link (``by`` None) or signed in. Said again, it replaces.

    Raises:
        Conflict: the session is over or cancelled, or they are no longer asked.
    """
    session = locked_session(speaker.session)
    speaker = Speaker.objects.select_for_update(of=("self",)).get(pk=speaker.pk)
    speaker.session = session
    if session.state not in (SessionState.TO_DATE, SessionState.SCHEDULED):
        raise Conflict(_("This session is over: there is nothing left to answer."))
    to = SpeakerState.ACCEPTED if comes else SpeakerState.DECLINED
    if speaker.state == to:
        return speaker
    if speaker.state == SpeakerState.REMOVED:
        raise Conflict(_("You are no longer asked to speak in this session."))
    if comes:
        _keep_apart(session, by or speaker.user)
    also: dict[str, Any] = {"answered_at": clock.database_now(), "answer": words.strip()[:500]}
    if by is not None and speaker.user_id is None:
        also["user"] = by
    states.move(
        speaker,
        to,
        SPEAKER_TRANSITIONS,
        by=by or speaker.user,
        verb="pathways.speaker_accepted" if comes else "pathways.speaker_declined",
        also=also,
    )
    if comes:
        telling.speaker_accepted(speaker)
    else:
        telling.speaker_declined(speaker)
    return speaker


@transaction.atomic
def remove(speaker: Speaker, *, by: Any) -> Speaker:
    """No longer asks somebody, who is told when they knew of it; they stay in the record of the session."""
    only_runners(speaker.session.pathway, by)
    speaker = (
        Speaker.objects.select_for_update(of=("self",)).select_related("session__pathway").get(pk=speaker.pk)
    )
    if speaker.state == SpeakerState.REMOVED:
        return speaker
    if speaker.session.state == SessionState.HELD:
        raise Conflict(_("This session was held: who spoke stays in its record."))
    counted = speaker.state in (SpeakerState.INVITED, SpeakerState.ACCEPTED)
    states.move(speaker, SpeakerState.REMOVED, SPEAKER_TRANSITIONS, by=by, verb="pathways.speaker_removed")
    if counted:
        telling.speaker_removed(speaker)
    return speaker
