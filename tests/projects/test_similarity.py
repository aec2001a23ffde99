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
from tests.projects.alike import PROJECTS, TOGETHER

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
    similar_to(mine, reader)  # the stems of plain words are asked once in the life of a process
    with django_assert_max_num_queries(5):
        assert len(similar_to(mine, reader)) == min(rows, 20)


# --- Judged against labels --------------------------------------------------------------------------------
@pytest.fixture
def labelled() -> dict[str, Any]:
    rows = {
        told.key: project(
            title=told.title,
            summary=told.summary,
            trades=list(told.trades),
            themes=list(told.themes),
            commune=commune(told.commune),
        )
        for told in PROJECTS
    }
    similar_clock.count_words()
    return rows


def test_what_is_brought_together_is_what_an_adviser_would(labelled: dict[str, Any], reader: Any) -> None:
    """Precision: how many of the pairs found are labelled so; recall: how many of the labelled are found."""
    names = {row.pk: key for key, row in labelled.items()}
    found = {
        frozenset((key, names[near.project.pk]))
        for key, row in labelled.items()
        for near in similar_to(row, reader)
    }
    precision, recall = len(found & TOGETHER) / len(found), len(found & TOGETHER) / len(TOGETHER)
    # Far apart, neither the same thing said otherwise nor a misspelled title is seen.
    missed = {frozenset({"cafe", "cafe_loin"}), frozenset({"fillature", "laine_loin"})}
    assert found ^ TOGETHER == missed
    assert (precision, round(recall, 2)) == (1.0, 0.78)


def test_weak_words_are_never_a_reason(labelled: dict[str, Any], reader: Any) -> None:
    said = {word for row in labelled.values() for near in similar_to(row, reader) for word in near.words}
    assert said & {"encore", "demande", "demandent", "habitants", "semaine", "ouvert", "local"} == set()
    assert "laine" in said


def test_the_order_is_of_subject_and_place(labelled: dict[str, Any], reader: Any) -> None:
    found = similar_to(labelled["filature"], reader)
    assert [row.project for row in found] == [labelled[key] for key in ("laverie", "laine_loin", "fillature")]
    wool, far, misspelled = found
    assert wool.words[0] == "laine"
    assert misspelled.words == ["filature (fillature)"]
    assert (wool.is_far, misspelled.is_far, far.is_far) == (False, False, True)


def test_an_ocean_apart_it_takes_the_same_idea(labelled: dict[str, Any], reader: Any) -> None:
    """A trade alone brings neighbours together; not a sewing room of La Réunion and wool of the Ardèche."""
    assert labelled["couture"] not in [row.project for row in similar_to(labelled["filature"], reader)]
    (found,) = similar_to(labelled["bois"], reader)
    assert found.project == labelled["bois_loin"]
    assert found.is_far
    near = project(title="Couture", summary="Des machines.", trades=["textile"], commune=commune("07064"))
    assert near in [row.project for row in similar_to(labelled["filature"], reader)]


def test_words_that_nobody_shares_leave_room_for_the_others(reader: Any) -> None:
    """Twenty words of one project only do not take the place of the one that two of them hold."""
    alone = "zinc yourte xylophone wagon vielle ukulele tulipe sureau raphia quinoa osier noyer merisier"
    mine = project(title="Herboristerie", summary=f"{alone} lavande.", trades=[])
    alike = project(title="La lavande", summary="Cueillir.", trades=[])
    similar_clock.count_words()
    assert [row.project for row in similar_to(mine, reader)] == [alike]
