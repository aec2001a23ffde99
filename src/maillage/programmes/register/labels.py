"""Labels on places, on the map and in exports."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from maillage.directory import exporting, extensions
from maillage.directory.models import Place
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.enums import LabelState, Role
from maillage.programmes.models import (
    Label,
    ProgrammeRole,
)
from maillage.programmes.queries import label as labels


def declare() -> None:
    extensions.label_sources.add(
        extensions.LabelSource(
            "programmes", labels_of_places, labelled=labelled_places, version=labels_version
        )
    )
    extensions.importer_roles.add(extensions.ImporterRole("programmes", is_officer_somewhere))
    exporting.exports.add(
        exporting.Export(
            key="labels",
            slug="labels",
            label=gettext_lazy("Labelled places"),
            description=gettext_lazy("Every label in force today: programme, promotion, project, place."),
            formats={
                "csv": lambda: exporting.csv_text(labels.COLUMNS, labels.as_rows(labels.register_in_force())),
                "geojson": lambda: exporting.geojson_text(
                    labels.as_features(labels.register_in_force()),
                    about={"name": "Maillage", "licence": exporting.LICENCE},
                ),
            },
            version=labels_version,
            order=40,
        )
    )


def is_officer_somewhere(user: Any) -> bool:
    """Officers import the lists of the places that they follow."""
    return ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER).exists()


def _in_force() -> QuerySet[Label]:
    return Label.objects.public().in_force()


def labelled_places() -> Any:
    return _in_force().order_by().values("place")


def labels_of_places(places: Sequence[Place]) -> Mapping[int, Sequence[extensions.Label]]:
    found: dict[int, list[extensions.Label]] = {}
    rows = _in_force().filter(place__in=places).select_related("programme").order_by("pk")
    for row in rows:
        found.setdefault(row.place_id, []).append(
            extensions.Label(
                row.programme.label_name, row.programme.get_absolute_url(), row.starts_on, row.ends_on
            )
        )
    return found


def labels_version() -> str:
    """Differs when a label begins, changes or ends: the day counts, since a clock ends labels too."""
    state = _in_force().aggregate(
        rows=Count("pk"), last=Max("pk"), places=Max("place"), ends=Max("ends_on"), first=Max("starts_on")
    )
    sums = Label.objects.aggregate(
        granted=Count("pk", filter=Q(state=LabelState.GRANTED)), every=Count("pk"), last=Max("pk")
    )
    text = repr([timezone.localdate().isoformat(), sorted(state.items()), sorted(sums.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:12]
