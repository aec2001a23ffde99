"""The process that empties the queue."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from django.conf import settings
from procrastinate import JobContext
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

logger = structlog.get_logger(__name__)

# Tasks wait for mail servers more than they compute.
CONCURRENCY = 2
GRACE_S = 20.0


def run(*, queues: list[str] | None = None, wait: bool = True, handle_signals: bool = True) -> None:
    """Takes jobs until told to stop; with ``wait=False``, until none is left.

    A job still running ``GRACE_S`` after the order to stop is abandoned: the outbox and the queue take it up.
    """
    with app.replace_connector(_QueueConnector(app.connector, kwargs=connector_params())):
        asyncio.run(_work(queues, wait, handle_signals))


class _QueueConnector(PsycopgConnector):
    """The worker's own connections for the queue's machinery; Django's for the jobs that a task defers.

    So such a job is a row of the task's transaction, as in a request: without this, it would be committed
    at once, and outlive a roll-back.
    """

    def __init__(self, django: BaseConnector, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._django = django

    def get_sync_connector(self) -> BaseConnector:
        return self._django


async def _work(queues: list[str] | None, wait: bool, handle_signals: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            queues=queues,  # type: ignore[arg-type]  # None means all, as its documentation says
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
