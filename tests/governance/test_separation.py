"""Coaching a project and deciding on its money are never the same person."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maillage.governance.actions import action as actions
from maillage.governance.actions.action import Task
from maillage.governance.models import Action
from maillage.governance.register.personal import mixed_roles
from maillage.programmes.models import AgendaItem, JuryMember, JurySession, Vote
from maillage.projects import separation
from maillage.projects.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory
from tests.factories.projects import ProjectFactory
from tests.governance.conftest import World, day
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
