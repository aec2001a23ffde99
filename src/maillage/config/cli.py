"""The console command ``maillage``: Django's ``manage.py`` under its own name."""

from __future__ import annotations

import os
import sys


def main() -> None:
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
