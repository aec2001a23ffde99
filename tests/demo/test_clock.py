"""Acting "then": the whole application believes it, and is undeceived at the end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from maillage.core import health
from maillage.core.enums import OutboxKind
from maillage.core.models import OutboxMessage
from maillage.portal.demo import clock

THEN = dt.datetime(2024, 2, 29, 10, 30, tzinfo=dt.UTC)


def test_the_application_believes_it() -> None:
    with clock.at(THEN):
        now = timezone.now()
        made = OutboxMessage()  # its moments default to a function bound long before
        today = timezone.localdate()
    assert abs(now - THEN) < dt.timedelta(seconds=5)
    assert abs(made.created_at - THEN) < dt.timedelta(seconds=5)
    assert type(now) is dt.datetime
    assert today == dt.date(2024, 2, 29)


def test_the_present_comes_back() -> None:
    with clock.at(THEN):
        pass
    assert abs(timezone.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


def test_journeys_may_be_nested() -> None:
    with clock.at(THEN):
        with clock.at(THEN + dt.timedelta(days=10)):
            inner = timezone.now()
        outer = timezone.now()
    assert dt.timedelta(days=10) > inner - outer > dt.timedelta(days=9, hours=23)


@pytest.mark.django_db
def test_what_was_sent_then_waits_since_today() -> None:
    with clock.at(THEN):
        made = OutboxMessage.objects.create(kind=OutboxKind.EMAIL, recipient="lea@atelier.example")
    assert made.created_at < THEN + dt.timedelta(minutes=1)
    assert health.queue_lag_s() < 60
