"""Writes a plan: everything in one transaction, one import at a time.

Places go in by bulk statements, since a list may hold thousands; organisations and support offers by the
directory's own actions. Each line leaves an event on its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import events, states
from maillage.core.errors import Invalid
from maillage.directory.actions import create_organisation
from maillage.directory.enums import IMPORT_TRANSITIONS, ConfirmationSource, ImportState
from maillage.directory.importing import lines, mapping, plan, report, services
from maillage.directory.importing.plan import Options, Outcome, Plan, Step
from maillage.directory.importing.readers import Table, normalised, read
from maillage.directory.models import ExternalId, ImportedValues, ImportMapping, ImportRun, Place

LOCK = int.from_bytes(hashlib.sha256(b"maillage import").digest()[:8], "big", signed=True)
BATCH = 500


@dataclass(frozen=True)
class Import:
    """A file ready to be judged or applied: its table, its columns and how to take it."""

    table: Table
    columns: Mapping[str, str]
    options: Options
    department: str = ""


def prepare(
    content: bytes,
    name: str,
    options: Options,
    *,
    columns: Mapping[str, str] | None = None,
    department: str = "",
) -> Import:
    """Reads a file and settles its columns: those given, completed by those remembered or proposed.

    Raises:
        Invalid: the file is unreadable, or its columns do not say what a place is called and where it is.
    """
    source = options.source.strip()
    if not source:
        raise Invalid(_("Name the source of the list."), fields={"source": _("Name the source of the list.")})
    table = read(content, name)
    settled = {**(remembered(table, options) or mapping.proposed(table)), **(columns or {})}
    return Import(table, mapping.checked(settled, table), options, department)


def remembered(table: Table, options: Options) -> dict[str, str] | None:
    """The columns that served for the same header from the same source, whatever the case of the names."""
    row = ImportMapping.objects.filter(source=options.stored_source, signature=table.signature).first()
    if row is None:
        return None
    here = {normalised(column): column for column in table.columns}
    return {key: here[folded] for key, folded in row.columns.items() if folded in here}


def dry_run(request: Import) -> dict[str, Any]:
    """The report of what would happen. Writes nothing."""
    understood, planned, offers = _planned(request, lock=False)
    return _report(request, understood, planned, offers)


@transaction.atomic
def apply(
    request: Import, *, by: Any, file_name: str, digest: str, run: ImportRun | None = None
) -> ImportRun:
    """Imports the file, all or nothing, and keeps its report in an ``ImportRun``.

    A second import waits for the first one's end, and sees what it did.
    """
    hold_the_lock()
    understood, planned, offers = _planned(request, lock=True)
    run = run or ImportRun(source=request.options.source, file_name=file_name[:200], created_by=by)
    run.digest, run.columns = digest, dict(request.columns)
    run.organisation, run.department = request.options.organisation, request.department
    run.listed_on, run.take_theirs = request.options.listed_on, request.options.take_theirs
    run.save()
    _write_organisations(planned, by=by)
    _write_places(planned, run, by=by)
    services.write(offers, planned, run, by=by)
    run.report = _report(request, understood, planned, offers)
    run.counts = run.report["counts"]
    run.save(update_fields=["report", "counts"])
    states.move(
        run,
        ImportState.APPLIED,
        IMPORT_TRANSITIONS,
        by=by,
        verb="directory.list_imported",
        also={"applied_at": timezone.now()},
        data={"source": run.source, "counts": run.counts},
    )
    ImportMapping.objects.update_or_create(
        source=request.options.stored_source,
        signature=request.table.signature,
        defaults={
            "columns": {key: normalised(column) for key, column in request.columns.items()},
            "used_at": timezone.now(),
        },
    )
    return run


def hold_the_lock() -> None:
    """Waits for the import under way, if any; released with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _planned(request: Import, *, lock: bool) -> tuple[lines.Understood, Plan, services.OfferPlan]:
    understood = lines.understand(request.table, request.columns, department=request.department)
    planned = plan.make(understood, request.options, lock=lock)
    return understood, planned, services.make(request.table, planned, lock=lock)


def _report(
    request: Import, understood: lines.Understood, planned: Plan, offers: services.OfferPlan
) -> dict[str, Any]:
    return report.made(
        [*planned.steps, *offers.steps],
        understood=understood,
        notices=request.table.notices,
        new_organisations=len(planned.organisations),
    )


def _write_organisations(planned: Plan, *, by: Any) -> None:
    now = timezone.now()
    for organisation in planned.organisations:
        organisation.found = create_organisation(
            {
                "name": organisation.name,
                "siret": organisation.siret,
                "commune": organisation.commune,
                # The list vouches for it, not the person who imports.
                "confirmed_at": now,
                "confirmed_source": ConfirmationSource.IMPORT,
            },
            by=by,
            publish=True,
        )


def _write_places(planned: Plan, run: ImportRun, *, by: Any) -> None:
    now = timezone.now()
    for site in planned.sites:
        if site.organisation is not None:
            site.place.organisation = site.organisation.found
        site.place.refresh_words()
    new = [site.place for site in planned.sites if site.is_new]
    changed = [site for site in planned.sites if not site.is_new]
    Place.objects.bulk_create(new, batch_size=BATCH)
    for site in changed:
        site.place.version += 1
        site.place.updated_at = now
    columns = {column for site in changed for key in site.changed for column in COLUMNS_OF.get(key, (key,))}
    if changed:
        Place.objects.bulk_update(
            [site.place for site in changed],
            sorted({*columns, "slug", "words", "version", "updated_at"}),
            batch_size=BATCH,
        )
    _write_identifiers(planned.steps, planned.options, run)
    events.record_many(
        [
            (
                step.site.place,
                "directory.place_created" if step.outcome == Outcome.CREATED else "directory.place_updated",
                {"data": {"import": run.pk, "line": step.position, "changed": sorted(step.changed)}},
            )
            for step in planned.steps
            if step.site is not None and step.outcome in {Outcome.CREATED, Outcome.UPDATED}
        ],
        by=by,
    )


COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "position": ("latitude", "longitude", "location_precision"),
    "commune_id": ("commune",),
    "programmes": ("description",),
    "confirmed_at": ("confirmed_at", "confirmed_source", "confirmed_by"),
}


def _write_identifiers(steps: list[Step], options: Options, run: ImportRun) -> None:
    """Remembers each line's identifier and what it said, where that is new."""
    placed = [(step, step.site) for step in steps if step.site is not None]
    new = [(step, site) for step, site in placed if step.external_id is None]
    rows = ExternalId.objects.bulk_create(
        [
            ExternalId(source=options.stored_source, identifier=step.identifier, place=site.place)
            for step, site in new
        ],
        batch_size=BATCH,
    )
    for (step, _site), row in zip(new, rows, strict=True):
        step.external_id = row
    fresh, moved = [], []
    made = {row.pk for row in rows}
    for step, _site in placed:
        if step.external_id is None:
            continue
        known = None if step.external_id.pk in made else getattr(step.external_id, "imported", None)
        if known is None:
            fresh.append(ImportedValues(external_id=step.external_id, values=step.base, run=run))
        elif known.values != step.base:
            known.values, known.run = step.base, run
            moved.append(known)
    ImportedValues.objects.bulk_create(fresh, batch_size=BATCH)
    ImportedValues.objects.bulk_update(moved, ["values", "run"], batch_size=BATCH)
