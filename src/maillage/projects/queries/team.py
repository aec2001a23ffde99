"""The people of a project, and those who are asked to join."""

from __future__ import annotations

from typing import Any

from maillage.core.invitations import live
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectInvitation, ProjectMember


def carriers_of(project: Project) -> list[Any]:
    """The people who lead a project and whose account is open."""
    members = ProjectMember.objects.filter(
        project=project, role=ProjectRole.CARRIER, user__is_active=True
    ).select_related("user")
    return [member.user for member in members.order_by("pk")]


def pending_invitations(project: Project) -> list[ProjectInvitation]:
    """Those that wait for an answer."""
    return list(live(ProjectInvitation).filter(project=project).order_by("-invited_at", "-pk"))
