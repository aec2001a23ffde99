from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from maillage.config.migrating import drawn_when_needed


class Command(migrate.Command):
    """Django's own, in half the time (see ``config.migrating``)."""

    def handle(self, *arguments: Any, **options: Any) -> Any:
        with drawn_when_needed():
            return super().handle(*arguments, **options)
