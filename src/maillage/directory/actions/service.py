"""Verbs on support offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.core import events
from maillage.directory.actions.record import create, lock, name_externally, update
from maillage.directory.enums import Publication
from maillage.directory.models import Place, Service
from maillage.territories.actions import set_territories


@transaction.atomic
def create_service(
    values: Mapping[str, Any],
    *,
    by: Any,
    area: Iterable[tuple[str, str]] = (),
    places: Iterable[Place] = (),
    external_ids: Iterable[tuple[str, str]] = (),
    publish: bool = False,
) -> Service:
    """Enters a support offer.

    Args:
        area: (level, code) pairs; none: the offer follows its organisation's perimeter.
        places: where its sessions are held.

    Raises:
        Invalid: a value is refused.
    """
    refs = list(area)
    service = create(
        Service(publication=Publication.PUBLISHED if publish else Publication.DRAFT, has_own_area=bool(refs)),
        values,
        by=by,
        verb="directory.service_created",
    )
    if refs:
        set_territories(service.territories, refs)
    if held_at := list(places):
        service.places.set(held_at)
    name_externally(service, external_ids)
    return service


@transaction.atomic
def update_service(
    service: Service,
    values: Mapping[str, Any],
    *,
    by: Any,
    places: Iterable[Place] | None = None,
    expected_version: int | None = None,
) -> Service:
    """Changes columns of an offer, and where it is held (None: as before)."""
    fresh, changed = update(
        service, values, by=by, verb="directory.service_updated", expected_version=expected_version
    )
    if places is not None:
        before = set(fresh.places.values_list("pk", flat=True))
        fresh.places.set(places)
        if before != set(fresh.places.values_list("pk", flat=True)) and not changed:
            _touch(fresh)
            events.record(fresh, "directory.service_updated", by=by, data={"changed": ["places"]})
    return fresh


@transaction.atomic
def set_service_area(service: Service, refs: Iterable[tuple[str, str]], *, by: Any) -> Service:
    """Gives the offer its own area; none: it follows its organisation's perimeter again."""
    fresh = lock(service)
    refs = list(refs)
    if set_territories(fresh.territories, refs):
        fresh.has_own_area = bool(refs)
        _touch(fresh, "has_own_area")
        events.record(
            fresh,
            "directory.area_set",
            by=by,
            data={"territories": sorted(f"{level}:{code}" for level, code in refs)},
        )
    return fresh


def _touch(service: Service, *also: str) -> None:
    service.updated_at = timezone.now()
    service.version += 1
    service.save(update_fields=["updated_at", "version", *also])
