"""Leaving a promotion is a day 0 of a project's follow-up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from maillage.core import clock
from maillage.programmes.enums import MemberState, MoveKind
from maillage.programmes.models import Cohort, CohortMember, CohortMove
from maillage.projects.actions import followup
from maillage.projects.enums_similar import Origin
from maillage.projects.models import FollowUp
from maillage.projects.queries import followup as read
from tests.factories.programmes import ApplicationFactory

pytestmark = pytest.mark.django_db


def a_member() -> CohortMember:
    """A file in a promotion of a year, that began a month ago."""
    application = ApplicationFactory()
    begins = clock.today() - dt.timedelta(days=30)
    cohort = Cohort.objects.create(
        programme=application.call.programme,
        name="Vague 1",
        starts_on=begins,
        ends_on=begins + dt.timedelta(days=365),
    )
    return CohortMember.objects.create(application=application, cohort=cohort)


def zero_of(member: Any, today: dt.date) -> tuple[str, dt.date] | None:
    return {row.pk: (row.origin, row.day_zero) for row in read.followed(today)}.get(
        member.application.project_id
    )


def test_the_end_of_a_promotion_is_a_day_0_once_it_has_come() -> None:
    member = a_member()
    assert member.cohort is not None
    ends = member.cohort.ends_on
    assert zero_of(member, ends - dt.timedelta(days=1)) is None
    assert zero_of(member, ends) == (Origin.PROMOTION, ends)


def test_dropping_out_is_a_day_0_until_it_is_undone() -> None:
    member = a_member()
    day = clock.moment() - dt.timedelta(days=20)
    move = CohortMove.objects.create(
        member=member,
        kind=MoveKind.DROPPED_OUT,
        from_state=MemberState.ACTIVE,
        to_state=MemberState.DROPPED_OUT,
        from_cohort=member.cohort,
        why="Déménagement.",
        at=day,
    )
    member.state = MemberState.DROPPED_OUT
    member.save()
    assert member.cohort is not None
    assert zero_of(member, member.cohort.starts_on) == (Origin.PROMOTION, timezone.localdate(day))
    move.undone_at = clock.moment()
    move.save()
    member.state = MemberState.ACTIVE
    member.save()
    assert zero_of(member, member.cohort.starts_on) is None


def test_a_project_is_asked_six_months_after_its_promotion_then_from_its_launch() -> None:
    member = a_member()
    project, since = member.application.project, clock.today()
    asked = followup.ask(project, Origin.PROMOTION, since, 6, since)
    assert asked is not None
    assert followup.ask(project, Origin.PROMOTION, since, 6, since) is None
    assert followup.ask(project, Origin.LAUNCHED, since, 6, since) is not None
    assert FollowUp.objects.filter(project=project).count() == 2
