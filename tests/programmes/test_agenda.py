"""The order of a jury's files: as few departures as there can be."""

from __future__ import annotations

import random
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from maillage.programmes import agenda

FILES = st.lists(st.frozensets(st.integers(1, 5), max_size=3), min_size=1, max_size=7)


def out_of(sets: list[frozenset[int]]) -> dict[int, frozenset[int]]:
    return dict(enumerate(sets))


def test_files_of_one_conflict_come_together_and_the_free_ones_first() -> None:
    out = {1: frozenset({7}), 3: frozenset({7}), 4: frozenset({8}), 5: frozenset({7, 8})}
    order = agenda.best_order([1, 2, 3, 4, 5, 6], out)
    assert order == [2, 6, 1, 3, 5, 4]
    assert (agenda.departures([1, 2, 3, 4, 5, 6], out), agenda.departures(order, out)) == (4, 2)


def test_without_conflict_the_order_stays() -> None:
    assert agenda.best_order([3, 1, 2], {}) == [3, 1, 2]


def test_a_given_order_that_is_best_stays() -> None:
    out = {1: frozenset({7}), 2: frozenset({7})}
    assert agenda.best_order([1, 2, 3], out) == [1, 2, 3]


@given(FILES)
def test_small_agendas_are_ordered_exactly(sets: list[frozenset[int]]) -> None:
    out = out_of(sets)
    order = agenda.best_order(list(out), out)
    assert sorted(order) == sorted(out)
    assert agenda.departures(order, out) == min(agenda.departures(p, out) for p in permutations(out))


def test_long_agendas_are_ordered_well() -> None:
    """Sixteen jurors each out for a stretch of files: the best order, one departure each, is known."""
    rng = random.Random(3)
    stretches = [(start := rng.randrange(40), start + rng.randrange(2, 7)) for _juror in range(16)]
    out = {
        key: frozenset(juror for juror, (start, end) in enumerate(stretches) if start <= key < end)
        for key in range(48)
    }
    shuffled = list(out)
    rng.shuffle(shuffled)
    found = agenda.departures(agenda.best_order(shuffled, out), out)
    assert agenda.departures(shuffled, out) > 40
    assert found <= 16 * 1.25


def test_approached_orders_are_near_the_exact_ones() -> None:
    rng = random.Random(5)
    for _round in range(20):
        sets = list({frozenset(rng.sample(range(9), rng.randint(1, 3))) for _ in range(8)})
        exact, approached = agenda._exact(sets), agenda._approached(sets)
        assert agenda._cost(exact) <= agenda._cost(approached) <= agenda._cost(exact) + 2
