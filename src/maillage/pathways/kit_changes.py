"""What differs between two contents of kits, and how three of them are brought together. No database.

Templates are compared by their key, field by field, so that two people who change different fields of the
same session do not stand in each other's way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from maillage.pathways.content import SETTINGS, TEMPLATE_FIELDS, KitContent, SessionTemplate


class ChangeKind(TextChoices):
    ADDED = "added", pgettext_lazy("change of a kit", "session added")
    REMOVED = "removed", pgettext_lazy("change of a kit", "session taken away")
    CHANGED = "changed", pgettext_lazy("change of a kit", "session changed")
    ORDER = "order", pgettext_lazy("change of a kit", "order of the sessions")
    SETTING = "setting", pgettext_lazy("change of a kit", "frame changed")


@dataclass(frozen=True)
class Change:
    """One difference. ``field`` is empty for a whole template; ``before`` and ``after`` are raw values."""

    kind: ChangeKind
    key: str = ""
    title: str = ""
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Merge:
    """``content`` has every change that stands in nobody's way; ``clashes`` are those of theirs that were
    left out because the same field was changed here too."""

    content: KitContent
    taken: tuple[Change, ...]
    clashes: tuple[Change, ...]


def diff(old: KitContent, new: KitContent) -> list[Change]:
    """What one reads in ``new`` and not in ``old``, in reading order."""
    changes = [
        Change(ChangeKind.SETTING, field=name, before=getattr(old, name), after=getattr(new, name))
        for name in SETTINGS
        if getattr(old, name) != getattr(new, name)
    ]
    for template in new.templates:
        before = old.template(template.key)
        if before is None:
            changes.append(Change(ChangeKind.ADDED, template.key, template.title, after=template))
        else:
            changes += _fields(before, template)
    changes += [
        Change(ChangeKind.REMOVED, template.key, template.title, before=template)
        for template in old.templates
        if new.template(template.key) is None
    ]
    before_order, after_order = _common_order(old, new), _common_order(new, old)
    if before_order != after_order:
        changes.append(
            Change(
                ChangeKind.ORDER,
                before=_titles(old, before_order),
                after=_titles(new, after_order),
            )
        )
    return changes


def merge(base: KitContent, ours: KitContent, theirs: KitContent) -> Merge:
    """``ours`` with what changed from ``base`` to ``theirs``, less what was changed here too.

    A session that one side removed and the other changed stays as it is here. Theirs that are new come
    after the session that they follow there.
    """
    content, taken, clashes = ours, [], []
    for change in diff(base, theirs):
        moved = _apply(content, base, theirs, change)
        if moved is None:
            if not _same_here(content, theirs, change):
                clashes.append(change)
        elif moved != content:
            content = moved
            taken.append(change)
    return Merge(content, tuple(taken), tuple(clashes))


def _apply(ours: KitContent, base: KitContent, theirs: KitContent, change: Change) -> KitContent | None:
    """None when ours changed the same thing."""
    if change.kind == ChangeKind.SETTING:
        if getattr(ours, change.field) != change.before:
            return None
        return replace(ours, **{change.field: change.after})
    if change.kind == ChangeKind.ORDER:
        return _reordered(ours, base, theirs)
    mine = ours.template(change.key)
    if change.kind == ChangeKind.ADDED:
        return None if mine is not None else _inserted(ours, theirs, change.after)
    if change.kind == ChangeKind.REMOVED:
        if mine is None:
            return ours
        return ours.without_template(change.key) if mine == change.before else None
    if mine is None or getattr(mine, change.field) != change.before:
        return None
    return ours.with_template(replace(mine, **{change.field: change.after}))


def _same_here(ours: KitContent, theirs: KitContent, change: Change) -> bool:
    """Whether both sides came to the same, each on its own."""
    if change.kind == ChangeKind.SETTING:
        return bool(getattr(ours, change.field) == change.after)
    mine, other = ours.template(change.key), theirs.template(change.key)
    if change.kind == ChangeKind.CHANGED and mine is not None and other is not None:
        return bool(getattr(mine, change.field) == getattr(other, change.field))
    return mine == other


def _inserted(ours: KitContent, theirs: KitContent, template: SessionTemplate) -> KitContent:
    keys = [row.key for row in theirs.templates]
    before = keys[: keys.index(template.key)]
    rows = list(ours.templates)
    here = [row.key for row in rows]
    rank = next((here.index(key) + 1 for key in reversed(before) if key in here), 0)
    rows.insert(rank, template)
    return replace(ours, templates=tuple(rows))


def _reordered(ours: KitContent, base: KitContent, theirs: KitContent) -> KitContent | None:
    mine, before = _common_order(ours, base), _common_order(base, ours)
    if mine != before:
        return None
    wanted = [key for key in (row.key for row in theirs.templates) if ours.template(key) is not None]
    slots = iter([row for key in wanted if (row := ours.template(key)) is not None])
    known = set(wanted)
    return replace(ours, templates=tuple(next(slots) if row.key in known else row for row in ours.templates))


def _fields(before: SessionTemplate, after: SessionTemplate) -> list[Change]:
    return [
        Change(
            ChangeKind.CHANGED,
            after.key,
            after.title,
            name,
            getattr(before, name),
            getattr(after, name),
        )
        for name in TEMPLATE_FIELDS
        if getattr(before, name) != getattr(after, name)
    ]


def _common_order(of: KitContent, other: KitContent) -> list[str]:
    return [row.key for row in of.templates if other.template(row.key) is not None]


def _titles(of: KitContent, keys: Sequence[str]) -> list[str]:
    return [row.title for key in keys if (row := of.template(key)) is not None]
