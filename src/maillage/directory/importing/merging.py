"""What a list says against what the directory holds: three-way, so that no local edit is lost.

*Base* is what the same list said last time, *incoming* what it says now, *current* what the directory
holds. A value that the list did not change leaves the directory alone; one that only the list changed is
taken; one that both changed is a conflict, which is told and left as it is unless the person who imports
decided otherwise. A list that says nothing of a field erases nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maillage.directory.importing.readers import normalised

SETS = frozenset({"types", "trades", "themes", "audiences", "formats", "referrers", "stages"})
"""Columns that hold sets: merged value by value, they never conflict."""
SAME_WHEN_FOLDED = frozenset({"name", "address", "phone"})
"""A difference of case, accents or spaces alone is no difference."""


@dataclass(frozen=True)
class Conflict:
    """A field that both sides changed: ``here`` stands, ``there`` is what the list says."""

    field: str
    here: Any
    there: Any


@dataclass
class Merge:
    """What to write, what to remember as the base of next time, and what to tell."""

    changes: dict[str, Any] = field(default_factory=dict)
    base: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(
    current: Mapping[str, Any],
    base: Mapping[str, Any],
    incoming: Mapping[str, Any],
    *,
    take_theirs: bool = False,
) -> Merge:
    """Merges every field that the list speaks of.

    Args:
        base: what this list said last time; a field that is not in it has never been imported.
        take_theirs: in a conflict, the list wins.
    """
    result = Merge(base=dict(base))
    for name, value in incoming.items():
        here = current.get(name)
        if name in SETS:
            merged = _merged_set(here or [], base.get(name) or [], value)
            if set(merged) != set(here or []):
                result.changes[name] = merged
            result.base[name] = value
        elif _same(name, here, value):
            result.base[name] = value
        elif _is_empty(here) and name not in base:
            result.changes[name] = result.base[name] = value
        elif name in base and _same(name, base[name], value):
            continue
        elif (name in base and _same(name, base[name], here)) or take_theirs:
            result.changes[name] = result.base[name] = value
        else:
            result.conflicts.append(Conflict(name, here, value))
    return result


def _merged_set(here: Sequence[str], base: Sequence[str], value: Sequence[str]) -> list[str]:
    gone = set(base) - set(value)
    kept = [item for item in here if item not in gone]
    return [*kept, *(item for item in value if item not in kept and item not in set(base))]


def _same(name: str, one: Any, other: Any) -> bool:
    if name in SAME_WHEN_FOLDED:
        return normalised(str(one or "")) == normalised(str(other or ""))
    if isinstance(one, str) and isinstance(other, str):
        # A browser’s form sends \r\n, and cuts the spaces at both ends.
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    return bool(one == other)


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []
