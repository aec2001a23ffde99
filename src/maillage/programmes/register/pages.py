"""What programmes show on pages of lower floors: things to do, territories, threads, search, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.core.invitations import live
from maillage.core.registry import Panel, TimelineEntry, TodoItem
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.enums import Decision, Verdict
from maillage.programmes.models import (
    Application,
    Call,
    Label,
    Programme,
    ProgrammeInvitation,
)
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import review, todo
from maillage.programmes.queries.outcome import places_to_answer
from maillage.projects.extensions import Sight, SightSource, sight_sources
from maillage.territories.models import Commune


def declare() -> None:
    registry.todo_sources.add(TODO)
    registry.territory_panels.add(registry.TerritoryPanel("calls", open_calls_panel, order=30))
    registry.timeline_sources.add(
        registry.TimelineSource(
            "programmes", project_entries, order=20, label=gettext_lazy("Applications and labels")
        )
    )
    registry.file_owners.add(registry.FileOwner("programmes", may_read_file))
    sight_sources.add(SightSource("programmes", who_reads))
    registry.search_sources.add(
        registry.SearchSource("programmes", gettext_lazy("Programmes and calls"), search, order=40)
    )


def invitations_to(user: Any) -> QuerySet[ProgrammeInvitation]:
    return live(ProgrammeInvitation).filter(email=user.email.lower())


def _roles_offered(user: Any) -> Iterable[TodoItem]:
    for invitation in invitations_to(user).select_related("programme").order_by("expires_at", "pk"):
        yield TodoItem(
            title=_("Take a role in the programme “%(name)s”?") % {"name": invitation.programme.name},
            url=reverse("programmes:invitation", args=[invitation.token]),
            due_on=timezone.localdate(invitation.expires_at),
            button=_("Answer"),
        )


def _drafts(user: Any) -> Iterable[TodoItem]:
    for draft in calls.waiting_drafts(user)[:20]:
        yield TodoItem(
            title=_("Finish the application of “%(title)s”") % {"title": draft.title},
            url=reverse("programmes:write", args=[draft.reference]),
            detail=draft.call.title,
            due_on=timezone.localdate(draft.call.closes_at),
            button=_("Go on"),
            about=f"project-{draft.project_id}",
        )


TODO = registry.TodoSource.in_parts(
    "programmes",
    registry.TodoPart("roles", lambda user: [invitations_to(user)], _roles_offered),
    registry.TodoPart("drafts", lambda user: [calls.waiting_drafts(user)], _drafts),
    registry.TodoPart("completions", lambda user: [todo.completions_of(user)], todo.completions_for),
    registry.TodoPart("places", lambda user: [places_to_answer(user)], todo.places_for),
    registry.TodoPart("officer", lambda user: [todo.officer_roles(user)], todo.officer_todo),
    order=20,
)


def open_calls_panel(territory: Any, user: Any) -> Panel | None:
    """Open calls that a commune is eligible to, or may be; of a wider territory, how many of its communes."""
    if isinstance(territory, Commune):
        context: dict[str, Any] = {"opportunities": calls.open_to(territory), "unknown": Verdict.UNKNOWN}
        number = len(context["opportunities"])
    else:
        context = {"reaches": calls.open_within(territory)}
        number = len(context["reaches"])
    if not number:
        return None
    return Panel(gettext_lazy("Open calls for a project here"), "programmes/_panel.html", context, number)


def project_entries(project: Any, user: Any) -> Iterator[TimelineEntry]:
    """Applications, announced decisions and labels in a project's thread: nothing that is only prepared."""
    rows = (
        Application.objects.filter(project=project)
        .select_related("call__programme")
        .defer("search_text", "eligibility_detail")
        .order_by("pk")
    )
    for row in rows:
        detail, url = f"{row.call.title} · {row.call.programme.name}", row.get_absolute_url()
        if row.submitted_at:
            yield TimelineEntry(row.submitted_at, _("Application submitted"), "action", detail, url)
        else:
            yield TimelineEntry(row.created_at, _("Application started"), "note", detail, url)
        if row.withdrawn_at:
            yield TimelineEntry(row.withdrawn_at, _("Application withdrawn"), "stop", detail, url)
        if row.announced_at:
            decision = Decision(row.announced_decision).label
            yield TimelineEntry(
                row.announced_at,
                _("Decision: %(decision)s") % {"decision": decision},
                "decision",
                f"{detail}\n{row.announced_reason}".strip(),
                url,
            )
    for label in Label.objects.filter(project=project).select_related("programme", "place").order_by("pk"):
        yield TimelineEntry(
            label.granted_at,
            _("Label “%(label)s”: %(state)s")
            % {"label": label.programme.label_name, "state": label.standing.label},
            "decision",
            str(label.place),
            label.get_absolute_url(),
        )


def who_reads(project: Any) -> Iterator[Sight]:
    """The programmes to which something of the project was handed in: they keep what they received."""
    rows = Application.objects.filter(project=project, submitted_at__isnull=False)
    for row in rows.select_related("call__programme").order_by("-submitted_at", "-pk"):
        yield Sight(
            who=row.call.programme.name,
            what=_("Reads the application to “%(call)s”, as it was handed in") % {"call": row.call.title},
            since=row.submitted_at,
            url=row.get_absolute_url(),
        )


def search(query: str, request: Any) -> Sequence[tuple[str, str, str]]:
    """Public programmes and calls whose name holds the words."""
    words = query.split()[:6]
    if not words:
        return []
    by_name, by_title = Q(), Q()
    for word in words:
        by_name &= Q(name__icontains=word)
        by_title &= Q(title__icontains=word)
    found = Programme.objects.filter(by_name, is_public=True).order_by("name", "pk")[:5]
    open_calls = (
        Call.objects.public().filter(by_title).select_related("programme").order_by("-closes_at", "pk")
    )
    return [
        *((row.name, row.get_absolute_url(), row.purpose) for row in found),
        *((row.title, row.get_absolute_url(), row.programme.name) for row in open_calls[:5]),
    ]


def may_read_file(stored: Any, user: Any) -> bool:
    """A file of an application: its applicants, and those who read the application."""
    if not user.is_authenticated:
        return False
    if review.may_read_stored(user, stored):
        return True
    row = (
        Application.objects.filter(stage_files__response__files__file=stored)
        .select_related("project", "call__programme")
        .first()
    )
    return row is not None and (
        user.has_perm("programmes.view_application", row) or user.has_perm("programmes.read_application", row)
    )
