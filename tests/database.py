"""A migrated database kept as a template, so that a test run copies it instead of migrating anew.

The template's name holds a digest of every migration: a changed migration makes another template, and the
former ones are dropped. ``python -m tests.database`` makes it beforehand, beside other work.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from psycopg import Connection, sql

from maillage.core import history

PREFIX = "maillage_template_"
LOCK = 7_424_001


def template() -> str:
    """The name of a database with every migration applied, made now if there is none."""
    name = PREFIX + _digest()
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with Connection.connect(**parameters, autocommit=True) as server:
        # Several test processes start at once: the first makes it, the others wait.
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = {
            row[0]
            for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + "%"])
        }
        if name in known:
            return name
        for former in known:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(former)))
        unfinished = sql.Identifier("unfinished_" + name)
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(unfinished))
        server.execute(sql.SQL("CREATE DATABASE {}").format(unfinished))
        _migrate("unfinished_" + name)
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, sql.Identifier(name)))
    return name


def _migrate(name: str) -> None:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _digest() -> str:
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}".encode())
            digest.update(path.read_bytes())
    # Installed after the migrations.
    digest.update(history.SOONER.encode())
    return digest.hexdigest()[:20]


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    template()


if __name__ == "__main__":
    main()
