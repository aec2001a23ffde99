"""Projects as workspaces: what the frame of their pages shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from maillage.core.registry import Workspace
from maillage.projects.models import Project


def workspace_of(project: Project) -> Workspace:
    return Workspace(
        kind=_("Project"), name=project.title, url=project.get_absolute_url(), key=f"project-{project.pk}"
    )


def of_user(user: Any) -> Iterable[Workspace]:
    """The workspaces of a person's projects, the last touched first; one query."""
    rows = Project.objects.of(user).order_by("-updated_at", "-pk").only("title", "updated_at")
    return [workspace_of(project) for project in rows[:20]]
