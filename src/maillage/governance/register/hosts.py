"""Organisations have committees; agendas point at places. Programmes and calls say so themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.directory.models import Membership, Organisation, Place
from maillage.governance import hosts
from maillage.governance.enums import ActionState
from maillage.governance.hosts import HostKind, Named, SubjectKind
from maillage.governance.models import Action
from maillage.projects import separation
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember

ORGANISATION = "organisation"


def declare() -> None:
    hosts.hosts.add(
        HostKind(
            key=ORGANISATION,
            label=_("Organisation"),
            run_by=_run_by,
            runners=_runners,
            named=_named,
            projects=_projects,
            people=_people,
            order=50,
        )
    )
    hosts.subjects.add(SubjectKind("place", _("Place"), offered=_places, named=_named_places, order=50))
    separation.coaching.add(separation.TieSource("governance.actions", _coaches))


def _run_by(user: Any) -> Mapping[int, str]:
    mine = Membership.objects.administrators().filter(user=user).order_by("pk")
    return dict(mine.values_list("organisation", "organisation__name"))


def _runners(pk: int) -> Sequence[Any]:
    rows = Membership.objects.administrators().filter(organisation=pk, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def _named(ids: Collection[int]) -> Mapping[int, Named]:
    rows = Organisation.objects.filter(pk__in=list(ids)).only("name").order_by("pk")
    return {row.pk: Named(row.name, row.get_absolute_url()) for row in rows}


def _projects(pk: int) -> QuerySet[Project]:
    """Those that it carries, and those that its people support."""
    people = Membership.objects.active().filter(organisation=pk).values("user")
    supported = ProjectMember.objects.filter(user__in=people, role=ProjectRole.ADVISER)
    return Project.objects.filter(
        Q(organisations__organisation=pk) | Q(pk__in=supported.values("project"))
    ).distinct()


def _people(pk: int) -> QuerySet[User]:
    members = Membership.objects.active().filter(organisation=pk)
    return User.objects.filter(pk__in=members.values("user"), is_active=True)


def _places(host_kind: str, host_id: int) -> Iterable[tuple[int, str]]:
    if host_kind != ORGANISATION:
        return ()
    return Place.objects.filter(organisation=host_id).order_by("name_key", "pk").values_list("pk", "name")


def _named_places(ids: Collection[int]) -> Mapping[int, Named]:
    rows = Place.objects.filter(pk__in=list(ids)).select_related("commune").order_by("pk")
    return {row.pk: Named(row.name, row.get_absolute_url()) for row in rows}


def _coaches(projects: Collection[int], people: Collection[int] | None) -> Iterable[separation.Tie]:
    """Whoever answers a project's needs in person: the expert, else the one in charge of it when no service
    is brought in. The project's own carriers do not coach themselves."""
    rows = Action.objects.filter(project__in=list(projects)).exclude(state=ActionState.DROPPED)
    if people is not None:
        rows = rows.filter(Q(expert__in=list(people)) | Q(owner__in=list(people)))
    carriers = set(
        ProjectMember.objects.filter(project__in=list(projects), role=ProjectRole.CARRIER)
        .order_by()
        .values_list("project", "user")
    )
    for row in rows.order_by("pk"):
        in_person = row.need_id is not None and row.service_id is None
        coach = row.expert_id or (row.owner_id if in_person else None)
        if coach is None or row.project_id is None or (row.project_id, coach) in carriers:
            continue
        if people is None or coach in people:
            yield separation.Tie(row.project_id, coach, row.title)
