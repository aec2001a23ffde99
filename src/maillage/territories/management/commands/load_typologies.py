"""``maillage load-typologies FILE --vintage 2025``: what published files say of communes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.core.errors import DomainError
from maillage.territories.actions import load_typologies
from maillage.territories.enums import TypologyKind


class Command(BaseCommand):
    help = "Loads density grid, FRR, ZRR, programmes… from an official file, and accounts for each line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--vintage",
            action="append",
            required=True,
            help="of the whole file (2025), or of one typology (zrr=2022-11); may be repeated",
        )
        parser.add_argument("--source", default="", help="who published it; the file's name by default")
        parser.add_argument("--kind", choices=TypologyKind.values, help="the typology of a bare list")
        parser.add_argument(
            "--complete",
            action="store_true",
            help="the list names every member: the other communes are a no, instead of unknown",
        )

    def handle(
        self,
        *,
        file: Path,
        vintage: list[str],
        source: str,
        kind: str | None,
        complete: bool,
        **_options: Any,
    ) -> None:
        whole = [value for value in vintage if "=" not in value]
        own = dict(value.split("=", 1) for value in vintage if "=" in value)
        if unknown := own.keys() - set(TypologyKind.values):
            raise CommandError(f"There is no typology {', '.join(sorted(unknown))}.")
        try:
            report = load_typologies(
                file,
                vintage=whole[-1] if whole else next(iter(own.values())),
                vintages={TypologyKind(name): value for name, value in own.items()},
                source=source,
                only=TypologyKind(kind) if kind else None,
                is_complete_list=complete,
            )
        except DomainError as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        except FileNotFoundError as missing:
            raise CommandError(f"{missing.filename} is missing.") from missing
        self.stdout.write(
            f"{report.lines} lines: {report.read} read ({report.by_successor} by a former code,"
            f" {report.empty} saying nothing), {len({line for line, *_ in report.refused})} with a refusal"
        )
        for typology, said in report.kinds.items():
            self.stdout.write(
                f"{typology.value} {said.vintage}: {said.known} known, {said.unknown} unknown;"
                f" {said.added} added, {said.changed} changed, {said.removed} removed"
            )
        for line, code, why in report.refused:
            self.stdout.write(self.style.WARNING(f"line {line}: {code or '?'}: {why}"))
        for line, name, cell in report.doubtful_cells:
            self.stdout.write(self.style.WARNING(f"line {line}: {name}: “{cell}” is left unknown"))
