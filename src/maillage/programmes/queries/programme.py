"""Programmes as each person may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from maillage.core.invitations import live
from maillage.directory.models import Membership, Organisation
from maillage.programmes.enums import CallState, Role
from maillage.programmes.models import (
    Call,
    Programme,
    ProgrammeInvitation,
    ProgrammeRole,
)
from maillage.programmes.models.call import receiving
from maillage.programmes.rules import READERS, SITTING
from maillage.territories.queries import territories_of


@dataclass(frozen=True)
class Scope:
    """A programme and what the person is in it today."""

    programme: Programme
    roles: frozenset[str]

    @property
    def is_officer(self) -> bool:
        return Role.OFFICER in self.roles

    @property
    def reads_applications(self) -> bool:
        return bool(self.roles & READERS)

    @property
    def sits_in_juries(self) -> bool:
        return bool(self.roles & SITTING)


ANY_ROLE: Collection[str] = tuple(Role)


def scope(user: Any, slug: str, roles: Collection[str] = ANY_ROLE) -> Scope:
    """The programme, for somebody who has one of ``roles`` in it today; one query.

    Raises Http404 for everybody else: it might as well not exist.
    """
    live_roles = ProgrammeRole.objects.live().filter(programme=OuterRef("pk"), user=user).order_by()
    programme = (
        Programme.objects.select_related("operator")
        .defer("operator__words", "operator__search")
        .annotate(my_roles=ArraySubquery(live_roles.values("role")))
        .filter(slug=slug)
        .first()
    )
    if programme is None or not set(programme.my_roles) & set(roles):
        raise Http404
    return Scope(programme, frozenset(programme.my_roles))


def visible(user: Any, slug: str) -> Programme:
    """The programme of a public page. Raises Http404 when that person may not see it."""
    programme = Programme.objects.select_related("operator").filter(slug=slug).first()
    if programme is None or not user.has_perm("programmes.view_programme", programme):
        raise Http404
    return programme


def public_programmes() -> QuerySet[Programme]:
    """Public programmes, those with an open call first."""
    moment = timezone.now()
    is_open = Q(calls__state=CallState.PUBLISHED) & receiving(moment, "calls__")
    return (
        Programme.objects.filter(is_public=True)
        .select_related("operator")
        .annotate(open_calls=Count("calls", filter=is_open))
        .order_by(F("open_calls").desc(), "name", "pk")
    )


def of_user(user: Any) -> QuerySet[Programme]:
    """Programmes where the person has a role today, with their roles."""
    mine = ProgrammeRole.objects.live().filter(user=user)
    return (
        Programme.objects.filter(pk__in=mine.values("programme"))
        .annotate(my_roles=ArraySubquery(mine.filter(programme=OuterRef("pk")).order_by().values("role")))
        .order_by("name", "pk")
    )


def with_team(programme: Programme) -> tuple[list[ProgrammeRole], list[ProgrammeInvitation]]:
    """Roles of today and after, and invitations that wait: two queries."""
    roles = (
        programme.roles.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()))
        .select_related("user")
        .order_by("role", "user__full_name", "pk")
    )
    waiting = live(ProgrammeInvitation).filter(programme=programme).order_by("-invited_at", "-pk")
    return list(roles), list(waiting)


def calls_of(programme: Programme) -> QuerySet[Call]:
    """A programme's calls for its team, the last to close first. ``call.counts_of`` counts."""
    return programme.calls.select_related("programme").order_by("-closes_at", "-pk")


def public_calls() -> QuerySet[Call]:
    """Published calls of public programmes that are not closed, the first to close first."""
    return Call.objects.public().filter(closes_at__gte=timezone.now()).for_list()


def operators_for(user: Any) -> QuerySet[Organisation]:
    """Organisations in whose name a person may open a programme."""
    if user.is_staff:
        return Organisation.objects.live().order_by("name_key", "pk")
    administered = Membership.objects.administrators().filter(user=user)
    return (
        Organisation.objects.live()
        .filter(pk__in=administered.values("organisation"))
        .order_by("name_key", "pk")
    )


def territory_names(programme: Programme) -> list[str]:
    """Where the programme works, in words."""
    return [name for _ref, name in territories_of(row.ref for row in programme.territories.all())]
