"""The query of what concerns a person is written once for everybody, and says the same of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from maillage.accounts.models import User
from maillage.accounts.workspace import own_pages
from maillage.core import concern, registry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 12, 0, 7, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@dataclass(frozen=True)
class Source:
    key: str
    concerns: concern.Concerns | None


def every_source() -> list[Source]:
    parts = [
        Source(f"{source.key}:{part.key}", part.concerns)
        for source in registry.todo_sources
        for part in source.parts or (registry.TodoPart("", source.concerns, source.items_for),)
    ]
    return [*parts, *(Source(page.key, page.concerns) for page in own_pages)]


def asked_of(sources: Iterable[Source]) -> tuple[tuple[str, concern.Concerns], ...]:
    return tuple((source.key, source.concerns) for source in sources if source.concerns is not None)


@pytest.mark.parametrize("is_staff", [False, True])
def test_what_was_written_for_one_is_what_would_be_written_for_another(is_staff: bool) -> None:
    asked = asked_of(every_source())
    for email in ("a.person@maillage.example", "another@maillage.example"):
        user = UserFactory(email=email, is_staff=is_staff)
        assert concern._question(asked, user) == concern._write(asked, user)
    # Once for both, and no source needs to know whom it is asked about.
    (written,) = concern._written.values()
    assert written is not None
    assert written is not concern._UNWRITTEN


def test_nothing_is_written_twice_within_the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    write = concern._write
    monkeypatch.setattr(concern, "_write", lambda *given: written.append(given) or write(*given))
    sources = every_source()
    users = [UserFactory(email=f"person.{n}@maillage.example") for n in range(3)]
    for user in users:
        concern.concerned(sources, user)
    assert len(written) == 1
    with time_machine.travel(NOON + dt.timedelta(minutes=1), tick=False):
        concern.concerned(sources, users[0])
    assert len(written) == 2
    # What belongs to the minute before is not kept.
    assert len(concern._written) == 1


def people(user: Any) -> Iterable[QuerySet[Any]]:
    return [User.objects.filter(email__iexact=user.email)]


@pytest.mark.parametrize("email", ["Capital@maillage.example", "under_score@maillage.example"])
def test_an_address_that_is_written_otherwise_is_asked_for_itself(email: str) -> None:
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(email=email)
    user.refresh_from_db()
    assert concern.concerned([Source("people", people)], user) == {"people"}
    assert not concern._written


def of_the_same_house(user: Any) -> Iterable[QuerySet[Any]]:
    return [User.objects.filter(email__endswith=user.email.split("@")[1])]


def contains(user: Any) -> Iterable[QuerySet[Any]]:
    return [User.objects.filter(email__contains=user.email)]


def looks_first(user: Any) -> Iterable[QuerySet[Any]]:
    keys = list(User.objects.filter(email=user.email).values_list("pk", flat=True))
    return [User.objects.filter(pk__in=keys)]


@pytest.mark.parametrize("concerns", [of_the_same_house, contains, looks_first])
def test_a_source_that_needs_the_person_is_asked_for_each(concerns: concern.Concerns) -> None:
    for email in ("one@maillage.example", "two@maillage.example"):
        assert concern.concerned([Source("mine", concerns)], UserFactory(email=email)) == {"mine"}
    assert list(concern._written.values()) == [concern._UNWRITTEN]


def test_nothing_for_nobody_is_not_asked() -> None:
    def nothing(user: Any) -> Iterable[QuerySet[Any]]:
        return [User.objects.none()]

    def not_a_row(user: Any) -> Iterable[QuerySet[Any]]:
        return []

    user = UserFactory()
    with CaptureQueriesContext(connection) as asked:
        assert concern.concerned([Source("a", nothing), Source("b", not_a_row)], user) == set()
        assert concern.concerned([Source("c", None)], user) == {"c"}
    assert not len(asked)
