"""``maillage database``: the private PostgreSQL, without loading the platform (which would start it)."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence

from maillage.config import database
from maillage.config.env import Environment

ACTIONS = {
    "start": "start the private server",
    "stop": "stop the private server",
    "url": "print the address of the database",
    "shell": "open psql on the database",
}


def run(arguments: Sequence[str], *, program: str = "maillage database") -> int:
    """Does one action; returns the exit code."""
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    parser.add_argument(
        "action", choices=list(ACTIONS), help="; ".join(f"{k}: {v}" for k, v in ACTIONS.items())
    )
    action: str = parser.parse_args(arguments).action
    env = Environment()
    if env.database_url is not None and action in {"start", "stop"}:
        return _refuse("DATABASE_URL names a server of yours: start and stop it with its own tools.")
    if action == "stop":
        return _tell("Stopped." if database.stop_private(env.var_dir) else "It was not running.")
    try:
        url = env.database_url or database.private_url(env.var_dir)
    except database.DatabaseUnavailable as error:
        return _refuse(str(error))
    if action == "shell":
        return _shell(url)
    return _tell(url)


def _shell(url: str) -> int:
    psql = shutil.which("psql")
    if psql is None:
        try:
            psql = str(database.program("psql"))
        except ImportError:
            return _refuse("psql is not installed.")
    sys.stdout.flush()
    os.execv(psql, [psql, url])  # noqa: S606 - becomes psql: no shell in between
    return 0  # never reached


def _tell(line: str) -> int:
    sys.stdout.write(f"{line}\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1
