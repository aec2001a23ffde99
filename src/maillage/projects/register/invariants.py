"""What ``doctor`` checks of projects."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from maillage.core import registry
from maillage.projects.enums import AdviceState, ProjectRole
from maillage.projects.models import Advice, Project, ProjectMember


def declare() -> None:
    registry.invariants.add(
        registry.Invariant("projects.carrier", "Every project has a carrier", without_carrier)
    )
    registry.invariants.add(
        registry.Invariant(
            "projects.advice", "Who advises a project has a carrier’s consent, and its part", apart
        )
    )


def without_carrier() -> Iterable[str]:
    """Projects that somebody has a part in, and nobody carries."""
    members = ProjectMember.objects.filter(project=OuterRef("pk"))
    carriers = members.filter(role=ProjectRole.CARRIER)
    for project in Project.objects.filter(Exists(members), ~Exists(carriers)).order_by("pk"):
        yield f"{project.title} ({project.pk}) has members and no carrier"


def apart() -> Iterable[str]:
    """Advisers of projects without an agreement, and agreements under way whose adviser has no part."""
    agreed = Advice.objects.filter(
        project=OuterRef("project"), adviser=OuterRef("user"), state=AdviceState.ACTIVE
    )
    seats = ProjectMember.objects.filter(role=ProjectRole.ADVISER)
    for seat in seats.filter(~Exists(agreed)).select_related("project").order_by("pk"):
        yield f"{seat.project.title} ({seat.project_id}) has an adviser without an agreement"
    seated = seats.filter(project=OuterRef("project"), user=OuterRef("adviser"))
    for row in Advice.objects.filter(~Exists(seated), state=AdviceState.ACTIVE).order_by("pk"):
        yield f"the advice n° {row.pk} is under way and its adviser has no part"
