"""``maillage import-places FILE``: a list of places into the directory."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.exports import csv_lines
from maillage.directory.importing import apply as importing
from maillage.directory.importing import mapping, report
from maillage.directory.importing.plan import Options
from maillage.directory.models import Organisation


class Command(BaseCommand):
    help = "Import a list of places: CSV, XLSX, GeoJSON or data·inclusion v1 JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--source", help="who keeps the list (default: the file's name without its ending)"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--mapping",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"correct the columns; fields: {', '.join(mapping.FIELDS_BY_KEY)}; or one JSON object",
        )
        parser.add_argument("--department", default="", help="département of the list, when it gives none")
        parser.add_argument(
            "--listed-on",
            type=dt.date.fromisoformat,
            help="day of the list (2024-01-31): it vouches on that day",
        )
        parser.add_argument("--take-theirs", action="store_true", help="in a conflict, the list wins")
        parser.add_argument("--organisation", type=int, help="number of the organisation that runs them")
        parser.add_argument("--by", help="e-mail of the person who imports (default: the platform itself)")
        parser.add_argument("--report", type=Path, help="write the report of each line to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("fr"):
            try:
                self._import(options)
            except DomainError as refusal:
                raise CommandError(str(refusal.sentence)) from refusal

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        request = importing.prepare(
            content,
            path.name,
            Options(
                source=options["source"] or path.stem,
                organisation=_organisation(options["organisation"]),
                take_theirs=options["take_theirs"],
                listed_on=options["listed_on"],
            ),
            columns=mapping.parsed(options["mapping"]),
            department=options["department"],
        )
        for key, column in request.columns.items():
            self.stdout.write(f"  {report.field_label(key)} ← {column}")
        if options["dry_run"]:
            made = importing.dry_run(request)
        else:
            digest = hashlib.sha256(content).hexdigest()
            by = _person(options["by"])
            run = importing.apply(request, by=by, file_name=path.name, digest=digest)
            made = run.report or {}
        self._say(made, dry_run=options["dry_run"])
        if options["report"]:
            header = [str(title) for title in report.HEADER]
            options["report"].write_text("".join(csv_lines(header, report.rows(made))), encoding="utf-8")

    def _say(self, made: dict[str, Any], *, dry_run: bool) -> None:
        for line in made["lines"]:
            remarks = [
                *([line["reason"]] if line["reason"] else []),
                *line["notices"],
                *(report.conflict_sentence(conflict) for conflict in line["conflicts"]),
            ]
            if remarks:
                outcome = report.OUTCOME_LABELS[line["outcome"]]
                self.stdout.write(f"{line['position']} · {line['name']} · {outcome} · {' '.join(remarks)}")
        for notice in made["notices"]:
            self.stdout.write(notice)
        for words in made["unknown_words"].values():
            listed = ", ".join(f"{word} ({count})" for word, count in words.items())
            self.stdout.write(_("Words that the directory does not know: %(words)s.") % {"words": listed})
        counts = made["counts"]
        self.stdout.write(f"{_('%(lines)d lines:') % {'lines': counts['lines']}} {report.summary(counts)}")
        if dry_run:
            self.stdout.write(_("This was a trial: nothing is written."))


def _organisation(pk: int | None) -> Organisation | None:
    if pk is None:
        return None
    organisation: Organisation | None = Organisation.objects.live().filter(pk=pk).first()
    if organisation is None:
        raise CommandError(_("There is no organisation number %(pk)d.") % {"pk": pk})
    return organisation


def _person(email: str | None) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(_("Nobody has the address %(email)s here.") % {"email": email})
    return person
