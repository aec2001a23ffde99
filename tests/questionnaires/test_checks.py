"""What keeps a draft from being published, with the question named."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from maillage.questionnaires import checks
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import Definition, InvalidDefinition, parse
from maillage.questionnaires.models import Version
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.questionnaires import QuestionnaireFactory, VersionFactory, a_content, a_question
from tests.factories.territories import SAINT_AGREVE, commune

PAIR = [{"id": "wood", "label": "Bois"}, {"id": "iron", "label": "Fer"}]
ANSWERED: dict[str, Any] = {"op": "answered", "question": "area"}


def compare(op: str, left: Any, right: Any) -> dict[str, Any]:
    return {"op": op, "left": left, "right": right}


def value(constant: Any) -> dict[str, Any]:
    return {"value": constant}


def answer(name: str, **row: str) -> dict[str, Any]:
    return {"answer": name, **row}


COSTS = {"op": "sum", "question": "budget", "column": "cost"}
# One question of each type, for rules to read.
READ = [
    a_question("area", "number"),
    a_question("amount", "money"),
    a_question("day", "date"),
    a_question("open", "yes_no"),
    a_question("trade", "choice", choices=PAIR),
    a_question("trades", "choices", choices=PAIR),
    a_question("grid", "matrix", rows=PAIR, columns=PAIR),
    a_question("home", "commune"),
    a_question("where", "territories"),
    a_question("files", "files"),
    a_question(
        "budget",
        "table",
        columns=[{"id": "post", "label": "Poste"}, {"id": "cost", "label": "Coût", "type": "money"}],
    ),
    a_question("story", "long_text"),
    a_question("who", "organisation"),
    a_question("secret", "short_text", officers_only=True),
]
SENSIBLE = [
    ANSWERED,
    compare("ge", answer("area"), value("12.5")),
    compare("ge", value(12), answer("area")),
    compare("lt", answer("day"), value("2026-01-01")),
    compare("eq", answer("open"), value(True)),
    compare("ne", answer("trade"), value("wood")),
    compare("eq", answer("grid", row="iron"), value("wood")),
    compare(
        "le",
        answer("amount"),
        {"op": "mul", "of": [{"op": "sum", "question": "budget", "column": "cost"}, value("0.8")]},
    ),
    compare("lt", {"op": "count", "question": "trades"}, value(3)),
    compare("ge", answer("files"), value(1)),
    {"op": "contains", "left": answer("trades"), "right": value("wood")},
    {"op": "contains", "left": answer("story"), "right": value("laine")},
    {"op": "contains", "left": answer("where"), "right": value("department:07")},
    {"op": "in_territory", "question": "home", "territories": ["department:07"]},
    {"op": "typology", "question": "home", "kind": "density", "values": ["6", "7"]},
    {"op": "any", "of": [{"op": "not", "of": ANSWERED}, ANSWERED]},
]
SENSELESS = [
    ({"op": "answered", "question": "nowhere"}, "nowhere"),
    ({"op": "any", "of": [{"op": "not", "of": {"op": "answered", "question": "nowhere"}}]}, "nowhere"),
    (compare("ge", answer("area"), value("vaste")), "a number"),
    (compare("eq", answer("area"), answer("day")), "a date"),
    (compare("eq", answer("day"), value("12/03/2026")), "a date"),
    (compare("lt", answer("story"), value("z")), "before or after"),
    (compare("eq", answer("open"), value("oui")), "yes or no"),
    (compare("eq", answer("trade"), value("stone")), "stone"),
    (compare("eq", answer("trades"), value("wood")), "several choices"),
    (compare("eq", answer("grid"), value("wood")), "row"),
    (compare("eq", answer("area", row="x"), value(1)), "no rows"),
    (compare("eq", answer("who"), value("x")), "cannot be compared"),
    (compare("eq", value(1), value(2)), "two constants"),
    (compare("lt", {"op": "sum", "question": "budget", "column": "post"}, value(1)), "no numbers"),
    (compare("lt", {"op": "sum", "question": "budget", "column": "gone"}, value(1)), "no column"),
    (compare("lt", {"op": "count", "question": "story"}, value(1)), "nothing to count"),
    (compare("lt", {"op": "add", "of": [answer("area"), answer("open")]}, value(1)), "yes or no"),
    ({"op": "contains", "left": answer("trades"), "right": value("stone")}, "stone"),
    ({"op": "contains", "left": answer("area"), "right": value("1")}, "contain"),
    ({"op": "in_territory", "question": "area", "territories": ["department:07"]}, "names no territory"),
    ({"op": "in_territory", "question": "home", "territories": []}, "at least"),
    ({"op": "in_territory", "question": "home", "territories": ["Ardèche"]}, "no territory"),
    ({"op": "typology", "question": "where", "kind": "density", "values": ["6"]}, "names no commune"),
    ({"op": "typology", "question": "home", "kind": "density", "values": ["99"]}, "kinds that exist"),
    ({"op": "typology", "question": "home", "kind": "colour", "values": ["red"]}, "colour"),
    ({"op": "answered", "question": "secret"}, "only officers see"),
]  # fmt: skip


def definition(*questions: dict[str, Any], **section: Any) -> Definition:
    return parse(a_content(*questions, **section))


def said(*questions: dict[str, Any], **section: Any) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [
            (fault.question, str(fault.sentence))
            for fault in checks.faults(definition(*questions, **section))
        ]


@pytest.mark.parametrize("place", ["shows_if", "valid_if", "eligible_if"])
def test_rules_that_make_sense_are_accepted_everywhere(place: str) -> None:
    for rule in SENSIBLE:
        given = {
            "shows_if": {"shows_if": rule},
            "valid_if": {"valid_if": [{"rule": rule, "message": "À corriger."}]},
            "eligible_if": {"eligible_if": [{"rule": rule, "reason": "Il le faut."}]},
        }[place]
        assert said(*READ, a_question("last", **given)) == [], rule


@pytest.mark.parametrize(("rule", "words"), SENSELESS)
@pytest.mark.parametrize("place", ["shows_if", "valid_if", "eligible_if"])
def test_a_rule_without_sense_is_refused_and_its_question_named(place: str, rule: Any, words: str) -> None:
    given = {
        "shows_if": {"shows_if": rule},
        "valid_if": {"valid_if": [{"rule": rule, "message": "À corriger."}]},
        "eligible_if": {"eligible_if": [{"rule": rule, "reason": "Il le faut."}]},
    }[place]
    found = said(*READ, a_question("last", **given))
    assert {question for question, _sentence in found} == {"last"}
    assert words in found[0][1]


def test_a_rule_of_a_section_is_judged_too() -> None:
    found = checks.faults(
        parse(
            {
                "sections": [
                    *a_content(*READ)["sections"],
                    {
                        "id": "more",
                        "title": "Suite",
                        "shows_if": {"op": "answered", "question": "nowhere"},
                        "questions": [a_question("last")],
                    },
                ]
            }
        )
    )
    assert [(fault.question, fault.label) for fault in found] == [("more", "Suite")]


@pytest.mark.parametrize(
    "broken",
    [
        a_question("q", "choice"),
        a_question("q", "choices", choices=[{"id": "a", "label": " "}]),
        a_question("q", "choices", choices=PAIR, min_count=3),
        a_question("q", "choices", choices=PAIR, min_count=2, max_count=1),
        a_question("q", "matrix", rows=PAIR),
        a_question("q", "matrix", columns=PAIR),
        a_question("q", "table"),
        a_question("q", "table", columns=[{"id": "a", "label": "A", "type": "choice"}]),
        a_question("q", "scale", **{"from": 3, "to": 3}),
        a_question("q", "scale", labels={"9": "Hors d’échelle"}),
        a_question("q", "number", min="3", max="2"),
        a_question("q", "date", min="2026-02-01", max="2026-01-01"),
        a_question("q", "table", columns=PAIR, min_rows=5, max_rows=2),
        a_question("q", valid_if=[{"rule": {"op": "answered", "question": "q"}, "message": " "}]),
        a_question("q", eligible_if=[{"rule": {"op": "answered", "question": "q"}, "reason": ""}]),
        a_question("q", officers_only=True, required="submission"),
        {"id": "q", "type": "short_text", "label": "  "},
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_and_named(broken: dict[str, Any]) -> None:
    assert [question for question, _sentence in said(broken)] == ["q"]


def test_one_answer_at_most_is_the_amount_requested() -> None:
    first, second = (a_question(name, "money", role="requested_amount") for name in "ab")
    assert [question for question, _sentence in said(first, second)] == ["b"]


def test_nothing_asked_is_not_published() -> None:
    assert [fault.question for fault in checks.faults(parse({"sections": []}))] == [""]
    sections = [*a_content(a_question("a"))["sections"], {"id": "empty", "title": "Vide"}]
    assert [fault.question for fault in checks.faults(parse({"sections": sections}))] == ["empty"]


def shows(name: str, *read: str) -> dict[str, Any]:
    rule = {"op": "any", "of": [{"op": "answered", "question": other} for other in read]}
    return a_question(name, shows_if=rule)


def test_a_circle_is_refused_and_told_whole() -> None:
    found = said(shows("a", "c"), shows("b", "a"), shows("c", "b"), shows("d", "a"))
    assert [question for question, _sentence in found] == ["a"]
    assert "“A” → “C” → “B” → “A”" in found[0][1]


def test_a_question_shown_by_its_own_answer_is_refused() -> None:
    assert [question for question, _sentence in said(shows("a", "a"))] == ["a"]


def test_a_section_shown_by_an_answer_that_it_holds_is_refused() -> None:
    rule = {"op": "answered", "question": "a"}
    assert "a" in {question for question, _sentence in said(a_question("a"), a_question("b"), shows_if=rule)}


def test_a_circle_through_validity_is_refused_but_reading_oneself_is_not() -> None:
    def valid(name: str, *read: str) -> dict[str, Any]:
        rule = {"op": "any", "of": [{"op": "answered", "question": other} for other in read]}
        return a_question(name, valid_if=[{"rule": rule, "message": "Non."}])

    assert said(valid("a", "a"), valid("b", "a", "b")) == []
    assert [question for question, _sentence in said(valid("a", "b"), valid("b", "a"))] == ["a"]
    assert [question for question, _sentence in said(valid("a", "b"), shows("b", "a"))] == ["a"]


def test_a_long_chain_is_no_circle_and_no_overflow() -> None:
    chain = [a_question("q0"), *(shows(f"q{number}", f"q{number - 1}") for number in range(1, 450))]
    assert said(*chain) == []


@pytest.mark.django_db
def test_an_identifier_keeps_its_type_from_version_to_version() -> None:
    form = QuestionnaireFactory()
    VersionFactory(questionnaire=form, published=True, content=a_content(a_question("q", "number")))
    VersionFactory(questionnaire=form, published=True, number=2, content=a_content(a_question("other")))
    again = VersionFactory(questionnaire=form, number=3, content=a_content(a_question("q", "number")))
    assert checks.faults_of(again) == []
    Version.objects.filter(pk=again.pk).update(content=a_content(a_question("q", "date")))
    found = checks.faults_of(Version.objects.get(pk=again.pk))
    assert [fault.question for fault in found] == ["q"]


@pytest.mark.django_db
def test_a_territory_that_does_not_exist_is_refused() -> None:
    commune(SAINT_AGREVE)
    rule = {"op": "in_territory", "question": "home", "territories": ["department:07", "department:99"]}
    version = VersionFactory(content=a_content(a_question("home", "commune"), a_question("q", shows_if=rule)))
    found = checks.faults_of(version)
    assert [fault.question for fault in found] == ["q"]
    assert "department:99" in str(found[0])


@pytest.mark.django_db
def test_publication_is_refused_with_every_fault_and_nothing_is_written() -> None:
    officer = UserFactory()
    form = QuestionnaireFactory(owner=OrganisationFactory(administrator=officer))
    draft = VersionFactory(questionnaire=form, content=a_content(a_question("a", "choice"), shows("b", "b")))
    with pytest.raises(InvalidDefinition) as refusal:
        versions.publish(draft, by=officer)
    assert [fault.question for fault in refusal.value.faults] == ["a", "b"]
    draft.refresh_from_db()
    assert draft.is_draft
