"""Projects as workspaces: what the frame of their pages shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from maillage.core.registry import Workspace
from maillage.projects.models import Project
from maillage.projects.models.project import address_of


def workspace_of(project: Project) -> Workspace:
    return _workspace(project.pk, project.title)


def _workspace(pk: int, title: str) -> Workspace:
    return Workspace(kind=_("Project"), name=title, url=address_of(pk, title), key=f"project-{pk}")


def of_user(user: Any) -> Iterable[Workspace]:
    """The workspaces of a person's projects, the last touched first; one query."""
    rows = Project.objects.of(user).order_by("-updated_at", "-pk").values_list("pk", "title")
    return [_workspace(pk, title) for pk, title in rows[:20]]
