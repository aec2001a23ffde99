"""The process that empties the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app

logger = structlog.get_logger(__name__)

# Tasks wait for mail servers more than they compute.
CONCURRENCY = 2
GRACE_S = 20.0


def run(*, queues: list[str] | None = None, wait: bool = True, handle_signals: bool = True) -> None:
    """Takes jobs until told to stop; with ``wait=False``, until none is left.

    A job still running ``GRACE_S`` after the order to stop is abandoned: the outbox and the queue take it up.
    """
    # A second app with the worker's own connections: jobs that a task defers still go through Django's
    # connection, in the task's transaction, as they do in a request.
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    asyncio.run(_work(worker, queues, wait, handle_signals))


async def _work(worker: Any, queues: list[str] | None, wait: bool, handle_signals: bool) -> None:
    async with worker.open_async():
        await worker.run_worker_async(
            queues=queues,
            wait=wait,
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=GRACE_S,
            # Listening needs a connection of its own, which a transaction pooler does not give: the queue
            # is then looked at every few seconds.
            listen_notify=wait and not settings.ENV.pooled,
            fetch_job_polling_interval=5.0,
            delete_jobs="successful",
            install_signal_handlers=handle_signals,
            worker_middleware=[logged],
        )


async def logged(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Any) -> Any:
    """Puts the job's identity on every log line of its task, and logs one line when it ends."""
    job = context.job
    structlog.contextvars.clear_contextvars()
    with structlog.contextvars.bound_contextvars(job=job.id, task=job.task_name):
        try:
            result = await call_next()
        except Exception:
            logger.exception("job_failed", attempts=job.attempts + 1)
            raise
        # The clock's jobs pass every minute: a line each would bury the others.
        (logger.debug if "timestamp" in job.task_kwargs else logger.info)("job", attempts=job.attempts + 1)
        return result
