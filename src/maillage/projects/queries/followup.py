"""Who is asked what became of a project, what was answered, and what the answers say of a year's projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import Case, CharField, DateField, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from maillage.accounts.models import User
from maillage.projects import extensions
from maillage.projects.enums import LEFT, Outcome, PassageKind, ProjectRole, Visibility
from maillage.projects.enums_similar import MONTHS, FollowUpState, Origin, Running
from maillage.projects.models import Advice, FollowUp, Project, ProjectMember
from maillage.projects.models.followup import LINK_SALT, months_after

ENDS = sorted(LEFT - {Outcome.MERGED})


def followed(today: dt.date) -> QuerySet[Any]:
    """The projects that have a day 0, with ``day_zero`` and ``origin``: the first launch if there was one,
    else the first day on which it was set aside or reoriented, else the first on which it left a promotion,
    or its promotion ended. Those that live on in another are not asked.
    """
    departed = Q()
    days: list[Any] = []
    for source in extensions.departures:
        departed |= Q(pk__in=source.projects(today))
        days.append(source.first_on(today))
    outcome = Q(passages__kind=PassageKind.OUTCOME)
    launched = Min("passages__on", filter=outcome & Q(passages__to_state=Outcome.LAUNCHED))
    left = Min("passages__on", filter=outcome & Q(passages__to_state__in=ENDS))
    return (
        Project.objects.exclude(outcome=Outcome.MERGED)
        .filter(
            Q(
                pk__in=Project.objects.filter(outcome, passages__to_state__in=[Outcome.LAUNCHED, *ENDS])
                .order_by()
                .values("pk")
            )
            | departed
        )
        .annotate(launched_on=launched, left_on=left)
        .annotate(
            day_zero=Coalesce(F("launched_on"), F("left_on"), *days, output_field=DateField()),
            origin=Case(
                When(launched_on__isnull=False, then=Value(Origin.LAUNCHED.value)),
                When(left_on__isnull=False, then=Value(Origin.LEFT.value)),
                default=Value(Origin.PROMOTION.value),
                output_field=CharField(),
            ),
        )
    )


def origins(*, upto: dt.date, today: dt.date) -> Iterator[tuple[Project, str, dt.date]]:
    """Projects whose day 0 is not after ``upto``, with what it counts from and that day."""
    for project in followed(today).filter(day_zero__lte=upto).order_by("pk"):
        yield project, project.origin, project.day_zero


def of_link(token: str) -> tuple[FollowUp, Any]:
    """The question and the person of a signed link. Raises Http404 for what nobody signed, for a closed
    account and for somebody who no longer carries the project."""
    try:
        pk, person = signing.loads(token, salt=LINK_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    row = FollowUp.objects.for_list().filter(pk=pk).first()
    user = User.objects.filter(pk=person, is_active=True).first()
    if row is None or user is None:
        raise Http404
    if not ProjectMember.objects.filter(project=row.project, user=user, role=ProjectRole.CARRIER).exists():
        raise Http404
    return row, user


def projects_of(user: Any) -> QuerySet[Project]:
    """Those whose answers the person reads: all for the staff, else those that they carry, or advise with the
    carriers’ consent."""
    if user.is_staff:
        return Project.objects.all()
    advised = Advice.objects.live().filter(adviser=user).values("project")
    return Project.objects.filter(
        Q(pk__in=ProjectMember.objects.filter(user=user, role=ProjectRole.CARRIER).values("project"))
        | (Q(pk__in=advised) & ~Q(visibility=Visibility.PRIVATE))
    )


@dataclass(frozen=True)
class Survival:
    """What is known of one cohort after so many months.

    ``concerned`` are all its projects whose day has come (the denominator), ``asked`` those that a letter
    left for, ``answered`` those that answered; ``running`` and ``paused`` are counted among the answers.
    ``jobs``
    and ``fte`` are sums over the ``counted`` answers that gave them.
    """

    months: int
    concerned: int
    asked: int
    answered: int
    running: int
    paused: int
    jobs: int
    fte: Decimal
    counted: int

    @property
    def answer_rate(self) -> float | None:
        return self.answered / self.concerned if self.concerned else None

    @property
    def rate(self) -> float | None:
        """Share still running among those who answered."""
        return self.running / self.answered if self.answered else None

    @property
    def lowest(self) -> float | None:
        """Share still running if none of the silent ones were."""
        return self.running / self.concerned if self.concerned else None

    @property
    def highest(self) -> float | None:
        """The same if all of them were."""
        return (self.running + self.silent) / self.concerned if self.concerned else None

    @property
    def silent(self) -> int:
        return self.concerned - self.answered

    @property
    def never_asked(self) -> int:
        return self.concerned - self.asked


@dataclass(frozen=True)
class Cohort:
    """The projects whose day 0 is in one year, counted from one origin."""

    year: int
    origin: Origin
    steps: list[Survival]

    @property
    def origin_label(self) -> str:
        return str(self.origin.label)


def cohorts(user: Any, today: dt.date, *, origin: str = "") -> list[Cohort]:
    """The latest year first; only the steps whose day has come for one project at least. Two queries."""
    zero: dict[int, tuple[str, dt.date]] = {
        pk: (since, day)
        for pk, since, day in followed(today)
        .filter(pk__in=projects_of(user).values("pk"))
        .order_by("pk")
        .values_list("pk", "origin", "day_zero")
    }
    rows = {
        (row.project_id, row.origin, row.months): row
        for row in FollowUp.objects.filter(project__in=projects_of(user)).only(
            "project", "origin", "months", "state", "running", "jobs", "fte"
        )
    }
    groups: dict[tuple[int, str], list[tuple[int, dt.date]]] = {}
    for pk, (since, day) in zero.items():
        if not origin or since == origin:
            groups.setdefault((day.year, since), []).append((pk, day))
    found = []
    for (year, since), members in sorted(groups.items(), key=lambda group: (-group[0][0], group[0][1])):
        steps = []
        for months in MONTHS:
            due = [pk for pk, day in members if months_after(day, months) <= today]
            if due:
                steps.append(_survival(months, since, due, rows))
        if steps:
            found.append(Cohort(year, Origin(since), steps))
    return found


def _survival(
    months: int, since: str, due: list[int], rows: dict[tuple[int, str, int], FollowUp]
) -> Survival:
    asked = [rows[pk, since, months] for pk in due if (pk, since, months) in rows]
    answers = [row for row in asked if row.state == FollowUpState.ANSWERED]
    employing = [row for row in answers if row.jobs is not None]
    return Survival(
        months=months,
        concerned=len(due),
        asked=len(asked),
        answered=len(answers),
        running=sum(row.running == Running.YES for row in answers),
        paused=sum(row.running == Running.PAUSED for row in answers),
        jobs=sum(row.jobs or 0 for row in employing),
        fte=sum((row.fte or Decimal(0) for row in employing), Decimal(0)),
        counted=len(employing),
    )


def answers(user: Any, *, origin: str = "") -> QuerySet[FollowUp]:
    """What was asked of the projects that the person reads, the latest first."""
    rows = FollowUp.objects.filter(project__in=projects_of(user)).for_list()
    return rows.filter(origin=origin) if origin in Origin.values else rows
