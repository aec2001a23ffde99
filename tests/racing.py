"""Two people at the same second, with a real connection each; and the same scene with its guard taken off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from maillage.core.errors import DomainError


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at once, each in its thread; what each gave, or the refusal that it met."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        except (DomainError, IntegrityError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


def unguarded(patch: pytest.MonkeyPatch, owner: Any, *names: str) -> None:
    """The control of a race: no row is locked, and the two meet before ``owner.<name>``, which comes after
    what they read and before what they write."""
    meeting, met = threading.Barrier(2), threading.local()

    def meet_before(act: Callable[..., Any]) -> Callable[..., Any]:
        def late(*given: Any, **more: Any) -> Any:
            is_racer = threading.current_thread() is not threading.main_thread()
            if is_racer and not getattr(met, "once", False):
                met.once = True
                meeting.wait(timeout=20)
            return act(*given, **more)

        return late

    patch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    for name in names:
        patch.setattr(owner, name, meet_before(getattr(owner, name)))


def until_met_or_waited_for(met: Callable[[], bool]) -> None:
    """Goes on once ``met``, or once another connection waits for a lock of this one: it will come after."""
    deadline = time.monotonic() + 20
    while not met():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
            )
            if cursor.fetchone()[0]:
                return
        assert time.monotonic() < deadline, "nobody came, and nobody waits"
        time.sleep(0.02)


class Meeting:
    """Where ``parties`` threads wait for one another and go on at the same time; one that is waited for by
    another connection goes on alone, and so does who comes after it."""

    def __init__(self, parties: int = 2) -> None:
        self._parties = parties
        self._here: set[int] = set()
        self._together = threading.Barrier(parties)
        self._is_off = False

    def wait(self) -> None:
        self._here.add(threading.get_ident())
        until_met_or_waited_for(lambda: self._are_here or self._is_off)
        if self._are_here and not self._is_off:
            self._together.wait(timeout=20)
        else:
            self._is_off = True

    @property
    def _are_here(self) -> bool:
        return len(self._here) == self._parties
