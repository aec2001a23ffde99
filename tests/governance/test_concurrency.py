"""Two people at the same second in committees: the end of an action, the notes of a meeting."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.core import states
from maillage.core.errors import Conflict
from maillage.core.models import Event
from maillage.governance.actions import action as actions
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions.action import Task
from maillage.governance.enums import ActionState
from maillage.governance.models import Action, Meeting, MeetingItem
from tests.governance.conftest import World, day
from tests.governance.test_actions import need_of
from tests.racing import together, unguarded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def given(world: World) -> Action:
    return actions.create(Task("Relire", world.trainer, day(9)), need=need_of(world), by=world.officer)


def facts(verb: str) -> int:
    return Event.objects.filter(verb=f"governance.{verb}").count()


def test_an_action_finished_by_two_people_is_finished_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def race() -> tuple[int, set[str]]:
        row, before = given(world), facts("action_finished")
        together(
            lambda: actions.finish(row, evidence="Lu.", by=world.trainer),
            lambda: actions.finish(row, evidence="Fait avec eux.", by=world.officer),
        )
        return facts("action_finished") - before, {Action.objects.get(pk=row.pk).state}

    assert race() == (1, {ActionState.DONE})
    unguarded(monkeypatch, states, "move")
    assert race() == (2, {ActionState.DONE})


def test_confirmed_and_sent_back_at_once_is_one_of_the_two(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def race() -> list[Any]:
        row = given(world)
        actions.finish(row, evidence="Lu.", by=world.trainer)
        return together(
            lambda: actions.confirm(row, by=world.carrier),
            lambda: actions.send_back(row, why="Pas encore.", by=world.carrier),
        )

    assert sum(isinstance(answer, Conflict) for answer in race()) == 1
    unguarded(monkeypatch, states, "move")
    assert sum(isinstance(answer, Conflict) for answer in race()) == 0


def test_minutes_written_by_two_people_lose_no_word(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def race() -> list[Any]:
        MeetingItem.objects.update(notes="")
        return together(
            lambda: meetings.note(world.item, notes="Les statuts.", is_done=False, seen="", by=world.officer),
            lambda: meetings.note(world.item, notes="Le budget.", is_done=False, seen="", by=world.officer),
        )

    answers = race()
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    (kept,) = [answer for answer in answers if isinstance(answer, MeetingItem)]
    assert MeetingItem.objects.get().notes == kept.notes
    unguarded(monkeypatch, MeetingItem, "save")
    assert sum(isinstance(answer, Conflict) for answer in race()) == 0


def test_a_meeting_closed_by_two_people_has_one_set_of_minutes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    monkeypatch.setattr(meetings.minutes, "draw", lambda *_given, **_more: drawn.append(1) or b"%PDF-1.7")
    answers = together(*[lambda: meetings.close(world.meeting, by=world.officer)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Meeting"]
    assert len(drawn) == 1
    Meeting.objects.update(state="open", closed_at=None)
    unguarded(monkeypatch, meetings.minutes, "keep")
    answers = together(*[lambda: meetings.close(world.meeting, by=world.officer)] * 2)
    assert len(drawn) == 3
