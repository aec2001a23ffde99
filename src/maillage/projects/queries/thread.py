"""The thread of a project: what every wing of the house tells of it, and what waits in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from maillage.core import clock, events, registry
from maillage.core.registry import TimelineEntry
from maillage.projects.models import Project
from maillage.projects.wording import sentence_of

PAGE = 30
COMING = 5
TURNS = frozenset({"projects.outcome_changed", "projects.stage_changed"})


@dataclass(frozen=True)
class Thread:
    """One page of the thread, newest first, with what may be asked of it. ``coming``: the next of what has
    its day and is still to come, on the first page.

    ``next_cursor`` and ``previous_cursor`` are as those of ``core.pagination.Page``: a cursor names the entry
    after which a page begins, so that what arrives meanwhile moves nothing.
    """

    entries: list[TimelineEntry]
    coming: list[TimelineEntry]
    filters: list[dict[str, Any]]
    next_cursor: str | None
    previous_cursor: str | None


def timeline(project: Project, user: Any, *, only: str = "", cursor: str = "") -> Thread:
    """What every source tells that person of the project.

    Args:
        only: key of one source; what no source has as key is as nothing.
        cursor: of another page.
    """
    told: list[tuple[tuple[dt.datetime, str, int], TimelineEntry]] = []
    filters: list[dict[str, Any]] = []
    keys = {source.key for source in registry.timeline_sources}
    for source in registry.timeline_sources:
        entries = list(source.entries(project, user))
        if entries and source.label:
            filters.append(
                {"label": source.label, "param": "quoi", "value": source.key, "count": len(entries)}
            )
        if only not in keys or only == source.key:
            told += [((entry.at, source.key, -rank), entry) for rank, entry in enumerate(entries)]
    now = clock.moment()
    coming = sorted((entry for _key, entry in told if entry.at > now), key=lambda entry: entry.at)
    told = [row for row in told if row[1].at <= now]
    told.sort(key=lambda row: row[0], reverse=True)
    names = [f"{at.isoformat()}~{key}~{-rank}" for (at, key, rank), _entry in told]
    start = names.index(cursor) + 1 if cursor in names else 0
    page = told[start : start + PAGE]
    return Thread(
        entries=[entry for _key, entry in page],
        coming=[] if start else coming[:COMING],
        filters=filters if len(filters) > 1 else [],
        next_cursor=names[start + PAGE - 1] if start + PAGE < len(told) else None,
        # The first page has no entry before it: any unknown cursor leads there.
        previous_cursor=None if start == 0 else names[start - PAGE - 1] if start > PAGE else "debut",
    )


def own_entries(project: Project, user: Any) -> Iterable[TimelineEntry]:
    """What the project's own event log tells."""
    for event in events.about(project)[:200]:
        title, detail = sentence_of(event)
        if title:
            kind = (
                "decision" if event.verb in {"projects.outcome_changed", "projects.stage_changed"} else "note"
            )
            yield TimelineEntry(
                at=event.at, title=title, detail=detail, kind=kind, actor=str(event.actor or "")
            )


def todo_of(project: Project, user: Any) -> list[registry.TodoItem]:
    """What waits for the person in this project: what the house tells them, where it names the project."""
    return [item for item in registry.todo_of(user) if item.about == f"project-{project.pk}"]
