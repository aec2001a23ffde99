"""What projects show on pages of lower floors: things to do, threads, panels of places and organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.core.invitations import live
from maillage.core.registry import Panel, TodoItem
from maillage.directory import extensions
from maillage.directory.enums import RecordKind
from maillage.directory.models.record import Unaccent
from maillage.projects.enums import Outcome, Visibility
from maillage.projects.models import Evidence, LogbookFile, Project, ProjectInvitation
from maillage.projects.queries import advice, logbook, thread
from maillage.projects.queries import project as queries
from maillage.territories.queries import communes_within

#: Rows of a panel of a territory.
SHOWN = 8


def declare() -> None:
    registry.todo_sources.add(
        registry.TodoSource(
            "projects",
            todo_for,
            order=40,
            concerns=lambda user: [_invitations_to(user), advice.waiting_for(user)],
        )
    )
    registry.timeline_sources.add(
        registry.TimelineSource(
            "projects", thread.own_entries, order=10, label=gettext_lazy("Life of the project")
        )
    )
    registry.timeline_sources.add(
        registry.TimelineSource("logbook", logbook.thread_entries, order=15, label=gettext_lazy("Logbook"))
    )
    registry.file_owners.add(registry.FileOwner("projects", may_read_file))
    registry.search_sources.add(registry.SearchSource("projects", gettext_lazy("Projects"), search, order=42))
    registry.territory_panels.add(registry.TerritoryPanel("projects", projects_panel, order=25))
    for kind in (RecordKind.PLACE, RecordKind.ORGANISATION):
        extensions.record_panels.add(
            extensions.RecordPanel(f"projects.{kind.value}", kind, public_projects_panel, order=50)
        )


def _invitations_to(user: Any) -> QuerySet[ProjectInvitation]:
    return live(ProjectInvitation).filter(email=user.email.lower())


def todo_for(user: Any) -> Iterable[TodoItem]:
    """Invitations to projects at the person's address."""
    for invitation in _invitations_to(user).select_related("project").order_by("expires_at", "pk"):
        yield TodoItem(
            title=_("Join the project “%(title)s”?") % {"title": invitation.project.title},
            url=reverse("projects:invitation", args=[invitation.token]),
            due_on=invitation.expires_at.date(),
            button=_("Answer"),
        )
    for offer in advice.waiting_for(user).order_by("asked_at", "pk")[:20]:
        yield TodoItem(
            title=_("Does %(name)s advise “%(title)s”?")
            % {"name": offer.adviser, "title": offer.project.title},
            url=reverse("projects:rights", args=[offer.project_id, offer.pk]),
            button=_("Answer"),
            about=f"project-{offer.project_id}",
        )


def public_projects_panel(record: Any, user: Any) -> Panel | None:
    """Public projects of a place or an organisation, on its page."""
    owner = "place" if record.kind == RecordKind.PLACE else "organisations__organisation"
    projects = list(
        Project.objects.filter(**{owner: record}, visibility=Visibility.PUBLIC)
        .select_related("commune")
        .order_by("-updated_at", "-pk")[:20]
    )
    if not projects:
        return None
    return Panel(
        gettext_lazy("Projects"), "projects/project/_panel.html", {"projects": projects}, len(projects)
    )


def projects_panel(territory: Any, user: Any) -> Panel | None:
    """Projects of a territory: public ones for everybody, those of the network for whoever is signed in."""
    rows: Any = queries.shown_to(user).filter(commune__in=communes_within(territory))
    rows = rows.exclude(outcome=Outcome.MERGED)
    # The last touched are found first, in an index; then these few are read with what a list shows.
    last = rows.order_by("-updated_at", "-pk").values("pk")[:SHOWN]
    every = rows.order_by().values(all=Value(1)).annotate(number=Count("pk")).values("number")
    projects: list[Any] = list(
        Project.objects.filter(pk__in=last).annotate(number_here=Subquery(every)).for_list()
    )
    if not projects:
        return None
    return Panel(
        gettext_lazy("Projects here"),
        "projects/project/_panel.html",
        {"projects": projects},
        projects[0].number_here,
    )


def search(query: str, request: Any) -> Sequence[tuple[str, str, str]]:
    """Projects that whoever asks may see, by the words of their title, summary and need."""
    if not query.strip():
        return []
    words = SearchQuery(Unaccent(Value(query[:100])), config="maillage_fr", search_type="websearch")
    rows: Any = queries.shown_to(request.user).filter(search=words)
    return [
        (row.title, row.get_absolute_url(), f"{row.commune.name} ({row.commune.department.name})")
        for row in rows.for_list()[:5]
    ]


def may_read_file(stored: Any, user: Any) -> bool:
    """A file of the logbook, by those who read its entry; of the evidence, by those who read the thread."""
    if not user.is_authenticated:
        return False
    joined = LogbookFile.objects.filter(file=stored).select_related("entry__project").first()
    if joined is not None:
        entry = joined.entry
        shown = entry.author_id == user.pk or (not entry.is_private and entry.removed_at is None)
        return shown and bool(user.has_perm("projects.view_thread", entry.project))
    row = Evidence.objects.filter(file=stored).select_related("project").first()
    return row is not None and bool(user.has_perm("projects.view_thread", row.project))
