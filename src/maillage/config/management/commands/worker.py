from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maillage.config import preflight, worker


class Command(BaseCommand):
    help = "Empties the queue: e-mails, webhooks, nightly work. Runs until interrupted."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--queue", action="append", dest="queues", help="only this queue; may be repeated"
        )
        parser.add_argument("--once", action="store_true", help="ends when no job is left")

    def handle(self, **options: Any) -> None:
        preflight.require_database()
        worker.run(queues=options["queues"], wait=not options["once"])
