"""``maillage load-distances FILE``: an operator's road matrix, which replaces the estimates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.core.errors import DomainError
from maillage.territories.actions import load_distances


class Command(BaseCommand):
    help = "Imports kilometres and minutes by road between communes (origin, destination, km, minutes)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="whose matrix it is, shown beside its figures")
        parser.add_argument("--vintage", required=True, help="as 2026")

    def handle(self, *, file: Path, source: str, vintage: str, **_options: Any) -> None:
        try:
            report = load_distances(file, source=source, vintage=vintage)
        except DomainError as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        except FileNotFoundError as missing:
            raise CommandError(f"{missing.filename} is missing.") from missing
        self.stdout.write(f"{report.lines} lines: {report.read} read, {len(report.refused)} refused")
        for line, why in report.refused:
            self.stdout.write(self.style.WARNING(f"line {line}: {why}"))
