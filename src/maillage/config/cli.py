"""The console command ``maillage``: Django's ``manage.py`` under its own name."""

from __future__ import annotations

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["database"]:
        # Before the settings are read: they would start the private server only to stop it.
        from maillage.config import database_command

        sys.exit(database_command.run(sys.argv[2:]))
    if sys.argv[1:2] == ["demo"]:
        # The demonstration marks its pages as such; a real platform never runs this command.
        os.environ.setdefault("MAILLAGE_ENVIRONMENT", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(_with_dashes_understood(sys.argv))
    except KeyboardInterrupt:
        sys.exit(130)


def _with_dashes_understood(arguments: list[str]) -> list[str]:
    """``maillage import-places`` runs the module ``import_places``: Python names take no dash."""
    if len(arguments) > 1 and not arguments[1].startswith("-"):
        return [arguments[0], arguments[1].replace("-", "_"), *arguments[2:]]
    return arguments
