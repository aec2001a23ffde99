"""The console command ``maillage``: Django's ``manage.py`` under its own name."""

from __future__ import annotations

import argparse
import os
import sys

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def main() -> None:
    if sys.argv[1:2] == ["database"]:
        # Before the settings are read: they would start the private server only to stop it.
        from maillage.config import database_command

        sys.exit(database_command.run(sys.argv[2:]))
    _prepare_environment(sys.argv[1:])
    _read_settings()
    from django.core.management import execute_from_command_line

    from maillage.core.room import with_room

    try:
        with_room(execute_from_command_line, _with_dashes_understood(sys.argv))
    except KeyboardInterrupt:
        sys.exit(130)


def _prepare_environment(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    command = arguments[0] if arguments else ""
    if command == "demo":
        # The demonstration marks its pages as such; a real platform never runs this command.
        os.environ.setdefault("MAILLAGE_ENVIRONMENT", "demo")
        # A line per e-mail and per page would bury the accounts that it prints.
        os.environ.setdefault("MAILLAGE_LOG_LEVEL", "WARNING")
    if command not in {"demo", "serve"} or os.environ.get("MAILLAGE_ENVIRONMENT") == "production":
        return
    # Links in e-mails lead where one listens. Production names its public address itself.
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="8000")
    given, _others = parser.parse_known_args(arguments[1:])
    is_open = given.host not in LOOPBACK
    host = "127.0.0.1" if given.host in {"0.0.0.0", "::"} else given.host  # noqa: S104 - read, not bound
    os.environ.setdefault("MAILLAGE_BASE_URL", f"http://{f'[{host}]' if ':' in host else host}:{given.port}")
    if is_open and command == "demo":
        # Whoever opens the demonstration to a network knows its names better than we do.
        os.environ.setdefault("MAILLAGE_ALLOWED_HOSTS", "*")


def _read_settings() -> None:
    """Reads the settings now, so that a wrong one is said plainly and not from the depths of Django."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from pydantic import ValidationError

    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except ValidationError as error:
        from maillage.config.env import variable_of

        sys.exit(
            "The environment cannot be read:\n"
            + "\n".join(f"- {variable_of(str(found['loc'][0]))}: {found['msg']}" for found in error.errors())
        )


def _with_dashes_understood(arguments: list[str]) -> list[str]:
    """``maillage import-places`` runs the module ``import_places``: Python names take no dash."""
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        return [arguments[0], arguments[1].replace("-", "_"), *arguments[2:]]
    return arguments
