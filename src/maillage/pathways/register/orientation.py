"""The next places of services, shown to those who look for a door."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from maillage.core import clock
from maillage.pathways.enums import SeatState
from maillage.pathways.models import Registration, Session
from maillage.projects import extensions


def declare() -> None:
    extensions.next_places.add(extensions.NextPlaceSource("pathways", places_of))


def places_of(services: Collection[int]) -> Mapping[int, extensions.NextPlace]:
    """The next open session with a free seat of the pathways that are run as each service. One query."""
    seated = (
        Registration.objects.filter(session=OuterRef("pk"), state=SeatState.SEATED)
        .order_by()
        .values("session")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = (
        Session.objects.agenda(clock.moment())
        .filter(pathway__service__in=list(services))
        .annotate(seated=Coalesce(Subquery(seated), 0))
        .filter(Q(capacity__isnull=True) | Q(seated__lt=F("capacity")))
        .order_by("pathway__service", "starts_at", "pk")
        .distinct("pathway__service")
        .values_list("pathway__service", "pk", "title", "starts_at", "capacity", "seated")
    )
    return {
        service: extensions.NextPlace(
            starts_at,
            title,
            reverse("agenda:session", args=[pk]),
            None if capacity is None else capacity - taken,
        )
        for service, pk, title, starts_at, capacity, taken in rows
        if starts_at is not None
    }
