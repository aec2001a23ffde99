from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maillage.config.serving import serve


class Command(BaseCommand):
    help = "Serves the platform, with a worker beside it, until interrupted."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, help="web processes (MAILLAGE_WEB_WORKERS)")
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="without the queue's worker: “maillage worker” runs apart",
        )

    def handle(self, **options: Any) -> None:
        code = serve(
            options["host"],
            options["port"],
            workers=options["workers"],
            with_worker=not options["no_worker"],
            tell=self._tell,
        )
        if code:
            sys.exit(code)

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
