"""What a session shares: adding a link or a file, taking it away, copying those of the kit, telling of them.

Those who follow are written to once per session and day, a quarter of an hour after the last thing was
shared: three files laid down one after the other are one message. Nobody is told before the pathway opens.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from maillage.core import clock, events, files, history, outbox
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.pathways import rules as who
from maillage.pathways.actions.locks import locked_session
from maillage.pathways.content import SessionTemplate
from maillage.pathways.enums import EnrolmentState, PathwayState, SeatState, SessionState
from maillage.pathways.models import Session, SessionResource

#: Who is of the group.
FOLLOWING = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED)
#: Characters of a note.
LONGEST = 500
#: How many a session shares at most.
MOST = 20
#: Those who share are left this long to share the rest before anybody is written to.
QUIET = dt.timedelta(minutes=15)
#: What nobody was told of within this is no longer news.
NEWS = dt.timedelta(days=3)
#: Between two messages about one session.
EACH = dt.timedelta(days=1)
#: How long what was taken away may be put back; then it is erased, with its file.
KEPT_DAYS = 30


@transaction.atomic
def add(
    session: Session,
    *,
    title: str,
    by: Any,
    url: str = "",
    upload: File[bytes] | None = None,
    note: str = "",
    minutes: int | None = None,
    kit_title: str = "",
) -> SessionResource:
    """Shares a link or a file with those who see the session.

    Args:
        minutes: how long it takes; None when nothing is said.
        kit_title: the title of the kit's resource that this one answers.

    Raises:
        NotAllowed: the person neither runs the session nor trains in it.
        Conflict: it is cancelled, or shares ``MOST`` already.
        Invalid: both or neither of a link and a file, a link that is not secure, a file that is not accepted.
    """
    _only_holders(session, by)
    session = locked_session(session)
    _still_shares(session)
    if bool(url) == (upload is not None):
        raise Invalid(fields={"url": _("Give a link, or choose a file: one of the two.")})
    _has_room(session)
    moment = clock.database_now()
    row = SessionResource(
        session=session,
        title=title.strip(),
        url=url.strip(),
        note=note.strip(),
        minutes=minutes,
        kit_title=kit_title,
        by=by,
        at=moment,
        # Who follows learns of it with the sessions, when the pathway opens.
        told_at=None if session.pathway.state == PathwayState.OPEN else moment,
    )
    if upload is not None:
        row.file = files.receive(upload, by=by)
    _check(row)
    row.save()
    events.record(session, "pathways.resource_shared", by=by, data={"resource": row.pk, "title": row.title})
    return row


@transaction.atomic
def remove(resource: SessionResource, *, by: Any) -> SessionResource:
    """Takes it away: its file answers nobody from now on. Twice is the same as once."""
    _only_holders(resource.session, by)
    session = locked_session(resource.session)
    row = SessionResource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if row.removed_at is None:
        row.removed_at = clock.database_now()
        row.save(update_fields=["removed_at"])
        events.record(
            session, "pathways.resource_removed", by=by, data={"resource": row.pk, "title": row.title}
        )
    return row


@transaction.atomic
def put_back(resource: SessionResource, *, by: Any) -> SessionResource:
    """Shares again what was taken away by mistake. Nobody is written to a second time.

    Raises:
        Conflict: the session is cancelled, or shares ``MOST`` others now.
    """
    _only_holders(resource.session, by)
    session = locked_session(resource.session)
    row = SessionResource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
    if row.removed_at is not None:
        _still_shares(session)
        _has_room(session)
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        events.record(
            session, "pathways.resource_put_back", by=by, data={"resource": row.pk, "title": row.title}
        )
    return row


def copy_from_kit(session: Session, template: SessionTemplate) -> None:
    """Gives a session the links of its template; what those who run it bring is theirs to add. Called where
    the session is made, or follows a later version, under its lock."""
    moment = clock.database_now()
    SessionResource.objects.bulk_create(
        SessionResource(
            session=session,
            title=wanted.title,
            url=wanted.url,
            note=wanted.note,
            minutes=wanted.minutes,
            kit_title=wanted.title,
            at=moment,
            told_at=moment,
        )
        for wanted in template.resources
        if wanted.url
    )


def follow_kit(session: Session, before: SessionTemplate | None, after: SessionTemplate) -> None:
    """Brings a session without a day to a later version of its template: the links of the former one go, and
    the new ones come. What somebody shared stays."""
    if before is not None and before.resources == after.resources:
        return
    session.resources.live().filter(by=None).update(removed_at=clock.database_now())
    copy_from_kit(session, after)


# --- Telling ----------------------------------------------------------------------------------------------
def tell_due() -> int:
    """Writes to those who follow about what was shared since; of how many sessions. Safe to run often."""
    moment = clock.database_now()
    untold = SessionResource.objects.live().filter(told_at=None, at__lte=moment - QUIET)
    keys = sorted(set(untold.order_by().values_list("session", flat=True)))
    return sum(tell(session, at=moment) for session in Session.objects.filter(pk__in=keys).order_by("pk"))


@transaction.atomic
def tell(session: Session, *, at: dt.datetime, quiet: dt.timedelta = QUIET) -> bool:
    """Writes about one session, unless something was shared within ``quiet``, or a message left within a day:
    what waits goes with the next one. Returns whether anybody was written to."""
    session = locked_session(session)
    waiting = session.resources.live().filter(told_at=None)
    is_told = session.pathway.state == PathwayState.OPEN and session.state != SessionState.CANCELLED
    # What is no longer news, or has nobody to be told, is on the page all the same.
    (waiting.filter(at__lt=at - NEWS) if is_told else waiting).update(told_at=F("at"))
    rows = list(waiting.for_list())
    if not rows or rows[-1].at > at - quiet:
        return False
    # Those that were there before anybody had to be told have the moment at which they were shared.
    if session.resources.filter(told_at__gt=at - EACH).exclude(told_at=F("at")).exists():
        return False
    people = followers(session)
    SessionResource.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
    for person, path in people:
        outbox.send_email(
            person.email,
            "pathways/email/resources",
            {"session": session, "pathway": session.pathway, "resources": rows, "path": path},
            language=person.language,
        )
    return bool(people)


def followers(session: Session) -> list[tuple[Any, str]]:
    """Who may open what the session shares and is not of the team, with the page where they do: those of the
    group who did not excuse themselves, and those of the agenda who have a seat. Before the session has its
    day, the group."""
    if session.starts_at is None:
        group = session.pathway.enrolments.filter(state=EnrolmentState.ACTIVE, user__is_active=True)
        if session.participant_id is not None:
            group = group.filter(pk=session.participant_id)
        return [(row.user, session.get_absolute_url()) for row in group.select_related("user").order_by("pk")]
    seats = session.registrations.filter(user__is_active=True).filter(
        Q(state=SeatState.SEATED, enrolment__isnull=True)
        # Who left keeps the seats of sessions that were held, and opens nothing any more.
        | (~Q(state=SeatState.EXCUSED) & Q(enrolment__state__in=FOLLOWING))
    )
    found = []
    for seat in seats.select_related("user").order_by("at", "pk"):
        seat.session = session
        found.append((seat.user, seat.get_absolute_url()))
    return found


def forget_removed(now: dt.datetime) -> int:
    """What was taken away a month ago, with its file."""
    old = SessionResource.objects.filter(removed_at__lt=now - dt.timedelta(days=KEPT_DAYS))
    with transaction.atomic():
        kept = [row.file for row in old.filter(file__isnull=False).select_related("file")]
        number = history.forget(old)
        for stored in kept:
            if stored is not None:
                files.remove(stored)
    return number


# --- Inside --------------------------------------------------------------------------------------------
def _only_holders(session: Session, by: Any) -> None:
    if not (who.runs_session(by, session) or who.trains_in_session(by, session)):
        raise NotAllowed(_("Only those who run the session, or speak in it, may do this."))


def _still_shares(session: Session) -> None:
    if session.state == SessionState.CANCELLED:
        raise Conflict(_("This session is cancelled: it shares nothing more."))


def _has_room(session: Session) -> None:
    if session.resources.live().count() >= MOST:
        raise Conflict(
            _("This session shares %(number)d resources already: take one away first.") % {"number": MOST}
        )


def _check(row: SessionResource) -> None:
    """Raises Invalid with the sentence at its field."""
    if not row.title:
        raise Invalid(fields={"title": _("Give it a title.")})
    if row.url and not row.url.startswith("https://"):
        raise Invalid(fields={"url": _("This link begins with http://: only https:// links are shared.")})
    if len(row.note) > LONGEST:
        raise Invalid(fields={"note": _("%(number)d characters at most.") % {"number": LONGEST}})
    try:
        row.clean_fields(exclude=["session", "by", "file"])
    except ValidationError as error:
        raise Invalid(
            fields={name: sentences[0] for name, sentences in error.message_dict.items()}
        ) from error
