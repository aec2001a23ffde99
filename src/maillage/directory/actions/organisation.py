"""Verbs on organisations, their perimeters and their relations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.core import events
from maillage.directory.actions.membership import add_member
from maillage.directory.actions.record import LinkedSet, create, name_externally, update, write
from maillage.directory.enums import MembershipRole, Publication, RelationKind
from maillage.directory.models import Organisation, OrganisationRelation
from maillage.territories.actions import set_territories


@transaction.atomic
def create_organisation(
    values: Mapping[str, Any],
    *,
    by: Any,
    administrator: Any = None,
    perimeter: Iterable[tuple[str, str]] = (),
    external_ids: Iterable[tuple[str, str]] = (),
    publish: bool = False,
) -> Organisation:
    """Enters an organisation.

    Args:
        values: columns of ``Organisation``; SIRET and RNA as people type them.
        by: who enters it; None for an import run by the clock.
        administrator: the first of its people; None when it has nobody on the platform yet.
        perimeter: (level, code) pairs.
        external_ids: (source, identifier) pairs.
        publish: show it at once; otherwise it starts as a draft.

    Raises:
        Invalid: a value is refused.
    """
    organisation = create(
        Organisation(publication=Publication.PUBLISHED if publish else Publication.DRAFT),
        values,
        by=by,
        verb="directory.organisation_created",
    )
    if refs := list(perimeter):
        set_territories(organisation.territories, refs)
    name_externally(organisation, external_ids)
    if administrator is not None:
        add_member(organisation, administrator, MembershipRole.ADMINISTRATOR, by=by)
    return organisation


@transaction.atomic
def update_organisation(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    by: Any,
    perimeter: Iterable[tuple[str, str]] | None = None,
    expected_version: int | None = None,
) -> Organisation:
    """Changes columns of an organisation, and its perimeter (None: as before).

    Raises:
        EditConflict: somebody changed the organisation since ``expected_version``.
    """
    refs = None if perimeter is None else list(perimeter)

    def sets_of(fresh: Organisation) -> list[LinkedSet]:
        if refs is None:
            return []
        before = [row.ref for row in fresh.territories.all()]
        return [LinkedSet("perimeter", before, refs, lambda: set_territories(fresh.territories, refs))]

    return update(
        organisation,
        values,
        by=by,
        verb="directory.organisation_updated",
        expected_version=expected_version,
        sets_of=sets_of,
    )


@transaction.atomic
def set_perimeter(organisation: Organisation, refs: Iterable[tuple[str, str]], *, by: Any) -> Organisation:
    """Makes the perimeter exactly these (level, code) pairs; none: no perimeter."""
    return update_organisation(organisation, {}, by=by, perimeter=refs)


@transaction.atomic
def relate(
    source: Organisation,
    kind: RelationKind | str,
    target: Organisation,
    *,
    by: Any,
    started_on: dt.date | None = None,
    note: str = "",
) -> OrganisationRelation:
    """Writes that ``source`` is a member of the network / funds / is a partner of ``target``.

    Raises:
        Invalid: the relation is there already, or an organisation would relate to itself.
    """
    relation = OrganisationRelation(
        source=source, target=target, kind=RelationKind(kind), started_on=started_on, note=note
    )
    write(relation)
    events.record(source, "directory.related", by=by, data={"kind": relation.kind, "target": target.pk})
    return relation


@transaction.atomic
def end_relation(relation: OrganisationRelation, *, by: Any, on: dt.date | None = None) -> None:
    """The relation ends today, or on the given day."""
    fresh = OrganisationRelation.objects.select_for_update(of=("self",)).get(pk=relation.pk)
    fresh.ended_on = on or timezone.localdate()
    write(fresh, update_fields=["ended_on"])
    events.record(
        fresh.source, "directory.relation_ended", by=by, data={"kind": fresh.kind, "target": fresh.target_id}
    )
