"""Makes an installation ready: database, cache table, territories, static files. Skips what is done.

Each step knows by itself that it is done, from what it would change; a second run takes under a second.
"""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection

from maillage.config import preflight

# Reference data, loaded by the command of its app, which skips what is loaded already.
LOADERS = ("load_territories", "load_kits")


def set_up(tell: Callable[[str], None], *, verbosity: int = 0) -> None:
    """Brings everything up to date.

    Raises:
        CommandError: with a sentence, when the disk or the database does not allow it.
    """
    preflight.require_all()
    if pending_migrations():
        tell("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=verbosity)
    if not _has_table("cache_entry"):
        call_command("createcachetable", verbosity=verbosity)
    known = get_commands()
    for loader in LOADERS:
        if loader in known:
            call_command(loader, verbosity=verbosity)
    if stale_static():
        tell("Collecting the static files …")
        call_command("collectstatic", interactive=False, clear=False, verbosity=verbosity)
        _static_stamp().write_text(_static_state())


def pending_migrations() -> set[tuple[str, str]]:
    """Migrations on disk that the database does not have, as (app label, name). Imports none of them."""
    on_disk = {
        (config.label, module.name)
        for config in apps.get_app_configs()
        for module in pkgutil.iter_modules([str(Path(config.path) / "migrations")])
        if not module.ispkg and module.name[0] not in "_~"
    }
    if not _has_table("django_migrations"):
        return on_disk
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return on_disk - set(cursor.fetchall())


def stale_static() -> bool:
    """Whether the collected static files differ from their sources, or were never collected."""
    try:
        return _static_stamp().read_text() != _static_state()
    except OSError:
        return True


def _static_stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _static_state() -> str:
    """A digest of the names, sizes and dates of every static file of every app."""
    state = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            status = Path(storage.path(name)).stat()
            state.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _has_table(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        row = cursor.fetchone()
    return bool(row and row[0])
