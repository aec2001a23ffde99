"""Grids: what their total is, what keeps one from being published, and that a published one never changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.programmes import grids
from maillage.programmes.actions import grid as actions
from maillage.programmes.enums_review import Comment, GridState
from maillage.programmes.grids import Criterion
from maillage.programmes.models import GridVersion
from tests.factories.accounts import UserFactory
from tests.factories.reviews import CRITERIA, GridVersionFactory
from tests.programmes.conftest import World

ROOTS, MODEL, NOVELTY = CRITERIA


def test_the_total_weighs_each_score_on_its_own_scale() -> None:
    # (3 × 4/5 + 1 × 2/5) / 4 = 0.7; the independent criterion, whatever its weight, is left out.
    assert grids.total(CRITERIA, {"roots": 4, "model": 2, "novelty": 3}) == Decimal("70.00")
    shifted = replace(ROOTS, lowest=1)
    assert grids.total([shifted], {"roots": 1}) == Decimal("0.00")
    assert grids.total([shifted], {"roots": 3}) == Decimal("50.00")


def test_a_total_waits_for_every_score_that_counts() -> None:
    assert grids.total(CRITERIA, {"roots": 4, "novelty": 3}) is None
    assert grids.total(CRITERIA, {"roots": 4, "model": 2}) == Decimal("70.00")


def test_a_score_under_its_threshold_knocks_out() -> None:
    assert grids.knocked_out(CRITERIA, {"roots": 0, "model": 1}) == [MODEL]
    assert grids.knocked_out(CRITERIA, {"roots": 0, "model": 2}) == []


def test_what_a_review_lacks() -> None:
    lacking = grids.missing(CRITERIA, {"roots": 4, "model": 1}, {"model": "Fragile."})
    assert set(lacking) == {"comment-roots", "score-novelty"}
    assert grids.missing(CRITERIA, {"roots": 4, "model": 1, "novelty": 0}, {"roots": "Oui."}) == {}


@pytest.mark.parametrize("score", ["6", "-1", "deux", "1.5"])
def test_a_score_off_its_scale_is_refused_with_its_criterion(score: str) -> None:
    with pytest.raises(Invalid) as refused:
        grids.clean_scores(CRITERIA, {"roots": score, "model": "3"})
    assert set(refused.value.fields) == {"score-roots"}


def test_an_empty_score_is_no_score() -> None:
    assert grids.clean_scores(CRITERIA, {"roots": "", "model": "3", "novelty": None}) == {"model": 3}


def test_spread_of_one_and_of_several() -> None:
    assert grids.spread([]) == grids.Spread(0)
    assert grids.spread([4]) == grids.Spread(1, 4.0, None, 4.0, 4.0)
    several = grids.spread([2, 4, 4, 4, 5, 5, 7, 9])
    assert (several.count, several.mean, several.lowest, several.highest) == (8, 5.0, 2.0, 9.0)
    assert several.deviation == pytest.approx(2.13809, abs=1e-5)


FAULTY = [
    (replace(MODEL, lowest=5), "échelle va"),
    (replace(MODEL, highest=40), "11 niveaux"),
    (replace(MODEL, levels={9: "Hors d’échelle"}), "niveau décrit"),
    (replace(MODEL, knock_out_below=0), "seuil éliminatoire"),
    (replace(MODEL, weight=Decimal(-1)), "poids"),
    (replace(MODEL, label=" "), "a un titre"),
]


@pytest.mark.parametrize(("criterion", "word"), FAULTY)
def test_an_impossible_criterion_is_named(criterion: Criterion, word: str) -> None:
    faults = grids.faults([ROOTS, criterion])
    assert len(faults) == 1
    assert word in faults[0]


def test_a_grid_in_which_nothing_counts_is_refused() -> None:
    assert len(grids.faults([replace(ROOTS, is_independent=True)])) == 1
    assert len(grids.faults([])) == 1
    assert grids.faults(CRITERIA) == []


criteria = st.builds(
    Criterion,
    id=st.sampled_from(["c1", "c2", "c3"]),
    label=st.text(min_size=1, max_size=20),
    weight=st.decimals(0, 100, places=2),
    lowest=st.integers(0, 2),
    highest=st.integers(3, 10),
    levels=st.dictionaries(st.integers(0, 10), st.text(max_size=10), max_size=3),
    comment=st.sampled_from(Comment),
    is_independent=st.booleans(),
    knock_out_below=st.none() | st.integers(1, 10),
)


@given(rows=st.lists(criteria, max_size=4), data=st.data())
def test_a_grid_is_read_as_written_and_its_total_stays_on_100(rows: list[Criterion], data: Any) -> None:
    assert grids.read(grids.write(rows)) == tuple(rows)
    distinct = list({row.id: row for row in rows}.values())
    scores = {row.id: data.draw(st.sampled_from(list(row.scale))) for row in distinct}
    total = grids.total(distinct, scores)
    assert total is None or 0 <= total <= 100
    best = grids.total(distinct, {row.id: row.highest for row in distinct})
    assert best in {None, Decimal(100)}


# --- Actions -------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_grid_is_written_published_and_written_again(world: World) -> None:
    grid = actions.create(world.programme, name="Grille 2027", by=world.officer)
    draft = actions.draft_of(grid, by=world.officer)
    for criterion in (ROOTS, NOVELTY, MODEL):
        draft = actions.put(draft, criterion, by=world.officer)
    draft = actions.move(draft, "model", -1, by=world.officer)
    assert draft.criteria == (ROOTS, MODEL, NOVELTY)
    first = actions.publish(draft, by=world.officer)
    with pytest.raises(Conflict):
        actions.remove(first, "model", by=world.officer)
    second = actions.draft_of(grid, by=world.officer)
    assert (second.number, second.state, second.criteria) == (2, GridState.DRAFT, first.criteria)
    second = actions.remove(second, "novelty", by=world.officer)
    assert len(GridVersion.objects.get(pk=first.pk).criteria) == 3
    # An id is never used again, even once its criterion is gone.
    actions.put(second, Criterion("c1", "Équipe"), by=world.officer)
    assert actions.new_id(second) == "c2"


@pytest.mark.django_db
def test_an_empty_grid_is_not_published_and_only_officers_write(world: World) -> None:
    grid = actions.create(world.programme, name="Vide", by=world.officer)
    with pytest.raises(Invalid):
        actions.publish(actions.draft_of(grid, by=world.officer), by=world.officer)
    with pytest.raises(NotAllowed):
        actions.draft_of(grid, by=UserFactory())
    with pytest.raises(Conflict):
        actions.create(world.programme, name="Vide", by=world.officer)


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_published_version() -> None:
    version = GridVersionFactory()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        GridVersion.objects.filter(pk=version.pk).update(content={"criteria": []})
    draft = GridVersionFactory(draft=True)
    GridVersion.objects.filter(pk=draft.pk).update(content={"criteria": []})
