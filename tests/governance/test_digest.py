"""One clock for each person, whatever the number of their actions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from maillage.accounts.models import NotificationPreference
from maillage.governance.actions import action as actions
from maillage.governance.actions import digest
from maillage.governance.actions.action import Task
from maillage.governance.models import Action, DigestClock
from tests.conftest import Outbox
from tests.governance.conftest import World, day
from tests.governance.test_actions import need_of


@pytest.fixture
def quiet(world: World, outbox: Outbox) -> Outbox:
    """The mails of the meeting have left."""
    outbox.deliver()
    outbox.sent.clear()
    return outbox


def give(world: World, title: str, owner: object, in_days: int) -> Action:
    return actions.create(Task(title, owner, day(in_days)), need=need_of(world), by=world.officer)


def a_day_later(hours: int = 24) -> None:
    row = DigestClock.objects.get()
    DigestClock.objects.update(told_at=row.told_at - dt.timedelta(hours=hours))


def test_many_actions_make_one_message(world: World, quiet: Outbox) -> None:
    for n in range(15):
        give(world, f"Action {n}", world.trainer, 3)
    assert digest.tell_due() == 1
    assert digest.tell_due() == 0
    [message] = quiet.to(world.trainer.email)
    assert "Action 0" in message.body
    assert "Action 14" not in message.body  # twelve, and how many others
    assert "Atelier des Copeaux" in message.body


def test_nothing_new_waits_a_week_and_something_new_a_day(world: World, quiet: Outbox) -> None:
    give(world, "Relire", world.trainer, 0)
    digest.tell_due()
    Action.objects.update(assigned_at=timezone.now() - dt.timedelta(days=30))
    a_day_later()
    assert digest.tell_due() == 0
    give(world, "Écrire", world.trainer, 60)  # a day far off is told too, once
    assert digest.tell_due() == 1
    assert len(quiet.to(world.trainer.email)) == 2
    # The second is not told again; a week later the first still waits.
    Action.objects.update(assigned_at=timezone.now() - dt.timedelta(days=30))
    a_day_later(hours=24 * 6)
    assert digest.tell_due() == 0
    a_day_later(hours=24)
    assert digest.tell_due() == 1


def test_late_to_confirm_and_risen_are_each_told_to_whom_they_are_for(world: World, quiet: Outbox) -> None:
    late = give(world, "En retard", world.trainer, 3)
    done = give(world, "À confirmer", world.trainer, 3)
    actions.finish(done, evidence="Fait.", by=world.trainer)
    Action.objects.filter(pk=late.pk).update(due_on=day(-9))
    actions.raise_overdue()
    assert digest.tell_due() == 3
    said = {message.to[0]: message.body for message in quiet.deliver()}
    assert set(said) == {world.trainer.email, world.carrier.email, world.officer.email}
    assert "En retard" in said[world.trainer.email]
    assert "À confirmer" not in said[world.trainer.email]
    assert "À confirmer" in said[world.carrier.email]
    assert "En retard" not in said[world.carrier.email]
    assert "En retard" in said[world.officer.email]


def test_who_refused_them_is_not_written_to(world: World, quiet: Outbox) -> None:
    give(world, "Relire", world.trainer, 3)
    NotificationPreference.objects.create(user=world.trainer, kind=digest.DIGEST_KIND, is_wanted=False)
    assert digest.tell_due() == 0
    assert quiet.to(world.trainer.email) == []
