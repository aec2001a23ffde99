"""Serving, as processes: they answer, empty the queue, end together, say plainly why they cannot start."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import psutil
import pytest
from django.core.management.base import CommandError
from psycopg import Connection

from maillage.config import database, preflight, serving, setup
from maillage.core.models import OutboxMessage
from maillage.core.tasks import deliver
from tests.config.conftest import bare_environment, maillage

pytestmark = pytest.mark.concurrency


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], object], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


class Served:
    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.port = a_free_port()
        self.log = folder / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "maillage", "serve", "--port", str(self.port), "--workers", "1"],
                # Static files from their sources: collecting them is another test's subject.
                env={**environment, "MAILLAGE_DEBUG": "true"},
                stdout=log,
                stderr=log,
            )
        try:
            wait_for(lambda: "answers at" in self.log.read_text() or self.process.poll() is not None)
            assert self.process.poll() is None, self.log.read_text()
            assert self.get("/healthz")[0] == 200
        except BaseException:
            # A server that came too late outlives no test: it would hold the test database.
            self.process.kill()
            self.process.wait()
            raise

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator[Served]:
    served = Served(environment, tmp_path)
    family = served.family()
    yield served
    for process in [psutil.Process(served.process.pid)] if served.process.poll() is None else []:
        process.kill()
    served.process.wait()
    for process in family:
        if process.is_running():
            process.kill()


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def test_it_answers_empties_the_queue_and_ends_everything(served: Served, tmp_path: Path) -> None:
    status, body = served.get("/healthz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert served.get("/cette-page-manque/")[0] == 404

    message = OutboxMessage.objects.create(
        kind="email", recipient="camille@example.org", subject="Bonjour", body_text="Bonjour\n"
    )
    deliver.defer(message_id=message.pk)
    wait_for(lambda: OutboxMessage.objects.get(pk=message.pk).state == "sent")
    [mail] = (tmp_path / "mail").iterdir()
    assert f"Message-ID: <{message.message_id}>" in mail.read_text()

    family = served.family()
    assert len(family) >= 3, "a web server, its process, a worker"
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(30) == 0, served.log.read_text()
    assert gone(family)


def test_interrupt_at_the_terminal_ends_it_in_order(served: Served) -> None:
    family = served.family()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(30) == 0
    assert gone(family)
    assert "Traceback" not in served.log.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_killed_supervisor_takes_its_children_along(served: Served) -> None:
    family = served.family()
    served.process.kill()
    served.process.wait()
    wait_for(lambda: gone(family))


def test_worker_that_dies_is_replaced_and_the_site_goes_on(served: Served) -> None:
    own = psutil.Process(served.process.pid)
    before = {child.pid for child in own.children()}
    # The web server has a process of its own below it; the worker has none.
    [worker] = [child for child in own.children() if not child.children()]
    worker.kill()
    wait_for(lambda: len({child.pid for child in own.children() if child.is_running()} - before) == 1)
    assert served.get("/healthz")[0] == 200
    assert "child_died" in served.log.read_text()


# --- When it cannot start ----------------------------------------------------------------------------------
def refusal(*arguments: str, env: dict[str, str]) -> str:
    """What a command that cannot go on says: one line, no traceback, exit code 1."""
    done = maillage(*arguments, env=env)
    assert done.returncode == 1, done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if "RuntimeDirWarning" not in line and line.strip()]
    lines = [line for line in lines if not line.startswith("  return Path")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_port_taken(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal("serve", "--port", str(port), env=environment)
    assert said == (
        f"CommandError: Port {port} of 127.0.0.1 is taken by another program: "
        f"choose another one, as in “make demo PORT={port + 1}”."
    )


@pytest.mark.parametrize(
    ("host", "port", "reason"),
    [
        ("127.0.0.1", 70000, "70000 is not a port: choose one from 1 to 65535."),
        ("203.0.113.1", 8000, "Port 8000 of 203.0.113.1 cannot be used"),
    ],
)
def test_port_that_cannot_be_had(host: str, port: int, reason: str) -> None:
    with pytest.raises(CommandError, match=re.escape(reason)):
        preflight.require_port(host, port)


@pytest.mark.parametrize("command", ["setup", "serve"])
def test_database_refused(tmp_path: Path, command: str) -> None:
    env = bare_environment(tmp_path, DATABASE_URL="postgresql://nobody:wrong@127.0.0.1:9/none")
    said = refusal(command, env=env)
    assert said.startswith("CommandError: The database refused the connection: ")
    assert "Check DATABASE_URL" in said
    assert "wrong" not in said


def test_folder_that_cannot_be_written(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    env = {**environment, "MAILLAGE_VAR_DIR": str(tmp_path / "file" / "var")}
    assert "Nothing can be written in" in refusal("serve", "--port", str(a_free_port()), env=env)


def test_private_database_without_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal("check", env=bare_environment(tmp_path / "file" / "var"))
    assert said.startswith("The private PostgreSQL could not start in ")


def test_private_database_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "NEEDED_MIB", 10**9)
    with pytest.raises(database.DatabaseUnavailable, match=r"\d+ MiB free, 1000000000 MiB needed"):
        database.private_url(tmp_path)
    assert not (tmp_path / "postgresql").exists()


def test_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "NEEDED_MIB", 10**9)
    with pytest.raises(CommandError, match=r"Not enough disk: \d+ MiB free"):
        preflight.require_disk(tmp_path)


def test_database_that_is_not_up_to_date(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "pending_migrations", lambda: {("core", "0099_later")})
    with pytest.raises(CommandError, match="The database is not up to date"):
        serving.serve("127.0.0.1", a_free_port())


def test_static_files_of_another_version(
    environment: dict[str, str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WHITENOISE_USE_FINDERS = False
    monkeypatch.setattr(setup, "stale_static", lambda: True)
    with pytest.raises(CommandError, match="static files"):
        serving.serve("127.0.0.1", a_free_port())


# --- The private database ----------------------------------------------------------------------------------
def test_private_database_is_started_found_and_stopped(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("private")
    env = bare_environment(folder)
    started = maillage("database", "start", env=env)
    assert started.returncode == 0, started.stderr
    try:
        url = maillage("database", "url", env=env).stdout.strip()
        assert url == database.private_url(folder), "found warm, not started again"
        assert not database.woken_here
        assert not database.others_connected(url)
        with Connection.connect(url) as other:
            assert database.others_connected(url)
            row = other.execute("SELECT lower('É'), to_tsvector('simple', 'l’Évry')").fetchone()
            assert row == ("é", "'l':1 'évry':2"), "letters are known, typographic apostrophes part words"

        pid_file = folder / "postgresql" / "postmaster.pid"
        ready = pid_file.read_text()
        pid_file.write_text(ready.replace("ready", "starting"))
        assert database._awaited(folder / "postgresql", patience=0) is None, "it recovers from a crash"
        recovered = Timer(0.5, pid_file.write_text, [ready])
        recovered.start()
        assert database._awaited(folder / "postgresql") == url, "and is awaited while it lives"
        recovered.join()
    finally:
        stopped = maillage("database", "stop", env=env)
    assert database._awaited(folder / "postgresql") is None, "nothing lives: nothing to wait for"
    assert stopped.stdout == "Stopped.\n"
    assert maillage("database", "stop", env=env).stdout == "It was not running.\n"


def test_servers_of_others_are_left_alone(environment: dict[str, str]) -> None:
    assert "its own tools" in refusal("database", "stop", env=environment)
    assert maillage("database", "url", env=environment).stdout.strip() == environment["DATABASE_URL"]


def test_what_is_done_beside_is_done_once(environment: dict[str, str], tmp_path: Path) -> None:
    trace = tmp_path / "done"
    scene = f"""
import time
from pathlib import Path
import django
django.setup()
from maillage.config import serving

def beside():
    with Path({str(trace)!r}).open("a") as file:
        file.write("done\\n")

web = serving._Child("web", lambda: time.sleep(1.5))
serving._Supervisor([web, serving._Child("beside", beside, is_once=True)]).run(lambda _line: None)
"""
    settings = {"DJANGO_SETTINGS_MODULE": "maillage.config.settings"}
    subprocess.run([sys.executable, "-c", scene], env={**environment, **settings}, check=False, timeout=60)
    assert trace.read_text() == "done\n"
