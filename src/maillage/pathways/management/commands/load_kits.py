"""``maillage load_kits``: the kits that ship with the platform, made or brought up to date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maillage.pathways.actions.ready import load_ready_kits


class Command(BaseCommand):
    help = "Load the kits that ship with the platform. Safe to run again after an upgrade."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_ready_kits()
        if options["verbosity"]:
            self.stdout.write(f"{loaded} kit(s) loaded or renewed.")
