"""A project for its pages, and what may be chosen for it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from maillage.core.one import one_or_none
from maillage.directory.models import Organisation, Place
from maillage.projects.enums import ProjectRole, Visibility
from maillage.projects.models import Advice, Project, ProjectMember, ProjectOrganisation


def for_page() -> QuerySet[Project]:
    """A project with what its pages show: three queries."""
    return Project.objects.select_related(
        "commune", "commune__department", "commune__region", "place", "merged_into"
    ).prefetch_related(
        Prefetch("members", ProjectMember.objects.select_related("user").order_by("role", "pk")),
        Prefetch(
            "organisations",
            ProjectOrganisation.objects.select_related("organisation").order_by("-is_lead", "pk"),
        ),
    )


def visible(user: Any, pk: int) -> Project:
    """The project, when that person may see it. Raises Http404 otherwise: it might as well not exist."""
    project = one_or_none(for_page().filter(pk=pk))
    if project is None or not user.has_perm("projects.view_project", project):
        raise Http404
    return project


def shown_to(user: Any) -> QuerySet[Project]:
    """The projects whose page a person may open: what ``projects.view_project`` says, as one condition, but
    for those that were merged into one of theirs."""
    fits = Q(visibility=Visibility.PUBLIC)
    if user.is_authenticated:
        mine = ProjectMember.objects.filter(user=user)
        carried_ones = mine.filter(role=ProjectRole.CARRIER).values("project")
        observed = mine.filter(role=ProjectRole.OBSERVER).values("project")
        advised = Advice.objects.live().filter(adviser=user).order_by().values("project")
        fits |= Q(visibility=Visibility.NETWORK) | Q(pk__in=carried_ones)
        fits |= (Q(pk__in=observed) | Q(pk__in=advised)) & ~Q(visibility=Visibility.PRIVATE)
    return Project.objects.filter(fits)


def carried(user: Any, pk: int) -> Project:
    """The same for one of its carriers."""
    project = one_or_none(for_page().filter(pk=pk))
    if project is None or not user.has_perm("projects.change_project", project):
        raise Http404
    return project


def organisations_to_offer(user: Any) -> QuerySet[Organisation]:
    """Those in whose name a person may carry a project."""
    return Organisation.objects.editable_by(user).order_by("name_key", "pk")


def places_to_offer(user: Any) -> QuerySet[Place]:
    """Those that a person may give as the place of a project."""
    return Place.objects.editable_by(user).not_closed().order_by("name_key", "pk")
