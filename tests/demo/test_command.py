"""``maillage demo`` at the terminal."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError
from django.core.management import call_command as call

from maillage.config.management.commands import demo
from maillage.core.registry import DemoBuilder, Registry
from maillage.portal.demo import content, progress


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the command does, in order, without doing it."""
    done: list[str] = []
    builders: Registry[DemoBuilder] = Registry()
    builders.add(DemoBuilder(key="later", build=lambda: done.append("later"), order=2))
    builders.add(DemoBuilder(key="sooner", build=lambda: done.append("sooner"), order=1))
    builders.add(DemoBuilder(key="long", build=lambda: done.append("long"), is_long=True, order=0))

    def serve(*_address: Any, beside: Callable[[], None], **_options: Any) -> int:
        done.append("serve")
        beside()
        return 0

    monkeypatch.setattr(demo, "serve", serve)
    monkeypatch.setattr(demo.registry, "demo_builders", builders)
    monkeypatch.setattr(demo, "call_command", lambda name, **_options: done.append(name))
    monkeypatch.setattr(demo.preflight, "require_port", lambda *_address: done.append("port"))
    return done


def run(*arguments: str) -> str:
    out = io.StringIO()
    call("demo", *arguments, stdout=out)
    return out.getvalue()


def test_sets_up_builds_in_order_and_prints_one_account_per_role(steps: list[str]) -> None:
    told = run()
    assert steps == ["setup", "sooner", "later", "long"]
    assert content.accounts().password in told
    assert all(f"{account.email} " in told for account in content.accounts().accounts)


def test_looks_at_the_port_before_any_work_then_serves(steps: list[str]) -> None:
    run("--serve", "--port", "8123")
    assert steps == ["port", "setup", "sooner", "later", "serve", "long"]


def test_loads_the_national_scale_when_asked(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from maillage.portal.demo import national

    def load(**_options: Any) -> None:
        steps.append("national")

    monkeypatch.setattr(national, "load", load)
    run("--scale", "national")
    assert steps == ["setup", "sooner", "later", "national", "long"]


def test_refuses_a_production_platform(steps: list[str], settings: Any) -> None:
    settings.ENV = settings.ENV.model_copy(update={"environment": "production"})
    with pytest.raises(CommandError, match="known password"):
        run()
    assert steps == []


def test_pages_show_what_is_being_made(settings: Any, tmp_path: Any, client: Any, db: None) -> None:
    settings.VAR_DIR = tmp_path
    settings.ENV = settings.ENV.model_copy(update={"environment": "demo"})
    with progress.shown(2) as step:
        step("Relectures")
        progress.tell("Relectures : 12 sur 300")
        assert "Relectures : 12 sur 300" in client.get("/").content.decode()
        step("Jury")
        now = progress.current()
        assert now is not None
        assert (now.label, now.done, now.total) == ("Jury", 1, 2)
    assert "<progress" not in client.get("/").content.decode()


def test_what_a_killed_maker_said_is_not_believed_for_ever(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    with progress.shown(1) as step:
        step("Jury")
        later = time.time() + progress.BELIEVED_FOR_S + 1
        monkeypatch.setattr(progress.time, "time", lambda: later)
        assert progress.current() is None
