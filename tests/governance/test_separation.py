"""Coaching a project and deciding on its money are never the same person."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from maillage.core.errors import Conflict as Refused
from maillage.core.errors import Invalid
from maillage.governance.actions import action as actions
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions.action import Task
from maillage.governance.actions.meeting import Hands
from maillage.governance.enums import CommitteeKind, Part
from maillage.governance.models import Action, Meeting
from maillage.governance.register.personal import mixed_roles
from maillage.programmes import conflicts
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions.conflict import overrule
from maillage.programmes.enums import Decision, Role
from maillage.programmes.enums_review import ConflictOrigin
from maillage.programmes.models import AgendaItem, Application, Conflict, JuryMember, JurySession, Vote
from maillage.projects import separation
from maillage.projects.actions import advice
from maillage.projects.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory
from tests.factories.programmes import ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.governance.conftest import World, day, when
from tests.governance.test_actions import need_of


def vote_of(world: World, person: object) -> None:
    session = JurySession.objects.create(
        call=world.application.call, title="Jury", held_at=timezone.now(), quorum=1, created_by=world.officer
    )
    item = AgendaItem.objects.create(session=session, application=world.application, position=1)
    member = JuryMember.objects.create(session=session, user=person)
    Vote.objects.create(item=item, member=member, ballot="for", cast_by=person)


def test_who_voted_on_the_money_cannot_answer_a_need(world: World) -> None:
    vote_of(world, world.trainer)
    need = need_of(world)
    with pytest.raises(separation.MustStaySeparate) as refused:
        actions.create(Task("Aider", world.trainer, day(3)), need=need, by=world.officer)
    assert set(refused.value.fields) == {"owner"}
    assert "Jury" in str(refused.value.sentence)
    with pytest.raises(separation.MustStaySeparate) as refused:
        actions.create(
            Task("Aider", world.carrier, day(3), expert=world.trainer), need=need, by=world.officer
        )
    assert set(refused.value.fields) == {"expert"}
    # Bringing somebody else in is no coaching.
    brought = Task("Mettre en lien", world.trainer, day(3), service=ServiceFactory())
    assert actions.create(brought, need=need, by=world.officer).owner == world.trainer
    helped = Task("Mettre en lien", world.trainer, day(3), expert=UserFactory())
    assert actions.create(helped, need=need, by=world.officer).owner == world.trainer


def test_a_coach_has_no_voice_in_a_committee_that_is_a_jury(world: World, sign_in: Any) -> None:
    need = need_of(world)
    actions.create(Task("Aider", world.trainer, day(3)), need=need, by=world.officer)
    third = UserFactory(full_name="Jeanne Jurée")
    ProgrammeRoleFactory(programme=world.programme, user=third, role=Role.JUROR)
    jury = committees.create(world.host, kind=CommitteeKind.JURY, name="Bourses", by=world.officer, quorum=2)
    for person in (world.officer, world.trainer):
        committees.seat(jury, person, by=world.officer)
    meeting = meetings.plan(jury, when(title="Bourses de mai"), by=world.officer)
    item = meetings.add_item(meeting, project=world.project, by=world.officer)
    loose = meetings.add_item(meeting, title="Calendrier", by=world.officer)

    def sit() -> Meeting:
        there = list(meeting.members.values_list("pk", flat=True))
        return meetings.begin(meeting, present=there, by=world.officer)

    meeting = sit()
    page = sign_in(world.officer).get(item.get_absolute_url())
    assert [row["name"] for row in page.context["silent"]] == [str(world.trainer)]
    with pytest.raises(Refused) as refused:
        meetings.decide(meeting, text="Bourse accordée.", item=item, by=world.officer)
    assert "1" in str(refused.value.sentence)
    # Of anything else they have their voice.
    meetings.decide(meeting, text="En juin.", item=loose, by=world.officer)
    meetings.seat(meeting, third, by=world.officer)
    meeting = sit()
    with pytest.raises(Invalid):
        meetings.decide(meeting, text="Oui.", item=item, hands=Hands(3, 0), by=world.officer)
    meetings.decide(meeting, text="Bourse accordée.", item=item, hands=Hands(2, 0), by=world.officer)
    ties = {tie.person_id for tie in separation.deciders([world.project.pk])}
    assert {third.pk, world.officer.pk} <= ties
    assert world.trainer.pk not in ties
    with pytest.raises(separation.MustStaySeparate):
        actions.create(Task("Aider", third, day(3)), need=need, by=world.officer)


def test_a_carrier_has_no_voice_on_their_project(world: World) -> None:
    jury = committees.create(world.host, kind=CommitteeKind.JURY, name="Bourses", by=world.officer, quorum=1)
    ProgrammeRoleFactory(programme=world.programme, user=world.carrier, role=Role.JUROR)
    for person in (world.officer, world.carrier):
        committees.seat(jury, person, by=world.officer)
    meeting = meetings.plan(jury, when(title="Bourses", quorum=1), by=world.officer)
    item = meetings.add_item(meeting, project=world.project, by=world.officer)
    there = list(meeting.members.values_list("pk", flat=True))
    meeting = meetings.begin(meeting, present=there, by=world.officer)
    decision = meetings.decide(meeting, text="Bourse accordée.", item=item, by=world.officer)
    assert decision.voices.get(user=world.carrier).part == Part.ASIDE
    assert decision.voices.get(user=world.officer).part == Part.VOICE


def test_who_decided_on_the_money_cannot_answer_a_need(world: World) -> None:
    decider = world.application.decided_by
    assert decider is not None
    with pytest.raises(separation.MustStaySeparate):
        actions.create(Task("Aider", decider, day(3)), need=need_of(world), by=world.officer)
    # On another project they may.
    separation.check_coach(ProjectFactory(), decider)


def test_other_expert_is_checked_on_change(world: World) -> None:
    vote_of(world, world.trainer)
    action = actions.create(Task("Aider", world.carrier, day(3)), need=need_of(world), by=world.officer)
    with pytest.raises(separation.MustStaySeparate):
        actions.update(action, Task("Aider", world.carrier, day(3), expert=world.trainer), by=world.officer)


def test_who_answers_a_need_may_not_decide_on_the_money(world: World) -> None:
    separation.check_decider(world.project, world.trainer)
    action = actions.create(Task("Aider", world.trainer, day(3)), need=need_of(world), by=world.officer)
    with pytest.raises(separation.MustStaySeparate):
        separation.check_decider(world.project, world.trainer)
    actions.drop(action, why="Autrement.", by=world.officer)
    separation.check_decider(world.project, world.trainer)


def test_carrier_does_not_coach_themself(world: World) -> None:
    actions.create(Task("Faire", world.carrier, day(3)), need=need_of(world), by=world.officer)
    assert separation.coaches([world.project.pk]) == []


def test_doctor_finds_what_slipped_through(world: World) -> None:
    action = actions.create(Task("Aider", world.trainer, day(3)), need=need_of(world), by=world.officer)
    assert list(mixed_roles()) == []
    vote_of(world, world.trainer)
    assert list(mixed_roles()) == [
        f"Account {world.trainer.pk} coaches project {world.project.pk} and decided on its money"
    ]
    assert Action.objects.get() == action
    assert Project.objects.get(pk=world.project.pk) == world.project


# --- The money of a programme -------------------------------------------------------------------------------
def test_coach_is_kept_out_of_files_whatever_an_officer_says(world: World) -> None:
    juror = UserFactory(email="jeanne@loin.example")
    files = Application.objects.filter(pk=world.application.pk)
    assert conflicts.standing(files, [juror.pk]) == set()
    actions.create(Task("Aider", juror, day(3)), need=need_of(world), by=world.officer)
    assert conflicts.standing(files, [juror.pk]) == {(world.application.pk, juror.pk)}
    [tie] = conflicts.infer(files, [juror.pk])
    row = Conflict.objects.create(
        application=world.application,
        person=juror,
        origin=ConflictOrigin.INFERRED,
        ground=tie.ground,
        fact=tie.fact,
        found_at=timezone.now(),
    )
    with pytest.raises(Refused):
        overrule(row, reason="Sans importance.", by=world.officer)
    # Even a word written before the rule was held lifts nothing.
    Conflict.objects.update(
        overruled_at=timezone.now(), overruled_by=world.officer, overrule_reason="Sans importance."
    )
    assert conflicts.standing(files, [juror.pk]) == {(world.application.pk, juror.pk)}


def test_officer_who_coaches_leaves_the_money_to_another(world: World) -> None:
    second = UserFactory()
    ProgrammeRoleFactory(programme=world.programme, user=second, role=Role.OFFICER)
    # Nobody decided on its money yet.
    Application.objects.update(decision=Decision.NONE, decided_by=None, decided_at=None)
    actions.create(Task("Aider", world.officer, day(3)), need=need_of(world), by=world.officer)
    with pytest.raises(separation.MustStaySeparate):
        decisions.decide(world.application, Decision.RETAINED, by=world.officer)
    with pytest.raises(separation.MustStaySeparate):
        decisions.decide_many(
            world.application.call,
            [world.application.pk],
            Decision.REFUSED,
            reason="Hors sujet.",
            by=world.officer,
        )
    # What is not about money stays theirs.
    decisions.decide(world.application, Decision.INADMISSIBLE, reason="Incomplet.", by=world.officer)
    row = decisions.decide(world.application, Decision.RETAINED, by=second)
    assert row.decided_by == second


def test_adviser_agreed_to_by_the_carriers_decided_on_nothing(world: World) -> None:
    vote_of(world, world.trainer)
    with pytest.raises(separation.MustStaySeparate):
        advice.start(world.project, adviser=world.trainer, by=world.carrier)
    friend = UserFactory(email="ami@ici.example")
    advice.start(world.project, adviser=friend, by=world.carrier)
    with pytest.raises(separation.MustStaySeparate):
        separation.check_decider(world.project, friend)
