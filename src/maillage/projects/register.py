"""What projects add to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.core.invitations import live
from maillage.core.registry import Panel, TodoItem
from maillage.directory import extensions
from maillage.directory.enums import RecordKind
from maillage.projects import queries, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.projects.enums import ProjectRole, Visibility
from maillage.projects.models import Project, ProjectInvitation, ProjectMember


def declare() -> None:
    registry.workspaces.add(registry.WorkspaceSource("projects", spaces.of_user, order=40))
    registry.todo_sources.add(registry.TodoSource("projects", todo_for, order=40))
    registry.timeline_sources.add(registry.TimelineSource("projects", queries.own_entries, order=10))
    _declare_personal_data()
    registry.invariants.add(
        registry.Invariant("projects.carrier", "Every project has a carrier", without_carrier)
    )
    for kind in (RecordKind.PLACE, RecordKind.ORGANISATION):
        extensions.record_panels.add(
            extensions.RecordPanel(f"projects.{kind.value}", kind, public_projects_panel, order=50)
        )


def todo_for(user: Any) -> Iterable[TodoItem]:
    """Invitations to projects at the person's address."""
    waiting = live(ProjectInvitation).filter(email=user.email.lower()).select_related("project")
    for invitation in waiting.order_by("expires_at", "pk"):
        yield TodoItem(
            title=_("Join the project “%(title)s”?") % {"title": invitation.project.title},
            url=reverse("projects:invitation", args=[invitation.token]),
            due_on=invitation.expires_at.date(),
            button=_("Answer"),
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
    return Panel(gettext_lazy("Projects"), "projects/_panel.html", {"projects": projects}, len(projects))


# --- Personal data -------------------------------------------------------------------------------------
def _declare_personal_data() -> None:
    service = gettext_lazy("Use of the service that the person asked for (GDPR, article 6.1.b)")
    lines = [
        (
            "projects.ProjectMember",
            gettext_lazy("Knowing who carries, advises or follows a project"),
            gettext_lazy("Person, project, role, date"),
            gettext_lazy("As long as the account exists"),
        ),
        (
            "projects.ProjectInvitation",
            gettext_lazy("Letting somebody join a project"),
            gettext_lazy("E-mail address, role, dates"),
            gettext_lazy("One year after the invitation was sent"),
        ),
        (
            "projects.Project",
            gettext_lazy("Following a project from idea to activity"),
            gettext_lazy("What its carriers write of it"),
            gettext_lazy("As long as one of its carriers has an account"),
        ),
    ]
    for order, (model, purpose, data, kept) in enumerate(lines, start=400):
        registry.data_purposes.add(
            registry.DataPurpose(model, model, purpose, service, data, kept, order=order)
        )
    registry.personal_data.add(
        registry.PersonalDataSource(
            key="projects",
            label=gettext_lazy("Projects"),
            export=export,
            erase=erase,
            order=150,
        )
    )


def export(user: Any) -> dict[str, Any]:
    """The person's parts in projects, what these say, and the invitations at their address."""
    members = ProjectMember.objects.filter(user=user).select_related("project__commune")
    invitations = ProjectInvitation.objects.filter(email=user.email.lower()).select_related("project")
    return {
        "projects": [
            {
                "title": member.project.title,
                "summary": member.project.summary,
                "need": member.project.need,
                "commune": member.project.commune.name,
                "role": member.get_role_display(),
                "since": member.since.isoformat(),
            }
            for member in members.order_by("since", "pk")
        ],
        "invitations": [
            {"project": row.project.title, "role": row.get_role_display(), "at": row.invited_at.isoformat()}
            for row in invitations.order_by("invited_at", "pk")
        ],
    }


def erase(user: Any) -> None:
    """Ends the person's parts. A project left without anybody, that nothing else points to, goes too."""
    projects = list(ProjectMember.objects.filter(user=user).values_list("project", flat=True))
    ProjectMember.objects.filter(user=user).delete()
    ProjectInvitation.objects.filter(email=user.email.lower()).delete()
    for project in Project.objects.filter(pk__in=projects, members__isnull=True).order_by("pk"):
        try:
            with transaction.atomic():
                project.delete()
        except ProtectedError:
            continue  # an application or a label keeps it: the programme's record stays whole


# --- Invariants ------------------------------------------------------------------------------------------
def without_carrier() -> Iterable[str]:
    """Projects that somebody has a part in, and nobody carries."""
    members = ProjectMember.objects.filter(project=OuterRef("pk"))
    carriers = members.filter(role=ProjectRole.CARRIER)
    for project in Project.objects.filter(Exists(members), ~Exists(carriers)).order_by("pk"):
        yield f"{project.title} ({project.pk}) has members and no carrier"
