"""What must hold before setting up or serving, each failure said in one sentence with its remedy."""

from __future__ import annotations

import errno
import os
import shutil
import socket
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError, connection

from maillage.config import database

NEEDED_MIB = database.NEEDED_MIB
OLDEST_POSTGRESQL = 150000


def require_database() -> None:
    """The database answers and is recent enough."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(
            f"The database refused the connection: {_first_line(error)} "
            "Check DATABASE_URL, that the server runs and that it lets this machine in; "
            "or unset DATABASE_URL to use a private server."
        ) from None
    version = connection.pg_version  # type: ignore[attr-defined]
    if version < OLDEST_POSTGRESQL:
        raise CommandError(f"PostgreSQL 15 or later is needed; this server is {version // 10000}.")


def require_disk(folder: Path) -> None:
    """Something can be written there, and there is room for more."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise CommandError(
            f"Nothing can be written in {folder} ({error.strerror}). "
            "Free some disk or change the rights on that folder, or name another one in MAILLAGE_VAR_DIR."
        ) from None
    free = shutil.disk_usage(folder).free // 2**20
    if free < NEEDED_MIB:
        raise CommandError(
            f"Not enough disk: {free} MiB free in {folder}, {NEEDED_MIB} MiB needed. "
            "Free some, or name another folder in MAILLAGE_VAR_DIR."
        )


def require_port(host: str, port: int) -> None:
    """Nobody listens there, and this user may."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(f"{port} is not a port: choose one from 1 to 65535.") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = "is taken by another program"
            elif error.errno in {errno.EACCES, errno.EPERM}:
                reason = "is reserved to the administrator"
            else:
                reason = f"cannot be used ({error.strerror})"
            raise CommandError(
                f"Port {port} of {host} {reason}: "
                f"choose another one, as in “make demo PORT={_another(port)}”."
            ) from None


def require_all() -> None:
    require_disk(settings.VAR_DIR)
    require_database()


def _another(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8001


def _first_line(error: Exception) -> str:
    line = str(error).strip().partition("\n")[0].rstrip(".")
    return f"{line}."
