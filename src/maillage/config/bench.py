"""Measures the registered cases: time over HTTP from one real web process, work done inside this one.

Two passes per case. Time: gunicorn with a single process, as in production, asked one request after the
other over the loopback. Work: the same addresses through the same middlewares in this process, where each
query is counted, and those of the first few explained (``EXPLAIN ANALYZE``) for the rows that they read.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from maillage.core import registry
from maillage.core.plans import rows_read

WARM_UP = 10
COUNTED_PATHS = 24
EXPLAINED_PATHS = 3
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Measure:
    """What one case cost. Times in milliseconds; queries and rows are the most of any address tried."""

    key: str
    label: str
    requests: int
    p50_ms: float
    p95_ms: float
    target_p95_ms: float
    queries: int
    max_queries: int
    rows_read: int
    bytes: int
    gzip_bytes: int
    max_gzip_bytes: int | None
    peak_bytes: int
    faults: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def measure(
    cases: Sequence[registry.BenchCase], *, requests: int = 200, tell: Callable[[Measure], None]
) -> tuple[list[Measure], int]:
    """Measures each case; returns the measures and the memory of the web process, in bytes.

    Raises:
        CommandError: a case has no address or no such person, or the server does not start.
    """
    measures: list[Measure] = []
    with _one_process() as (port, process):
        for case in cases:
            paths = list(case.paths())
            if not paths:
                raise CommandError(
                    f"“{case.key}” has nothing to ask: build the data first (make demo SCALE=national)."
                )
            answering = _answering(process)
            _forget_peak(answering)
            with _signed_in(case.user_email) as cookies:
                times, statuses = _timed(port, paths, cookies, requests)
                peak = _peak(answering)
                work = _worked(paths, cookies)
            measures.append(_judged(case, times, statuses, work, peak, measures))
            tell(measures[-1])
        memory = _answering(process).memory_info().rss
    return measures, memory


@dataclass(frozen=True)
class TaskMeasure:
    """What a computation cost, in milliseconds: the median and the longest of its runs. ``notes`` are what
    it found, in words; ``peak_bytes`` the most memory that this process held meanwhile."""

    key: str
    label: str
    runs: int
    p50_ms: float
    worst_ms: float
    target_ms: float
    peak_bytes: int
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def measure_tasks(
    tasks: Sequence[registry.BenchTask], *, tell: Callable[[TaskMeasure], None]
) -> list[TaskMeasure]:
    """Runs each computation a few times in this process, and checks each answer."""
    measures = []
    here = psutil.Process()
    for task in tasks:
        compute = task.prepare()
        times, peak = [], 0
        said: dict[str, None] = {}
        for _run in range(task.runs):
            _forget_peak(here)
            began = time.perf_counter()
            check = compute()
            times.append((time.perf_counter() - began) * 1000)
            peak = max(peak, _peak(here))
            said |= dict.fromkeys(check())
        p50 = statistics.median(times)
        faults = [sentence for sentence in said if not isinstance(sentence, registry.BenchNote)]
        if p50 > task.target_ms:
            faults.append(f"takes {p50 / task.target_ms:.2f} × its target")
        measures.append(
            TaskMeasure(
                task.key,
                task.label,
                task.runs,
                round(p50, 1),
                round(max(times), 1),
                task.target_ms,
                peak,
                faults,
                [str(sentence) for sentence in said if isinstance(sentence, registry.BenchNote)],
            )
        )
        tell(measures[-1])
    return measures


@dataclass(frozen=True)
class _Work:
    queries: int
    rows_read: int
    bytes: int
    gzip_bytes: int


def _judged(
    case: registry.BenchCase,
    times: list[float],
    statuses: set[int],
    work: _Work,
    peak: int,
    before: Sequence[Measure],
) -> Measure:
    p50 = statistics.median(times)
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    faults = []
    if statuses != {200}:
        faults.append(f"answers {sorted(statuses)}")
    if p95 > case.target_p95_ms:
        faults.append(f"p95 is {p95 / case.target_p95_ms:.2f} × its target")
    if work.queries > case.max_queries:
        faults.append(f"{work.queries} queries, for {case.max_queries} at most")
    if case.max_gzip_bytes is not None and work.gzip_bytes > case.max_gzip_bytes:
        faults.append(f"{work.gzip_bytes} bytes gzipped, for {case.max_gzip_bytes} at most")
    reference = next((measure for measure in before if measure.key == case.no_slower_than), None)
    if reference is not None and p50 > reference.p50_ms * case.slack:
        faults.append(f"{p50 / reference.p50_ms:.2f} × “{reference.key}”, for {case.slack} at most")
    return Measure(
        key=case.key,
        label=case.label,
        requests=len(times),
        p50_ms=round(p50, 1),
        p95_ms=round(p95, 1),
        target_p95_ms=case.target_p95_ms,
        queries=work.queries,
        max_queries=case.max_queries,
        rows_read=work.rows_read,
        bytes=work.bytes,
        gzip_bytes=work.gzip_bytes,
        max_gzip_bytes=case.max_gzip_bytes,
        peak_bytes=peak,
        faults=faults,
    )


# --- Memory -------------------------------------------------------------------------------------------------
def _answering(process: psutil.Process) -> psutil.Process:
    """The one that answers has no process below it; its master shares most of its memory."""
    family = [each for each in process.children(recursive=True) if not each.children()]
    return max(family, key=lambda each: each.memory_info().rss, default=process)


def _forget_peak(process: psutil.Process) -> None:
    """The next peak is counted from here (proc(5), clear_refs); elsewhere than on Linux it is not counted."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{process.pid}/clear_refs").write_text("5")


def _peak(process: psutil.Process) -> int:
    """The most memory that it held, in bytes (VmHWM); what it holds now where the system does not count."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return int(process.memory_info().rss)


# --- Time --------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _one_process() -> Iterator[tuple[int, psutil.Process]]:
    """A web server of one process on a free port, ended when the block ends."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    # Log lines would be measured too: production writes them to a pipe, we to nothing.
    environment = os.environ | {"MAILLAGE_LOG_LEVEL": "WARNING", "DATABASE_URL": settings.DATABASE_URL}
    command = [
        sys.executable,
        "-m",
        "maillage",
        "serve",
        "--port",
        str(port),
        "--workers",
        "1",
        "--no-worker",
    ]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        deadline = time.monotonic() + 60
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise CommandError("The server to measure did not start: the lines above say why.")
            time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(40)


def _answers(port: int) -> bool:
    """Whether the server serves. A queue that nobody empties meanwhile is no fault of the pages measured."""
    try:
        return _ask(port, "/robots.txt", {})[1] == 200
    except OSError:
        return False


def _ask(port: int, path: str, cookies: dict[str, str]) -> tuple[float, int]:
    """Asks one page over a fresh connection; milliseconds until its last byte, and its status."""
    headers = {"Host": _host(), "Accept-Encoding": "gzip", "Accept-Language": "fr"}
    if settings.ENV.behind_proxy:
        headers["X-Forwarded-Proto"] = "https"
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    began = time.perf_counter()
    asked = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        asked.request("GET", path, headers=headers)
        response = asked.getresponse()
        response.read()
    finally:
        asked.close()
    return (time.perf_counter() - began) * 1000, response.status


def _timed(
    port: int, paths: Sequence[str], cookies: dict[str, str], requests: int
) -> tuple[list[float], set[int]]:
    times, statuses = [], set()
    for turn in range(-WARM_UP, requests):
        elapsed, status = _ask(port, paths[turn % len(paths)], cookies)
        statuses.add(status)
        if turn >= 0:
            times.append(elapsed)
    return times, statuses


def _host() -> str:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return host if host in settings.ALLOWED_HOSTS else settings.ENV.hosts[0]


# --- Work --------------------------------------------------------------------------------------------------
def _worked(paths: Sequence[str], cookies: dict[str, str]) -> _Work:
    client = Client(SERVER_NAME=_host(), headers={"accept-encoding": "gzip", "accept-language": "fr"})
    client.cookies.load(cookies)
    is_secure = settings.BASE_URL.startswith("https://")
    most = _Work(0, 0, 0, 0)
    client.get(paths[0], secure=is_secure)  # fills what a process keeps: templates, content types
    for turn, path in enumerate(list(dict.fromkeys(paths))[:COUNTED_PATHS]):
        seen: list[tuple[str, Any]] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any, seen: Any = seen) -> Any:
            seen.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            response: Any = client.get(path, secure=is_secure)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        compressed = len(body) if response.get("Content-Encoding") == "gzip" else len(gzip.compress(body, 6))
        most = _Work(
            queries=max(most.queries, len(seen)),
            rows_read=max(
                most.rows_read,
                sum(rows_read(sql, params) for sql, params in seen) if turn < EXPLAINED_PATHS else 0,
            ),
            bytes=max(most.bytes, len(body)),
            gzip_bytes=max(most.gzip_bytes, compressed),
        )
    return most


# --- Signing in --------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _signed_in(email: str | None) -> Iterator[dict[str, str]]:
    """The cookies of that person's session, which ends with the block."""
    if email is None:
        yield {}
        return
    user = get_user_model()._default_manager.filter(email=email).first()
    if user is None:
        raise CommandError(f"There is no account {email}: build the demonstration first.")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    try:
        yield {settings.SESSION_COOKIE_NAME: str(session.session_key)}
    finally:
        session.delete()
