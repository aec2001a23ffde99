"""What higher floors tell projects. Filled in ``AppConfig.ready()``::

sight_sources.add(SightSource("programmes", those_who_received_a_file))
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Subquery

from maillage.core.registry import Registry


@dataclass(frozen=True)
class Sight:
    """Somebody outside the team who sees something of a project: who, what of it, since when, and where."""

    who: str
    what: str
    since: dt.datetime | None = None
    url: str = ""


@dataclass(frozen=True)
class SightSource:
    """``rows(project)`` gives who sees something of it through that app: the carriers read the list."""

    key: str
    rows: Callable[[Any], Iterable[Sight]]
    order: int = 100


sight_sources: Registry[SightSource] = Registry()


@dataclass(frozen=True)
class NextPlace:
    """The next session of a service with places left. ``places`` None: not counted."""

    at: dt.datetime
    title: str
    url: str = ""
    places: int | None = None


@dataclass(frozen=True)
class NextPlaceSource:
    """``places_of(keys of services)`` gives the next place of each that has one, in one query."""

    key: str
    places_of: Callable[[Collection[int]], Mapping[int, NextPlace]]
    order: int = 100


next_places: Registry[NextPlaceSource] = Registry()


@dataclass(frozen=True)
class DepartureSource:
    """Projects that left something which supported them, and from which day: a promotion that they dropped
    out of, or that ended.

    ``projects(today)`` is a queryset of their keys; ``first_on(today)`` an expression over ``OuterRef("pk")``
    of a project: the first such day, none when there is none.
    """

    key: str
    projects: Callable[[dt.date], QuerySet[Any, Any]]
    first_on: Callable[[dt.date], Subquery]
    order: int = 100


departures: Registry[DepartureSource] = Registry()
