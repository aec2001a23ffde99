"""Which offers fit: pure, rule by rule, then ordered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.directory.enums import Audience, Referrer, Stage, Theme
from maillage.projects.fit import Answer, Match, Offer, Rule, Wish, judge, rank

AREA = (
    ("commune", "07204"),
    ("epci", "200041465"),
    ("department", "07"),
    ("region", "84"),
    ("country", "FR"),
)
WISH = Wish(
    area=AREA,
    stage="idea",
    themes=frozenset({"legal", "funding"}),
    audiences=frozenset({"associations"}),
    referrers=frozenset({"self"}),
)
OFFER = Offer(
    1,
    area=frozenset({("department", "07")}),
    stages=frozenset({"idea", "emergence"}),
    themes=frozenset({"legal"}),
    audiences=frozenset({"associations"}),
    referrers=frozenset({"self", "places"}),
    capacity=10,
    load=9,
)


def answers(match: Match) -> dict[Rule, Answer]:
    return {found.rule: found.answer for found in match.findings}


def test_an_offer_that_says_yes_everywhere_is_a_door_and_its_score_can_be_done_by_hand() -> None:
    match = judge(WISH, OFFER)
    assert match.is_door
    assert set(answers(match).values()) == {Answer.YES}
    assert match.row == ("department", "07")
    # Half of the themes, the stage, the audience, a département.
    assert match.score == 20 + 25 + 20 + 15 * 0.6
    assert judge(WISH, replace(OFFER, is_stale=True)).score == match.score - 5


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (Rule.AREA, {"area": frozenset({("department", "84")})}),
        (Rule.STAGE, {"stages": frozenset({"development"})}),
        (Rule.THEME, {"themes": frozenset({"culture"})}),
        (Rule.AUDIENCE, {"audiences": frozenset({"farmers"})}),
        (Rule.REFERRER, {"referrers": frozenset({"employment_services"})}),
        (Rule.LOAD, {"load": 10}),
    ],
)
def test_each_rule_excludes_alone_and_is_named(rule: Rule, change: dict[str, object]) -> None:
    match = judge(WISH, replace(OFFER, **change))  # type: ignore[arg-type]
    assert match.excluded_by == (rule,)
    ranking = rank(WISH, [match.offer])
    assert (ranking.doors, [near.offer.pk for near in ranking.near]) == ((), [1])


def test_what_an_offer_does_not_say_excludes_nobody_and_is_worth_half() -> None:
    silent = Offer(2, area=frozenset({("country", "FR")}))
    match = judge(WISH, silent)
    assert match.is_door
    assert answers(match)[Rule.AREA] == Answer.YES
    assert {answer for rule, answer in answers(match).items() if rule != Rule.AREA} == {Answer.SILENT}
    assert match.score == 20 + 12.5 + 10 + 15 * 0.1


def test_a_set_without_rows_covers_nothing() -> None:
    assert judge(WISH, Offer(3, area=frozenset())).excluded_by == (Rule.AREA,)


def test_the_narrowest_row_is_the_one_shown() -> None:
    offer = replace(OFFER, area=frozenset({("country", "FR"), ("commune", "07204")}))
    assert judge(WISH, offer).row == ("commune", "07204")


def test_codes_count_with_their_level() -> None:
    # Région 84 is not département 84.
    assert judge(WISH, replace(OFFER, area=frozenset({("department", "84")}))).row is None


def test_the_best_score_comes_first_then_the_nearest() -> None:
    local = replace(OFFER, pk=5, area=frozenset({("commune", "07204")}))
    far, close = replace(OFFER, pk=6, km=40.0), replace(OFFER, pk=7, km=4.0)
    assert [match.offer.pk for match in rank(WISH, [far, close, local]).doors] == [5, 7, 6]


def test_near_misses_go_from_what_passes_by_itself_to_what_differs_most() -> None:
    full = replace(OFFER, pk=1, load=10)
    next_stage = replace(OFFER, pk=2, stages=frozenset({"emergence"}))
    late_stage = replace(OFFER, pk=3, stages=frozenset({"development"}))
    other_theme = replace(OFFER, pk=4, themes=frozenset({"culture"}))
    twice = replace(OFFER, pk=5, themes=frozenset({"culture"}), load=10)
    ranking = rank(WISH, [twice, late_stage, other_theme, next_stage, full])
    assert [match.offer.pk for match in ranking.near] == [1, 2, 4, 3]
    assert [match.offer.pk for match in ranking.others] == [5]


def subsets(values: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=3)


OFFERS = st.builds(
    Offer,
    pk=st.integers(1, 99),
    area=st.frozensets(st.sampled_from([*AREA, ("department", "43")]), max_size=2),
    stages=subsets(Stage.values),
    themes=subsets(Theme.values),
    audiences=subsets(Audience.values),
    referrers=subsets(Referrer.values),
    capacity=st.none() | st.integers(1, 5),
    load=st.integers(0, 6),
    km=st.none() | st.floats(0, 900),
    is_stale=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(OFFERS, max_size=12, unique_by=lambda offer: offer.pk))
def test_every_offer_is_in_one_list_and_the_order_does_not_depend_on_the_order_given(
    offers: list[Offer],
) -> None:
    ranking = rank(WISH, offers, doors=99, near=99, others=99)
    listed = [*ranking.doors, *ranking.near, *ranking.others]
    assert sorted(match.offer.pk for match in listed) == sorted(offer.pk for offer in offers)
    assert all(match.is_door for match in ranking.doors)
    assert all(0 <= match.score <= 100 for match in listed)
    assert rank(WISH, reversed(offers), doors=99, near=99, others=99) == ranking
