from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maillage.config import database_command


class Command(BaseCommand):
    # `maillage database …` is answered before Django is loaded; this lists it among the commands.
    help = "The private PostgreSQL: start, stop, url, shell."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=list(database_command.ACTIONS))

    def handle(self, *, action: str, **_options: Any) -> None:
        sys.exit(database_command.run([action]))
