"""The demonstration network, built once for the tests that look at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import translation
from structlog.testing import capture_logs

from maillage.core import registry
from maillage.portal.demo import applicants, clock
from tests.demo.conftest import BUILT, build, count_rows, undone_at_the_end

# Small enough to be built in a test, large enough for every state.
ONE_IN = 5
#: Those that are quick enough to be built twice.
KILLED = ("orientation", "labels", "promotions", "meetings", "surveys", "committees")
_unlike: dict[str, dict[str, tuple[int, int]]] = {}
_passed_over: list[str] = []


@pytest.fixture(scope="package")
def network(_france: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything that ``maillage demo`` builds, with one application in ``ONE_IN``."""
    with (
        undone_at_the_end(django_db_blocker),
        applicants.one_in(ONE_IN),
        translation.override("fr"),
        capture_logs() as said,
    ):
        for builder in registry.demo_builders:
            if builder.key in KILLED:
                _unlike[builder.key] = _killed_often(builder)
            else:
                build(builder.key)
        _passed_over.extend(
            f"{line['why']} {line['fields']}"
            for line in said
            if line["event"] == "demonstration_step_passed_over"
        )
        # Checked now, once: else at the end of each test, whose end gives it back as not yet checked.
        connection.check_constraints()
        yield


@pytest.fixture
def passed_over(network: None) -> list[str]:
    """Why steps of the builders were refused, though nobody else was there."""
    return _passed_over


@pytest.fixture
def unlike(network: None) -> dict[str, dict[str, tuple[int, int]]]:
    """What each of ``KILLED`` made otherwise than in one go: rows of a model, whole and killed."""
    return _unlike


def _killed_often(builder: registry.DemoBuilder) -> dict[str, tuple[int, int]]:
    """Builds its part in one go, which is undone, then killed at more and more steps; what differs."""
    with transaction.atomic():
        builder.build()
        count_rows()
        whole = _rows()
        transaction.set_rollback(True)
    steps, real = 2, clock.at
    while True:
        left = iter(range(steps))

        @contextmanager
        def dies(moment: dt.datetime, left: Iterator[int] = left) -> Iterator[None]:
            if next(left, None) is None:
                raise KeyboardInterrupt
            with real(moment):
                yield

        try:
            with mock.patch.object(clock, "at", dies):
                builder.build()
        except KeyboardInterrupt:
            steps += 1 + steps // 2
        else:
            break
    count_rows()
    killed = _rows()
    return {name: (whole[name], killed[name]) for name in whole if whole[name] != killed[name]}


def _rows() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.app_label in (*BUILT, "core")]
    return {
        model._meta.label: model._default_manager.count()
        for model in models
        if not model._meta.proxy and not model.__name__.endswith("History")
    }
