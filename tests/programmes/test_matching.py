"""The matching: the greatest total on small cases by brute force, on larger ones by a minimum-cost flow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.programmes.matching import Family, Group, Matching, NoMatching, Problem, grant, reliefs, solve
from maillage.programmes.matching.reference import greatest_total


def matrix(draw: st.DrawFn, shape: tuple[int, int], values: st.SearchStrategy[int]) -> np.ndarray:
    return np.array([[draw(values) for _ in range(shape[1])] for _ in range(shape[0])], dtype=np.int64)


@st.composite
def problems(draw: st.DrawFn, applications: int = 3, reviewers: int = 4) -> Problem:
    """Small ones, half of them without a matching: conflicts, loads, kept pairs, groups that may overlap."""
    n = draw(st.integers(1, applications))
    m = draw(st.integers(1, reviewers))
    allowed = matrix(draw, (n, m), st.sampled_from([0, 1, 1, 1])).astype(bool)
    kept = matrix(draw, (n, m), st.sampled_from([0, 0, 0, 0, 1])).astype(bool) & allowed
    least = np.array([draw(st.integers(0, 2)) for _ in range(m)])
    groups = tuple(
        Group(
            members=np.array([draw(st.booleans()) for _ in range(m)]),
            at_least=np.array([draw(st.integers(0, 1)) for _ in range(n)]),
            key=f"group {rank}",
        )
        for rank in range(draw(st.integers(0, 2)))
    )
    return Problem(
        fit=matrix(draw, (n, m), st.integers(0, 9)),
        allowed=allowed,
        wanted=np.array([draw(st.integers(0, 3)) for _ in range(n)]),
        least=least,
        most=least + np.array([draw(st.integers(0, 3)) for _ in range(m)]),
        kept=kept,
        groups=groups,
    )


def sets_of_pairs(problem: Problem) -> Iterator[np.ndarray]:
    """Every set of allowed pairs that holds what is kept, whatever the other constraints say."""
    open_to = problem.allowed & ~problem.kept_pairs
    rows, columns = np.nonzero(open_to)
    for bits in product([False, True], repeat=len(rows)):
        pairs = problem.kept_pairs.copy()
        pairs[rows, columns] = bits
        yield pairs


def lacks(problem: Problem, pairs: np.ndarray) -> dict[Family, float]:
    """How much each family of constraints would have to give for these pairs; infinite when it cannot."""
    counts, loads = pairs.sum(axis=1), pairs.sum(axis=0)
    wanted = problem.real_wanted
    return {
        Family.WANTED: np.inf if (counts > wanted).any() else int((wanted - counts).sum()),
        Family.MOST: int(np.maximum(loads - problem.real_most, 0).sum()),
        Family.LEAST: int(np.maximum(problem.least - loads, 0).sum()),
        Family.GROUP: sum(
            int(np.maximum(group.at_least - pairs[:, group.members].sum(axis=1), 0).sum())
            for group in problem.groups
        ),
    }


def is_met(problem: Problem, matching: Matching) -> bool:
    return (
        not any(lacks(problem, matching.pairs).values())
        and not (matching.pairs & ~problem.allowed).any()
        and not (problem.kept_pairs & ~matching.pairs).any()
    )


@given(problems())
@settings(max_examples=100, deadline=None)
def test_the_total_is_the_greatest_there_is(problem: Problem) -> None:
    met = [pairs for pairs in sets_of_pairs(problem) if not any(lacks(problem, pairs).values())]
    if not met:
        with pytest.raises(NoMatching):
            solve(problem)
        return
    found = solve(problem)
    assert is_met(problem, found)
    assert found.total == max(int(problem.fit[pairs].sum()) for pairs in met)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_reliefs_are_enough_and_the_smallest_of_their_family(problem: Problem) -> None:
    found = reliefs(problem)
    eased = grant(problem, found.necessary)
    wanting = [lacks(eased, pairs) for pairs in sets_of_pairs(eased)]
    assert not found.alternatives or not found.together
    for family in Family:
        alone = [
            each[family] for each in wanting if not any(each[other] for other in Family if other != family)
        ]
        least = min(alone, default=np.inf)
        offered = [wishes for wishes in found.alternatives if wishes[0].family == family]
        if least in (0, np.inf):
            assert not offered
        else:
            assert [sum(wish.total for wish in wishes) for wishes in offered] == [least]
    ways = found.alternatives or ((found.together,) if found.together else ((),))
    for wishes in ways:
        granted = grant(eased, wishes)
        assert is_met(granted, solve(granted))
    if found.together:
        assert sum(wish.total for wish in found.together) == min(sum(each.values()) for each in wanting)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_what_is_necessary_is_what_conflicts_impose_alone(problem: Problem) -> None:
    """Without any limit of load, only these reliefs remain."""
    n, m = problem.fit.shape
    free = Problem(
        problem.fit, problem.allowed, problem.wanted, np.zeros(m, int), np.full(m, n), kept=problem.kept
    )
    found = reliefs(free)
    short = np.maximum(free.real_wanted - free.allowed.sum(axis=1), 0)
    assert [wish.amounts for wish in found.necessary] == (
        [{int(i): int(short[i]) for i in np.nonzero(short)[0]}] if short.any() else []
    )
    assert not found.alternatives


@pytest.mark.parametrize("seed", range(4))
def test_the_same_total_as_a_minimum_cost_flow(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, m, k = 60, 12, 3
    problem = Problem(
        fit=rng.integers(0, 1001, (n, m)),
        allowed=rng.random((n, m)) > 0.1,
        wanted=np.full(n, k),
        least=np.full(m, 13),
        most=np.full(m, 17),
    )
    assert solve(problem).total == greatest_total(problem)


def test_equal_least_and_most_loads_stay_quick_and_whole() -> None:
    """The presolve of the solver once took minutes here: the sums of rows and of columns are the same."""
    rng = np.random.default_rng(0)
    problem = Problem(
        fit=rng.integers(0, 1001, (100, 10)),
        allowed=np.ones((100, 10), dtype=bool),
        wanted=np.full(100, 3),
        least=np.full(10, 30),
        most=np.full(10, 30),
    )
    assert solve(problem).loads.tolist() == [30] * 10


def test_a_burden_is_shared_between_reviewers() -> None:
    problem = Problem(
        fit=np.zeros((8, 4), dtype=np.int64),
        allowed=np.ones((8, 4), dtype=bool),
        wanted=np.full(8, 2),
        least=np.zeros(4, dtype=np.int64),
        most=np.full(4, 3),
    )
    most = next(each for each in reliefs(problem).alternatives if each[0].family == Family.MOST)
    assert most[0].amounts == {0: 1, 1: 1, 2: 1, 3: 1}


def test_a_kept_pair_in_conflict_is_refused() -> None:
    with pytest.raises(ValueError, match="conflict"):
        Problem(
            fit=np.zeros((1, 1), dtype=np.int64),
            allowed=np.zeros((1, 1), dtype=bool),
            wanted=np.ones(1, dtype=np.int64),
            least=np.zeros(1, dtype=np.int64),
            most=np.ones(1, dtype=np.int64),
            kept=np.ones((1, 1), dtype=bool),
        )
