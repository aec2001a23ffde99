"""Who advises a project, who asked to, who did; and who else sees something of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from maillage.core.invitations import live
from maillage.directory.models import Membership, Organisation
from maillage.projects.enums import AdviceState, ProjectRole
from maillage.projects.extensions import Sight, sight_sources
from maillage.projects.models import Advice, Project, ProjectInvitation, ProjectMember, Referral


@dataclass(frozen=True)
class Consents:
    """What the carriers of a project agreed to, or are asked to, and may take back."""

    advisers: list[Advice]
    offers: list[Advice]
    observers: list[ProjectMember]
    invitations: list[ProjectInvitation]
    referrals: list[Referral]

    def __bool__(self) -> bool:
        return any((self.advisers, self.offers, self.observers, self.invitations, self.referrals))


def of_project(project: Project) -> dict[str, list[Advice]]:
    """By what can be done about it: ``live``, ``waiting`` and ``past`` (the latest first); one query."""
    rows = list(Advice.objects.filter(project=project).for_list())
    return {
        "live": [row for row in rows if row.is_live],
        "waiting": [row for row in rows if row.state == AdviceState.ASKED],
        "past": [row for row in rows if row.state != AdviceState.ASKED and not row.is_live],
    }


def consents(project: Project, rows: dict[str, list[Advice]] | None = None) -> Consents:
    """All that is given today. Invitations to carry the project are no consent to look: they stay.

    Args:
        rows: its advice as ``of_project`` gives it, when it is known.
    """
    rows = rows or of_project(project)
    observers = project.members.filter(role=ProjectRole.OBSERVER).select_related("project", "user")
    invitations = live(ProjectInvitation).filter(project=project).exclude(role=ProjectRole.CARRIER)
    return Consents(
        # One whose last day is over may still stand here, until the clock has passed.
        advisers=[row for row in (*rows["live"], *rows["past"]) if row.state == AdviceState.ACTIVE],
        offers=rows["waiting"],
        observers=list(observers.order_by("pk")),
        invitations=list(invitations.select_related("project").order_by("pk")),
        referrals=list(Referral.objects.open().filter(project=project).for_list().order_by("pk")),
    )


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
