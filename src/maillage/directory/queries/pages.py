"""What the public pages show beside the record itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window

from maillage.directory.enums import RelationKind
from maillage.directory.models import (
    Organisation,
    OrganisationRelation,
    Place,
    Service,
)
from maillage.territories.queries import territories_of
from maillage.territories.refs import TerritoryRef


def first_rows(records: QuerySet[Any], limit: int) -> tuple[list[Any], int]:
    """The first records by name, as a list shows them, and how many there are in all. One query."""
    rows: Any = records.annotate(number=Window(Count("pk"))).order_by("name_key", "pk")
    found = list(rows.for_lines()[:limit])
    return found, found[0].number if found else 0


@dataclass(frozen=True)
class Relation:
    """A relation seen from one organisation: what it is to the other, in words, and the other."""

    relation: OrganisationRelation
    other: Organisation
    words: str


def relations_of(organisation: Organisation, *, only_public: bool = True) -> list[Relation]:
    """The relations in force of an organisation, both ways, by kind then by name. Two queries."""
    from django.utils.translation import pgettext

    inverse = {
        RelationKind.MEMBER_OF_NETWORK: pgettext("relation", "has as a member"),
        RelationKind.FUNDER: pgettext("relation", "is funded by"),
        RelationKind.PARTNER: pgettext("relation", "is a partner of"),
        RelationKind.RUNS: pgettext("relation", "is run by"),
    }
    found = [
        Relation(row, row.target, str(row.get_kind_display()))
        for row in _in_force(organisation.relations_out.all()).select_related("target__commune")
    ] + [
        Relation(row, row.source, inverse[RelationKind(row.kind)])
        for row in _in_force(organisation.relations_in.all()).select_related("source__commune")
    ]
    shown = [
        item
        for item in found
        if item.other.merged_into_id is None and (item.other.is_published or not only_public)
    ]
    return sorted(shown, key=lambda item: (item.words, item.other.name_key))


def _in_force(relations: QuerySet[OrganisationRelation]) -> QuerySet[OrganisationRelation]:
    return relations.filter(ended_on__isnull=True)


def area_of(service: Service) -> list[tuple[TerritoryRef, str]]:
    """The named pieces of what a service covers: its own area, else its organisation's perimeter."""
    rows = service.territories if service.has_own_area else service.organisation.territories
    return territories_of(row.ref for row in rows.all())


def perimeter_of(organisation: Organisation) -> list[tuple[TerritoryRef, str]]:
    """The named pieces of an organisation's perimeter."""
    return territories_of(row.ref for row in organisation.territories.all())


def map_points(places: Iterable[Place], labelled: Collection[int] = ()) -> list[dict[str, object]]:
    """Points of ``<c-map>``: kind 1 for places that hold a label, 2 for the others."""
    return [
        {
            "id": place.pk,
            "lat": place.latitude,
            "lon": place.longitude,
            "kind": 1 if place.pk in labelled else 2,
            "title": place.name,
            "url": place.get_absolute_url(),
            "text": place.commune.name,
        }
        for place in places
    ]
