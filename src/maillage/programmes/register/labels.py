"""Labels on places, on the map and in exports."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy

from maillage.directory import exporting, extensions
from maillage.directory.models import Place
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.enums import Role
from maillage.programmes.models import Label, LabelPeriod, ProgrammeRole
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
    return _shown().order_by().values("shown_at")


def _shown() -> QuerySet[Any]:
    """With the place that shows them: the kept one, where two records were merged."""
    return _in_force().annotate(shown_at=Coalesce("place__merged_into_id", "place_id"))


def labels_of_places(places: Sequence[Place]) -> Mapping[int, Sequence[extensions.Label]]:
    found: dict[int, list[extensions.Label]] = {}
    keys = [place.pk for place in places]
    rows = (
        _shown()
        # The second says it alone; the first finds the few rows to ask by their indexes.
        .filter(place__in=Place.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).values("pk"))
        .filter(shown_at__in=keys)
        .select_related("programme")
        .order_by("place", "pk")
    )
    for row in rows:
        # Two records merged into one may each have held the label: it is said once.
        mine = found.setdefault(row.shown_at, [])
        if all(label.name != row.programme.label_name for label in mine):
            mine.append(
                extensions.Label(row.programme.label_name, row.get_absolute_url(), row.starts_on, row.ends_on)
            )
    return found


def labels_version() -> str:
    """Differs when a label begins, changes, moves or ends: the day counts, since a clock ends labels too,
    and a merge of places moves labels without any word of an officer."""
    state = _shown().aggregate(
        rows=Count("pk"), last=Max("pk"), sites=Sum("shown_at"), ends=Max("ends_on"), cohorts=Sum("cohort")
    )
    # Whatever is said of a label writes a period.
    said = LabelPeriod.objects.aggregate(every=Count("pk"), last=Max("pk"))
    text = repr([timezone.localdate().isoformat(), sorted(state.items()), sorted(said.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:12]
