"""Reads of deliverables: whose they are, who advises on them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from maillage.pathways.enums import EnrolmentState, SpeakerState
from maillage.pathways.models import Deliverable, Pathway
from maillage.pathways.models.deliverable import DeliverableQuerySet
from maillage.projects.enums import ProjectRole


def handed_in_by(user: Any) -> QuerySet[Deliverable]:
    """Those that the person writes: of a project that they carry, or their own."""
    return Deliverable.objects.filter(
        Q(project__members__user=user, project__members__role=ProjectRole.CARRIER)
        | Q(enrolment__user=user, enrolment__state__in=(EnrolmentState.ACTIVE, EnrolmentState.COMPLETED))
    ).distinct()


def read_by(user: Any) -> QuerySet[Deliverable]:
    """Those that the person advises on: its referent, those who run the pathway, its trainers."""
    return Deliverable.objects.filter(
        Q(referent=user)
        | Q(pathway__in=Pathway.objects.run_by(user))
        | Q(
            pathway__sessions__speakers__user=user,
            pathway__sessions__speakers__state=SpeakerState.ACCEPTED,
        )
    ).distinct()


def visible_to(user: Any) -> DeliverableQuerySet:
    if not user.is_authenticated:
        return Deliverable.objects.none()
    keys = handed_in_by(user).values("pk").union(read_by(user).values("pk"))
    return Deliverable.objects.filter(pk__in=keys)


def of_pathway(pathway: Pathway, user: Any) -> list[Deliverable]:
    """What that person may see of the deliverables of a pathway, by project then kind."""
    rows = visible_to(user).filter(pathway=pathway).for_list()
    return sorted(rows, key=lambda row: (row.of.casefold(), row.pk))
