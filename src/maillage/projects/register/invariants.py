"""What ``doctor`` checks of projects."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from maillage.core import registry
from maillage.projects.enums import ProjectRole
from maillage.projects.models import Project, ProjectMember


def declare() -> None:
    registry.invariants.add(
        registry.Invariant("projects.carrier", "Every project has a carrier", without_carrier)
    )


def without_carrier() -> Iterable[str]:
    """Projects that somebody has a part in, and nobody carries."""
    members = ProjectMember.objects.filter(project=OuterRef("pk"))
    carriers = members.filter(role=ProjectRole.CARRIER)
    for project in Project.objects.filter(Exists(members), ~Exists(carriers)).order_by("pk"):
        yield f"{project.title} ({project.pk}) has members and no carrier"
