"""Verbs on support offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction

from maillage.directory.actions.record import LinkedSet, create, name_externally, update
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
    area: Iterable[tuple[str, str]] | None = None,
    places: Iterable[Place] | None = None,
    expected_version: int | None = None,
) -> Service:
    """Changes columns of an offer, its area and where it is held (None: as before).

    Raises:
        EditConflict: somebody changed the offer since ``expected_version``.
    """
    refs = None if area is None else list(area)
    held_at = None if places is None else list(places)

    def sets_of(fresh: Service) -> Iterator[LinkedSet]:
        if refs is not None:
            before = [row.ref for row in fresh.territories.all()]
            yield LinkedSet("area", before, refs, lambda: _write_area(fresh, refs))
        if held_at is not None:
            yield LinkedSet(
                "places",
                list(fresh.places.order_by("name_key", "pk")),
                held_at,
                lambda: fresh.places.set(held_at),
            )

    return update(
        service,
        values,
        by=by,
        verb="directory.service_updated",
        expected_version=expected_version,
        sets_of=sets_of,
    )


@transaction.atomic
def set_service_area(service: Service, refs: Iterable[tuple[str, str]], *, by: Any) -> Service:
    """Gives the offer its own area; none: it follows its organisation's perimeter again."""
    return update_service(service, {}, by=by, area=refs)


def _write_area(service: Service, refs: list[tuple[str, str]]) -> None:
    set_territories(service.territories, refs)
    service.has_own_area = bool(refs)
    service.save(update_fields=["has_own_area"])
