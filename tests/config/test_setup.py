"""Setting up skips what is done, and sees what is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from maillage.config import setup


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.VAR_DIR = tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []

    def call(name: str, *_arguments: Any, **_keywords: Any) -> None:
        made.append(name)
        if name == "collectstatic":
            setup._static_stamp().parent.mkdir(exist_ok=True)

    monkeypatch.setattr(setup, "call_command", call)
    return made


@pytest.mark.django_db
def test_second_run_does_nothing_again(calls: list[str]) -> None:
    setup.set_up(lambda _line: None)
    assert "collectstatic" in calls
    assert "migrate" not in calls, "the test database has every migration"
    calls.clear()
    setup.set_up(lambda _line: None)
    # The loaders of reference data decide for themselves.
    assert [name for name in calls if name not in setup.LOADERS] == []


@pytest.mark.django_db
def test_every_migration_of_the_project_is_known_to_be_applied() -> None:
    assert setup.pending_migrations() == set()


@pytest.mark.django_db
def test_missing_migration_is_seen(calls: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name = '0002_extensions'")
    assert setup.pending_migrations() == {("core", "0002_extensions")}
    setup.set_up(lambda _line: None)
    assert calls[0] == "migrate"


@pytest.mark.django_db
def test_empty_database_lacks_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "_has_table", lambda _name: False)
    labels = {label for label, _name in setup.pending_migrations()}
    assert {"core", "accounts", "auth", "procrastinate"} <= labels
    assert labels <= {config.label for config in apps.get_app_configs()}


@pytest.mark.django_db
def test_changed_static_file_is_collected_again(
    calls: list[str], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    setup.set_up(lambda _line: None)
    assert not setup.stale_static()
    (source / "a.css").write_text("a{color:red}")
    assert setup.stale_static()
    finders.get_finder.cache_clear()
