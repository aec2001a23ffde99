"""A programme with its officer, trainer and promotion of one project; its expert committee in session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from maillage.accounts.models import User
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions.meeting import When
from maillage.governance.enums import CommitteeKind, Seat
from maillage.governance.models import Committee, Meeting, MeetingItem
from maillage.programmes.enums import MemberState, Role
from maillage.programmes.models import Application, Cohort, CohortMember, Programme
from maillage.projects.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.programmes import (
    ApplicationFactory,
    CallFactory,
    ProgrammeFactory,
    ProgrammeRoleFactory,
)
from tests.factories.projects import ProjectFactory


@dataclass
class World:
    officer: User
    trainer: User
    carrier: User
    stranger: User
    programme: Programme
    application: Application
    cohort: Cohort
    project: Project
    committee: Committee
    meeting: Meeting
    item: MeetingItem

    @property
    def host(self) -> tuple[str, int]:
        return ("programme", self.programme.pk)


def day(in_days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=in_days)


def when(**changes: Any) -> When:
    values: dict[str, Any] = {"title": "Comité du jour", "held_at": timezone.now(), "quorum": 2}
    return When(**values | changes)


@pytest.fixture
def world(db: Any) -> World:
    officer = UserFactory(full_name="Olive Officier", email="olive@operateur.example")
    programme = ProgrammeFactory(officer=officer, name="Ateliers", slug="ateliers")
    trainer = UserFactory(full_name="Tom Formateur", email="tom@formation.example")
    ProgrammeRoleFactory(programme=programme, user=trainer, role=Role.TRAINER)
    carrier = UserFactory(full_name="Camille Porteuse", email="camille@copeaux.example")
    project = ProjectFactory(title="Atelier des Copeaux", carrier=carrier, created_by=carrier)
    application = ApplicationFactory(
        call=CallFactory(programme=programme), project=project, retained=True, decided_by=UserFactory()
    )
    cohort = Cohort.objects.create(
        programme=programme, name="Promotion 1", starts_on=day(-30), ends_on=day(300)
    )
    CohortMember.objects.create(cohort=cohort, application=application, state=MemberState.ACTIVE)
    committee = committees.create(
        ("programme", programme.pk), kind=CommitteeKind.EXPERT, name="Comité d’experts", by=officer, quorum=2
    )
    committees.seat(committee, officer, seat=Seat.PRESIDENT, by=officer)
    committees.seat(committee, trainer, by=officer)
    meeting = meetings.plan(committee, when(), by=officer)
    item = meetings.add_item(meeting, project=project, by=officer)
    everybody = list(meeting.members.values_list("pk", flat=True))
    meeting = meetings.begin(meeting, present=everybody, by=officer)
    return World(
        officer,
        trainer,
        carrier,
        UserFactory(full_name="Sacha Ailleurs"),
        programme,
        application,
        cohort,
        project,
        committee,
        meeting,
        item,
    )
