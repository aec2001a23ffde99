"""Looks at every part of an installation; each finding says how it is and, when it ails, the remedy."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core import checks, mail
from django.core.cache import cache
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from maillage.config import preflight, setup
from maillage.core import clamd, health, registry
from maillage.core.enums import OutboxState
from maillage.core.models import OutboxMessage

EXTENSIONS = frozenset({"btree_gist", "pg_trgm", "unaccent"})
# A worker says that it lives every ten seconds.
SILENT_AFTER = dt.timedelta(seconds=60)
SKEW_ODD_S, SKEW_WRONG_S = 2.0, 30.0
SHOWN_PER_INVARIANT = 5


class Level(StrEnum):
    OK = "ok"
    ATTENTION = "attention"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    part: str
    level: Level
    detail: str
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]


def examine(*, invariants: bool = True) -> Iterator[Finding]:
    """Every finding, in order. What needs the database is left out when it does not answer."""
    yield from _guarded("settings", _settings)
    yield from _guarded("disk", _disk)
    database = list(_guarded("database", _database))
    yield from database
    if any(finding.level == Level.FAULT for finding in database):
        return
    for part, check in _ON_DATABASE:
        yield from _guarded(part, check)
    yield from _guarded("storage", _storage)
    yield from _guarded("e-mail", _email)
    yield from _guarded("antivirus", _antivirus)
    if invariants:
        for invariant in registry.invariants:
            yield from _guarded(f"invariant {invariant.key}", lambda entry=invariant: _invariant(entry))  # type: ignore[misc]


def _guarded(part: str, check: Check) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:
        # The doctor reports every illness, unknown ones too, and goes on to the next part.
        yield Finding(
            part, Level.FAULT, f"{type(error).__name__}: {error}", "See the message; it names the cause."
        )


def _by_environment(in_production: Level) -> Level:
    return in_production if settings.ENV.is_production else Level.ATTENTION


# --- The parts ---------------------------------------------------------------------------------------------
def _settings() -> Iterator[Finding]:
    unsafe = settings.ENV.unsafe_defaults()
    if settings.ENV.is_production or not unsafe:
        yield Finding("settings", Level.OK, settings.ENV.environment)
    else:
        yield Finding(
            "settings",
            Level.OK,
            f"{settings.ENV.environment}; production would ask for {len(unsafe)} more settings",
        )
    for message in checks.run_checks(include_deployment_checks=settings.ENV.is_production):
        if message.level >= checks.WARNING and not message.is_silenced():
            level = Level.FAULT if message.level >= checks.ERROR else Level.ATTENTION
            yield Finding("settings", level, f"{message.id}: {message.msg}", str(message.hint or ""))


def _disk() -> Iterator[Finding]:
    try:
        preflight.require_disk(settings.VAR_DIR)
    except CommandError as refusal:
        yield Finding("disk", Level.FAULT, str(refusal))
        return
    free = shutil.disk_usage(settings.VAR_DIR).free // 2**20
    level = Level.OK if free > 5 * preflight.NEEDED_MIB else Level.ATTENTION
    yield Finding("disk", level, f"{free} MiB free", "" if level == Level.OK else "Free some disk soon.")


def _database() -> Iterator[Finding]:
    try:
        preflight.require_database()
    except CommandError as refusal:
        yield Finding("database", Level.FAULT, str(refusal))
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_encoding_to_char(encoding), datctype "
            "FROM pg_database WHERE datname = current_database()"
        )
        version, encoding, character_type = cursor.fetchone()
        cursor.execute("SELECT array_agg(extname::text) FROM pg_extension")
        missing = EXTENSIONS - set(cursor.fetchone()[0])
    yield Finding("database", Level.OK, f"PostgreSQL {version}")
    if encoding != "UTF8":
        yield Finding(
            "database", Level.FAULT, f"encoding {encoding}", "Create the database with ENCODING 'UTF8'."
        )
    if character_type in {"C", "POSIX"}:
        yield Finding(
            "database",
            Level.ATTENTION,
            f"character type {character_type}: searches see no accented letters",
            "Create the database with LC_CTYPE 'C.UTF-8', and restore a backup into it.",
        )
    if missing:
        yield Finding(
            "database",
            Level.FAULT,
            f"extensions missing: {', '.join(sorted(missing))}",
            "Run “maillage setup”, or have an administrator run CREATE EXTENSION for each.",
        )
    pending = setup.pending_migrations()
    if pending:
        yield Finding(
            "database",
            Level.FAULT,
            f"{len(pending)} migrations to apply",
            "Stop serving, run “maillage setup”.",
        )


def _clock() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
        here = before + (timezone.now() - before) / 2
    skew = abs((there - here).total_seconds())
    level = Level.OK if skew < SKEW_ODD_S else Level.ATTENTION if skew < SKEW_WRONG_S else Level.FAULT
    remedy = "" if level == Level.OK else "Keep both machines on time with NTP: closing moments depend on it."
    yield Finding("clock", level, f"{skew:.1f} s from the database's", remedy)


def _cache() -> Iterator[Finding]:
    key = "doctor"
    cache.set(key, "here", 10)
    works = cache.get(key) == "here"
    cache.delete(key)
    if works:
        yield Finding("cache", Level.OK, "writes and reads")
    else:
        yield Finding("cache", Level.FAULT, "does not give back what it is given", "Run “maillage setup”.")


def _queue() -> Iterator[Finding]:
    heartbeat = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list(
        "last_heartbeat", flat=True
    )
    last = heartbeat.first()
    if last is None or timezone.now() - last > SILENT_AFTER:
        detail = "no worker runs" if last is None else f"no worker since {last:%Y-%m-%d %H:%M} UTC"
        remedy = "Start one: “maillage serve” holds one, “maillage worker” is one."
        yield Finding("queue", _by_environment(Level.FAULT), detail, remedy)
    else:
        alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENT_AFTER).count()
        yield Finding("queue", Level.OK, f"workers alive: {alive}")
    lag = health.queue_lag_s()
    if lag > health.LONGEST_LAG_S:
        yield Finding(
            "queue",
            Level.FAULT,
            f"oldest job waiting for {lag / 60:.0f} min",
            "See the worker's log; restart it.",
        )
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    if failed:
        yield Finding(
            "queue",
            Level.ATTENTION,
            f"failed jobs: {failed}",
            "“maillage procrastinate shell” lists them and runs them again.",
        )
    lost = OutboxMessage.objects.filter(state=OutboxState.FAILED).exclude(recipient="").count()
    if lost:
        yield Finding(
            "queue",
            Level.ATTENTION,
            f"messages given up: {lost}",
            "/admin/core/outboxmessage/?state=failed says why; “Send again” puts them back.",
        )


def _static() -> Iterator[Finding]:
    if settings.WHITENOISE_USE_FINDERS:
        yield Finding("static files", Level.OK, "served from their sources")
    elif setup.stale_static():
        yield Finding("static files", Level.FAULT, "not those of this version", "Run “maillage setup”.")
    else:
        yield Finding("static files", Level.OK, "collected")


def _storage() -> Iterator[Finding]:
    if health.storage_works():
        yield Finding("storage", Level.OK, "writes, reads and erases")
    else:
        yield Finding(
            "storage",
            Level.FAULT,
            "does not write, read or erase",
            "Check MAILLAGE_STORAGE_URL, the rights on the folder, the bucket's keys; the log says which.",
        )


def _email() -> Iterator[Finding]:
    backend = mail.get_connection()
    kind = type(backend).__module__.rpartition(".")[2]
    if isinstance(backend, FileBackend):
        yield Finding("e-mail", Level.OK, f"written to {Path(settings.VAR_DIR) / 'mail'}")
        return
    try:
        backend.open()
        backend.close()
    except OSError as error:
        yield Finding(
            "e-mail",
            Level.FAULT,
            f"the server does not take us: {type(error).__name__}: {error}",
            "Check MAILLAGE_EMAIL_URL: host, port, user, password, and that this machine may reach it.",
        )
        return
    where = f" {settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if kind == "smtp" else ""
    yield Finding("e-mail", Level.OK, f"{kind}{where}")


def _antivirus() -> Iterator[Finding]:
    if not settings.CLAMD_ADDRESS:
        level = Level.ATTENTION if settings.ENV.is_production else Level.OK
        remedy = "Install clamav-daemon and give its address in MAILLAGE_CLAMD." if level != Level.OK else ""
        yield Finding("antivirus", level, "none: received files are not scanned", remedy)
        return
    try:
        yield Finding("antivirus", Level.OK, clamd.version(settings.CLAMD_ADDRESS))
    except clamd.ScannerUnavailable as error:
        yield Finding(
            "antivirus",
            Level.FAULT,
            f"does not answer: {error}",
            "Until it does, no file is received. Start clamd, or correct MAILLAGE_CLAMD.",
        )


def _invariant(invariant: registry.Invariant) -> Iterator[Finding]:
    part = f"invariant {invariant.key}"
    try:
        broken = list(itertools.islice(invariant.broken(), SHOWN_PER_INVARIANT + 1))
    except DatabaseError as error:
        yield Finding(part, Level.FAULT, f"cannot be checked: {error}", "Run “maillage setup”.")
        return
    if not broken:
        yield Finding(part, Level.OK, invariant.label)
        return
    shown = "; ".join(str(sentence) for sentence in broken[:SHOWN_PER_INVARIANT])
    more = " …" if len(broken) > SHOWN_PER_INVARIANT else ""
    yield Finding(
        part, Level.FAULT, f"{invariant.label}: {shown}{more}", "Report it with this line: it is a defect."
    )


_ON_DATABASE: tuple[tuple[str, Check], ...] = (
    ("clock", _clock),
    ("cache", _cache),
    ("queue", _queue),
    ("static files", _static),
)
