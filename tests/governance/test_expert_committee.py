"""After each session of a programme its expert committee proposes itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.enums import MeetingState, Seat
from maillage.governance.models import Committee, Meeting
from maillage.pathways.actions import committee as experts
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.enums import Audience, PathwayState, SessionState, SpeakerState
from maillage.pathways.models import Enrolment, Kit, KitVersion, Pathway, Registration, Session, Speaker
from maillage.projects import separation
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory
from tests.governance.conftest import World, day


def session_of(world: World, *, ended: dt.timedelta, **changes: Any) -> Session:
    """A session of the promotion that the trainer gave to the carrier."""
    kit = Kit.objects.create(title="Mesure d’impact", summary="Une journée.", owner=world.programme.operator)
    pathway = Pathway.objects.create(
        kit_version=KitVersion.objects.create(kit=kit, number=1),
        organisation=world.programme.operator,
        programme=world.programme,
        cohort=world.cohort,
        audience=Audience.COHORT,
        title="Mesurer son impact",
        state=PathwayState.OPEN,
        starts_on=day(-30),
        ends_on=day(30),
        created_by=world.officer,
    )
    ends_at = timezone.now() - ended
    values: dict[str, Any] = {
        "title": "Choisir ses indicateurs",
        "state": SessionState.HELD,
        "starts_at": ends_at - dt.timedelta(hours=3),
        "ends_at": ends_at,
    }
    session = Session.objects.create(pathway=pathway, **values | changes)
    Speaker.objects.create(
        session=session, user=world.trainer, name=str(world.trainer), state=SpeakerState.ACCEPTED
    )
    enrolment = Enrolment.objects.create(pathway=pathway, user=world.carrier, project=world.project)
    Registration.objects.create(session=session, user=world.carrier, enrolment=enrolment)
    return session


@pytest.fixture
def alone(world: World) -> World:
    """The world before anybody made an expert committee."""
    Meeting.objects.all().delete()
    Committee.objects.all().delete()
    return world


def test_committee_proposes_itself_after_a_session(alone: World) -> None:
    declined = UserFactory()
    session = session_of(alone, ended=dt.timedelta(hours=2))
    Speaker.objects.create(session=session, user=declined, name="Non", state=SpeakerState.DECLINED)
    # Somebody from outside the promotion, without a project.
    Registration.objects.create(session=session, user=UserFactory())
    assert experts.propose_due() == 1
    assert experts.propose_due() == 0
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.group_name, meeting.committee.host_key) == (
        MeetingState.PROPOSED,
        "Promotion 1",
        alone.host,
    )
    assert {row.user: row.seat for row in meeting.members.select_related("user")} == {
        alone.officer: Seat.PRESIDENT,
        alone.trainer: Seat.MEMBER,
    }
    assert [row.project for row in meeting.items.select_related("project")] == [alone.project]
    assert timezone.localtime(meeting.held_at).weekday() < 5
    assert meeting.held_at > timezone.now()


@pytest.mark.parametrize(
    ("ended", "changes"),
    [
        (dt.timedelta(hours=-1), {}),  # not over yet
        (dt.timedelta(days=40), {}),  # long ago
        (
            dt.timedelta(hours=2),
            {
                "state": SessionState.CANCELLED,
                "cancelled_reason": "Neige.",
                "cancelled_at": timezone.now(),
            },
        ),
    ],
)
def test_these_sessions_propose_nothing(alone: World, ended: dt.timedelta, changes: dict[str, Any]) -> None:
    session_of(alone, ended=ended, **changes)
    assert experts.propose_due() == 0


def test_programme_that_ended_its_committee_is_proposed_none(world: World) -> None:
    session = session_of(world, ended=dt.timedelta(hours=2))
    committees.end(world.committee, by=world.officer)
    assert experts.propose(session) is None


def test_officers_refuse_a_proposal_and_it_does_not_come_back(alone: World) -> None:
    session_of(alone, ended=dt.timedelta(hours=2))
    experts.propose_due()
    meetings.cancel(Meeting.objects.get(), why="Rien de neuf.", by=alone.officer)
    assert experts.propose_due() == 0


def test_trainer_of_a_project_does_not_decide_on_its_money(alone: World) -> None:
    session_of(alone, ended=dt.timedelta(hours=2))
    with pytest.raises(separation.MustStaySeparate):
        separation.check_decider(alone.project, alone.trainer)
    separation.check_decider(ProjectFactory(), alone.trainer)
    separation.check_decider(alone.project, alone.officer)


def test_who_decided_on_a_project_of_the_group_does_not_teach_it(alone: World) -> None:
    session = session_of(alone, ended=dt.timedelta(days=-3), state=SessionState.SCHEDULED)
    decider = alone.application.decided_by
    assert decider is not None
    with pytest.raises(separation.MustStaySeparate) as refused:
        speakers.invite(session, email=decider.email, name="", by=alone.officer)
    assert set(refused.value.fields) == {"email"}
    assert "Atelier des Copeaux" in str(refused.value.sentence)
    other = UserFactory()
    assert speakers.invite(session, email=other.email, name="", by=alone.officer).user == other
