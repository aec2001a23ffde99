"""Labels: what may follow what, each state with its days, reminders, the public register."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.core import events
from maillage.core.errors import Conflict, Invalid, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.programmes.actions import label as labels
from maillage.programmes.actions.label import Condition
from maillage.programmes.enums import (
    CONDITION_TRANSITIONS,
    LABEL_TRANSITIONS,
    ConditionOutcome,
    LabelState,
    Standing,
)
from maillage.programmes.models import Label
from tests.factories.directory import PlaceFactory
from tests.factories.programmes import LabelFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
GRANTED_ON = dt.date(2026, 1, 1)


def day(months: int, number: int = 1) -> dt.datetime:
    """Noon of a day, some months after the label began."""
    years, month = divmod(months, 12)
    return dt.datetime(2026 + years, month + 1, number, 12, tzinfo=dt.UTC)


@pytest.fixture
def label(world: World, time_machine: Any) -> Label:
    """Granted for three years on 1 January 2026."""
    time_machine.move_to(day(0), tick=False)
    world.programme.roles.update(starts_on=GRANTED_ON)
    return labels.grant(
        world.programme,
        project=world.project,
        place=world.place,
        starts_on=GRANTED_ON,
        ends_on=dt.date(2028, 12, 31),
        by=world.officer,
    )


def story(label: Label) -> list[tuple[str, str, str]]:
    return [
        (row.state, row.starts_on.isoformat(), row.ends_on.isoformat())
        for row in label.periods.order_by("starts_on")
    ]


def test_tables_reach_every_state() -> None:
    assert unreachable(LABEL_TRANSITIONS, LabelState.GRANTED) == set()
    assert unreachable(CONDITION_TRANSITIONS, ConditionOutcome.OPEN) == set()
    assert set(LABEL_TRANSITIONS) == set(LabelState)


def test_each_day_of_a_label_has_one_answer(world: World, label: Label, time_machine: Any) -> None:
    officer = world.officer
    time_machine.move_to(day(2), tick=False)
    labels.suspend(label, why="Travaux.", by=officer)
    time_machine.move_to(day(5), tick=False)
    labels.resume(label, why="Finis.", by=officer)
    time_machine.move_to(day(30), tick=False)
    labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan positif.", by=officer)
    time_machine.move_to(day(36), tick=False)
    label = labels.end(label, why="Départ.", by=officer)
    assert story(label) == [
        ("granted", "2026-01-01", "2026-02-28"),
        ("suspended", "2026-03-01", "2026-05-31"),
        ("granted", "2026-06-01", "2028-06-30"),
        ("renewed", "2028-07-01", "2028-12-31"),
        ("ended", "2029-01-01", "2029-01-01"),
    ]
    answers = {
        dt.date(2025, 12, 31): Standing.UPCOMING,
        dt.date(2026, 1, 1): Standing.GRANTED,
        dt.date(2026, 3, 1): Standing.SUSPENDED,
        dt.date(2026, 5, 31): Standing.SUSPENDED,
        dt.date(2026, 6, 1): Standing.GRANTED,
        dt.date(2028, 12, 31): Standing.RENEWED,
        dt.date(2029, 1, 1): Standing.ENDED,
        dt.date(2030, 1, 1): Standing.ENDED,
    }
    assert {asked: label.standing_on(asked) for asked in answers} == answers
    held = {asked: Label.objects.held(asked).exists() for asked in answers}
    assert [asked for asked, is_held in held.items() if is_held] == [
        dt.date(2026, 1, 1),
        dt.date(2026, 6, 1),
        dt.date(2028, 12, 31),
    ]


def test_a_label_runs_out_by_its_last_day_and_nothing_else(label: Label, time_machine: Any) -> None:
    time_machine.move_to(day(35, 31), tick=False)
    assert (label.standing, Label.objects.in_force().count()) == (Standing.GRANTED, 1)
    time_machine.move_to(day(36), tick=False)
    assert (label.standing, Label.objects.in_force().count()) == (Standing.ENDED, 0)
    assert Label.objects.standing(Standing.ENDED).count() == 1
    assert Label.objects.standing(Standing.GRANTED).count() == 0


def test_what_ran_out_is_neither_renewed_nor_suspended(world: World, label: Label, time_machine: Any) -> None:
    time_machine.move_to(day(36), tick=False)
    with pytest.raises(Conflict):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Trop tard.", by=world.officer)
    with pytest.raises(Conflict):
        labels.suspend(label, why="Trop tard.", by=world.officer)


def test_two_words_on_one_day_leave_the_last(world: World, label: Label) -> None:
    labels.suspend(label, why="Doute.", by=world.officer)
    label = labels.resume(label, why="Levé.", by=world.officer)
    assert story(label) == [("granted", "2026-01-01", "2028-12-31")]
    verbs = [event.verb.partition("_")[2] for event in events.about(label)]
    assert verbs == ["resumed", "suspended", "granted"]


def test_an_end_to_come_only_brings_the_last_day_forward(
    world: World, label: Label, time_machine: Any
) -> None:
    label = labels.end(label, on=dt.date(2026, 7, 1), why="Déménagement.", by=world.officer)
    assert (label.standing, label.ends_on) == (Standing.GRANTED, dt.date(2026, 6, 30))
    assert story(label) == [("granted", "2026-01-01", "2026-06-30")]
    time_machine.move_to(day(6), tick=False)
    assert label.standing == Standing.ENDED
    assert label.standing_on(dt.date(2026, 6, 30)) == Standing.GRANTED


def test_a_renewed_label_stays_renewed_when_it_is_resumed(
    world: World, label: Label, time_machine: Any
) -> None:
    time_machine.move_to(day(30), tick=False)
    labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan.", by=world.officer)
    with pytest.raises(Invalid):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Encore.", by=world.officer)
    time_machine.move_to(day(31), tick=False)
    labels.suspend(label, why="Travaux.", by=world.officer)
    time_machine.move_to(day(32), tick=False)
    label = labels.resume(label, why="Finis.", by=world.officer)
    assert label.standing == Standing.RENEWED


def test_renewing_over_another_label_of_the_place_is_refused_whole(world: World, label: Label) -> None:
    LabelFactory(
        programme=world.programme,
        place=world.place,
        starts_on=dt.date(2029, 1, 1),
        ends_on=dt.date(2029, 12, 31),
    )
    with pytest.raises(Conflict):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan.", by=world.officer)
    label.refresh_from_db()
    assert (label.state, label.ends_on) == (LabelState.GRANTED, dt.date(2028, 12, 31))
    assert story(label) == [("granted", "2026-01-01", "2028-12-31")]


def test_conditions_are_settled_one_by_one_and_the_last_gives_the_label_back(
    world: World, label: Label, time_machine: Any
) -> None:
    two = [Condition("Assurer l’atelier", dt.date(2026, 3, 1)), Condition("Ouvrir", dt.date(2026, 6, 1))]
    label = labels.set_conditions(label, two, why="Sous réserve.", by=world.officer)
    assert (label.standing, label.is_in_force) == (Standing.CONDITIONAL, True)
    first, second = label.conditions.all()
    with pytest.raises(Conflict):
        labels.renew(label, ends_on=dt.date(2031, 12, 31), why="Bilan.", by=world.officer)
    time_machine.move_to(day(1), tick=False)
    label = labels.settle(first, ConditionOutcome.MET, note="Attestation reçue.", by=world.officer)
    assert label.state == LabelState.CONDITIONAL
    with pytest.raises(TransitionRefused):
        labels.settle(first, ConditionOutcome.WAIVED, note="Encore.", by=world.officer)
    with pytest.raises(Invalid):
        labels.settle(second, ConditionOutcome.WAIVED, note="", by=world.officer)
    # Suspended meanwhile, it comes back under its condition.
    labels.suspend(label, why="Doute.", by=world.officer)
    label = labels.resume(label, why="Levé.", by=world.officer)
    assert label.state == LabelState.CONDITIONAL
    time_machine.move_to(day(3), tick=False)
    label = labels.settle(second, ConditionOutcome.WAIVED, note="Sans objet.", by=world.officer)
    assert label.standing == Standing.GRANTED
    assert [row[0] for row in story(label)] == ["conditional", "conditional", "granted"]
    told = OutboxMessage.objects.filter(recipient=world.carrier.email).order_by("pk")
    assert "Assurer l’atelier" in told[0].body_text


def test_a_label_may_be_granted_under_conditions(world: World) -> None:
    today = timezone.localdate()
    place = PlaceFactory()
    label = labels.grant(
        world.programme,
        project=world.project,
        place=place,
        starts_on=today,
        ends_on=today,
        conditions=[Condition("Assurer l’atelier", today)],
        by=world.officer,
    )
    assert (label.state, label.periods.get().state) == ("conditional", "conditional")
    assert label.conditions.get().is_open


def test_the_database_refuses_two_states_a_day(label: Label) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        label.periods.create(state="suspended", starts_on=GRANTED_ON, ends_on=GRANTED_ON)
