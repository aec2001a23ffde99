"""Which of many sources have something for a person, in one query.

A page that gathers from every floor would ask each of them several things, mostly to hear that there is
nothing. So a source may say in rows what concerns a person: while none of them exists, it is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db.models import CharField, QuerySet, Value

#: Rows, in some querysets: none of them exists when a source has nothing for that person.
Concerns = Callable[[Any], Iterable[QuerySet[Any]]]


class Source(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def concerns(self) -> Concerns | None: ...


def concerned(sources: Iterable[Source], user: Any) -> set[str]:
    """The keys of the sources that have rows for that person, and of those that do not say. One query."""
    found: set[str] = set()
    asked: list[QuerySet[Any, Any]] = []
    for source in sources:
        if source.concerns is None:
            found.add(source.key)
            continue
        key = Value(source.key, output_field=CharField())
        # One row is enough, whichever.
        asked += [rows.order_by().values_list(key)[:1] for rows in source.concerns(user)]
    if asked:
        found |= {key for (key,) in asked[0].union(*asked[1:], all=True)}
    return found
