"""What higher floors tell projects. Filled in ``AppConfig.ready()``::

sight_sources.add(SightSource("programmes", those_who_received_a_file))
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

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
