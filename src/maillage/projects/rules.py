"""Who may do what with a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import rules
from django.db.models import Exists

from maillage.projects.enums import AdviceRight, ProjectRole, Visibility
from maillage.projects.models import Advice, Project, ProjectMember

EVERY_RIGHT = frozenset(str(right) for right in AdviceRight)
#: What the carriers of a project read of one that was merged into it.
INHERITED = frozenset({AdviceRight.THREAD.value, AdviceRight.APPLICATIONS.value})
#: Mergers follow one another; a longer row than this is no history but a fault.
LONGEST_LINE = 20


def role_in(user: Any, project: Project) -> str | None:
    """The person's part in the project, now. An adviser's ends with the carriers' consent."""
    if not user.is_authenticated:
        return None
    mine = ProjectMember.objects.filter(project=project, user=user).order_by()
    row = mine.values_list("role", Exists(_live(user, project))).first()
    if row is None or (row[0] == ProjectRole.ADVISER and not row[1]):
        return None
    role: str = row[0]
    return role


def rights_in(user: Any, project: Project) -> frozenset[str]:
    """What the person may do there, as rights of an adviser: carriers have them all, observers read."""
    if not user.is_authenticated:
        return frozenset()
    role = ProjectMember.objects.filter(project=project, user=user).values_list("role", flat=True).first()
    if role == ProjectRole.CARRIER:
        return EVERY_RIGHT
    if _carries_survivor(user, project):
        return INHERITED
    if project.visibility == Visibility.PRIVATE or role is None:
        return frozenset()
    if role == ProjectRole.OBSERVER:
        return frozenset({AdviceRight.THREAD.value})
    given = _live(user, project).values_list("rights", flat=True).first()
    return frozenset(given or ())


def _live(user: Any, project: Project) -> Any:
    return Advice.objects.live().filter(project=project, adviser=user).order_by()


def _part(user: Any, project: Project) -> str | None:
    """``role_in``, read once for all the predicates of one question."""
    context = is_carrier.context
    if context is None:
        return role_in(user, project)
    key = ("projects.role", user.pk, project.pk)
    if key not in context:
        context[key] = role_in(user, project)
    part: str | None = context[key]
    return part


def _is_carrier(user: Any, project: Project) -> bool:
    return _part(user, project) == ProjectRole.CARRIER


def _carries_survivor(user: Any, project: Project) -> bool:
    """Whether the project lives on in one that the person carries, directly or further on."""
    if not user.is_authenticated:
        return False
    heir = project.merged_into_id
    for _step in range(LONGEST_LINE):
        if heir is None:
            return False
        if ProjectMember.objects.filter(project=heir, user=user, role=ProjectRole.CARRIER).exists():
            return True
        heir = Project.objects.filter(pk=heir).values_list("merged_into", flat=True).first()
    return False


def _is_supporter(user: Any, project: Project) -> bool:
    return _part(user, project) in {ProjectRole.ADVISER, ProjectRole.OBSERVER}


def _is_for_the_team(user: Any, project: Project) -> bool:
    return project.visibility != Visibility.PRIVATE


def _is_for_the_network(user: Any, project: Project) -> bool:
    return bool(user.is_authenticated) and project.visibility == Visibility.NETWORK


def _is_public(user: Any, project: Project) -> bool:
    return project.visibility == Visibility.PUBLIC


def _may(right: AdviceRight) -> Callable[[Any, Project], bool]:
    def holds(user: Any, project: Project) -> bool:
        return right.value in rights_in(user, project)

    return holds


is_carrier = rules.predicate(_is_carrier)
carries_survivor = rules.predicate(_carries_survivor)
is_supporter = rules.predicate(_is_supporter)
is_for_the_team = rules.predicate(_is_for_the_team)
is_for_the_network = rules.predicate(_is_for_the_network)
is_public = rules.predicate(_is_public)

rules.add_perm(
    "projects.view_project",
    is_public | is_for_the_network | is_carrier | (is_supporter & is_for_the_team) | carries_survivor,
)
# The thread tells who said what: it stays with those who have a part in the project.
rules.add_perm("projects.view_thread", is_carrier | (is_supporter & is_for_the_team) | carries_survivor)


def shows_thread(user: Any, project: Project, role: str | None) -> bool:
    """``projects.view_thread`` for whoever knows the person's role there (``role_in``) already."""
    if role == ProjectRole.CARRIER or (role is not None and _is_for_the_team(user, project)):
        return True
    return bool(user.has_perm("projects.view_thread", project))


rules.add_perm("projects.change_project", is_carrier)
rules.add_perm("projects.write_logbook", rules.predicate(_may(AdviceRight.LOGBOOK), name="may_write_logbook"))
rules.add_perm(
    "projects.read_applications",
    rules.predicate(_may(AdviceRight.APPLICATIONS), name="may_read_applications"),
)
rules.add_perm(
    "projects.write_applications",
    rules.predicate(_may(AdviceRight.WRITING), name="may_write_applications"),
)
