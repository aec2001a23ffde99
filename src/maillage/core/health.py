"""Whether this platform can serve now: database, queue, storage. What ``/healthz`` and ``doctor`` ask."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

logger = structlog.get_logger(__name__)

# An e-mail that waited for longer than this means that no worker is alive.
LONGEST_LAG_S = 900.0
# A probe comes every few seconds: the storage is tried once per minute and process.
STORAGE_TRIED_EVERY_S = 60.0
HEALTH_TIMEOUT_MS = 3000

# Due jobs and due messages, by the oldest: how long it has been waiting, in seconds.
LAG = """
SELECT GREATEST(0, EXTRACT(epoch FROM now() - LEAST(
    (SELECT MIN(COALESCE(job.scheduled_at, deferred.at)) FROM procrastinate_jobs job
     LEFT JOIN procrastinate_events deferred ON deferred.job_id = job.id AND deferred.type = 'deferred'
     WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())),
    (SELECT MIN(next_attempt_at) FROM core_outboxmessage
     WHERE state IN ('pending', 'sending') AND next_attempt_at <= now())
)))::float
"""


@dataclass
class _Tried:
    at: float = float("-inf")
    works: bool = False


_storage = _Tried()


def queue_lag_s() -> float:
    """How long the oldest due job or message has been waiting, in seconds; 0 when nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute(LAG)
        row = cursor.fetchone()
    return float(row[0] or 0.0) if row else 0.0


def storage_works() -> bool:
    """Writes, reads and erases a small file. Every store has its own exceptions: any means no."""
    probe = secrets.token_bytes(16)
    try:
        name = default_storage.save(f"probe/{secrets.token_hex(8)}", ContentFile(probe))
        try:
            with default_storage.open(name, "rb") as stored:
                return bool(stored.read() == probe)
        finally:
            default_storage.delete(name)
    except Exception as error:
        logger.error("storage_probe_failed", error=type(error).__name__)
        return False


def answer(request: HttpRequest) -> HttpResponse:
    """``/healthz``: 200 when all is well, 503 otherwise; JSON says which part. Open to all."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    parts: dict[str, object] = {"database": "ok", "queue": "ok", "storage": "ok"}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {HEALTH_TIMEOUT_MS}")
            lag = queue_lag_s()
        parts["queue_lag_s"] = round(lag)
        if lag > LONGEST_LAG_S:
            parts["queue"] = "late"
    except Exception as error:
        # Refused, too slow, not migrated: whatever the reason, this process cannot serve.
        logger.error("health_database_failed", error=type(error).__name__)
        parts["database"], parts["queue"] = "fault", "unknown"
        connection.close()
    if time.monotonic() - _storage.at > STORAGE_TRIED_EVERY_S:
        _storage.works, _storage.at = storage_works(), time.monotonic()
    if not _storage.works:
        parts["storage"] = "fault"
    healthy = all(parts[part] == "ok" for part in ("database", "queue", "storage"))
    response = JsonResponse({"status": "ok" if healthy else "fault", **parts}, status=200 if healthy else 503)
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(response.content))
    return response
