"""The logbook is written, changed, shared; entries are taken away and put back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, files
from maillage.core.errors import Conflict, Invalid, NotAllowed, Sentence
from maillage.projects.actions.locks import locked
from maillage.projects.enums import EntryKind, EntrySharing
from maillage.projects.models import LogbookEntry, LogbookFile, Project

#: An entry is a note, not an archive.
MOST_FILES = 10


@transaction.atomic
def write(
    project: Project,
    *,
    by: Any,
    title: str,
    text: str = "",
    kind: str = EntryKind.NOTE,
    sharing: str = EntrySharing.SHARED,
    on: dt.date | None = None,
    uploads: Iterable[File[bytes]] = (),
) -> LogbookEntry:
    """An entry of a carrier, or of an adviser who may write.

    Args:
        on: the day that it is about, today when not given.
        uploads: files that go with it.

    Raises:
        NotAllowed: ``by`` may not write here, or no longer.
        Invalid: no title, a day to come for something that has happened, too many files, a refused file.
    """
    project = locked(project)
    # Under the lock: a withdrawal of consent that came first is seen.
    _may_write(project, by)
    day = _checked(title, on, kind)
    entry = LogbookEntry.objects.create(
        project=project,
        author=by,
        title=title.strip(),
        text=text.strip(),
        kind=kind,
        sharing=sharing,
        on=day,
        written_at=clock.database_now(),
    )
    _join(entry, uploads, by)
    _touch(entry, "projects.logbook_written", by)
    return entry


@transaction.atomic
def change(
    entry: LogbookEntry,
    *,
    by: Any,
    title: str,
    text: str,
    kind: str,
    sharing: str,
    on: dt.date | None = None,
    uploads: Iterable[File[bytes]] = (),
) -> LogbookEntry:
    """Its author changes an entry, joins files, shares it or takes it back to themselves.

    Raises:
        NotAllowed: ``by`` is not its author, or may no longer write here.
        Conflict: it was taken away.
    """
    entry = _own(entry, by)
    if entry.removed_at is not None:
        raise Conflict(_("This entry was taken away. Put it back first."))
    entry.title, entry.text, entry.kind, entry.sharing = title.strip(), text.strip(), kind, sharing
    entry.on = _checked(title, on or entry.on, kind)
    entry.changed_at = clock.database_now()
    entry.save()
    _join(entry, uploads, by)
    _touch(entry, "projects.logbook_changed", by)
    return entry


@transaction.atomic
def take_away(entry: LogbookEntry, *, by: Any) -> LogbookEntry:
    """Nobody reads it any more; its author may put it back for thirty days."""
    entry = _own(entry, by)
    if entry.removed_at is None:
        entry.removed_at = clock.database_now()
        entry.save(update_fields=["removed_at"])
        _touch(entry, "projects.logbook_taken_away", by)
    return entry


@transaction.atomic
def put_back(entry: LogbookEntry, *, by: Any) -> LogbookEntry:
    """Undoes ``take_away``."""
    entry = _own(entry, by)
    if entry.removed_at is not None:
        entry.removed_at = None
        entry.save(update_fields=["removed_at"])
        _touch(entry, "projects.logbook_put_back", by)
    return entry


@transaction.atomic
def remove_file(joined: LogbookFile, *, by: Any) -> None:
    """Takes a file out of an entry, for good."""
    _own(joined.entry, by)
    stored = joined.file
    joined.delete()
    files.remove(stored)


# --- Inside ------------------------------------------------------------------------------------------------
def _own(entry: LogbookEntry, by: Any) -> LogbookEntry:
    project = locked(entry.project)
    if entry.author_id != by.pk:
        raise NotAllowed(_("Only its author may change an entry."))
    _may_write(project, by)
    return LogbookEntry.objects.select_for_update(of=("self",)).select_related("project").get(pk=entry.pk)


def _may_write(project: Project, by: Any) -> None:
    if not by.has_perm("projects.write_logbook", project):
        raise NotAllowed(_("Only the carriers, and advisers with that right, write in the logbook."))


def _checked(title: str, on: dt.date | None, kind: str) -> dt.date:
    day = on or clock.today()
    faults: dict[str, Sentence] = {}
    if not title.strip():
        faults["title"] = _("Give it a title.")
    if day > clock.today() and kind != EntryKind.NOTE:
        faults["on"] = _("What has not happened yet is a note.")
    if faults:
        raise Invalid(fields=faults)
    return day


def _join(entry: LogbookEntry, uploads: Iterable[File[bytes]], by: Any) -> None:
    given = list(uploads)
    if given and entry.files.count() + len(given) > MOST_FILES:
        raise Invalid(
            fields={"uploads": _("Ten files at most go with an entry: put the others in another one.")}
        )
    for upload in given:
        stored = files.receive(upload, by=by, field="uploads")
        LogbookFile.objects.create(entry=entry, file=stored)


def _touch(entry: LogbookEntry, verb: str, by: Any) -> None:
    """The event says nothing of what a private entry holds, and the project moves for shared ones only."""
    events.record(entry, verb, by=by, data={"sharing": entry.sharing})
    if not entry.is_private:
        Project.objects.filter(pk=entry.project_id).update(updated_at=clock.moment())
