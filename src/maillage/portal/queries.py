"""What the home pages gather from every floor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from maillage.core import registry
from maillage.core.registry import TodoItem, Workspace


def workspaces(user: Any) -> list[Workspace]:
    """Everything that a person works in, in the order of the floors."""
    if not user.is_authenticated:
        return []
    return [space for source in registry.workspaces for space in source.list_for(user)]


def todo(user: Any) -> list[TodoItem]:
    """What waits for a person: dated things first, soonest first."""
    items = [item for source in registry.todo_sources for item in source.items_for(user)]
    return sorted(items, key=lambda item: (item.due_on is None, item.due_on or dt.date.max))


def public_paths() -> list[str]:
    """Paths of the public pages, for search engines."""
    return [reverse(f"portal:{name}") for name in ("home", "privacy", "legal", "accessibility")]
