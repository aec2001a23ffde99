"""The worker: it does the jobs, and what a task defers belongs to that task's transaction."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.config import worker
from maillage.core import delivery
from maillage.core.models import OutboxMessage
from maillage.core.outbox import send_webhook
from maillage.core.tasks import deliver

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


@pytest.fixture(autouse=True)
def _threads_leave_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's threads close their connections after each task, as at the end of their life."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


@pytest.fixture
def task() -> Iterator[Any]:
    """Registers a task for one test."""
    made: list[str] = []

    def register(function: Any) -> Any:
        name = f"test.{function.__name__}"
        made.append(name)
        return app.task(name=name)(function)

    yield register
    for name in made:
        del app.tasks[name]


def once() -> None:
    worker.run(wait=False, handle_signals=False)


def test_worker_sends_what_waits() -> None:
    message = OutboxMessage.objects.create(
        kind="email", recipient="camille@example.org", subject="Bonjour", body_text="Bonjour\n"
    )
    deliver.defer(message_id=message.pk)
    once()
    message.refresh_from_db()
    assert message.state == "sent"
    assert [sent.subject for sent in mail.outbox] == ["Bonjour"]  # type: ignore[attr-defined]
    assert not ProcrastinateJob.objects.filter(task_name="core.deliver").exists(), "done jobs are not kept"


def test_task_that_rolls_back_defers_nothing(task: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(delivery, "deliver", asked.append)

    @task
    def half_way() -> None:
        with transaction.atomic():
            send_webhook("https://a.example", {}, secret="whsec_", verb="x")
            transaction.set_rollback(True)

    half_way.defer()
    once()
    assert not OutboxMessage.objects.exists()
    assert asked == [], "the job went with the message it was for"


def test_task_that_fails_is_kept_and_logged_with_its_identity(
    task: Any, caplog: pytest.LogCaptureFixture
) -> None:
    @task
    def fails() -> None:
        raise RuntimeError("oops")

    job = fails.defer()
    with caplog.at_level(logging.INFO):
        once()
    assert ProcrastinateJob.objects.get(pk=job).status == "failed"
    [line] = [r.msg for r in caplog.records if isinstance(r.msg, dict) and r.msg["event"] == "job_failed"]
    assert (line["job"], line["task"]) == (job, "test.fails")


def test_command_ends_when_nothing_is_left(task: Any) -> None:
    done: list[str] = []

    @task
    def works(word: str) -> None:
        done.append(word)

    works.defer(word="one")
    works.defer(word="two")
    call_command("worker", "--once", stdout=io.StringIO())
    assert sorted(done) == ["one", "two"]
