"""Officers check the files of the open call as they come, and have some of them completed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from maillage.portal.demo import clock, content
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import between, day
from maillage.portal.demo.builders.programme import call_of
from maillage.portal.demo.content import Completion
from maillage.programmes.actions import admissibility, completion
from maillage.programmes.actions.admissibility import Found
from maillage.programmes.enums import Admissibility, CheckResult, Filing
from maillage.programmes.models import Application, Call, ChecklistItem
from maillage.projects import actions as projects
from maillage.projects.enums import ProjectRole

CALL = "deuxieme-vague"
# Officers begin with the oldest files; of the checked ones, every fifth is found wanting.
CHECKED = 0.6
WANTING_EVERY = 5


def build() -> None:
    """Returns at once when the call has its checklist: all of it is one transaction."""
    call = call_of(CALL)
    if call.checklist.exists():
        return
    written = content.open_call()
    officers = [people.account("officer"), people.account("second-officer")]
    files = _oldest(call)
    with transaction.atomic():
        with clock.at(day(-34)):
            items = admissibility.set_checklist(call, written.checklist, by=officers[0])
        asked = {
            row.pk: request for row, request in zip(_with_a_place(files), written.to_complete, strict=False)
        }
        for rank, row in enumerate(files):
            officer = officers[rank % 2]
            if row.pk in asked:
                _have_completed(row, asked[row.pk], by=officer)
            else:
                _check(row, items, is_wanting=rank % WANTING_EVERY == 1, by=officer)


def _oldest(call: Call) -> list[Application]:
    files = list(
        Application.objects.filter(call=call, filing=Filing.SUBMITTED)
        .select_related("call__programme", "project", "created_by")
        .order_by("submitted_at", "pk")
    )
    return files[: max(len(content.open_call().to_complete), round(len(files) * CHECKED))]


def _with_a_place(files: Iterable[Application]) -> list[Application]:
    """Those who found a building: they can be asked about it."""
    told = {
        row.pk: row.stage_files.get().response.answers.get("place.found")  # type: ignore[union-attr]
        for row in files
    }
    return [row for row in files if told[row.pk] is True]


def _check(row: Application, items: list[ChecklistItem], *, is_wanting: bool, by: object) -> None:
    found = {item.pk: Found(CheckResult.YES) for item in items}
    if is_wanting:
        found[items[-1].pk] = Found(CheckResult.NO, "Aucune pièce n’est jointe.")
    with clock.at(_after(row, 0.3)):
        admissibility.check(
            row,
            Admissibility.ADMISSIBLE,
            found=found,
            reason="Les pièces seront demandées au dossier complet." if is_wanting else "",
            by=by,
        )


def _have_completed(row: Application, written: Completion, *, by: object) -> None:
    if written.becomes == "open":
        # A printed account has it to do.
        projects.add_member(
            row.project, user=people.account("manufacture"), role=ProjectRole.CARRIER, by=row.created_by
        )
    due_at = day(6, 18) if written.becomes == "open" else _after(row, 0.9)
    with clock.at(_after(row, 0.3)):
        request = completion.ask(row, written.questions, message=written.message, due_at=due_at, by=by)
    if written.becomes == "done":
        with clock.at(_after(row, 0.6)):
            changes = {change.question: change.answer for change in written.changes}
            completion.fill(request, changes, by=row.created_by)
            completion.hand_in(request, by=row.created_by)
    elif written.becomes == "over":
        ended_at = due_at + dt.timedelta(minutes=5)
        with clock.at(ended_at):
            completion.end_late(ended_at)


def _after(row: Application, share: float) -> dt.datetime:
    """Between the moment a file was sent and now."""
    assert row.submitted_at is not None  # noqa: S101 - those that were sent
    return between(row.submitted_at, dt.datetime.now(dt.UTC), share)
