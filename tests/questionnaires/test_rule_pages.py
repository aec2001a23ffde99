"""The rule builder: every rule of the language is built by the form, and comes back as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.questionnaires import rule_tree
from maillage.questionnaires.actions import questionnaire as questionnaires
from maillage.questionnaires.definition import Question, parse
from maillage.questionnaires.forms.rule import NodeView, RuleForm, TermView
from maillage.questionnaires.models import Questionnaire, Version
from maillage.questionnaires.syntax import parse_rule
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.questionnaires import a_content, a_question
from tests.factories.territories import SAINT_AGREVE, commune
from tests.questionnaires.test_checks import COSTS, READ, SENSIBLE

FORM = parse(a_content(*READ))
KINDS = {"open": rule_tree.BOOLEAN}
SignIn = Callable[[Any], Any]


def sent(tree: NodeView | rule_tree.Node) -> QueryDict:
    """What a browser sends of that tree: the fields that the page draws, as they stand."""
    data = QueryDict(mutable=True)

    def term(drawn: TermView | None) -> None:
        if drawn is None:
            return
        path = drawn.term.path
        data[f"{path}-pick"] = drawn.term.pick
        if drawn.widget == "number":
            data[f"{path}-value"] = drawn.choices[0].label
        elif drawn.widget:
            data[f"{path}-value"] = drawn.term.value
        if drawn.of:
            data[f"{path}-op"] = drawn.term.op
            for child in drawn.of:
                term(child)

    def node(drawn: NodeView) -> None:
        path = drawn.node.path
        data[f"{path}-node"] = "group" if drawn.node.is_group else "test"
        if drawn.node.negated:
            data[f"{path}-negated"] = "on"
        if drawn.node.is_group:
            data[f"{path}-op"] = drawn.node.op
            for child in drawn.of:
                node(child)
            return
        data[f"{path}-test"] = drawn.node.test
        term(drawn.subject)
        term(drawn.object)
        if drawn.territories or drawn.kinds:
            data.setlist(f"{path}-texts", drawn.node.texts)

    assert isinstance(tree, NodeView)
    node(tree)
    return data


# One has its constant first, where the form puts the question first.
SAME = [rule for rule in SENSIBLE if "answer" not in rule.get("right", {})]
DEEP: list[dict[str, Any]] = [
    {"op": "not", "of": {"op": "any", "of": [SAME[0], {"op": "not", "of": {"op": "all", "of": SAME[1:4]}}]}},
    {"op": "not", "of": {"op": "not", "of": SENSIBLE[1]}},
    {
        "op": "ge",
        "left": {
            "op": "div",
            "of": [{"op": "sub", "of": [{"answer": "amount"}, COSTS, {"value": "1.5"}]}, COSTS],
        },
        "right": {"op": "mul", "of": [{"op": "count", "question": "budget"}, {"value": "0.25"}]},
    },
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("rule", [*SAME, *DEEP])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_rule_drawn_and_sent_back_is_the_same_rule(rule: dict[str, Any], language: str) -> None:
    commune(SAINT_AGREVE)
    with translation.override(language):
        drawn = RuleForm(FORM, rule=parse_rule(rule)).view
        back = RuleForm(FORM, data=sent(drawn)).rule().as_json()
    # A constant is kept as text, and the question is said first.
    assert _plain(back) == _plain(rule)


def _plain(rule: Any) -> Any:
    if isinstance(rule, list):
        return [_plain(item) for item in rule]
    if not isinstance(rule, dict):
        return rule
    if "value" in rule and not isinstance(rule["value"], bool):
        return {"value": str(rule["value"])}
    return {key: _plain(item) for key, item in rule.items()}


def test_a_comparison_that_begins_with_its_constant_is_turned_round() -> None:
    (turned,) = [rule for rule in SENSIBLE if rule not in SAME]
    back = RuleForm(FORM, data=sent(RuleForm(FORM, rule=parse_rule(turned)).view)).rule()
    assert back.as_json() == {"op": "le", "left": {"answer": "area"}, "right": {"value": "12"}}


# Territories are named from the database.
PLAIN = [rule for rule in SAME if rule["op"] != "contains"]


@given(st.recursive(st.sampled_from(PLAIN), lambda inner: st.builds(
    lambda op, of, negated: {"op": "not", "of": {"op": op, "of": of}} if negated else {"op": op, "of": of},
    st.sampled_from(["all", "any"]), st.lists(inner, min_size=2, max_size=4), st.booleans(),
), max_leaves=8))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_tree_is_the_rule_that_it_was_made_of(rule: dict[str, Any]) -> None:
    parsed = parse_rule(rule)
    assert _plain(rule_tree.rule_of(rule_tree.tree_of(parsed), KINDS).as_json()) == _plain(rule)


def test_buttons_add_and_take_away() -> None:
    tree = rule_tree.blank()
    tree = rule_tree.rearranged(tree, "test:r")
    tree = rule_tree.rearranged(tree, "group:r")
    assert [node.path for node in tree.every()] == ["r", "r.0", "r.1", "r.2", "r.2.0"]
    tree = rule_tree.rearranged(tree, "drop:r.0")
    assert [(node.path, node.is_group) for node in tree.every()] == [
        ("r", True),
        ("r.0", False),
        ("r.1", True),
        ("r.1.0", False),
    ]
    for nonsense in ("", "drop:r", "test:r.0", "fly:r"):
        assert len(list(rule_tree.rearranged(tree, nonsense).every())) == 4


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"r.0-node": "test"},
        {"r.0-node": "test", "r.0.left-pick": "a:area"},
        {"r.0-node": "test", "r.0.left-pick": "a:area", "r.0-test": "ge"},
        {"r.0-node": "test", "r.0.left-pick": "a:gone", "r.0-test": "ge", "r.0.right-pick": "value"},
        {"r.0-node": "test", "r.0.left-pick": "nonsense", "r.0-test": "eq", "r.0.right-pick": ":::"},
        {"r.0-node": "test", "r.0.left-pick": "a:home", "r.0-test": "in_territory"},
        {"r.0-node": "test", "r.0.left-pick": "a:home", "r.0-test": "typology:density"},
        {"r.0-node": "test", "r.0.left-pick": "a:area", "r.0-test": "typology:nonsense"},
        {"r.0-node": "group"},
    ],
)
@pytest.mark.django_db
def test_what_is_not_finished_is_drawn_and_said_at_its_place(fields: dict[str, str]) -> None:
    data = QueryDict(mutable=True)
    data.update(fields)
    form = RuleForm(FORM, data=data)
    with pytest.raises(rule_tree.Unfinished) as refusal:
        form.rule()
    assert set(refusal.value.faults) <= {"r", "r.0"}
    assert form.view.node.path == "r"
    assert form.sentence == ""


@pytest.fixture
def form(db: Any) -> Questionnaire:
    officer = UserFactory()
    owner = OrganisationFactory(administrator=officer)
    return questionnaires.create(
        title="Dossier",
        owner=owner,
        by=officer,
        content=a_content(*READ, a_question("last", "money")),
    )


def question_of(form: Questionnaire, name: str) -> Question:
    return Version.objects.drafts().get(questionnaire=form).definition.by_id[name]


def test_a_rule_is_built_step_by_step_read_back_and_saved(form: Questionnaire, sign_in: SignIn) -> None:
    client = sign_in(Version.objects.get(questionnaire=form).saved_by)
    where = reverse("questionnaires:question_rule", args=[form.pk, "last", "validite", 0])
    page = client.get(where)
    base = {"seen": page.context["seen"], "r-node": "group", "r-op": "all", "r.0-node": "test"}
    chosen = {**base, "r.0.left-pick": "a:last"}
    page = client.post(where, chosen)
    assert [option.value for option in page.context["tree"].of[0].tests][:3] == ["eq", "ne", "ge"]
    compared = {**chosen, "r.0-test": "le", "r.0.right-pick": "value", "r.0.right-value": "12 500,50"}
    with translation.override("fr"):
        assert "12\u00a0500,50\u00a0€" in client.post(where, compared).context["reading"]
    assert question_of(form, "last").valid_if == ()
    unsaid = client.post(where, {**compared, "save": "rule"})
    assert unsaid.status_code == 200
    assert unsaid.context["faults"]
    saved = client.post(where, {**compared, "save": "rule", "sentence": "Au plus 12 500,50 euros."})
    assert saved.status_code == 302
    (validity,) = question_of(form, "last").valid_if
    assert validity.as_json() == {
        "rule": {"op": "le", "left": {"answer": "last"}, "right": {"value": "12500.50"}},
        "message": "Au plus 12 500,50 euros.",
    }
    seen = client.get(where).context["seen"]
    client.post(where, {**compared, "seen": seen, "save": "none"})
    assert question_of(form, "last").valid_if == ()


def test_a_rule_on_a_question_changed_meanwhile_is_refused(form: Questionnaire, sign_in: SignIn) -> None:
    client = sign_in(Version.objects.get(questionnaire=form).saved_by)
    where = reverse("questionnaires:question_rule", args=[form.pk, "last", "affichage", 0])
    rule = {"r-node": "group", "r.0-node": "test", "r.0.left-pick": "a:area", "r.0-test": "answered"}
    refused = client.post(where, {**rule, "seen": "former", "save": "rule"})
    assert refused.status_code == 200
    assert refused.context["faults"]
    assert question_of(form, "last").shows_if is None
    client.post(where, {**rule, "seen": refused.context["seen"], "save": "rule"})
    assert question_of(form, "last").shows_if is not None


def test_territories_are_typed_or_ticked(form: Questionnaire, sign_in: SignIn) -> None:
    home = commune(SAINT_AGREVE)
    client = sign_in(Version.objects.get(questionnaire=form).saved_by)
    where = reverse("questionnaires:section_rule", args=[form.pk, "place"])
    rule = {
        "seen": client.get(where).context["seen"],
        "r-node": "group",
        "r.0-node": "test",
        "r.0.left-pick": "a:home",
        "r.0-test": "in_territory",
        "r.0-texts_add": home.department.name,
        "save": "rule",
    }
    assert client.post(where, {**rule, "r.0-texts_add": "Nulle part"}).context["faults"]
    assert client.post(where, rule).status_code == 302
    section = Version.objects.drafts().get(questionnaire=form).definition.sections_by_id["place"]
    assert section.shows_if is not None
    assert section.shows_if.as_json()["territories"] == [f"department:{home.department_id}"]


def test_only_what_its_readers_may_see_is_offered(form: Questionnaire) -> None:
    def offered(*, is_private: bool) -> set[str]:
        groups = RuleForm(FORM, is_private=is_private).picks()
        return {pick for _title, options in groups for pick, _label in options}

    assert offered(is_private=True) - offered(is_private=False) == {"a:secret"}
