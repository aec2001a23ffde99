"""The projects close to one: alike, near, with the reason, and only those that the reader may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from maillage.projects.actions import similar_clock
from maillage.projects.enums import Visibility
from maillage.projects.models import ProjectWord
from maillage.projects.queries.similarity import similar_to
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.territories import commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]
WOOL = {"title": "Filature du plateau", "summary": "Filer la laine des brebis.", "trades": ["textile"]}
BREAD = {"title": "Fournil de nuit", "summary": "Cuire du pain au levain.", "trades": ["food"]}


def project(**values: Any) -> Any:
    return ProjectFactory(**{"visibility": Visibility.NETWORK, **values})


@pytest.fixture
def reader() -> Any:
    return UserFactory()


def test_what_is_shared_is_the_reason(reader: Any) -> None:
    mine = project(**WOOL)
    alike = project(title="Laine et savoir-faire", summary="Laver la laine.", trades=["textile"])
    project(**BREAD)
    similar_clock.count_words()
    (found,) = similar_to(mine, reader)
    assert found.project == alike
    assert found.words == ["laine"]
    assert len(found.trades) == 1
    assert found.km == 0.0


def test_the_near_one_comes_before_the_far_one(reader: Any) -> None:
    mine = project(**WOOL)
    far = project(**WOOL, commune=commune("35238"))
    near = project(**WOOL)
    found = similar_to(mine, reader)
    assert [row.project for row in found] == [near, far]
    assert found[1].km is not None
    assert 500 < found[1].km < 800


def test_accents_and_endings_do_not_matter(reader: Any) -> None:
    mine = project(title="Tannerie végétale", summary="Des peaux.", trades=[])
    alike = project(title="Le tannage", summary="Tanneries VEGETALES de montagne.", trades=[])
    assert [row.project for row in similar_to(mine, reader)] == [alike]


def test_each_sees_what_they_may(reader: Any) -> None:
    mine = project(**WOOL, visibility=Visibility.PUBLIC)
    public, network, team, private = (project(**WOOL, visibility=seen) for seen in reversed(Visibility))
    adviser = ProjectMemberFactory(project=team).user
    assert {row.project for row in similar_to(mine, AnonymousUser())} == {public}
    assert {row.project for row in similar_to(mine, reader)} == {public, network}
    assert {row.project for row in similar_to(mine, adviser)} == {public, network, team}
    owner = private.members.get().user
    assert private not in {row.project for row in similar_to(mine, owner)}


def test_the_page_is_for_whoever_sees_the_project(client: Any, sign_in: SignIn) -> None:
    mine = project(**WOOL)
    other = project(**WOOL, visibility=Visibility.PUBLIC)
    page = reverse("projects:similar", args=[mine.pk])
    assert client.get(page).status_code == 404
    seen = sign_in(UserFactory()).get(page)
    assert other.title in seen.content.decode()
    assert reverse("projects:introduce", args=[mine.pk, other.pk]) not in seen.content.decode()
    carrier = sign_in(mine.members.get().user)
    assert reverse("projects:introduce", args=[mine.pk, other.pk]) in carrier.get(page).content.decode()
    answered = carrier.post(reverse("projects:introduce", args=[mine.pk, other.pk]), {"message": "La laine."})
    assert answered.status_code == 302
    assert carrier.get(answered.url).status_code == 200


def test_quotes_in_words_break_nothing(reader: Any) -> None:
    mine = project(title="L’outil d'à côté \\ 'x'", summary='Aujourd\'hui "prêter" & louer | rien', trades=[])
    assert similar_to(mine, reader) == []


def test_the_words_are_counted_anew() -> None:
    project(**WOOL)
    assert similar_clock.count_words() == similar_clock.count_words()
    assert ProjectWord.objects.get(lexeme="lain").projects == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_as_many_queries_for_one_as_for_thirty(
    rows: int, reader: Any, django_assert_max_num_queries: Any
) -> None:
    mine = project(**WOOL)
    for _number in range(rows):
        project(**WOOL)
    with django_assert_max_num_queries(5):
        assert len(similar_to(mine, reader)) == min(rows, 20)
