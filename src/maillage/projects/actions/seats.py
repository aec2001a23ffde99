"""The part that somebody has in a project begins and ends. Those who call have checked it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import events
from maillage.core.errors import Conflict
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember


def take(project: Project, user: Any, role: str, *, by: Any) -> ProjectMember:
    """Raises Conflict when the person has a part already."""
    try:
        with transaction.atomic():
            member = ProjectMember.objects.create(project=project, user=user, role=ProjectRole(role))
    except IntegrityError:
        raise Conflict(_("This person takes part in the project already.")) from None
    events.record(project, "projects.member_joined", by=by, data={"name": str(user), "role": role})
    return member


def leave(member: ProjectMember, *, by: Any) -> None:
    member.delete()
    events.record(member.project, "projects.member_left", by=by, data={"name": str(member.user)})
