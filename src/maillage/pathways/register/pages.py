"""What pathways show on pages of lower floors: the public bar, things to do, threads, search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maillage.core import formatting, registry
from maillage.core.registry import TimelineEntry, TodoItem
from maillage.pathways import rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.pathways.enums import DATED, PathwayState, SeatState, SessionState, SpeakerState
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.models import Enrolment, Kit, Pathway, Registration, Session, Speaker
from maillage.pathways.queries import deliverable as deliverables
from maillage.pathways.queries import pathway as read

#: Sessions further away than this are not yet something to do.
SOON_DAYS = 21


def declare() -> None:
    registry.nav_entries.add(
        registry.NavEntry("agenda", pgettext_lazy("public sessions", "Agenda"), "agenda:agenda", order=30)
    )
    registry.workspaces.add(registry.WorkspaceSource("pathways", spaces.of_user, order=35, in_switcher=False))
    registry.todo_sources.add(TODO)
    registry.timeline_sources.add(
        registry.TimelineSource(
            "pathways", project_entries, order=30, label=gettext_lazy("Sessions and pathways")
        )
    )
    registry.timeline_sources.add(
        registry.TimelineSource(
            "deliverables", deliverables.project_entries, order=31, label=gettext_lazy("Deliverables")
        )
    )
    registry.search_sources.add(
        registry.SearchSource("pathways", gettext_lazy("Kits and sessions"), search, order=45)
    )


def _soon(user: Any, moment: dt.datetime) -> QuerySet[Registration]:
    return read.my_seats(user, since=moment).filter(
        session__state=SessionState.SCHEDULED,
        session__starts_at__lt=moment + dt.timedelta(days=SOON_DAYS),
        state=SeatState.SEATED,
    )


def _invitations(user: Any) -> QuerySet[Speaker]:
    return read.my_interventions(user).filter(state=SpeakerState.INVITED)


def _run_now(user: Any) -> QuerySet[Pathway]:
    return Pathway.objects.run_by(user).filter(state__in=(PathwayState.PREPARED, PathwayState.OPEN))


def _coming(user: Any) -> Iterable[TodoItem]:
    for seat in _soon(user, timezone.now())[:8]:
        session = seat.session
        if session.starts_at is not None:
            yield TodoItem(
                title=session.title,
                url=session.get_absolute_url(),
                detail=" · ".join(
                    part
                    for part in (formatting.period(session.starts_at, session.ends_at), session.where)
                    if part
                ),
                due_on=timezone.localdate(session.starts_at),
                button=_("See the session"),
                about=f"pathway-{session.pathway_id}",
            )


def _asked_to_speak(user: Any) -> Iterable[TodoItem]:
    for speaker in _invitations(user)[:8]:
        starts_at = speaker.session.starts_at
        yield TodoItem(
            title=_("Will you speak in “%(session)s”?") % {"session": speaker.session.title},
            url=reverse("pathways:speaker_answer", args=[speaker.token]),
            detail=speaker.session.pathway.organisation.name,
            due_on=timezone.localdate(starts_at) if starts_at else None,
            button=_("Answer"),
        )


def _to_hand_in(user: Any) -> Iterator[TodoItem]:
    """What the person has to write or to rework."""
    for row in deliverables.to_write(user)[:12]:
        is_back = row.state == DeliverableState.TO_REWORK
        sentence = _("Rework: %(deliverable)s") if is_back else _("Hand in: %(deliverable)s")
        yield TodoItem(
            title=sentence % {"deliverable": row.get_kind_display()},
            url=row.get_absolute_url(),
            detail=" · ".join((row.of, row.pathway.title)),
            due_on=row.due_on,
            button=_("Go on") if is_back else _("Write it"),
            about=f"project-{row.project_id}" if row.project_id else f"pathway-{row.pathway_id}",
        )


def _to_read(user: Any) -> Iterator[TodoItem]:
    for row in deliverables.waiting_for(user)[:12]:
        yield TodoItem(
            title=_("Read: %(deliverable)s") % {"deliverable": str(row)},
            url=row.get_absolute_url(),
            detail=row.pathway.title,
            due_on=timezone.localdate(row.handed_in_at) if row.handed_in_at else None,
            button=_("Read it"),
            about=f"pathway-{row.pathway_id}",
        )


def _to_run(user: Any) -> Iterator[TodoItem]:
    run, moment = _run_now(user), timezone.now()
    for row in run.filter(state=PathwayState.PREPARED).order_by("starts_on", "pk")[:5]:
        yield TodoItem(
            title=_("Prepare “%(pathway)s”") % {"pathway": row.title},
            url=row.get_absolute_url(),
            detail=_("Give its sessions their days, then open it."),
            due_on=row.starts_on,
            button=_("Go on"),
            about=f"pathway-{row.pk}",
        )
    past = (
        Session.objects.filter(pathway__in=run.values("pk"), state=SessionState.SCHEDULED, ends_at__lt=moment)
        .select_related("pathway")
        .order_by("ends_at", "pk")
    )
    for session in past[:5]:
        yield TodoItem(
            title=_("Was “%(session)s” held?") % {"session": session.title},
            url=session.get_absolute_url(),
            detail=session.pathway.title,
            due_on=timezone.localdate(session.ends_at),
            button=_("Answer"),
            about=f"pathway-{session.pathway_id}",
        )


TODO = registry.TodoSource.in_parts(
    "pathways",
    registry.TodoPart("soon", lambda user: [_soon(user, timezone.now())], _coming),
    registry.TodoPart("speaking", lambda user: [_invitations(user)], _asked_to_speak),
    registry.TodoPart("writing", lambda user: [deliverables.to_write(user)], _to_hand_in),
    registry.TodoPart("reading", lambda user: [deliverables.waiting_for(user)], _to_read),
    registry.TodoPart("running", lambda user: [_run_now(user)], _to_run),
    order=25,
)


def project_entries(project: Any, user: Any) -> Iterator[TimelineEntry]:
    """Pathways followed with the project, and their sessions that were held or are to come."""
    rows = Enrolment.objects.filter(project=project).exclude(pathway__state=PathwayState.PREPARED)
    sees = read.seen_by(user, rows.values("pathway"))
    entered: dict[int, Enrolment] = {}
    for row in rows.select_related("pathway__organisation").order_by("at", "pk"):
        # The carriers of a project enter together: the thread tells it once.
        if entered.setdefault(row.pathway_id, row) is not row:
            continue
        yield TimelineEntry(
            row.at,
            _("Entered the pathway “%(pathway)s”") % {"pathway": row.pathway.title},
            "session",
            row.pathway.organisation.name,
            row.pathway.get_absolute_url() if row.pathway_id in sees else "",
        )
    sessions = (
        Session.objects.filter(
            registrations__enrolment__project=project,
            registrations__state=SeatState.SEATED,
            state__in=DATED,
        )
        .exclude(pathway__state=PathwayState.PREPARED)
        .select_related("pathway", "place", "commune")
        .distinct()
        .order_by("starts_at", "pk")
    )
    for session in sessions:
        if session.starts_at is not None:
            yield TimelineEntry(
                session.starts_at,
                session.title,
                "session",
                " · ".join(part for part in (session.pathway.title, session.where) if part),
                session.get_absolute_url() if session.pathway_id in sees else "",
            )


def search(query: str, request: Any) -> Sequence[tuple[str, str, str]]:
    """Kits of the catalogue and open sessions whose title holds the words."""
    words = query.split()[:6]
    if not words:
        return []
    fits = Q()
    for word in words:
        fits &= Q(title__icontains=word)
    kits = Kit.objects.visible_to(request.user).filter(fits).order_by("title", "pk")[:5]
    sessions = Session.objects.agenda(timezone.now()).filter(fits).for_list().order_by("starts_at", "pk")[:5]
    return [
        *((row.title, row.get_absolute_url(), row.summary) for row in kits),
        *(
            (
                row.title,
                reverse("agenda:session", args=[row.pk]),
                " · ".join(
                    part for part in (formatting.period(row.starts_at, row.ends_at), row.where) if part
                ),
            )
            for row in sessions
        ),
    ]
