"""What is always so in programmes; ``doctor`` looks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q

from maillage.core import registry
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.enums import RETAINING, Filing, Role
from maillage.programmes.models import (
    Application,
    Call,
    Label,
    Programme,
    ProgrammeRole,
)


def declare() -> None:
    for key, label, broken in (
        ("programmes.officer", "Every programme has an officer", without_officer),
        ("programmes.places", "No call announces more retained files than its places", too_many_retained),
        ("programmes.late", "No application was submitted outside its call's moments", submitted_outside),
        ("programmes.cohorts", "Announced retained files are in one promotion", retained_outside_cohorts),
        ("programmes.labels", "A label of an application is for its project", foreign_labels),
    ):
        registry.invariants.add(registry.Invariant(key, label, broken))


def without_officer() -> Iterable[str]:
    officers = ProgrammeRole.objects.live().filter(programme=OuterRef("pk"), role=Role.OFFICER)
    for row in Programme.objects.filter(~Exists(officers)).order_by("pk"):
        yield f"{row.name} ({row.pk}) has no officer"


def too_many_retained() -> Iterable[str]:
    retained = Q(applications__announced_decision__in=RETAINING, applications__filing=Filing.SUBMITTED)
    rows = Call.objects.annotate(retained=Count("applications", filter=retained))
    over = rows.filter(retained__gt=F("places")).order_by("pk")
    for pk, title, number, places in over.values_list("pk", "title", "retained", "places"):
        yield f"{title} ({pk}) announced {number} for {places} places"


def submitted_outside() -> Iterable[str]:
    outside = Q(submitted_at__lt=F("call__opens_at")) | Q(submitted_at__gt=F("call__closes_at"))
    for row in Application.objects.filter(outside).order_by("pk")[:100]:
        yield f"{row.reference} was submitted outside its call"


def retained_outside_cohorts() -> Iterable[str]:
    rows = Application.objects.filter(
        announced_decision__in=RETAINING, filing=Filing.SUBMITTED, cohort_member__isnull=True
    )
    for row in rows.order_by("pk")[:100]:
        yield f"{row.reference} is retained, announced, and in no promotion"


def foreign_labels() -> Iterable[str]:
    foreign = ~Q(project=F("application__project")) | ~Q(programme=F("application__call__programme"))
    for row in Label.objects.filter(foreign, application__isnull=False).order_by("pk")[:100]:
        yield f"Label {row.pk} is not of its application's project and programme"
