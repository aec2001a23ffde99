"""Two people at once, with real threads and connections; each with its control, the guard taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from maillage.core.errors import DomainError
from maillage.core.models import OutboxMessage
from maillage.directory import actions
from maillage.directory.actions import freshness as freshness_actions
from maillage.directory.actions import membership as membership_actions
from maillage.directory.actions import merging as merge_actions
from maillage.directory.actions import record as record_actions
from maillage.directory.models import Membership, MergeRecord, Organisation, Place
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory, PlaceFactory
from tests.racing import Meeting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Runs the calls in as many threads; gives what each returned, or the refusal it met."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except (DomainError, OperationalError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, call) for call in calls]]


@contextmanager
def met_before_writing(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, parties: int
) -> Iterator[None]:
    """Both threads reach ``module.name`` before either goes on, unless a lock holds one of them."""
    meeting = Meeting(parties)
    genuine = getattr(module, name)

    def met(*arguments: Any, **keywords: Any) -> Any:
        meeting.wait()
        return genuine(*arguments, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, met)
        yield


def unlocked(record: Any) -> Any:
    return type(record)._default_manager.get(pk=record.pk)


# --- The last administrator -------------------------------------------------------------------------------
def two_administrators_leave(monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[Any]]:
    one = MembershipFactory(administrator=True)
    two = MembershipFactory(organisation=one.organisation, administrator=True)
    with met_before_writing(monkeypatch, membership_actions, "_end", 2):
        results = at_once(lambda: actions.leave(one, by=one.user), lambda: actions.leave(two, by=two.user))
    return Membership.objects.administrators().count(), results


def test_two_administrators_who_leave_at_once_leave_one(monkeypatch: pytest.MonkeyPatch) -> None:
    left, results = two_administrators_leave(monkeypatch)
    assert left == 1
    assert sum(isinstance(result, DomainError) for result in results) == 1


def test_control_without_the_lock_nobody_would_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(membership_actions, "lock", unlocked)
    left, _results = two_administrators_leave(monkeypatch)
    assert left == 0


# --- The same place, two editors --------------------------------------------------------------------------
def two_editors(monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[Any]]:
    place = PlaceFactory(organisation=None, description="Au départ")
    with met_before_writing(monkeypatch, record_actions, "write", 2):
        results = at_once(
            *(
                lambda text=text: actions.update_place(
                    place, {"description": text}, by=None, expected_version=place.version
                )
                for text in ("Premier", "Second")
            )
        )
    return Place.objects.get(pk=place.pk).description, results


def test_the_later_write_never_silently_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, results = two_editors(monkeypatch)
    refused = [result for result in results if isinstance(result, actions.EditConflict)]
    assert len(refused) == 1
    assert refused[0].theirs == {"description": kept}


def test_control_without_the_lock_both_believe_that_they_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_actions, "lock", unlocked)
    _kept, results = two_editors(monkeypatch)
    assert [result for result in results if isinstance(result, DomainError)] == []


# --- Two merges -------------------------------------------------------------------------------------------
def two_crossed_merges(monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[Any]]:
    one, two = PlaceFactory(organisation=None), PlaceFactory(organisation=None)
    with met_before_writing(monkeypatch, merge_actions, "_move_links", 2):
        results = at_once(lambda: actions.merge(one, two, by=None), lambda: actions.merge(two, one, by=None))
    signposts = Place.objects.filter(pk__in=[one.pk, two.pk], merged_into__isnull=False).count()
    return signposts, results


def test_two_crossed_merges_keep_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    signposts, results = two_crossed_merges(monkeypatch)
    assert signposts == 1
    assert MergeRecord.objects.count() == 1
    assert sum(isinstance(result, DomainError) for result in results) == 1


def test_control_without_the_lock_both_would_vanish_or_one_be_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge_actions, "_lock_both", lambda one, two: (unlocked(one), unlocked(two)))
    signposts, results = two_crossed_merges(monkeypatch)
    # Either both become signposts to each other, or the database kills one half-way for a deadlock.
    died = [result for result in results if isinstance(result, OperationalError)]
    assert (signposts == 2) != bool(died)
    assert [result for result in results if isinstance(result, DomainError)] == []


def test_the_same_merge_twice_at_once_is_done_once() -> None:
    keep, drop = PlaceFactory(organisation=None), PlaceFactory(organisation=None)
    results = at_once(*[lambda: actions.merge(keep, drop, by=None)] * 2)
    assert MergeRecord.objects.count() == 1
    assert sum(isinstance(result, DomainError) for result in results) == 1


# --- Two reminders ----------------------------------------------------------------------------------------
def two_sweeps(monkeypatch: pytest.MonkeyPatch) -> int:
    OrganisationFactory(administrator=UserFactory(), due=True)
    # Both have read what is due before either writes.
    with met_before_writing(monkeypatch, freshness_actions, "lock", 2):
        at_once(actions.send_reminders, actions.send_reminders)
    return OutboxMessage.objects.count()


def test_two_workers_send_one_reminder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_sweeps(monkeypatch) == 1


def test_control_without_the_lock_the_reminder_leaves_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness_actions, "lock", unlocked)
    assert two_sweeps(monkeypatch) == 2


@pytest.fixture(autouse=True)
def _real_server() -> None:
    assert connection.vendor == "postgresql"
    assert not Organisation.objects.exists()
