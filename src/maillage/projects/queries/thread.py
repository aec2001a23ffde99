"""The thread of a project: what every wing of the house tells of it, and what waits in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from maillage.core import events, registry
from maillage.core.registry import TimelineEntry
from maillage.projects.models import Project
from maillage.projects.wording import sentence_of


def timeline(project: Project, user: Any) -> list[TimelineEntry]:
    """The thread, newest first: what every wing tells of the project."""
    entries: list[TimelineEntry] = []
    for source in registry.timeline_sources:
        entries.extend(source.entries(project, user))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def own_entries(project: Project, user: Any) -> Iterable[TimelineEntry]:
    """What the project's own event log tells."""
    for event in events.about(project)[:200]:
        title, detail = sentence_of(event)
        if title:
            yield TimelineEntry(
                at=event.at, title=title, detail=detail, kind="note", actor=str(event.actor or "")
            )


def todo_of(project: Project, user: Any) -> list[registry.TodoItem]:
    """What waits for the person in this project: what the house tells them, where it names the project."""
    mine: list[registry.TodoItem] = []
    for source in registry.todo_sources:
        mine.extend(item for item in source.items_for(user) if item.about == f"project-{project.pk}")
    return mine
