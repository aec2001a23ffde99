"""The public agenda: anybody narrows it by what the address says, and shares that address."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import session as sessions
from maillage.pathways.models import Kit
from maillage.pathways.register.invariants import strayed
from tests.factories.directory import PlaceFactory
from tests.factories.territories import LE_CHEYLARD, TENCE, commune
from tests.pathways.conftest import World


def found(client: Any, **asked: str) -> list[str]:
    page = client.get(reverse("agenda:agenda"), asked)
    return [row.title for row in page.context["page"].rows]


def test_open_sessions_are_found_by_departement_word_and_nearness(world: World, client: Any) -> None:
    here, there = PlaceFactory(commune=commune(LE_CHEYLARD)), PlaceFactory(commune=commune(TENCE))
    first, second, third = world.sessions[:3]
    sessions.schedule(first, world.spans(7), place=here, is_open=True, by=world.runner)
    sessions.schedule(second, world.spans(9), place=there, is_open=True, by=world.runner)
    sessions.schedule(third, world.spans(11), place=here, by=world.runner)
    assert found(client) == [], "the pathway is not open yet"
    pathways.open_(world.pathway, by=world.runner)
    assert found(client) == [first.title, second.title], "the third is for the group alone"
    assert found(client, departement="07") == [first.title]
    assert found(client, departement="43") == [second.title]
    assert found(client, q="modele") == found(client, q="MODÈLE automne") == [second.title]
    assert found(client, pres=TENCE, km="10") == [second.title]
    offered = client.get(reverse("agenda:agenda")).context["form"].fields["departement"].choices
    assert [code for code, _name in offered] == ["", "07", "43"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_agenda_costs_the_same_for_one_and_for_three(
    world: World, client: Any, number: int, django_assert_num_queries: Any
) -> None:
    for rank, session in enumerate(world.sessions[:number]):
        place = PlaceFactory(commune=commune(TENCE))
        sessions.schedule(session, world.spans(7 + rank), place=place, is_open=True, by=world.runner)
    pathways.open_(world.pathway, by=world.runner)
    with django_assert_num_queries(2):
        assert len(found(client)) == number


def test_a_kit_that_shows_another_s_version_is_told_by_the_doctor(world: World) -> None:
    other = kits.take_up(world.kit, world.organisation, by=world.runner, title="À notre façon")
    kits.publish(other, by=world.runner)
    assert list(strayed()) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    Kit.objects.filter(pk=other.pk).update(published=world.kit.published)
    assert list(strayed()) == [f"À notre façon ({other.pk}) shows a version of another kit"]
