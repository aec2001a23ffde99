"""What higher floors say of a place's labels, so that the map, lists and exports can show them.

An app that grants labels registers in ``AppConfig.ready()``::

    labels.sources.add(labels.LabelSource(
        key="programmes", labelled=lambda: Label.objects.current().values("place"), describe=current_labels,
        version=labels_version))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from maillage.core.registry import Registry


@dataclass(frozen=True)
class PlaceLabel:
    """A label that a place bears now: “Manufacture de proximité”, and the page that explains it."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class LabelSource:
    """Labels in force, from one app.

    Args:
        labelled: a queryset of one column of place ids, used as a subquery.
        describe: place ids to their labels, in one query whatever their number.
        version: a short text that differs when the labelled places differ (a clock may end a label).
    """

    key: str
    labelled: Callable[[], Any]
    describe: Callable[[Collection[int]], Mapping[int, Iterable[PlaceLabel]]]
    version: Callable[[], str]
    order: int = 100


sources: Registry[LabelSource] = Registry()


def is_labelled() -> Q:
    """Condition on ``Place``: bears a label now. Nothing does while no app grants labels."""
    condition = Q(pk__in=[])
    for source in sources:
        condition |= Q(pk__in=source.labelled())
    return condition


def labels_of(place_ids: Collection[int]) -> dict[int, list[PlaceLabel]]:
    """The labels of some places, a query per source."""
    found: dict[int, list[PlaceLabel]] = defaultdict(list)
    if place_ids:
        for source in sources:
            for place_id, labels in source.describe(place_ids).items():
                found[place_id].extend(labels)
    return found


def version() -> str:
    return "-".join(source.version() for source in sources)
