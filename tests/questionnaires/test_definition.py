"""The JSON of a questionnaire: read, refused with the question named, written back the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from maillage.questionnaires.definition import InvalidDefinition, parse
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.syntax import Malformed, parse_rule, questions_of, rewrite
from tests.factories.questionnaires import a_content, a_question

PAIR = [{"id": "a", "label": "Oui"}, {"id": "b", "label": "Non"}]
EVERY_TYPE: list[dict[str, Any]] = [
    a_question("q.short", "short_text", max_length=80),
    a_question("q.long", "long_text", max_length=None),
    a_question("q.number", "number", unit="m²", min="0", max="12.5", decimals=1),
    a_question("q.money", "money", min=None, max="100000"),
    a_question("q.date", "date", min="2026-01-01", max=None),
    a_question("q.period", "period"),
    a_question("q.yes", "yes_no"),
    a_question("q.choice", "choice", choices=PAIR, other=True),
    a_question("q.choices", "choices", choices=PAIR, min_count=1, max_count=2),
    a_question("q.scale", "scale", **{"from": 0, "to": 4, "labels": {"0": "Pas du tout"}}),
    a_question("q.matrix", "matrix", rows=PAIR, columns=PAIR),
    a_question("q.commune", "commune"),
    a_question("q.territories", "territories"),
    a_question("q.organisation", "organisation"),
    a_question("q.place", "place"),
    a_question("q.files", "files", types=["pdf"], max_files=3, max_megabytes=5),
    a_question(
        "q.table",
        "table",
        columns=[
            {"id": "post", "label": "Poste", "type": "choice", "choices": PAIR},
            {"id": "cost", "label": "Coût", "type": "money"},
        ],
        min_rows=1,
        max_rows=30,
    ),
]


def test_every_type_is_read_and_written_back_the_same() -> None:
    content = a_content(*EVERY_TYPE)
    assert {question["type"] for question in content["sections"][0]["questions"]} == set(QuestionType.values)
    assert parse(content).as_json() == content
    read = parse(content).by_id
    assert (read["q.number"].minimum, read["q.number"].maximum) == (Decimal(0), Decimal("12.5"))
    assert read["q.date"].earliest == dt.date(2026, 1, 1)
    assert [column.type for column in read["q.table"].columns] == ["choice", "money"]
    given = {key: value for question in EVERY_TYPE for key, value in question.items() if value is not None}
    kept = {key: value for item in content["sections"][0]["questions"] for key, value in item.items()}
    assert given.keys() <= kept.keys()


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "poem"},
        {"type": "short_text", "unit": "m²"},
        {"type": "number", "min": "beaucoup"},
        {"type": "number", "decimals": 40},
        {"type": "date", "min": "20260101"},
        {"type": "choice", "choices": [{"id": "a", "label": "A"}, {"id": "a", "label": "B"}]},
        {"type": "choice", "choices": [{"id": "É", "label": "A"}]},
        {"type": "files", "types": ["exe"]},
        {"type": "table", "columns": [{"id": "a", "label": "A", "type": "matrix"}]},
        {"type": "yes_no", "officers_only": "yes"},
        {"type": "yes_no", "shows_if": {"op": "eq", "left": {"value": 1}}},
        {"type": "yes_no", "valid_if": [{"message": "Non."}]},
        {"type": "yes_no", "required": ""},
        {"type": "yes_no", "id": "Avec des espaces"},
    ],
)
def test_a_malformed_question_is_refused_and_named(broken: dict[str, Any]) -> None:
    question = {"id": "q", "label": "La question", **broken}
    with pytest.raises(InvalidDefinition) as refusal:
        parse({"sections": [{"id": "s", "title": "S", "questions": [a_question("ok"), question]}]})
    assert [fault.question for fault in refusal.value.faults] == [question["id"]]
    assert "La question" in str(refusal.value)


@pytest.mark.parametrize(
    "content", [None, [], {}, {"sections": {}}, {"sections": [3]}, {"sections": [], "x": 1}]
)
def test_what_is_no_questionnaire_is_refused(content: Any) -> None:
    with pytest.raises(InvalidDefinition):
        parse(content)


def test_two_questions_never_share_an_identifier_even_across_sections() -> None:
    sections = [
        {"id": "a", "title": "A", "questions": [a_question("q")]},
        {"id": "b", "title": "B", "questions": [a_question("q")]},
    ]
    with pytest.raises(InvalidDefinition) as refusal:
        parse({"sections": sections})
    assert [fault.question for fault in refusal.value.faults] == ["q"]
    with pytest.raises(InvalidDefinition):
        parse({"sections": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]})


RULE = {
    "op": "all",
    "of": [
        {"op": "not", "of": {"op": "answered", "question": "a"}},
        {
            "op": "ge",
            "left": {"op": "div", "of": [{"answer": "b"}, {"op": "sum", "question": "t", "column": "c"}]},
            "right": {"value": "0.5"},
        },
        {"op": "any", "of": [{"op": "contains", "left": {"answer": "a"}, "right": {"value": "bois"}}]},
        {"op": "in_territory", "question": "c", "territories": ["department:07"]},
        {"op": "typology", "question": "c", "kind": "density", "values": ["6"]},
        {"op": "eq", "left": {"answer": "m", "row": "r"}, "right": {"value": True}},
        {"op": "lt", "left": {"op": "count", "question": "f"}, "right": {"value": 3}},
    ],
}


def test_a_rule_is_read_written_back_and_tells_which_questions_it_reads() -> None:
    rule = parse_rule(RULE)
    assert rule.as_json() == RULE
    assert questions_of(rule) == ["a", "b", "t", "c", "m", "f"]
    assert questions_of(rewrite(rule, lambda name: f"x.{name}")) == [f"x.{name}" for name in "abtcmf"]


@pytest.mark.parametrize(
    "rule",
    [
        7,
        {},
        {"op": "xor", "of": []},
        {"op": "all", "of": []},
        {"op": "eq", "left": {"value": 1}, "right": {"value": [1]}},
        {"op": "eq", "left": {"answer": ""}, "right": {"value": 1}},
        {"op": "eq", "left": {"op": "add", "of": [{"value": 1}]}, "right": {"value": 1}},
        {"op": "answered", "question": "a", "row": "b"},
        {"op": "eq", "left": {"value": float("nan")}, "right": {"value": 1}},
    ],
)
def test_what_is_no_rule_is_refused(rule: Any) -> None:
    with pytest.raises(Malformed):
        parse_rule(rule)


def test_a_rule_too_deep_is_refused_rather_than_overflow() -> None:
    rule: dict[str, Any] = {"op": "answered", "question": "a"}
    for _depth in range(5000):
        rule = {"op": "not", "of": rule}
    with pytest.raises(Malformed):
        parse_rule(rule)


def test_applicants_do_not_get_what_only_officers_see() -> None:
    definition = parse(a_content(a_question("a"), a_question("b", officers_only=True)))
    assert [question.id for question in definition.for_applicants()] == ["a"]
