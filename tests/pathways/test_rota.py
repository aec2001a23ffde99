"""The rota: as good as trying everything, settled places kept, alike sessions, taken or refused."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from maillage.core.errors import Conflict
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import rota as rotas
from maillage.pathways.actions import session as sessions
from maillage.pathways.planner import NoRota, Problem, solve
from tests.factories.directory import PlaceFactory
from tests.factories.territories import LE_CHEYLARD, PRIVAS, SAINT_DENIS_REUNION, TENCE, commune
from tests.pathways.conftest import World, mails


def problem(seed: int, sessions: int = 4, people: int = 5, places: int = 5, most: int = 1) -> Problem:
    random = np.random.default_rng(seed)
    homes, sites = random.uniform(0, 60, (people, 2)), random.uniform(0, 60, (places, 2))
    return Problem(
        km=2 * np.hypot(*(homes[:, None] - sites[None]).transpose(2, 0, 1)),
        comes=random.random((sessions, people)) < 0.9,
        allowed=np.ones((sessions, places), dtype=np.bool_),
        most=np.full(places, most),
        now=np.full(sessions, -1),
        evenness=random.choice([0.0, 0.5, 1.0]),
    )


def least(asked: Problem) -> float:
    """The least cost, by trying everything."""
    count, places = asked.allowed.shape
    return min(
        asked.cost(np.array(choice))
        for choice in product(range(places), repeat=count)
        if all(asked.allowed[rank, place] for rank, place in enumerate(choice))
        and (np.bincount(choice, minlength=places) <= asked.most).all()
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_answer_is_the_optimum_within_what_it_says(seed: int) -> None:
    asked = problem(seed, most=1 + seed % 2)
    answer = solve(asked)
    best = least(asked)
    assert answer.bound <= best + 1e-6
    assert best - 1e-6 <= answer.cost <= best * 1.002 + 1e-6
    assert (answer.cost - best) / max(answer.cost, 1e-9) <= answer.gap + 1e-9
    assert np.allclose(asked.travelled(answer.places), answer.travelled)
    assert (np.bincount(answer.places, minlength=5) <= asked.most).all()


def test_a_settled_place_is_kept_and_a_place_where_one_is_stays() -> None:
    asked = problem(3, most=4)
    asked.allowed[1] = False
    asked.allowed[1, 4] = True
    first = solve(asked)
    assert first.places[1] == 4
    again = solve(Problem(asked.km, asked.comes, asked.allowed, asked.most, first.places, asked.evenness))
    assert again.places.tolist() == first.places.tolist()


def test_too_few_places_is_no_rota() -> None:
    with pytest.raises(NoRota):
        solve(problem(1, sessions=4, places=3, most=1))


def test_without_time_the_descent_answers_with_its_distance() -> None:
    asked = problem(5, sessions=12, people=24, places=60, most=2)
    answer = solve(asked, seconds=1e-6)
    assert 0 <= answer.gap < 1
    assert (np.bincount(answer.places, minlength=60) <= 2).all()


def test_a_rota_is_looked_at_then_taken_and_the_group_is_told(world: World) -> None:
    session = world.dated()
    places = [PlaceFactory(commune=commune(code)) for code in (LE_CHEYLARD, TENCE, PRIVAS)]
    sessions.schedule(
        world.sessions[1], world.spans(14), place=world.place, is_place_fixed=True, by=world.runner
    )
    rota = rotas.propose(world.pathway, places, most_per_place=1, by=world.runner)
    session.refresh_from_db()
    assert session.place is None
    where = {row["session"]: row["place"] for row in rota.result["sessions"]}
    assert where[world.sessions[1].pk] == world.place.pk
    assert len(set(where.values())) == 3
    assert all(row["km"] > 0 for row in rota.result["people"])
    assert rota.result["gap"] <= 0.002
    before = len(mails("session_changed"))
    assert rotas.take(rota, by=world.runner) == 2
    session.refresh_from_db()
    assert session.place_id == where[session.pk]
    assert len(mails("session_changed")) == before + 3
    with pytest.raises(Conflict):
        rotas.take(rota, by=world.runner)


def test_a_rota_asked_before_somebody_moved_a_session_is_refused(world: World) -> None:
    places = [PlaceFactory(commune=commune(code)) for code in (LE_CHEYLARD, TENCE)]
    rota = rotas.propose(world.pathway, places, by=world.runner)
    sessions.schedule(world.sessions[0], world.spans(), place=world.place, by=world.runner)
    with pytest.raises(Conflict):
        rotas.take(rota, by=world.runner)


def test_people_whose_commune_is_not_known_are_left_out_and_named(world: World) -> None:
    row = world.pathway.enrolments.get(user=world.people[0])
    enrolments.set_departure(row, None, by=world.runner)
    rota = rotas.propose(world.pathway, [world.place], most_per_place=3, by=world.runner)
    assert rota.result["without"] == [row.pk]
    assert len(rota.result["people"]) == 2


def test_somebody_whom_no_road_joins_with_the_group_is_left_out_and_named(world: World) -> None:
    row = world.pathway.enrolments.get(user=world.people[0])
    enrolments.set_departure(row, commune(SAINT_DENIS_REUNION), by=world.runner)
    rota = rotas.propose(world.pathway, [world.place], most_per_place=3, by=world.runner)
    assert rota.result["without"] == [row.pk]
    assert len(rota.result["people"]) == 2
