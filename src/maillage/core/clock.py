"""What time it is. Where a second decides (a call that closes), the database's clock says, the same for
every web process; elsewhere the process's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.utils import timezone

_replayed: ContextVar[dt.datetime | None] = ContextVar("replayed_moment", default=None)


def moment() -> dt.datetime:
    """Now, at this process."""
    return _replayed.get() or timezone.now()


def today() -> dt.date:
    """The day that it is for people here."""
    return timezone.localdate(moment())


def wall() -> dt.datetime:
    """Now, even while the past is told: a message of last March waits for the worker since today."""
    return dt.datetime.now(dt.UTC)


def database_now() -> dt.datetime:
    """The moment at the database. Inside a transaction it goes on (``clock_timestamp``), so that
    what waited for a lock is judged when it got it, not when it began to wait."""
    replayed = _replayed.get()
    if replayed is not None:
        return replayed
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment


@contextmanager
def replaying(moment: dt.datetime) -> Iterator[None]:
    """The demonstration network tells what happened months ago by public actions: within this block
    they happen at ``moment``. Nothing that a request reaches uses it."""
    token = _replayed.set(moment)
    try:
        yield
    finally:
        _replayed.reset(token)
