"""What higher floors add to the directory's pages, without the directory importing them.

A higher app fills these in ``AppConfig.ready()``::

    label_sources.add(
        LabelSource("programmes", labels_of_places, labelled=places_with_a_label, version=labels_version)
    )
    record_panels.add(RecordPanel(key="projects", kind=RecordKind.PLACE, build=projects_panel))
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from maillage.core.registry import Panel, Registry
from maillage.directory.enums import RecordKind
from maillage.directory.models import Place


@dataclass(frozen=True)
class Label:
    """A label that a place holds: its name, the page that explains it, and until when."""

    name: str
    url: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class LabelSource:
    """``labels_of(places)`` gives the labels in force by place id, in one query whatever the number.

    For the map and its filter, ``labelled`` gives a queryset of one column, the ids of the places that
    bear a label now, and ``version`` a short text that differs when those places differ.
    """

    key: str
    labels_of: Callable[[Sequence[Place]], Mapping[int, Sequence[Label]]]
    order: int = 100
    labelled: Callable[[], Any] | None = None
    version: Callable[[], str] | None = None


@dataclass(frozen=True)
class RecordPanel:
    """``build(record, user)`` gives a panel of a record's public page, or None to stay out of it."""

    key: str
    kind: RecordKind
    build: Callable[[Any, Any], Panel | None]
    order: int = 100


@dataclass(frozen=True)
class ImporterRole:
    """``holds(user)``: True for people whose role lets them import lists of any place."""

    key: str
    holds: Callable[[Any], bool]
    order: int = 100


label_sources: Registry[LabelSource] = Registry()
importer_roles: Registry[ImporterRole] = Registry()
record_panels: Registry[RecordPanel] = Registry()


def labels_of(places: Iterable[Place]) -> dict[int, list[Label]]:
    """The labels of these places, by id; a place without label has none there."""
    found: dict[int, list[Label]] = defaultdict(list)
    rows = list(places)
    for source in label_sources if rows else ():
        for pk, labels in source.labels_of(rows).items():
            found[pk] += labels
    return dict(found)


def is_labelled() -> Q:
    """Condition on ``Place``: bears a label now. Nothing does while no app grants labels."""
    condition = Q(pk__in=[])
    for source in label_sources:
        if source.labelled is not None:
            condition |= Q(pk__in=source.labelled())
    return condition


def labels_version() -> str:
    """Differs when the places that bear a label differ: part of what caches are keyed by."""
    return "-".join(source.version() for source in label_sources if source.version is not None)


def panels_of(record: Any, user: Any) -> list[Panel]:
    """The filled panels of a record's page."""
    built = (panel.build(record, user) for panel in record_panels if panel.kind == record.kind)
    return [panel for panel in built if panel is not None]
