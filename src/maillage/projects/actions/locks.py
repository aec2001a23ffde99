"""The row that the actions of a project lock first, and the guard that most of them share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from maillage.core.errors import NotAllowed
from maillage.projects import rules as who
from maillage.projects.models import Project


def locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",)).select_related("commune").get(pk=project.pk)


def only_carriers(project: Project, by: Any) -> None:
    if not who.is_carrier(by, project):
        raise NotAllowed(_("Only the carriers of the project may do this."))
