"""Organisations have committees; agendas point at needs and places. Programmes say so of themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.directory.models import Membership, Organisation, Place
from maillage.governance import hosts
from maillage.governance.enums import (
    ActionState,
    CommitteeKind,
    NeedState,
    Part,
    Urgency,
)
from maillage.governance.hosts import HostKind, Named, SubjectKind
from maillage.governance.models import Action, DecisionVoice, SupportNeed
from maillage.projects import separation
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember

ORGANISATION = "organisation"
#: The key of support needs as subjects; the page of an item shows the one that it points at.
NEED = "need"
#: A committee chooses among so many needs at most, the latest.
MOST_NEEDS = 200


def declare() -> None:
    hosts.hosts.add(
        HostKind(
            key=ORGANISATION,
            label=_("Organisation"),
            run_by=_run_by,
            roles=_roles,
            runners=_runners,
            named=_named,
            projects=_projects,
            people=_people,
            order=50,
        )
    )
    hosts.subjects.add(SubjectKind("place", _("Place"), offered=_places, named=_named_places, order=50))
    hosts.subjects.add(SubjectKind(NEED, _("Support need"), offered=_needs, named=_named_needs, order=20))
    separation.coaching.add(separation.TieSource("governance.actions", _coaches))
    separation.deciding.add(separation.TieSource("governance.juries", _jurors))


def _roles(user: Any) -> QuerySet[Membership]:
    return Membership.objects.administrators().filter(user=user).order_by("pk")


def _run_by(user: Any) -> Mapping[int, str]:
    return dict(_roles(user).values_list("organisation", "organisation__name"))


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
    """An organisation's own, and those where the projects live that the host follows."""
    kind = hosts.hosts.get(host_kind)
    if kind is None:
        return ()
    fits = Q(pk__in=kind.projects(host_id).order_by().values("place"))
    if host_kind == ORGANISATION:
        fits |= Q(organisation=host_id)
    return Place.objects.filter(fits).order_by("name_key", "pk").values_list("pk", "name")


def _named_places(ids: Collection[int]) -> Mapping[int, Named]:
    rows = Place.objects.filter(pk__in=list(ids)).select_related("commune").order_by("pk")
    return {row.pk: Named(row.name, row.get_absolute_url()) for row in rows}


def _needs(host_kind: str, host_id: int) -> Iterable[tuple[int, str]]:
    """Those that the host recorded and that are not met yet, the most urgent first."""
    waiting = SupportNeed.objects.filter(
        host_kind=host_kind, host_id=host_id, state__in=(NeedState.OPEN, NeedState.COVERED)
    ).select_related("project")
    ranks = {urgency.value: rank for rank, urgency in enumerate(Urgency)}
    rows = sorted(waiting.order_by("-said_at", "-pk")[:MOST_NEEDS], key=lambda row: ranks[row.urgency])
    return [(row.pk, _title_of(row)) for row in rows]


def _named_needs(ids: Collection[int]) -> Mapping[int, Named]:
    """Without a page of its own: the item that points at a need shows it."""
    rows = SupportNeed.objects.filter(pk__in=list(ids)).select_related("project").order_by("pk")
    return {row.pk: Named(_title_of(row)) for row in rows}


def _title_of(need: SupportNeed) -> str:
    return f"{need.get_theme_display()} · {need.project.title}"


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


def _jurors(projects: Collection[int], people: Collection[int] | None) -> Iterable[separation.Tie]:
    """Members of a committee that is a jury, who had a voice when it decided on one of these projects."""
    rows = DecisionVoice.objects.filter(
        decision__meeting__committee__kind=CommitteeKind.JURY,
        decision__item__project__in=list(projects),
        part=Part.VOICE,
    )
    if people is not None:
        rows = rows.filter(user__in=list(people))
    values = rows.order_by().values_list("decision__item__project", "user", "decision__meeting__title")
    for project, person, title in sorted(set(values)):
        yield separation.Tie(project, person, gettext("decided in “%(jury)s”") % {"jury": title})
