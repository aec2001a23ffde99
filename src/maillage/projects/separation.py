"""Coaching a project and deciding on its money are never the same person.

Whoever coaches wants the project to have the money; whoever decides must be free to say no. The rule is held
in both directions: who coaches a project is kept out when its money is decided, and who decided on its money
is not named to coach it. Each refusal says what the platform knows, so that it can be discussed.

Projects know who advises them; programmes and pathways say the rest in ``AppConfig.ready()``::

    coaching.add(TieSource("pathways.trainers", trainers_of))
    deciding.add(TieSource("programmes.juries", voters_on))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.core.errors import NotAllowed
from maillage.core.registry import Registry
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Advice, Project, ProjectMember


@dataclass(frozen=True, order=True)
class Tie:
    """A person coaches a project, or decided on its money; ``fact`` says how we know, in words."""

    project_id: int
    person_id: int
    fact: str


@dataclass(frozen=True)
class TieSource:
    """``ties(projects, people)`` by ids; one query or few, whatever their number. ``people`` None: all."""

    key: str
    ties: Callable[[Collection[int], Collection[int] | None], Iterable[Tie]]
    order: int = 100


coaching: Registry[TieSource] = Registry()
deciding: Registry[TieSource] = Registry()


def advisers(projects: Collection[int], people: Collection[int] | None) -> Iterable[Tie]:
    """Those who advise these projects, or did: who coached once does not judge later."""
    told = Advice.objects.filter(project__in=list(projects), since__isnull=False)
    seated = ProjectMember.objects.filter(project__in=list(projects), role=ProjectRole.ADVISER)
    if people is not None:
        told, seated = told.filter(adviser__in=list(people)), seated.filter(user__in=list(people))
    pairs = {
        *told.order_by().values_list("project", "adviser"),
        *seated.order_by().values_list("project", "user"),
    }
    for project, person in sorted(pairs):
        yield Tie(project, person, _("adviser of the project"))


def declare() -> None:
    """Called once, when the apps are ready."""
    coaching.add(TieSource("projects.advice", advisers))


class MustStaySeparate(NotAllowed):
    """Somebody would both coach a project and decide on its money."""


def coaches(projects: Collection[int], people: Collection[int] | None = None) -> list[Tie]:
    """Who coaches these projects, or did."""
    return _of(coaching, projects, people)


def deciders(projects: Collection[int], people: Collection[int] | None = None) -> list[Tie]:
    """Who voted or decided on the money of these projects."""
    return _of(deciding, projects, people)


def _of(sources: Registry[TieSource], projects: Collection[int], people: Collection[int] | None) -> list[Tie]:
    if not projects or (people is not None and not people):
        return []
    return sorted({tie for source in sources for tie in source.ties(projects, people)})


def check_coach(project: Project, person: Any) -> None:
    """Raises MustStaySeparate when that person decided on the project's money."""
    for tie in deciders([project.pk], [person.pk]):
        raise MustStaySeparate(
            _(
                "%(person)s decided on the money of “%(project)s” (%(fact)s): they cannot coach it. "
                "Choose somebody else."
            )
            % {"person": person, "project": project.title, "fact": tie.fact}
        )


def check_decider(project: Project, person: Any) -> None:
    """Raises MustStaySeparate when that person coaches the project, or did."""
    for tie in coaches([project.pk], [person.pk]):
        raise MustStaySeparate(
            _("%(person)s coaches “%(project)s” (%(fact)s): somebody else decides on its money.")
            % {"person": person, "project": project.title, "fact": tie.fact}
        )
