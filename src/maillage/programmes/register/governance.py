"""Programmes have committees; agendas point at calls; juries and decisions are about money."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts.models import User
from maillage.governance import hosts
from maillage.governance.hosts import Group, HostKind, Named, SubjectKind
from maillage.programmes.enums import RETAINING, Decision, MemberState, Role
from maillage.programmes.models import Application, Call, CohortMember, Programme, ProgrammeRole, Vote
from maillage.projects import separation
from maillage.projects.models import Project

PROGRAMME = "programme"


def declare() -> None:
    hosts.hosts.add(
        HostKind(
            key=PROGRAMME,
            label=gettext_lazy("Programme"),
            run_by=_run_by,
            roles=_roles,
            runners=_runners,
            named=_named,
            projects=followed,
            people=_people,
            group_of=group_of,
            order=10,
        )
    )
    hosts.subjects.add(
        SubjectKind("call", gettext_lazy("Call"), offered=_calls, named=_named_calls, order=10)
    )
    separation.deciding.add(separation.TieSource("programmes.votes", _voters))
    separation.deciding.add(separation.TieSource("programmes.decisions", _deciders))


def _roles(user: Any) -> QuerySet[ProgrammeRole]:
    return ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER).order_by("pk")


def _run_by(user: Any) -> Mapping[int, str]:
    return dict(_roles(user).values_list("programme", "programme__name"))


def _runners(pk: int) -> Sequence[Any]:
    live = ProgrammeRole.objects.live().filter(programme=pk, role=Role.OFFICER, user__is_active=True)
    return [row.user for row in live.select_related("user").order_by("pk")]


def _named(ids: Collection[int]) -> Mapping[int, Named]:
    rows = Programme.objects.filter(pk__in=list(ids)).order_by("pk")
    return {row.pk: Named(row.name, reverse("programmes:space", args=[row.slug])) for row in rows}


def followed(pk: int) -> QuerySet[Project]:
    """The projects that the programme retained and that have not left it."""
    members = CohortMember.objects.filter(application__call__programme=pk)
    there = members.exclude(state=MemberState.DROPPED_OUT)
    return Project.objects.filter(pk__in=there.values("application__project"))


def _people(pk: int) -> QuerySet[User]:
    live = ProgrammeRole.objects.live().filter(programme=pk)
    return User.objects.filter(pk__in=live.values("user"), is_active=True)


def group_of(pk: int, project: int) -> Group | None:
    """The promotion in which the project is now, the last that it came to."""
    row = (
        CohortMember.objects.active()
        .filter(application__call__programme=pk, application__project=project)
        .select_related("cohort")
        .order_by("-joined_at", "-pk")
        .first()
    )
    if row is None or row.cohort is None:
        return None
    return Group(f"cohort-{row.cohort_id}", row.cohort.name)


def _calls(host_kind: str, host_id: int) -> Iterable[tuple[int, str]]:
    if host_kind != PROGRAMME:
        return ()
    return Call.objects.filter(programme=host_id).order_by("-opens_at", "-pk").values_list("pk", "title")


def _named_calls(ids: Collection[int]) -> Mapping[int, Named]:
    rows = Call.objects.filter(pk__in=list(ids)).select_related("programme").order_by("pk")
    return {
        row.pk: Named(row.title, reverse("programmes:applications", args=[row.programme.slug, row.pk]))
        for row in rows
    }


# --- Who decides on money -----------------------------------------------------------------------------------
def _voters(projects: Collection[int], people: Collection[int] | None) -> Iterable[separation.Tie]:
    """Members of juries, by their votes on files of these projects."""
    rows = Vote.objects.filter(item__application__project__in=list(projects))
    if people is not None:
        rows = rows.filter(member__user__in=list(people))
    values = rows.order_by("pk").values_list(
        "item__application__project", "member__user", "item__session__title"
    )
    for project, person, title in values:
        yield separation.Tie(project, person, _("voted in “%(jury)s”") % {"jury": title})


def _deciders(projects: Collection[int], people: Collection[int] | None) -> Iterable[separation.Tie]:
    """Officers, by the decisions that give or refuse their files a place and its money."""
    decided = Q(decision__in=[*RETAINING, Decision.WAITING, Decision.REFUSED])
    rows = Application.objects.filter(decided, project__in=list(projects), decided_by__isnull=False)
    if people is not None:
        rows = rows.filter(decided_by__in=list(people))
    for project, person, title in rows.order_by("pk").values_list("project", "decided_by", "call__title"):
        yield separation.Tie(project, person, _("decided in “%(call)s”") % {"call": title})
