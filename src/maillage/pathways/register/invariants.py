"""What ``doctor`` checks of pathways: what a constraint cannot say across rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from maillage.core import registry
from maillage.pathways.enums import DATED, SeatState
from maillage.pathways.models import Kit, Mark, Registration, Session, Sheet

NAMED = 100


def declare() -> None:
    for key, label, broken in (
        ("published", "A kit’s current version is one of its own", strayed),
        ("moments", "A session begins and ends with its half-days", out_of_step),
        ("seats", "No session seats more people than it can", overfull),
        ("groups", "A seat of the group, and a one-to-one, is of the session’s own pathway", of_other_groups),
        ("sheets", "An attendance sheet begins with its first mark", unmarked),
    ):
        registry.invariants.add(registry.Invariant(f"pathways.{key}", label, broken))


def strayed() -> Iterable[str]:
    """Kits that show another kit's version."""
    rows = Kit.objects.filter(published__isnull=False).exclude(published__kit=F("pk"))
    for kit in rows.order_by("pk"):
        yield f"{kit.title} ({kit.pk}) shows a version of another kit"


def out_of_step() -> Iterable[str]:
    dated: QuerySet[Any] = Session.objects.filter(state__in=DATED)
    moments = dated.annotate(first=Min("half_days__starts_at"), last=Max("half_days__ends_at"))
    odd = moments.filter(Q(first__isnull=True) | ~Q(first=F("starts_at")) | ~Q(last=F("ends_at")))
    for row in odd.order_by("pk")[:NAMED]:
        yield f"{row.title} ({row.pk}) does not begin or end with its half-days"


def overfull() -> Iterable[str]:
    limited: QuerySet[Any] = Session.objects.filter(capacity__isnull=False)
    seated = Count("registrations", filter=Q(registrations__state=SeatState.SEATED))
    for row in limited.annotate(seated=seated).filter(seated__gt=F("capacity")).order_by("pk")[:NAMED]:
        yield f"{row.title} ({row.pk}) has {row.capacity} seats and {row.seated} people in them"


def of_other_groups() -> Iterable[str]:
    foreign = ~Q(enrolment__pathway=F("session__pathway")) | ~Q(enrolment__user=F("user"))
    seats = Registration.objects.filter(foreign, enrolment__isnull=False)
    for seat in seats.order_by("pk")[:NAMED]:
        yield f"the seat n° {seat.pk} is of another group than its session"
    alone = Session.objects.filter(participant__isnull=False).exclude(participant__pathway=F("pathway"))
    for row in alone.order_by("pk")[:NAMED]:
        yield f"{row.title} ({row.pk}) is for somebody of another pathway"


def unmarked() -> Iterable[str]:
    marks = Mark.objects.filter(sheet=OuterRef("pk"))
    for sheet in Sheet.objects.filter(~Exists(marks)).order_by("pk")[:NAMED]:
        yield f"the attendance sheet n° {sheet.pk} has no mark"
