from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from maillage.config.migrating import drawn_once_per_run


class Command(migrate.Command):
    """Django's own, in half the time (see ``config.migrating``)."""

    def handle(self, *arguments: Any, **options: Any) -> Any:
        with drawn_once_per_run():
            return super().handle(*arguments, **options)
