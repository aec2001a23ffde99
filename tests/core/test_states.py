"""States move along their table only, and each passage is an event."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db.models import TextChoices

import maillage
from maillage.accounts.models import User
from maillage.core import states
from maillage.core.enums import OUTBOX_TRANSITIONS, OutboxState
from maillage.core.errors import TransitionRefused
from maillage.core.models import Event, OutboxMessage


def tables() -> Iterator[tuple[str, Mapping[Any, frozenset[Any]]]]:
    """Every transition table of the platform, found by its name."""
    for module in pkgutil.walk_packages(maillage.__path__, "maillage."):
        if module.name.endswith(".enums") or ".enums." in module.name:
            room = importlib.import_module(module.name)
            for name, value in vars(room).items():
                if name.endswith("TRANSITIONS") and isinstance(value, Mapping):
                    yield f"{module.name}.{name}", value


TABLES = dict(tables())


def test_tables_are_found() -> None:
    assert TABLES["maillage.core.enums.OUTBOX_TRANSITIONS"] is OUTBOX_TRANSITIONS
    assert len(TABLES) >= 3


@pytest.mark.parametrize("name", sorted(TABLES))
def test_table_is_whole(name: str) -> None:
    """Every state of the enumeration is in the table, every passage leads to a state, all can be reached."""
    table = TABLES[name]
    [enumeration] = {type(state) for state in table}
    assert issubclass(enumeration, TextChoices)
    assert set(table) == set(enumeration)
    assert {to for passages in table.values() for to in passages} <= set(enumeration)
    assert all(state not in passages for state, passages in table.items()), "staying is no passage"
    starts = [state for state in table if not states.unreachable(table, state)]
    assert starts, "no state leads to all the others"


@pytest.mark.django_db
def test_move_writes_the_state_its_companions_and_an_event() -> None:
    person = User.objects.create_user("camille@example.org")
    message = OutboxMessage.objects.create(kind="webhook", recipient="x", state="failed", attempts=10)
    states.move(
        message,
        "pending",
        OUTBOX_TRANSITIONS,
        by=person,
        verb="core.message_requeued",
        why="essai",
        also={"attempts": 0},
    )
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("pending", 0)
    event = Event.objects.get()
    assert (event.from_state, event.to_state, event.actor, event.why) == (
        "failed",
        "pending",
        person,
        "essai",
    )


@pytest.mark.django_db
def test_passage_that_the_table_lacks_is_refused_and_leaves_nothing() -> None:
    message = OutboxMessage.objects.create(kind="webhook", recipient="x")
    with pytest.raises(TransitionRefused) as refusal:
        states.move(message, OutboxState.FAILED, OUTBOX_TRANSITIONS, by=None, verb="core.message_given_up")
    assert message.state == "pending"
    assert not Event.objects.exists()
    assert refusal.value.status == 409
