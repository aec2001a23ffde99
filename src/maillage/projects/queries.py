"""Reads of projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from maillage.core import events, registry
from maillage.core.invitations import live
from maillage.core.registry import TimelineEntry
from maillage.directory.models import Organisation, Place
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectInvitation, ProjectMember, ProjectOrganisation


def for_page() -> QuerySet[Project]:
    """A project with what its page shows: three queries."""
    return Project.objects.select_related(
        "commune", "commune__department", "commune__region", "place"
    ).prefetch_related(
        Prefetch("members", ProjectMember.objects.select_related("user").order_by("role", "pk")),
        Prefetch(
            "organisations",
            ProjectOrganisation.objects.select_related("organisation").order_by("-is_lead", "pk"),
        ),
    )


def visible(user: Any, pk: int) -> Project:
    """The project, when that person may see it. Raises Http404 otherwise: it might as well not exist."""
    project = for_page().filter(pk=pk).first()
    if project is None or not user.has_perm("projects.view_project", project):
        raise Http404
    return project


def carried(user: Any, pk: int) -> Project:
    """The same for one of its carriers."""
    project = for_page().filter(pk=pk).first()
    if project is None or not user.has_perm("projects.change_project", project):
        raise Http404
    return project


def carriers_of(project: Project) -> list[Any]:
    """The people who lead a project and whose account is open."""
    members = ProjectMember.objects.filter(
        project=project, role=ProjectRole.CARRIER, user__is_active=True
    ).select_related("user")
    return [member.user for member in members.order_by("pk")]


def organisations_to_offer(user: Any) -> QuerySet[Organisation]:
    """Those in whose name a person may carry a project."""
    return Organisation.objects.editable_by(user).order_by("name_key", "pk")


def places_to_offer(user: Any) -> QuerySet[Place]:
    """Those that a person may give as the place of a project."""
    return Place.objects.editable_by(user).not_closed().order_by("name_key", "pk")


def timeline(project: Project, user: Any) -> list[TimelineEntry]:
    """The thread, newest first: what every wing tells of the project."""
    entries: list[TimelineEntry] = []
    for source in registry.timeline_sources:
        entries.extend(source.entries(project, user))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def own_entries(project: Project, user: Any) -> Iterable[TimelineEntry]:
    """What the project's own event log tells."""
    from maillage.projects.wording import sentence_of

    for event in events.about(project)[:200]:
        title, detail = sentence_of(event)
        if title:
            yield TimelineEntry(
                at=event.at, title=title, detail=detail, kind="note", actor=str(event.actor or "")
            )


def pending_invitations(project: Project) -> list[ProjectInvitation]:
    """Those that wait for an answer."""
    return list(live(ProjectInvitation).filter(project=project).order_by("-invited_at", "-pk"))


def todo_of(project: Project, user: Any) -> list[registry.TodoItem]:
    """What waits for the person in this project: what the house tells them, where it names the project."""
    mine: list[registry.TodoItem] = []
    for source in registry.todo_sources:
        mine.extend(item for item in source.items_for(user) if item.about == f"project-{project.pk}")
    return mine
