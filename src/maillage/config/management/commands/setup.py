from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maillage.config.setup import set_up


class Command(BaseCommand):
    help = "Makes the installation ready: database, reference data, static files. Skips what is done."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        set_up(self.stdout.write, verbosity=max(0, options["verbosity"] - 1))
