"""Labels and promotions, as the public and the officers see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from maillage.programmes.enums import HOLDS, LabelState, Standing
from maillage.programmes.models import Application, Label, Programme
from maillage.programmes.models.label import LabelQuerySet, standing_q
from maillage.programmes.models.programme import today


def labels_of(programme: Programme) -> LabelQuerySet:
    """The register: every label, the last granted first, with its place."""
    return (
        Label.objects.filter(programme=programme).for_list().order_by("-starts_on", "place__name_key", "pk")
    )


SOON_DAYS = 90


def counts(programme: Programme) -> dict[str, int]:
    """How many labels of a programme stand how today; one query."""
    day = today()
    soon = Q(ends_on__range=(day, day + dt.timedelta(days=SOON_DAYS))) & ~Q(state=LabelState.ENDED)
    holding = Q(state__in=HOLDS, starts_on__lte=day, ends_on__gte=day)
    return Label.objects.filter(programme=programme).aggregate(
        every=Count("pk"),
        holding=Count("pk", filter=holding),
        soon=Count("pk", filter=soon),
        **{
            standing.value: Count("pk", filter=standing_q(standing, day))
            for standing in (Standing.CONDITIONAL, Standing.SUSPENDED, Standing.ENDED)
        },
    )


def in_force(programme: Programme) -> LabelQuerySet:
    """What the public map shows: labels of today at places that everyone may see, by name of place."""
    return labels_of(programme).at_public_places().in_force().order_by("place__name_key", "pk")


def without_label(programme: Programme) -> QuerySet[Application]:
    """Retained and announced, in a promotion, but no label yet: their place was not known."""
    return (
        Application.objects.filter(
            call__programme=programme, cohort_member__isnull=False, labels__isnull=True
        )
        .select_related("project__place", "commune__department", "cohort_member__cohort")
        .order_by("title_key", "pk")
    )


def points(labels: Iterable[Label]) -> list[dict[str, Any]]:
    """What the map draws."""
    return [
        {
            "id": label.site.pk,
            "lat": label.site.latitude,
            "lon": label.site.longitude,
            "kind": 0,
            "title": label.site.name,
            "url": label.site.get_absolute_url(),
            "text": label.site.commune.name,
        }
        for label in labels
    ]


# French and stable, as the directory's: open data is read by programs and by people.
COLUMNS = (
    "programme",
    "label",
    "promotion",
    "projet",
    "lieu",
    "lieu_id",
    "code_insee",
    "commune",
    "departement",
    "latitude",
    "longitude",
    "etat",
    "debut",
    "fin",
)


def as_rows(labels: Iterable[Label]) -> Iterator[list[Any]]:
    """The register as rows of ``COLUMNS``: codes and ISO dates, for machines and spreadsheets."""
    for label in labels:
        place = label.site
        yield [
            label.programme.name,
            label.programme.label_name,
            label.cohort.name if label.cohort else "",
            label.project.title,
            place.name,
            place.pk,
            place.commune_id,
            place.commune.name,
            place.commune.department_id,
            place.latitude,
            place.longitude,
            label.standing.value,
            label.starts_on.isoformat(),
            label.ends_on.isoformat(),
        ]


def as_features(labels: Iterable[Label]) -> Iterator[tuple[int, tuple[float, float], dict[str, Any]]]:
    """The same for ``exporting.geojson_text``: id, (latitude, longitude), properties."""
    for label in labels:
        (row,) = as_rows([label])
        properties = dict(zip(COLUMNS, row, strict=True))
        yield label.pk, (properties.pop("latitude"), properties.pop("longitude")), properties


def register_in_force() -> LabelQuerySet:
    """Labels in force today of every public programme, at places that everyone may see."""
    return (
        Label.objects.public()
        .in_force()
        .for_list()
        .at_public_places()
        .order_by("programme__name", "place__name_key", "pk")
    )


def public_register(programme: Programme) -> LabelQuerySet:
    """Every label of a programme at a place that everyone may see, past ones included."""
    return labels_of(programme).at_public_places()
