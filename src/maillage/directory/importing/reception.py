"""A list on its way in: received, tried out, brought in or given up. What the pages of the import call."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import files
from maillage.core.errors import Conflict, NotAllowed
from maillage.directory.importing import apply as importing
from maillage.directory.importing.plan import Options
from maillage.directory.importing.readers import decoded, read
from maillage.directory.models import ImportRun, Organisation
from maillage.territories.models import Department

ACCEPTED = frozenset({files.CSV, files.XLSX, files.JSON, files.TEXT})


@transaction.atomic
def receive(
    upload: File[bytes],
    *,
    source: str,
    organisation: Organisation | None,
    department: Department | None,
    listed_on: dt.date | None,
    by: Any,
) -> ImportRun:
    """Keeps the file of a list that can be read.

    Raises:
        DomainError: a file that is too large, of another type than it says, or that cannot be read.
    """
    stored = files.receive(_as_utf8(upload), by=by, accepted=ACCEPTED)
    with stored.content.open("rb") as content:
        read(content.read(), stored.name)
    return ImportRun.objects.create(
        source=source,
        file_name=stored.name,
        digest=stored.sha256,
        file=stored,
        organisation=organisation,
        department=department.pk if department else "",
        listed_on=listed_on,
        created_by_id=by.pk,
    )


@transaction.atomic
def try_out(run: ImportRun, columns: Mapping[str, str], *, take_theirs: bool) -> ImportRun:
    """Says what would happen to each line, and writes nothing of the list.

    Raises:
        Conflict: the list is in already.
        DomainError: the columns do not make a list.
    """
    run = _locked(run)
    run.take_theirs = take_theirs
    prepared = importing.prepare(
        content_of(run), run.file_name, options_of(run), columns=columns, department=run.department
    )
    run.columns = dict(prepared.columns)
    run.report = importing.dry_run(prepared)
    run.counts = run.report["counts"]
    run.save(update_fields=["columns", "take_theirs", "report", "counts"])
    return run


def bring_in(run: ImportRun, *, by: Any) -> ImportRun:
    """Imports the list, all or nothing.

    Raises:
        Conflict: the list is in already.
    """
    check_not_applied(run)
    prepared = importing.prepare(
        content_of(run), run.file_name, options_of(run), columns=run.columns, department=run.department
    )
    return importing.apply(prepared, by=by, file_name=run.file_name, digest=run.digest, run=run)


@transaction.atomic
def discard(run: ImportRun) -> None:
    """Gives a list up before it is in; its file goes too.

    Raises:
        Conflict: the list is in already.
    """
    run = _locked(run)
    stored = run.file
    run.delete()
    if stored is not None:
        files.remove(stored)


def check_not_applied(run: ImportRun) -> None:
    """
    Raises:
        Conflict: the list is in already.
    """
    if run.is_applied:
        raise Conflict(_("This list has been imported already."))


def content_of(run: ImportRun) -> bytes:
    """The file of the list.

    Raises:
        NotAllowed: it is no longer kept.
    """
    if run.file is None:
        raise NotAllowed(_("The file of this import is no longer kept: send it again."))
    with run.file.content.open("rb") as content:
        body: bytes = content.read()
    return body


def options_of(run: ImportRun) -> Options:
    return Options(
        source=run.source,
        organisation=run.organisation,
        take_theirs=run.take_theirs,
        listed_on=run.listed_on,
    )


def _locked(run: ImportRun) -> ImportRun:
    run = (
        ImportRun.objects.select_for_update(of=("self",))
        .select_related("organisation", "file")
        .get(pk=run.pk)
    )
    check_not_applied(run)
    return run


def _as_utf8(upload: File[bytes]) -> File[bytes]:
    """Some spreadsheets write UTF-16, which is not recognised as text: it is kept as UTF-8."""
    head = upload.read(2)
    upload.seek(0)
    if head not in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return upload
    text, _encoding = decoded(upload.read())
    return ContentFile(text.encode(), name=upload.name)
