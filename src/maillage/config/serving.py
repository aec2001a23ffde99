"""Serves the platform: web processes and a worker under one supervisor, started and ended together."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections

from maillage.config import database, preflight, setup

logger = structlog.get_logger(__name__)

# A child gets this long to end what it is doing, then is killed.
GRACE_S = 25.0
LONGEST_PAUSE_S = 30.0


def serve(
    host: str,
    port: int,
    *,
    workers: int | None = None,
    with_worker: bool = True,
    beside: Callable[[], None] | None = None,
    tell: Callable[[str], None] = print,
) -> int:
    """Serves until interrupted; returns the exit code.

    Args:
        workers: web processes; the environment's number when None.
        with_worker: also empties the queue; False where ``maillage worker`` runs apart.
        beside: done once in a process of its own, while the site serves.
        tell: prints a line for the person at the terminal.

    Raises:
        CommandError: with a sentence, when it cannot start.
    """
    preflight.require_port(host, port)
    preflight.require_all()
    if setup.pending_migrations():
        raise CommandError("The database is not up to date: run “maillage setup” first.")
    if not settings.WHITENOISE_USE_FINDERS and setup.stale_static():
        # Without their names in the manifest, no page could be drawn.
        raise CommandError("The static files are not those of this version: run “maillage setup” first.")
    # Children are forked: they must not share this process's connections.
    connections.close_all()
    children = [_Child("web", lambda: _web(host, port, workers or settings.ENV.web_workers, tell))]
    if with_worker:
        children.append(_Child("worker", _queue))
    if beside is not None:
        children.append(_Child("beside", beside, is_once=True))
    try:
        return _Supervisor(children).run(tell)
    finally:
        _stop_private_database(tell)


# --- The supervisor ----------------------------------------------------------------------------------------
@dataclass
class _Child:
    """A process: restarted when it dies, with pauses that grow, unless the whole cannot do without it or it
    has one thing to do."""

    name: str
    work: Callable[[], None]
    is_once: bool = False
    pid: int = 0
    deaths: int = 0
    started_at: float = 0.0
    due_at: float = field(default=0.0)

    def start(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self.started_at = time.monotonic()
        self.pid = os.fork()
        if self.pid:
            return
        code = 1
        try:
            # Its own group: an interrupt at the terminal reaches the supervisor alone, which ends in order.
            os.setpgid(0, 0)
            _die_with(parent)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            self.work()
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:
            logger.exception("child_failed", child=self.name)
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)


class _Supervisor:
    def __init__(self, children: list[_Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self, tell: Callable[[str], None]) -> int:
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        former = {number: signal.signal(number, self._stop) for number in numbers}
        code = 0
        try:
            for child in self.children:
                child.start()
            while not self.stopping and not code:
                code = self._look_after()
                time.sleep(0.1)
        finally:
            tell("Stopping …")
            self._end()
            for number, handler in former.items():
                signal.signal(number, handler)
        return code

    def _stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def _look_after(self) -> int:
        """Restarts what died. 1 when the web server cannot be kept up, else 0."""
        for child in self.children:
            if child.pid and self._has_ended(child):
                if child.name == "web":
                    logger.error("web_server_died")
                    return 1
                if child.is_once:
                    child.due_at = float("inf")
                    continue
                lived = time.monotonic() - child.started_at
                child.deaths = 1 if lived > LONGEST_PAUSE_S * 2 else child.deaths + 1
                child.due_at = time.monotonic() + min(2.0 ** (child.deaths - 1), LONGEST_PAUSE_S)
                logger.error("child_died", child=child.name, deaths=child.deaths)
            elif not child.pid and time.monotonic() >= child.due_at:
                child.start()
        return 0

    def _end(self) -> None:
        for child in self.children:
            if child.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_S
        while any(child.pid and not self._has_ended(child) for child in self.children):
            if time.monotonic() > deadline:
                for child in self.children:
                    if child.pid:
                        with contextlib.suppress(ProcessLookupError):
                            os.killpg(child.pid, signal.SIGKILL)
                deadline = float("inf")
            time.sleep(0.05)

    @staticmethod
    def _has_ended(child: _Child) -> bool:
        try:
            pid, _status = os.waitpid(child.pid, os.WNOHANG)
        except ChildProcessError:
            pid = child.pid
        if pid:
            child.pid = 0
        return bool(pid)


def _die_with(parent: int) -> None:
    """Asks Linux to end this process when its parent dies, even killed; elsewhere, nothing."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


# --- What the children do ----------------------------------------------------------------------------------
def _web(host: str, port: int, workers: int, tell: Callable[[str], None]) -> None:
    # Imported in the child: no other command needs the web server.
    from gunicorn.app.base import BaseApplication

    shown = f"[{host}]" if ":" in host else host
    memory = Path("/dev/shm")  # noqa: S108 - heartbeat files belong in memory, not on a disk that may stall

    def ready(_server: Any) -> None:
        # What is loaded stays: the collector need not walk it at every turn, nor copy its memory.
        # A long page makes tens of thousands of short-lived objects: they are looked over less often too.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        address = settings.BASE_URL if settings.ENV.is_production else f"http://{shown}:{port}/"
        tell(f"Maillage answers at {address} (Ctrl-C stops it)")

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in {
                "bind": f"{shown}:{port}",
                "workers": workers,
                # Loaded once, before the fork: the processes share its memory and start at once.
                "preload_app": True,
                "timeout": 60,
                "graceful_timeout": 15,
                # Whatever leaks is given back now and then, not in all processes at once.
                "max_requests": 10_000,
                "max_requests_jitter": 1_000,
                "loglevel": "warning",
                "worker_tmp_dir": str(memory) if os.access(memory, os.W_OK) else None,
                "control_socket_disable": True,
                "when_ready": ready,
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from maillage.config.wsgi import application

            return application

    Server().run()


def _queue() -> None:
    from maillage.config import worker

    worker.run()


# --- The private database ----------------------------------------------------------------------------------
def _stop_private_database(tell: Callable[[str], None]) -> None:
    """Stops the private database if this process woke it and nobody else uses it."""
    if not database.woken_here or settings.ENV.database_url is not None:
        return
    if database.others_connected(settings.DATABASE_URL):
        tell("The private database goes on: another program uses it. “maillage database stop” ends it.")
        return
    database.stop_private(settings.VAR_DIR)
