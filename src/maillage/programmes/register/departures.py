"""Leaving a promotion is a day from which the months of a project's follow-up are counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import TruncDate

from maillage.programmes.enums import MemberState, MoveKind
from maillage.programmes.models import CohortMember, CohortMove
from maillage.projects import extensions


def declare() -> None:
    extensions.departures.add(extensions.DepartureSource("programmes", projects, first_on))


def projects(today: dt.date) -> QuerySet[Any, Any]:
    """Keys of the projects that dropped out of a promotion, or whose promotion has ended."""
    return _left(today).order_by().values("application__project")


def first_on(today: dt.date) -> Subquery:
    """The first such day of a project. A passage that was undone, or a file that came back, counts for
    nothing."""
    dropped = (
        CohortMove.objects.filter(member=OuterRef("pk"), kind=MoveKind.DROPPED_OUT, undone_at__isnull=True)
        .order_by("-at", "-pk")
        .annotate(day=TruncDate("at"))
        .values("day")[:1]
    )
    return Subquery(
        _left(today)
        .filter(application__project=OuterRef("pk"))
        .annotate(
            day=Case(
                When(state=MemberState.ACTIVE, then=F("cohort__ends_on")),
                default=Subquery(dropped),
                output_field=DateField(),
            )
        )
        .order_by("day", "pk")
        .values("day")[:1]
    )


def _left(today: dt.date) -> QuerySet[CohortMember]:
    return CohortMember.objects.filter(
        Q(state=MemberState.ACTIVE, cohort__ends_on__lte=today)
        | Q(state=MemberState.DROPPED_OUT, cohort__isnull=False)
    )
