"""Calls: who writes them, what a published one keeps, and Paris time across the change of hour."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import call as calls
from maillage.programmes.actions.call import RuleSpec
from maillage.programmes.enums import (
    ANNOUNCED_TRANSITIONS,
    CALL_TRANSITIONS,
    FILING_TRANSITIONS,
    LABEL_TRANSITIONS,
    CallPhase,
    CallState,
    RuleKind,
)
from maillage.programmes.models import Call
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, CallFactory
from tests.programmes.conftest import World

PARIS = ZoneInfo("Europe/Paris")
pytestmark = pytest.mark.django_db


def a_call(world: World, **values: object) -> Call:
    given = {
        "title": "Vague 2",
        "summary": "Un appel.",
        "next_steps": "Réponse en mars.",
        "opens_at": timezone.now() + dt.timedelta(days=1),
        "closes_at": timezone.now() + dt.timedelta(days=30),
        "places": 5,
        **values,
    }
    return calls.create(world.programme, by=world.officer, **given)  # type: ignore[arg-type]


def test_state_tables_reach_every_state() -> None:
    assert unreachable(CALL_TRANSITIONS, "draft") == set()
    assert unreachable(FILING_TRANSITIONS, "draft") == set()
    assert unreachable(ANNOUNCED_TRANSITIONS, "none") == set()
    assert unreachable(LABEL_TRANSITIONS, "granted") == set()


def test_only_an_officer_writes_a_call(world: World) -> None:
    for stranger in (world.carrier, UserFactory(is_staff=True)):
        with pytest.raises(NotAllowed):
            calls.publish(CallFactory(draft=True, programme=world.programme), by=stranger)


def test_a_call_that_closes_before_it_opens_is_refused_by_action_and_database(world: World) -> None:
    now = timezone.now()
    with pytest.raises(Invalid) as refusal:
        a_call(world, opens_at=now + dt.timedelta(days=2), closes_at=now + dt.timedelta(days=1))
    assert refusal.value.fields.keys() == {"closes_at"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=world.call.pk).update(closes_at=world.call.opens_at)


def test_publishing_shows_it_and_says_when(world: World) -> None:
    call = calls.publish(a_call(world), by=world.officer)
    assert (call.state, call.phase) == (CallState.PUBLISHED, CallPhase.UPCOMING)
    event = events.about(call)[0]
    assert (event.verb, event.from_state, event.to_state) == (
        "programmes.call_published",
        "draft",
        "published",
    )
    with pytest.raises(TransitionRefused):
        calls.publish(call, by=world.officer)


def test_a_call_whose_end_is_past_is_not_published(world: World) -> None:
    now = timezone.now()
    call = a_call(world, opens_at=now - dt.timedelta(days=3), closes_at=now - dt.timedelta(seconds=1))
    with pytest.raises(Conflict):
        calls.publish(call, by=world.officer)


def test_a_published_call_keeps_what_people_rely_on(world: World) -> None:
    with pytest.raises(Conflict):
        calls.update(world.call, by=world.officer, closes_at=world.call.closes_at - dt.timedelta(days=1))
    with pytest.raises(Conflict):
        calls.set_rules(
            world.call, [RuleSpec(RuleKind.POPULATION_BELOW, population_below=10)], by=world.officer
        )
    assert calls.update(world.call, by=world.officer, places=12).places == 12


def test_moving_the_end_tells_those_who_are_writing(world: World) -> None:
    writing = ApplicationFactory(call=world.call, project=world.project)
    ApplicationFactory(call=world.call, submitted=True)
    OutboxMessage.objects.all().delete()
    later = world.call.closes_at + dt.timedelta(days=7)
    call = calls.move_closing(world.call, later, why="Les réseaux étaient en panne.", by=world.officer)
    assert call.closes_at == later
    assert [message.recipient for message in OutboxMessage.objects.order_by("pk")] == [
        writing.created_by.email
    ]
    assert events.about(call)[0].why == "Les réseaux étaient en panne."


def test_moving_the_end_wants_a_reason_and_a_future(world: World) -> None:
    with pytest.raises(Invalid):
        calls.move_closing(world.call, world.call.closes_at, why=" ", by=world.officer)
    with pytest.raises(Invalid):
        calls.move_closing(
            world.call, timezone.now() - dt.timedelta(seconds=5), why="Fini.", by=world.officer
        )


# --- Paris time ----------------------------------------------------------
def test_moments_are_stored_in_utc_across_the_change_of_hour(world: World) -> None:
    """The clocks go forward on 28 March 2027 at 2 a.m.: before it Paris is UTC+1, after it UTC+2."""
    call = a_call(
        world,
        opens_at=dt.datetime(2027, 3, 27, 12, tzinfo=PARIS),
        closes_at=dt.datetime(2027, 3, 29, 12, tzinfo=PARIS),
    )
    call.refresh_from_db()
    assert call.opens_at == dt.datetime(2027, 3, 27, 11, tzinfo=dt.UTC)
    assert call.closes_at == dt.datetime(2027, 3, 29, 10, tzinfo=dt.UTC)
    assert call.closes_at - call.opens_at == dt.timedelta(hours=47)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        # 31 October 2027, 3 a.m. becomes 2 a.m.: 2:30 happens twice in Paris, once in UTC+2, once in UTC+1.
        ("2027-10-31T00:29:59+00:00", CallPhase.UPCOMING),
        ("2027-10-31T00:30:00+00:00", CallPhase.OPEN),
        ("2027-10-31T01:30:00+00:00", CallPhase.OPEN),
        ("2027-10-31T01:30:01+00:00", CallPhase.CLOSED),
    ],
)
def test_an_hour_that_happens_twice_is_two_moments(world: World, moment: str, phase: CallPhase) -> None:
    call = CallFactory(
        programme=world.programme,
        opens_at=dt.datetime(2027, 10, 31, 2, 30, fold=0, tzinfo=PARIS).astimezone(dt.UTC),
        closes_at=dt.datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=PARIS).astimezone(dt.UTC),
    )
    with time_machine.travel(moment, tick=False):
        assert call.phase == phase


@pytest.mark.parametrize(("seconds", "is_received"), [(-1, True), (0, True), (0.000001, False), (1, False)])
def test_the_closing_moment_itself_is_the_last(world: World, seconds: float, is_received: bool) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    with clock.replaying(world.call.closes_at + dt.timedelta(seconds=seconds)):
        if is_received:
            assert applications.submit(draft, by=world.carrier).filing == "submitted"
        else:
            with pytest.raises(applications.CallClosed):
                applications.submit(draft, by=world.carrier)
    draft.refresh_from_db()
    assert draft.filing == ("submitted" if is_received else "draft")


def test_the_web_process_clock_does_not_decide(world: World) -> None:
    """A web server whose clock is a month late still refuses: the database says what time it is."""
    call = CallFactory(programme=world.programme, closed=True)
    draft = ApplicationFactory(call=call, project=world.project)
    with time_machine.travel(call.closes_at - dt.timedelta(days=2)):
        assert call.phase == CallPhase.OPEN
        with pytest.raises(applications.CallClosed):
            applications.submit(draft, by=world.carrier)
