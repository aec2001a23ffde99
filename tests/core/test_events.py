"""The event log: written with the action, never changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from maillage.accounts.models import User
from maillage.core import events
from maillage.core.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("camille@example.org", full_name="Camille Exemple")


def test_event_says_who_what_when_from_and_to(person: User) -> None:
    event = events.record(
        person,
        "accounts.closed",
        by=person,
        field="state",
        from_="open",
        to="closed",
        why="départ",
        data={"a": 1},
    )
    event.refresh_from_db()
    assert (event.subject, event.actor, event.verb) == (person, person, "accounts.closed")
    assert (event.field, event.from_state, event.to_state) == ("state", "open", "closed")
    assert (event.why, event.data) == ("départ", {"a": 1})
    assert "Camille" not in event.subject_label, "the log forgets nothing: it names no person"
    assert list(events.about(person)) == [event]


@pytest.mark.parametrize("statement", ["UPDATE core_event SET verb = 'x'", "DELETE FROM core_event"])
def test_database_itself_refuses_to_change_or_remove_an_event(person: User, statement: str) -> None:
    events.record(person, "accounts.closed", by=None)
    refused = pytest.raises(DatabaseError, match="Cannot update or delete rows from core_event")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().verb == "accounts.closed"


def test_orm_refuses_too(person: User) -> None:
    event = events.record(person, "accounts.closed", by=None)
    event.verb = "x"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()


def test_many_events_cost_one_statement(person: User, django_assert_num_queries: object) -> None:
    entries = [(person, "accounts.seen", {"why": str(number)}) for number in range(50)]
    events.record_many(entries[:1], by=None)  # content types are remembered from here on
    with django_assert_num_queries(2):  # type: ignore[operator]  # the events, then who is told of them
        events.record_many(entries, by=person)
    newest = events.about(person).first()
    assert newest is not None
    assert (newest.why, newest.actor) == ("49", person)


def test_event_goes_with_the_action_that_fails(person: User) -> None:
    with transaction.atomic():
        events.record(person, "accounts.closed", by=None)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
