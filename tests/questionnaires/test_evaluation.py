"""What rules say. The same cases run in the browser: ``tests/browser/test_rules.py``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from maillage.questionnaires.evaluation import Evaluation, every, folded, negate, rational, some
from tests.questionnaires import rules_at_random
from tests.questionnaires.vectors import CASES, FACTS, FORMS, content_of


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_rule_says_what_the_case_says(case: dict[str, Any]) -> None:
    assert Evaluation(content_of(case), case["answers"], FACTS).truth(case["rule"]) is case["is"]


@pytest.mark.parametrize("form", FORMS, ids=[form["name"] for form in FORMS])
def test_a_form_shows_refuses_and_admits_what_the_case_says(form: dict[str, Any]) -> None:
    said = Evaluation(form["content"], form["answers"], form["facts"])
    assert said.shown == form["shown"]
    assert said.faults() == form["faults"]
    assert [[one.question, one.reason, one.truth] for one in said.eligibility()] == form["eligible"]


def test_the_cases_are_many_and_each_has_a_name_of_its_own() -> None:
    names = [case["name"] for case in [*CASES, *FORMS]]
    assert len(names) == len(set(names)) >= 150
    operators = "all any not eq ne lt le gt ge contains answered in_territory typology"
    assert set(operators.split()) <= {case["rule"]["op"] for case in CASES}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.50", Fraction(3, 2)),
        (" -7 ", Fraction(-7)),
        (0.1, Fraction(1, 10)),
        (1e22, Fraction(10**22)),
        (True, None),
        ("", None),
        ("1,5", None),
        ("٣", None),
        ("1" * 41, None),
        (float("inf"), None),
    ],
)
def test_numbers_are_exact_or_nothing(text: Any, number: Fraction | None) -> None:
    assert rational(text) == number


def test_folding_twice_changes_nothing_more() -> None:
    for text in ("  Œuvre À Façon ", "İstanbul", "ﬁn ℡", "Straße"):
        assert folded(folded(text)) == folded(text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rules_at_random.scenes())
def test_the_laws_of_three_values_hold(scene: dict[str, Any]) -> None:
    """Joining is Kleene's, and De Morgan holds of whatever rules."""
    said = Evaluation(scene["content"], scene["answers"], FACTS)
    truths = [said.truth(rule) for rule in scene["rules"]]
    assert said.truth({"op": "all", "of": scene["rules"]}) is every(truths)
    opposites = [{"op": "not", "of": rule} for rule in scene["rules"]]
    assert said.truth({"op": "any", "of": opposites}) is negate(every(truths))
    assert said.truth({"op": "all", "of": opposites}) is negate(some(truths))
    assert said.shown == [id_ for id_ in said.shown if said.shows(id_) is True]
