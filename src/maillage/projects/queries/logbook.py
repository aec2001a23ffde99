"""Reads of a project's logbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core.one import one_or_none
from maillage.core.registry import TimelineEntry
from maillage.projects.enums import EntryKind, EntrySharing
from maillage.projects.models import LogbookEntry, Project
from maillage.projects.models.logbook import EntryQuerySet
from maillage.projects.queries.project import for_page

#: What a page of the logbook and its export are asked for, in the address.
FILTERS = ("genre", "partage", "q")


def opened(user: Any, pk: int, *, write: bool = False) -> Project:
    """The project whose logbook that person may open (or write in). Raises Http404 otherwise."""
    project = one_or_none(for_page().filter(pk=pk))
    permission = "projects.write_logbook" if write else "projects.view_thread"
    if project is None or not user.has_perm(permission, project):
        raise Http404
    return project


def entries(project: Project, user: Any, asked: Mapping[str, str]) -> EntryQuerySet:
    """What the person reads there, by ``genre`` (kind), ``partage`` (sharing) and words ``q``."""
    rows = LogbookEntry.objects.filter(project=project).readable_by(user)
    if asked.get("genre") in EntryKind.values:
        rows = rows.filter(kind=asked["genre"])
    if asked.get("partage") in EntrySharing.values:
        rows = rows.filter(sharing=asked["partage"])
    for word in asked.get("q", "").split()[:6]:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return rows


def filters(project: Project, user: Any) -> list[dict[str, Any]]:
    """The chips above the list, with their numbers; one query."""
    rows = LogbookEntry.objects.filter(project=project).readable_by(user)
    counts = rows.aggregate(
        **{kind.value: Count("pk", filter=Q(kind=kind)) for kind in EntryKind},
        private=Count("pk", filter=Q(sharing=EntrySharing.PRIVATE)),
    )
    chips = [
        {"label": kind.label, "param": "genre", "value": kind.value, "count": counts[kind.value]}
        for kind in EntryKind
        if counts[kind.value]
    ]
    if counts["private"]:
        chips.append(
            {
                "label": _("My private notes"),
                "param": "partage",
                "value": "private",
                "count": counts["private"],
            }
        )
    return chips


def one(project: Project, user: Any, pk: int) -> LogbookEntry:
    """An entry that the person reads, or their own that they took away. Raises Http404."""
    row = (
        LogbookEntry.objects.filter(Q(sharing=EntrySharing.SHARED, removed_at__isnull=True) | Q(author=user))
        .for_list()
        .select_related("project", "author")
        .filter(project=project, pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


def thread_entries(project: Any, user: Any) -> Iterable[TimelineEntry]:
    """The logbook in the project's thread: what that person reads of it."""
    rows = LogbookEntry.objects.filter(project=project).readable_by(user).select_related("author")
    for row in rows.order_by("-on", "-pk")[:500]:
        kind = EntryKind(row.kind)
        yield TimelineEntry(
            at=row.written_at,
            title=row.title,
            kind="session" if kind in {EntryKind.MEETING, EntryKind.VISIT} else "note",
            detail=_("Private note, that you alone read") if row.is_private else str(kind.label),
            url=row.get_absolute_url(),
            actor=str(row.author),
        )
