"""``maillage demo`` at the terminal."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError
from django.core.management import call_command as call

from maillage.config.management.commands import demo
from maillage.core.registry import DemoBuilder, Registry
from maillage.portal.demo import content


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the command does, in order, without doing it."""
    done: list[str] = []
    builders: Registry[DemoBuilder] = Registry()
    builders.add(DemoBuilder(key="later", build=lambda: done.append("later"), order=2))
    builders.add(DemoBuilder(key="sooner", build=lambda: done.append("sooner"), order=1))
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
    assert steps == ["setup", "sooner", "later"]
    assert content.accounts().password in told
    assert all(f"{account.email} " in told for account in content.accounts().accounts)


def test_looks_at_the_port_before_any_work_then_serves(steps: list[str]) -> None:
    run("--serve", "--port", "8123")
    assert steps == ["port", "setup", "sooner", "later", "serve"]


def test_loads_the_national_scale_when_asked(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from maillage.portal.demo import national

    def load(**_options: Any) -> None:
        steps.append("national")

    monkeypatch.setattr(national, "load", load)
    run("--scale", "national")
    assert steps == ["setup", "sooner", "later", "national"]


def test_refuses_a_production_platform(steps: list[str], settings: Any) -> None:
    settings.ENV = settings.ENV.model_copy(update={"environment": "production"})
    with pytest.raises(CommandError, match="known password"):
        run()
    assert steps == []
