"""``maillage export places --format geojson``: open data to a file or to the standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.directory.exporting import SUFFIXES, exports


class Command(BaseCommand):
    help = "Export public records as open data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=[export.key for export in exports])
        parser.add_argument("--format", choices=list(SUFFIXES), help="default: the first that the export has")
        parser.add_argument("--output", type=Path, help="a file (default: the standard output)")

    def handle(self, *args: Any, **options: Any) -> None:
        export = exports.get(options["what"])
        if export is None:
            raise CommandError(options["what"])
        chosen = options["format"] or next(iter(export.formats))
        if chosen not in export.formats:
            raise CommandError(
                _("“%(key)s” has no %(format)s; it has: %(formats)s.")
                % {"key": export.key, "format": chosen, "formats": ", ".join(export.formats)}
            )
        with translation.override("fr"):
            if options["output"]:
                with options["output"].open("w", encoding="utf-8", newline="") as file:
                    file.writelines(export.formats[chosen]())
            else:
                sys.stdout.writelines(export.formats[chosen]())
