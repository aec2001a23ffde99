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
from django.db import connection

from maillage.accounts.models import User
from maillage.config import bench
from maillage.core import registry


@pytest.fixture
def cases(transactional_db: None, environment: dict[str, str], settings: Any) -> Iterator[Any]:
    settings.DATABASE_URL = environment["DATABASE_URL"]
    kept = dict(registry.bench_cases._entries)
    registry.bench_cases._entries.clear()
    yield registry.bench_cases
    registry.bench_cases._entries.clear()
    registry.bench_cases._entries.update(kept)


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


@pytest.mark.django_db
def test_rows_read_count_what_scans_visit_and_not_what_they_keep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE numbers AS SELECT generate_series(1, 1000) AS n")
        cursor.execute("CREATE UNIQUE INDEX ON numbers (n)")
        cursor.execute("ANALYZE numbers")
    assert bench._rows_read("SELECT n FROM numbers WHERE n %% 10 = %s", [0]) == 1000
    assert bench._rows_read("SELECT n FROM numbers WHERE n = %s", [7]) == 1
    assert bench._rows_read("SELECT count(*) FROM numbers a JOIN numbers b ON b.n = a.n + 1000", []) >= 1000
    assert bench._rows_read("SAVEPOINT x", []) == 0


@pytest.mark.django_db
def test_explaining_leaves_no_trace() -> None:
    User.objects.create_user("camille@example.org")
    sql = "WITH gone AS (DELETE FROM cache_entry RETURNING 1) SELECT count(*) FROM gone"
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cache_entry VALUES ('k', 'v', now())")
    bench._rows_read(sql, [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entry")
        assert cursor.fetchone() == (1,)
