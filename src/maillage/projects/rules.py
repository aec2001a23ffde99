"""Who may do what with a project."""

from __future__ import annotations

from typing import Any

import rules

from maillage.projects.enums import ProjectRole, Visibility
from maillage.projects.models import Project, ProjectMember


def role_in(user: Any, project: Project) -> str | None:
    """The person's part in the project, now."""
    if not user.is_authenticated:
        return None
    return ProjectMember.objects.filter(project=project, user=user).values_list("role", flat=True).first()


def _is_carrier(user: Any, project: Project) -> bool:
    return role_in(user, project) == ProjectRole.CARRIER


def _is_supporter(user: Any, project: Project) -> bool:
    return role_in(user, project) in {ProjectRole.ADVISER, ProjectRole.OBSERVER}


def _is_for_the_team(user: Any, project: Project) -> bool:
    return project.visibility != Visibility.PRIVATE


def _is_for_the_network(user: Any, project: Project) -> bool:
    return bool(user.is_authenticated) and project.visibility == Visibility.NETWORK


def _is_public(user: Any, project: Project) -> bool:
    return project.visibility == Visibility.PUBLIC


is_carrier = rules.predicate(_is_carrier)
is_supporter = rules.predicate(_is_supporter)
is_for_the_team = rules.predicate(_is_for_the_team)
is_for_the_network = rules.predicate(_is_for_the_network)
is_public = rules.predicate(_is_public)

rules.add_perm(
    "projects.view_project",
    is_public | is_for_the_network | is_carrier | (is_supporter & is_for_the_team),
)
# The thread tells who said what: it stays with those who have a part in the project.
rules.add_perm("projects.view_thread", is_carrier | (is_supporter & is_for_the_team))
rules.add_perm("projects.change_project", is_carrier)
