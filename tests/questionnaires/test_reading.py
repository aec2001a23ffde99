"""Rules read back as sentences, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from maillage.questionnaires.definition import parse
from maillage.questionnaires.differences import Kind, differences
from maillage.questionnaires.reading import Names, read
from maillage.questionnaires.syntax import parse_rule
from tests.factories.questionnaires import a_content, a_question
from tests.questionnaires.test_checks import COSTS, PAIR, READ, SENSIBLE

ARDECHE = Names({"department:07": "Ardèche", "department:26": "Drôme"})


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


FORM = parse(a_content(*READ))
CASES: list[tuple[dict[str, Any], str]] = [
    ({"op": "not", "of": {"op": "answered", "question": "area"}}, "“Area” has no answer"),
    (
        {
            "op": "all",
            "of": [
                {"op": "eq", "left": {"answer": "trade"}, "right": {"value": "wood"}},
                {
                    "op": "any",
                    "of": [
                        {"op": "eq", "left": {"answer": "open"}, "right": {"value": True}},
                        {"op": "ge", "left": {"value": "12.5"}, "right": {"answer": "area"}},
                    ],
                },
            ],
        },
        "“Trade” is “Bois” and (“Open” is yes or “Area” is at most 12.5)",
    ),
    (
        {"op": "le", "left": {"answer": "day"}, "right": {"value": "2026-11-22"}},
        "“Day” is on 22\u00a0November 2026 or before",
    ),
    (
        {
            "op": "le",
            "left": {"answer": "amount"},
            "right": {"op": "mul", "of": [COSTS, {"value": "0.8"}]},
        },
        "“Amount” is at most the total of “Coût” in “Budget” × 0.8",
    ),
    (
        {"op": "gt", "left": {"answer": "amount"}, "right": {"value": "12500"}},
        "“Amount” is more than €12,500",
    ),
    (
        {"op": "eq", "left": {"answer": "grid", "row": "iron"}, "right": {"value": "wood"}},
        "“Grid”, row “Fer” is “Bois”",
    ),
    (
        {"op": "contains", "left": {"answer": "trades"}, "right": {"value": "wood"}},
        "“Bois” is among the answers to “Trades”",
    ),
    (
        {"op": "in_territory", "question": "home", "territories": ["department:07", "department:26"]},
        "“Home” is in Ardèche or Drôme",
    ),
    (
        {"op": "typology", "question": "home", "kind": "pvd", "values": ["yes"]},
        "“Home” has as Petites villes de demain: yes",
    ),
    (
        {"op": "ge", "left": {"answer": "files"}, "right": {"value": 1}},
        "the number of files of “Files” is at least 1",
    ),
    ({"op": "answered", "question": "gone"}, "(unknown question gone) has an answer"),
]


@pytest.mark.parametrize(("rule", "sentence"), CASES)
def test_a_rule_is_read_back(rule: Any, sentence: str) -> None:
    assert read(parse_rule(rule), FORM, ARDECHE) == sentence


def test_different_rules_read_differently() -> None:
    sentences = [read(parse_rule(rule), FORM, ARDECHE) for rule in SENSIBLE]
    # The same comparison written from either side reads the same.
    assert len(set(sentences)) == len(sentences) == len(SENSIBLE)


@pytest.mark.django_db
def test_territories_are_named_from_the_database() -> None:
    from tests.factories.territories import SAINT_AGREVE, commune

    home = commune(SAINT_AGREVE)
    rule = parse_rule({"op": "in_territory", "question": "home", "territories": [f"commune:{home.code}"]})
    assert read(rule, FORM) == "“Home” is in Saint-Agrève"


def changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    old, new = parse({"sections": before}), parse({"sections": after})
    return [(change.kind, change.question, change.sentence) for change in differences(old, new, ARDECHE)]


def section(name: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name.capitalize(), "questions": list(questions), **more}


A, B, C, D = (a_question(name) for name in "abcd")


def test_the_same_has_no_difference() -> None:
    assert changes([section("s", *READ)], [section("s", *READ)]) == []


def test_what_is_added_and_what_is_no_longer_asked() -> None:
    found = changes([section("s", A, B)], [section("s", B, C), section("t", D)])
    assert [(kind, name) for kind, name, _sentence in found] == [
        (Kind.ADDED, "c"),
        (Kind.ADDED, "t"),
        (Kind.ADDED, "d"),
        (Kind.REMOVED, "a"),
    ]
    assert "kept" in found[-1][2]


def test_one_question_moved_is_one_difference() -> None:
    assert changes([section("s", A, B, C, D)], [section("s", D, A, B, C)]) == [
        (Kind.MOVED, "d", "It now comes first in its section.")
    ]
    assert changes([section("s", A, B), section("t", C)], [section("s", A), section("t", B, C)]) == [
        (Kind.MOVED, "b", "From “S” to “T”.")
    ]
    assert changes([section("s", A), section("t", B)], [section("t", B), section("s", A)]) == [
        (Kind.MOVED, "t", "It now comes first.")
    ]


def test_each_thing_changed_is_a_sentence() -> None:
    before = a_question(
        "q",
        "number",
        unit="m²",
        max="10",
        shows_if={"op": "answered", "question": "a"},
        valid_if=[{"rule": {"op": "answered", "question": "a"}, "message": "Non."}],
    )
    after = a_question("q", "number", unit="m²", max="12.5", required="submission", help="Au sol.")
    after["label"] = "Surface"
    found = changes([section("s", A, before)], [section("s", A, after)])
    assert [sentence for _kind, _name, sentence in found] == [
        "Label: “Q” → “Surface”",
        "Help: none → “Au sol.”",
        "Required: never → at submission",
        "At most: 10 → 12.5",
        "Shown if: “A” has an answer → always",
        "Valid if, rule removed: “A” has an answer (“Non.”).",
    ]


def test_choices_added_renamed_gone_and_moved() -> None:
    before = a_question("q", "choice", choices=[*PAIR, {"id": "clay", "label": "Argile"}])
    after = a_question(
        "q", "choice", choices=[{"id": "iron", "label": "Métal"}, PAIR[0], {"id": "wool", "label": "Laine"}]
    )
    found = [sentence for _kind, _name, sentence in changes([section("s", before)], [section("s", after)])]
    assert found[:3] == [
        "The choice “Fer” is now called “Métal”.",
        "New choice “Laine”.",
        "The choice “Argile” is no longer offered; answers that chose it are kept.",
    ]
    assert len(found) == 4
    assert "another place" in found[3]
