"""Intervals and sums: against their definitions, at their extremes, with few answers."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import optimize, stats

from maillage.pathways.surveys.figures import LEAST_PEOPLE, figures
from maillage.pathways.surveys.intervals import Z, difference_of_shares, mean_change
from maillage.pathways.surveys.tally import Given, Person, Tally, tally, together
from maillage.questionnaires.definition import Definition, parse


def asking(*questions: dict[str, Any]) -> Definition:
    rows = [{"label": f"Question {one['id']} ?", **one} for one in questions]
    return parse({"sections": [{"id": "s", "title": "Partie", "questions": rows}]})


CLEAR = {"id": "clair", "type": "scale", "from": 1, "to": 5}
PLAN = {"id": "plan", "type": "yes_no"}
MARK = {"id": "note", "type": "scale", "from": 0, "to": 10, "role": "recommendation"}
NEXT = {
    "id": "suite",
    "type": "choice",
    "choices": [{"id": "oui", "label": "Je me lance"}, {"id": "non", "label": "Plus tard"}],
}
BEFORE, AFTER = asking(CLEAR, PLAN), asking(CLEAR, PLAN, MARK, NEXT)


def person(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Person:
    return Person(
        Given(BEFORE, before) if before is not None else None,
        Given(AFTER, after) if after is not None else None,
    )


# --- The mean change --------------------------------------------------------------------------------------
def test_mean_change_is_the_paired_t_interval_of_scipy() -> None:
    before, after = [1, 2, 2, 3, 4, 2], [3, 2, 4, 4, 5, 4]
    gaps = [b - a for a, b in zip(before, after, strict=True)]
    found = mean_change(len(gaps), sum(gaps), sum(gap * gap for gap in gaps))
    known = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert found.value == pytest.approx(1.3333333)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


@pytest.mark.parametrize("gaps", [[2], [1, 1, 1, 1, 1, 1]])
def test_one_pair_or_no_spread_gives_no_interval_rather_than_certainty(gaps: list[int]) -> None:
    found = mean_change(len(gaps), sum(gaps), sum(gap * gap for gap in gaps))
    assert (found.value, found.low, found.high) == (gaps[0], None, None)


# --- Shares that change, and the score --------------------------------------------------------------------
def likeliest(gained: int, lost: int, n: int, delta: float) -> float:
    """The share of those who lost that makes the sample likeliest for a true difference, by search."""

    def minus_log(share: float) -> float:
        chances = (share + delta, share, 1 - 2 * share - delta)
        rows = ((gained, chances[0]), (lost, chances[1]), (n - gained - lost, chances[2]))
        return -sum(count * math.log(max(chance, 1e-300)) for count, chance in rows if count)

    found = optimize.minimize_scalar(
        minus_log, bounds=(max(0, -delta), (1 - delta) / 2), method="bounded", options={"xatol": 1e-10}
    )
    return float(found.x)


@pytest.mark.parametrize(("gained", "lost", "n"), [(12, 2, 50), (3, 1, 8), (5, 5, 20), (1, 0, 6)])
def test_bounds_are_where_the_score_statistic_is_the_normal_quantile(gained: int, lost: int, n: int) -> None:
    found = difference_of_shares(gained, lost, n)
    for bound, z in ((found.low, Z), (found.high, -Z)):
        assert bound is not None
        share = likeliest(gained, lost, n, bound)
        spread = math.sqrt(n * (2 * share + bound - bound * bound))
        assert (gained - lost - n * bound) / spread == pytest.approx(z, abs=1e-3)


@pytest.mark.parametrize("n", [1, 5, 40])
def test_extremes_keep_a_width(n: int) -> None:
    """All promoters, all detractors, nobody who changed: bounds known in closed form."""
    all_won, all_lost, none = (difference_of_shares(*given, n) for given in ((n, 0), (0, n), (0, 0)))
    assert (all_won.value, all_won.high, all_lost.value, all_lost.low) == (1, 1, -1, -1)
    assert all_won.low is not None
    assert -1 < all_won.low < 1
    assert all_lost.high == pytest.approx(-all_won.low)
    assert (none.low, none.high) == pytest.approx((-Z * Z / (n + Z * Z), Z * Z / (n + Z * Z)))


@given(some.integers(0, 30), some.integers(0, 30), some.integers(0, 30))
def test_score_lies_in_its_interval_which_mirrors(gained: int, lost: int, stayed: int) -> None:
    n = gained + lost + stayed
    if not n:
        return
    found, mirrored = difference_of_shares(gained, lost, n), difference_of_shares(lost, gained, n)
    assert found.low is not None
    assert found.high is not None
    assert mirrored.high is not None
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert found.low == pytest.approx(-mirrored.high, abs=1e-9)


@pytest.mark.parametrize("n", [5, 12])
@pytest.mark.parametrize("truth", [(0.6, 0.1), (0.9, 0.02), (0.3, 0.3), (0.2, 0.6)])
def test_the_interval_covers_the_truth_as_often_as_it_says(n: int, truth: tuple[float, float]) -> None:
    """Over every possible sample of so few answers, weighed by its chance: near 95 %, never far below."""
    won, lost = truth
    covered = 0.0
    for a in range(n + 1):
        for b in range(n + 1 - a):
            found = difference_of_shares(a, b, n)
            assert found.low is not None
            assert found.high is not None
            if found.low - 1e-9 <= won - lost <= found.high + 1e-9:
                covered += float(stats.multinomial.pmf([a, b, n - a - b], n, [won, lost, 1 - won - lost]))
    assert covered > 0.9


def test_classes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="classes"):
        difference_of_shares(3, 3, 5)


# --- Sums -------------------------------------------------------------------------------------------------
GROUP = [
    person({"clair": 1, "plan": False}, {"clair": 3, "plan": True, "note": 9, "suite": "oui"}),
    person({"clair": 2, "plan": False}, {"clair": 4, "plan": True, "note": 10, "suite": "oui"}),
    person({"clair": 3, "plan": True}, {"clair": 3, "plan": False, "note": 6, "suite": "non"}),
    person({"clair": 2, "plan": False}, {"clair": 5, "plan": False, "note": 8, "suite": "oui"}),
    person({"clair": 4, "plan": True}, {"clair": 5, "plan": True, "note": 9}),
    person({"clair": 5, "plan": True}, None),
    person(None, {"clair": 1, "plan": False, "note": 0, "suite": "non"}),
]


def test_only_those_who_answered_both_are_compared_and_the_others_are_counted() -> None:
    found = {row.id: row for row in tally(GROUP, BEFORE, AFTER)}
    clear, plan = found["clair"], found["plan"]
    assert (clear.pairs, clear.only_before, clear.only_after) == (5, 1, 1)
    assert (clear.paired_before, clear.paired_after, clear.total, clear.squares) == (12, 20, 8, 18)
    assert (plan.pairs, plan.gained, plan.lost) == (5, 2, 1)
    assert found["suite"].counts_after == {"oui": 3, "non": 2}
    mark = found["note"]
    assert (mark.promoters, mark.passives, mark.detractors, mark.pairs) == (3, 1, 2, 0)


def test_figures_say_mean_change_and_score() -> None:
    said = figures(tally(GROUP, BEFORE, AFTER), least=1)
    clear, plan = said.changes
    assert (clear.before, clear.after) == pytest.approx((2.4, 4.0))
    assert clear.change is not None
    assert clear.change.value == pytest.approx(1.6)
    assert (plan.before, plan.after) == pytest.approx((40.0, 60.0))
    (score,) = said.scores
    assert score.value == pytest.approx(100 * 1 / 6)
    assert [row.row.id for row in said.beside] == ["suite"]


def test_below_five_people_no_figure_leaves_the_team() -> None:
    said = figures(tally(GROUP[:4], BEFORE, AFTER))
    assert [(row.change, row.is_hidden) for row in said.changes] == [(None, True), (None, True)]
    assert [(row.value, row.is_hidden) for row in said.scores] == [(None, True)]
    assert [(list(row.lines), row.is_hidden) for row in said.beside] == [([], True)]


def test_a_question_asked_another_way_is_not_compared() -> None:
    """Same id, another scale: the person is counted as asked another way, and adds to no mean."""
    wider = asking({**CLEAR, "to": 10}, PLAN)
    people = [*GROUP, Person(Given(BEFORE, {"clair": 2}), Given(wider, {"clair": 9}))]
    (clear,) = (row for row in tally(people, BEFORE, AFTER) if row.id == "clair")
    assert (clear.pairs, clear.changed, clear.total) == (5, 1, 8)
    assert (clear.before, clear.after_total) == (7, 21)


def test_sums_of_pathways_add_up_without_small_groups() -> None:
    large, small = tally(GROUP, BEFORE, AFTER), tally(GROUP[:3], BEFORE, AFTER)
    both = {row.id: row for row in together([large, small, large], least=LEAST_PEOPLE)}
    assert (both["clair"].pairs, both["clair"].total) == (10, 16)
    assert (both["note"].promoters, both["note"].after) == (6, 12)
    assert both["suite"].counts_after == {"oui": 6, "non": 4}
    assert large[0].pairs == 5  # what is added is a copy


def test_sums_survive_json() -> None:
    rows = tally(GROUP, BEFORE, AFTER)
    assert [Tally.from_json(row.as_json()) for row in rows] == rows
