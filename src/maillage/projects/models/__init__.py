"""What is kept of projects, one module per aggregate."""

from maillage.projects.models.invitation import ProjectInvitation
from maillage.projects.models.project import (
    Project,
    ProjectMember,
    ProjectOrganisation,
    theme_choices,
    trade_choices,
)

__all__ = [
    "Project",
    "ProjectInvitation",
    "ProjectMember",
    "ProjectOrganisation",
    "theme_choices",
    "trade_choices",
]
