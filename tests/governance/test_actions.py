"""An action is followed until the project says that it is done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from maillage.core import states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.governance.actions import action as actions
from maillage.governance.actions import need as needs
from maillage.governance.actions.action import Task
from maillage.governance.enums import (
    ACTION_TRANSITIONS,
    MEETING_TRANSITIONS,
    NEED_TRANSITIONS,
    ActionState,
    MeetingState,
    NeedState,
)
from maillage.governance.models import Action, SupportNeed
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectMemberFactory
from tests.governance.conftest import World, day


def need_of(world: World, **changes: Any) -> SupportNeed:
    values: dict[str, Any] = {"theme": "legal", "urgency": "now", "said": "Quels statuts ?"}
    return needs.record(world.project, item=world.item, by=world.officer, **values | changes)


def task(world: World, **changes: Any) -> Task:
    values: dict[str, Any] = {
        "title": "Relire les statuts",
        "owner": world.trainer,
        "due_on": day(10),
    }
    return Task(**values | changes)


def given(world: World, **changes: Any) -> Action:
    return actions.create(task(world, **changes), need=need_of(world), by=world.officer)


def test_tables_of_states_reach_every_state() -> None:
    assert states.unreachable(ACTION_TRANSITIONS, ActionState.OPEN) == set()
    assert states.unreachable(NEED_TRANSITIONS, NeedState.OPEN) == set()
    assert states.unreachable(MEETING_TRANSITIONS, MeetingState.PROPOSED) == set()


def test_need_becomes_action_that_the_project_closes(world: World) -> None:
    need = need_of(world)
    assert (need.state, need.group_name) == (NeedState.OPEN, "Promotion 1")
    action = actions.create(task(world), need=need, by=world.officer)
    need.refresh_from_db()
    assert (action.project, action.meeting, action.host_id) == (
        world.project,
        world.meeting,
        world.programme.pk,
    )
    assert need.state == NeedState.COVERED

    action = actions.finish(action, evidence="Statuts relus le 3.", by=world.trainer)
    assert (action.state, action.closed_at) == (ActionState.DONE, None)
    with pytest.raises(NotAllowed):
        actions.confirm(action, by=world.trainer)
    action = actions.confirm(action, by=world.carrier)
    need.refresh_from_db()
    assert (action.state, action.closed_by, need.state) == (
        ActionState.CLOSED,
        world.carrier,
        NeedState.MET,
    )


def test_project_sends_back_what_is_not_done(world: World) -> None:
    action = actions.finish(given(world), evidence="Fait.", by=world.trainer)
    with pytest.raises(Invalid):
        actions.send_back(action, why=" ", by=world.carrier)
    with pytest.raises(NotAllowed):
        actions.send_back(action, why="Rien reçu.", by=world.officer)
    action = actions.send_back(action, why="Rien reçu.", by=world.carrier)
    assert (action.state, action.done_at) == (ActionState.OPEN, None)
    with pytest.raises(Conflict):
        actions.confirm(action, by=world.carrier)


def test_carrier_who_finishes_their_own_action_confirms_it(world: World) -> None:
    action = given(world, owner=world.carrier)
    action = actions.finish(action, evidence="Déposés en préfecture.", by=world.carrier)
    assert (action.state, action.closed_by) == (ActionState.CLOSED, world.carrier)


def test_finishing_shows_something(world: World) -> None:
    action = given(world)
    with pytest.raises(Invalid) as refused:
        actions.finish(action, evidence="  ", by=world.trainer)
    assert set(refused.value.fields) == {"evidence"}
    with pytest.raises(NotAllowed):
        actions.finish(action, evidence="Fait.", by=world.stranger)


def test_who_gives_actions(world: World) -> None:
    need = need_of(world)
    for by in (world.carrier, world.stranger, world.trainer):
        with pytest.raises(NotAllowed):
            actions.create(task(world), need=need, by=by)
    with pytest.raises(NotAllowed):
        actions.create(task(world), by=world.stranger)
    own = actions.create(task(world, owner=world.stranger), by=world.stranger)
    assert actions.finish(own, evidence="Fait.", by=world.stranger).state == ActionState.CLOSED
    # A project's team gives actions to its own people, not to others.
    friend = UserFactory()
    with pytest.raises(Invalid):
        actions.create(task(world, owner=friend), project=world.project, by=world.carrier)
    ProjectMemberFactory(project=world.project, user=friend)
    assert actions.create(task(world, owner=friend), project=world.project, by=world.carrier).host_kind == ""


def test_past_day_is_refused(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        given(world, due_on=day(-1))
    assert set(refused.value.fields) == {"due_on"}


def test_dropped_action_leaves_its_need_without_answer(world: World) -> None:
    action = given(world)
    with pytest.raises(NotAllowed):
        actions.drop(action, why="Plus utile.", by=world.carrier)
    with pytest.raises(Invalid):
        actions.drop(action, why="", by=world.officer)
    action = actions.drop(action, why="Plus utile.", by=world.officer)
    need = SupportNeed.objects.get()
    assert (action.state, need.state) == (ActionState.DROPPED, NeedState.OPEN)
    action = actions.reopen(action, due_on=day(5), why="Utile après tout.", by=world.carrier)
    need.refresh_from_db()
    assert (action.state, action.due_on, need.state) == (ActionState.OPEN, day(5), NeedState.COVERED)


def test_need_with_two_actions_is_met_by_the_last(world: World) -> None:
    need = need_of(world)
    first = actions.create(task(world, owner=world.carrier), need=need, by=world.officer)
    second = actions.create(task(world, owner=world.carrier), need=need, by=world.officer)
    actions.finish(first, evidence="Fait.", by=world.carrier)
    need.refresh_from_db()
    assert need.state == NeedState.COVERED
    actions.finish(second, evidence="Fait.", by=world.carrier)
    need.refresh_from_db()
    assert need.state == NeedState.MET


def test_late_action_rises_to_the_officers_and_comes_down(world: World) -> None:
    action = given(world)
    Action.objects.update(due_on=day(-7))
    assert actions.raise_overdue() == 0
    Action.objects.update(due_on=day(-8))
    assert actions.raise_overdue() == 1
    assert actions.raise_overdue() == 0
    action.refresh_from_db()
    assert action.raised_at is not None
    assert action.days_late == 8
    action = actions.update(action, task(world, due_on=day(3)), by=world.officer)
    assert (action.raised_at, action.is_overdue) == (None, False)


def test_late_by_night_is_not_late_yet(world: World) -> None:
    """The day itself belongs to the action."""
    action = given(world, due_on=day(0))
    assert not action.is_overdue
    Action.objects.update(due_on=day(-1))
    action.refresh_from_db()
    assert action.is_overdue
    assert list(Action.objects.overdue(on=day(0) - dt.timedelta(days=1))) == []


def test_what_waits_for_a_confirmation_has_a_project(world: World) -> None:
    own = actions.create(task(world, owner=world.stranger), by=world.stranger)
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=own.pk).update(state=ActionState.DONE)


def test_who_sees_an_action(world: World) -> None:
    action = given(world)
    adviser = ProjectMemberFactory(project=world.project).user
    for who in (world.officer, world.trainer, world.carrier, adviser):
        assert list(Action.objects.visible_to(who)) == [action]
    assert list(Action.objects.visible_to(world.stranger)) == []
    # The project's own advisers see nothing of it once the project is private.
    world.project.visibility = "private"
    world.project.save()
    assert list(Action.objects.visible_to(adviser)) == []
    assert list(Action.objects.visible_to(world.carrier)) == [action]
