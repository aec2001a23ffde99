"""The frame of a project's pages: its workspace and its menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.registry import MenuItem, Workspace
from maillage.projects.models import Project
from maillage.projects.spaces import workspace_of


def frame(project: Project, item: str, *, is_carrier: bool = True) -> dict[str, Any]:
    """What the frame of a project's pages shows to its team."""
    workspace: Workspace = workspace_of(project)
    menu = [
        MenuItem(_("The thread"), workspace.url, "thread"),
        MenuItem(_("Logbook"), reverse("projects:logbook", args=[project.pk]), "logbook"),
        MenuItem(_("Stages"), reverse("projects:path", args=[project.pk]), "stage"),
    ]
    if is_carrier:
        menu += [
            MenuItem(_("Description"), reverse("projects:edit", args=[project.pk]), "edit"),
            MenuItem(
                _("Team"), reverse("projects:team", args=[project.pk]), "team", len(project.members.all())
            ),
            MenuItem(_("Who sees the project"), reverse("projects:sight", args=[project.pk]), "sight"),
        ]
    if is_carrier or item == "doors":
        menu.insert(1, MenuItem(_("Doors"), reverse("projects:doors", args=[project.pk]), "doors"))
    return {"workspace": workspace, "workspace_menu": menu, "workspace_item": item}
