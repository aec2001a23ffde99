"""Who advises a project, who asked to, who did; and who else sees something of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from maillage.directory.models import Membership, Organisation
from maillage.projects.enums import AdviceState
from maillage.projects.extensions import Sight, sight_sources
from maillage.projects.models import Advice, Project


def of_project(project: Project) -> dict[str, list[Advice]]:
    """By what can be done about it: ``live``, ``waiting`` and ``past`` (the latest first); one query."""
    rows = list(Advice.objects.filter(project=project).for_list())
    return {
        "live": [row for row in rows if row.is_live],
        "waiting": [row for row in rows if row.state == AdviceState.ASKED],
        "past": [row for row in rows if row.state != AdviceState.ASKED and not row.is_live],
    }


def one(project: Project, pk: int) -> Advice:
    """An advice of that project. Raises Http404."""
    row = Advice.objects.filter(project=project, pk=pk).for_list().first()
    if row is None:
        raise Http404
    return row


def own(user: Any, pk: int) -> Advice:
    """The live agreement, or the offer, of that person for the project. Raises Http404."""
    row = (
        Advice.objects.filter(project=pk, adviser=user, state__in=[AdviceState.ASKED, AdviceState.ACTIVE])
        .for_list()
        .first()
    )
    if row is None:
        raise Http404
    return row


def outside(project: Project) -> list[Sight]:
    """Those outside the team who see something of the project, as each wing tells."""
    return [row for source in sight_sources for row in source.rows(project)]


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """Those in whose name a person may advise: where they belong today."""
    mine = Membership.objects.active().filter(user=user)
    return Organisation.objects.filter(pk__in=mine.values("organisation")).order_by("name_key", "pk")


def waiting_for(user: Any) -> QuerySet[Advice]:
    """Offers that the person, as a carrier, has not answered."""
    carried = Project.objects.carried_by(user)
    return Advice.objects.waiting().filter(project__in=carried).select_related("project", "adviser")
