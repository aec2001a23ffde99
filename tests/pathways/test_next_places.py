"""The next open session of a pathway is the next place of the service that it is run as."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.core.errors import Invalid
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import seats
from maillage.pathways.actions import session as sessions
from maillage.pathways.models import Session
from maillage.pathways.register.orientation import places_of
from maillage.projects import extensions
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory
from tests.pathways.conftest import World

pytestmark = pytest.mark.django_db


def run_as(world: World, service: Any) -> None:
    row = world.pathway
    pathways.update(
        row,
        title=row.title,
        summary=row.summary,
        is_public=True,
        capacity=row.capacity,
        service=service,
        by=world.runner,
    )


def test_the_first_open_session_with_a_free_seat_is_the_next_place(
    world: World, django_assert_num_queries: Any
) -> None:
    service, other = ServiceFactory(organisation=world.organisation), ServiceFactory()
    run_as(world, service)
    first = world.dated(7, is_open=True, capacity=4)
    sessions.schedule(world.sessions[1], world.spans(9), is_open=True, by=world.runner)
    with django_assert_num_queries(1):
        found = places_of([service.pk, other.pk])
    assert list(found) == [service.pk]
    assert (found[service.pk].title, found[service.pk].places) == (first.title, 1)
    seats.register(Session.objects.get(pk=first.pk), by=UserFactory())
    later = places_of([service.pk])[service.pk]
    assert (later.title, later.places) == (world.sessions[1].title, None)
    assert "pathways" in {source.key for source in extensions.next_places}


def test_a_closed_session_is_no_place_and_a_foreign_service_is_refused(world: World) -> None:
    service = ServiceFactory(organisation=world.organisation)
    run_as(world, service)
    world.dated(7, is_open=False)
    assert places_of([service.pk]) == {}
    with pytest.raises(Invalid):
        run_as(world, ServiceFactory())
