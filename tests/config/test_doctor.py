"""The doctor names what ails, with a remedy, and goes on to the next part."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from maillage.config import doctor, setup
from maillage.config.doctor import Finding, Level
from maillage.core import registry
from maillage.core.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _well(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation in good health: a worker alive, a storage of its own, a cache in memory."""
    settings.VAR_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def ailing() -> list[Finding]:
    return [finding for finding in doctor.examine() if finding.level != Level.OK]


def test_healthy_installation_has_no_remedy_to_take(france: None) -> None:
    assert ailing() == []
    parts = [finding.part for finding in doctor.examine(invariants=False)]
    assert parts == [
        "settings",
        "disk",
        "database",
        "clock",
        "cache",
        "queue",
        "static files",
        "storage",
        "e-mail",
        "antivirus",
    ]


def test_every_ailment_has_a_remedy(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> str:
        raise OSError

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("DROP EXTENSION btree_gist CASCADE")
    OutboxMessage.objects.create(kind="webhook", recipient="https://a.example", state="failed")
    OutboxMessage.objects.create(
        kind="webhook",
        recipient="https://a.example",
        next_attempt_at=timezone.now() - dt.timedelta(hours=1),
    )
    monkeypatch.setattr(FileSystemStorage, "_save", refuse)
    monkeypatch.setattr(setup, "stale_static", lambda: True)
    settings.WHITENOISE_USE_FINDERS = False
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    found = {(finding.part, finding.level.value): finding for finding in doctor.examine(invariants=False)}
    assert ("database", "fault") in found
    assert "btree_gist" in found["database", "fault"].detail
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION btree_gist")

    findings = [finding for finding in doctor.examine(invariants=False) if finding.level != Level.OK]
    assert [(finding.part, finding.level.value) for finding in findings] == [
        ("cache", "fault"),
        ("queue", "attention"),
        ("queue", "fault"),
        ("queue", "attention"),
        ("static files", "fault"),
        ("storage", "fault"),
        ("e-mail", "fault"),
        ("antivirus", "fault"),
    ]
    assert all(finding.remedy for finding in findings)
    assert "no worker runs" in findings[1].detail
    assert "60 min" in findings[2].detail
    assert "given up: 1" in findings[3].detail


def test_silent_worker_is_a_fault_in_production(settings: Any) -> None:
    settings.ENV = settings.ENV.model_copy(update={"environment": "production"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    [silent] = [finding for finding in ailing() if finding.part == "queue"]
    assert silent.level == Level.FAULT


def test_clock_that_is_late_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    late = timezone.now() - dt.timedelta(minutes=2)
    monkeypatch.setattr(doctor.timezone, "now", lambda: late)
    [finding] = list(doctor._clock())
    assert finding.level == Level.FAULT
    assert finding.remedy


@pytest.fixture
def broken_invariant() -> Iterator[registry.Invariant]:
    entry = registry.Invariant(
        key="of-the-test", label="Every cat has a box", broken=lambda: [f"cat {n}" for n in range(9)]
    )
    registry.invariants.add(entry)
    yield entry
    del registry.invariants._entries["of-the-test"]


def test_broken_invariant_is_named_with_its_first_rows(
    france: None, broken_invariant: registry.Invariant
) -> None:
    [finding] = ailing()
    assert finding.detail == "Every cat has a box: cat 0; cat 1; cat 2; cat 3; cat 4 …"
    output = io.StringIO()
    with pytest.raises(SystemExit) as leaving:
        call_command("doctor", "--json", stdout=output)
    assert leaving.value.code == 1
    levels = [finding["level"] for finding in json.loads(output.getvalue())]
    assert levels.count("fault") == 1
    call_command("doctor", "--quick", stdout=output)


def test_check_that_breaks_is_itself_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> Iterator[Finding]:
        raise RuntimeError("oops")
        yield

    [finding] = list(doctor._guarded("part", breaks))
    assert (finding.level, finding.detail) == (Level.FAULT, "RuntimeError: oops")


def test_database_that_refuses_ends_the_visit_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.management.base import CommandError

    def refuse() -> None:
        raise CommandError("The database refused the connection.")

    monkeypatch.setattr(doctor.preflight, "require_database", refuse)
    assert [finding.part for finding in doctor.examine()] == ["settings", "disk", "database"]
