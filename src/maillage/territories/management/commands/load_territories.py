"""``maillage load-territories``: the territories that the project ships, or a later vintage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.core.errors import DomainError
from maillage.territories.actions import load_territories
from maillage.territories.actions.vintage import DATA


class Command(BaseCommand):
    help = "Loads the communes, EPCI, départements and régions. Run again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=DATA, help="files of another vintage")
        parser.add_argument("--force", action="store_true", help="compare every row again")

    def handle(self, *, folder: Path, force: bool, **_options: Any) -> None:
        try:
            loaded = load_territories(folder, force=force)
        except DomainError as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        except FileNotFoundError as missing:
            raise CommandError(f"{missing.filename} is missing.") from missing
        if loaded.is_unchanged:
            self.stdout.write(f"Territories {loaded.vintage}: loaded already.")
            return
        for level in loaded.added:
            self.stdout.write(f"{level}: {loaded.added[level]} added, {loaded.changed[level]} changed")
        for ref in loaded.retired:
            self.stdout.write(f"no longer current, with a successor: {ref}")
        for code in loaded.orphaned:
            self.stdout.write(self.style.WARNING(f"no longer current, without successor: commune:{code}"))
        self.stdout.write(f"Territories {loaded.vintage} loaded.")
