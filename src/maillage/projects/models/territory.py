"""A territory wider than its commune where a project works."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.projects.models.project import Project
from maillage.territories.models import TerritoryRow


@track()
class ProjectTerritory(TerritoryRow):
    """A project stays at home in one commune; it may work for an EPCI, a département, several of them."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="territories")

    class Meta(TerritoryRow.Meta):
        verbose_name = _("territory of a project")
        constraints: ClassVar = [
            *TerritoryRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "level", "code"], name="projects_project_territory_once"
            ),
        ]
