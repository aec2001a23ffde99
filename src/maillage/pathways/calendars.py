"""Sessions as entries of calendars: one keeps its UID for ever, and grows its SEQUENCE with each change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

from maillage.core import calendars
from maillage.core.calendars import Entry
from maillage.core.formatting import period
from maillage.pathways.enums import SessionState
from maillage.pathways.models import Session


def invitation(
    session: Session, *, name: str, email: str, now: dt.datetime, path: str = "", goes: bool = False
) -> bytes:
    """What one person gets: METHOD:REQUEST, and METHOD:CANCEL once it is cancelled.

    Args:
        path: the page that they may open, the session's own when it is empty.
        goes: cancelled for them alone: the session is held without them.
    """
    return calendars.invitation(_entry(session, path, goes=goes), name=name, email=email, now=now)


def published(
    sessions: Iterable[Session],
    *,
    now: dt.datetime,
    name: str = "",
    is_public: bool = False,
    has_link: bool = True,
) -> bytes:
    """Several sessions in one file or feed: METHOD:PUBLISH, cancelled ones marked as such.

    Args:
        is_public: their pages are those of the agenda, that anybody may open.
        has_link: with the links of video meetings, which are for those who have a seat.
    """
    entries = (
        _entry(session, reverse("agenda:session", args=[session.pk]) if is_public else "", has_link=has_link)
        for session in sessions
    )
    return calendars.published(entries, now=now, name=name)


def uid(session: Session) -> str:
    """The same for ever, and unlike any other in the world."""
    return calendars.uid(str(session.uid))


def _entry(session: Session, path: str = "", *, goes: bool = False, has_link: bool = True) -> Entry:
    if session.starts_at is None or session.ends_at is None:
        raise ValueError("A session without a day has no place in a calendar.")
    pathway = session.pathway
    contact = pathway.programme.contact_email if pathway.programme else ""
    return Entry(
        uid=uid(session),
        revision=session.revision,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=f"{session.title} · {pathway.title}",
        changed_at=session.changed_at,
        url=path or session.get_absolute_url(),
        where=" · ".join(part for part in (session.where, session.link if has_link else "") if part),
        description="\n".join(part for part in (_halves(session), session.objectives) if part),
        is_cancelled=goes or session.state == SessionState.CANCELLED,
        organizer=(str(pathway.organisation), contact or pathway.organisation.email),
    )


def _halves(session: Session) -> str:
    """The half-days of a session that spreads over several: its entry goes from the first to the last."""
    rows = list(session.half_days.all()) if session.pk else []
    if len(rows) < 2:
        return ""
    return "\n".join(period(row.starts_at, row.ends_at) for row in sorted(rows, key=lambda r: r.starts_at))
