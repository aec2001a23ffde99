"""The measures: a real process for time, counted and explained queries for work, verdicts against targets."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from maillage.accounts.models import User
from maillage.config.bench import measure_tasks
from maillage.core import registry


@pytest.fixture
def cases(transactional_db: None, environment: dict[str, str], settings: Any) -> Iterator[Any]:
    """The cases to measure: those of the test, and no computation."""
    settings.DATABASE_URL = environment["DATABASE_URL"]
    kept = [(part, dict(part._entries)) for part in (registry.bench_cases, registry.bench_tasks)]
    for part, _entries in kept:
        part._entries.clear()
    yield registry.bench_cases
    for part, entries in kept:
        part._entries.clear()
        part._entries.update(entries)


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    output = io.StringIO()
    code = 0
    try:
        call_command("bench", "--json", "-", *arguments, stdout=output)
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    return code, json.loads(output.getvalue())


@pytest.mark.concurrency
def test_pages_are_measured_and_judged(cases: Any) -> None:
    User.objects.create_user("camille@example.org", "a long password indeed")
    slow = {"target_p95_ms": 10_000.0, "max_queries": 50}
    cases.add(registry.BenchCase(key="home", label="Home", paths=lambda: ["/"], order=1, **slow))
    cases.add(
        registry.BenchCase(
            key="own",
            label="Own",
            paths=lambda: ["/mon-espace/"],
            user_email="camille@example.org",
            order=2,
            **slow,
        )
    )
    cases.add(
        registry.BenchCase(
            key="missing",
            label="Nothing there",
            paths=lambda: ["/rien/"],
            target_p95_ms=0.001,
            max_queries=-1,
            max_gzip_bytes=1,
            no_slower_than="home",
            slack=0.0,
            order=3,
        )
    )
    code, written = run("--requests", "8")
    home, own, missing = written["cases"]
    assert code == 1
    assert (home["faults"], own["faults"]) == ([], [])
    assert 0 < home["p50_ms"] <= home["p95_ms"]
    assert home["requests"] == 8
    assert home["gzip_bytes"] < home["bytes"]
    assert own["queries"] >= 2, "a session and a person"
    expected = [
        r"answers \[404\]",
        r"p95 is [\d.]+ × its target",
        r"\d+ queries, for -1 at most",
        r"\d+ bytes gzipped, for 1 at most",
        r"[\d.]+ × “home”, for 0.0 at most",
    ]
    assert len(missing["faults"]) == 5
    for fault, pattern in zip(missing["faults"], expected, strict=True):
        assert re.fullmatch(pattern, fault)
    assert written["web_process_bytes"] > 10 * 2**20
    assert not Session.objects.exists(), "the sessions of the measure are ended"


def test_case_without_data_or_person_says_so(cases: Any) -> None:
    cases.add(registry.BenchCase(key="none", label="None", paths=list))
    with pytest.raises(CommandError, match="build the data first"):
        run("--requests", "1")
    with pytest.raises(CommandError, match="No such case: other"):
        run("--case", "other")


def test_a_computation_is_timed_without_its_input_and_its_answer_is_checked() -> None:
    asked: list[str] = []

    def prepare() -> Any:
        asked.append("prepare")

        def compute() -> Any:
            asked.append("compute")
            return lambda: ["The answer is wrong."]

        return compute

    told: list[Any] = []
    fast = registry.BenchTask(key="fast", label="Fast", prepare=prepare, target_ms=60_000.0, runs=2)
    slow = registry.BenchTask(key="slow", label="Slow", prepare=prepare, target_ms=1e-9, runs=1)
    first, second = measure_tasks([fast, slow], tell=told.append)
    assert asked == ["prepare", "compute", "compute", "prepare", "compute"]
    assert told == [first, second]
    assert (first.runs, first.faults) == (2, ["The answer is wrong."])
    assert second.faults[0] == "The answer is wrong."
    assert "its target" in second.faults[1]
