"""Rules in three values: unknown is never a no, one failure is enough, overseas is France."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.errors import Invalid
from maillage.programmes.actions import call as calls
from maillage.programmes.actions.call import RuleSpec
from maillage.programmes.eligibility import (
    Carrier,
    Condition,
    Facts,
    RuleVerdict,
    condition_of,
    conditions_of,
    count_communes,
    evaluate,
    evaluate_one,
    facts_of,
    join,
    of_answers,
    one_of,
    together,
)
from maillage.programmes.enums import CarrierScope, RuleKind, Verdict
from maillage.territories.enums import Level, TypologyKind
from maillage.territories.models import Commune, TypologyRelease, TypologyValue
from maillage.territories.refs import TerritoryRef
from tests.factories.accounts import UserFactory
from tests.factories.programmes import CallFactory, ProgrammeFactory
from tests.factories.territories import (
    CAYENNE,
    LE_CHEYLARD,
    LYON,
    MAMOUDZOU,
    SAINT_AGREVE,
    SAINT_DENIS_REUNION,
    SAINT_PIERRE_ET_MIQUELON,
    commune,
)

YES, NO, UNKNOWN = Verdict.ELIGIBLE, Verdict.INELIGIBLE, Verdict.UNKNOWN
VERDICTS = st.sampled_from(list(Verdict))


# --- Three-valued logic -------------------------------------------------------------------------------
@given(st.lists(VERDICTS))
def test_joined_rules_follow_kleene_for_any_composition(verdicts: list[Verdict]) -> None:
    rank = {NO: 0, UNKNOWN: 1, YES: 2}
    assert join(verdicts) == min(verdicts, key=rank.__getitem__, default=YES)
    assert one_of(verdicts) == max(verdicts, key=rank.__getitem__, default=NO)


@given(st.lists(VERDICTS), st.lists(VERDICTS))
def test_joining_in_two_steps_is_joining_at_once(left: list[Verdict], right: list[Verdict]) -> None:
    assert join([join(left), join(right)]) == join([*left, *right])


TYPOLOGIES = st.sets(
    st.sampled_from(["density:5", "density:6", "frr:base", "frr:plus", "pvd:yes", "qpv:yes", "acv:no"]),
    min_size=1,
)
KNOWN = st.fixed_dictionaries(
    {},
    optional={
        TypologyKind.DENSITY: st.sampled_from(["1", "5", "6"]),
        TypologyKind.FRR: st.sampled_from(["none", "base", "plus"]),
        TypologyKind.PVD: st.sampled_from(["yes", "no"]),
        TypologyKind.QPV: st.sampled_from(["yes", "no"]),
        TypologyKind.ACV: st.sampled_from(["yes", "no"]),
    },
)
CONDITIONS = st.lists(
    st.one_of(
        TYPOLOGIES.map(lambda t: Condition(RuleKind.TYPOLOGY, typologies=tuple(sorted(t)))),
        st.integers(1, 9000).map(lambda n: Condition(RuleKind.POPULATION_BELOW, population_below=n)),
        st.sets(st.sampled_from(["association", "scic", "none"]), min_size=1).map(
            lambda f: Condition(RuleKind.LEGAL_FORM, legal_forms=tuple(sorted(f)))
        ),
    ),
    max_size=5,
)
FACTS = st.builds(
    Facts,
    typologies=KNOWN,
    population=st.none() | st.integers(0, 9000),
    legal_form=st.sampled_from(["", "association", "scic", "none", "sas"]),
)


@given(CONDITIONS, FACTS, KNOWN, st.integers(0, 9000), st.sampled_from(["association", "sas"]))
def test_learning_what_was_unknown_never_turns_a_yes_into_a_no(
    conditions: list[Condition], facts: Facts, more: dict[TypologyKind, str], population: int, form: str
) -> None:
    """A verdict that is not "cannot tell" holds whatever is learnt later: unknown was never counted."""
    before = evaluate(conditions, facts).verdict
    learnt = Facts(
        typologies={**more, **facts.typologies},
        population=population if facts.population is None else facts.population,
        legal_form=facts.legal_form or form,
    )
    after = evaluate(conditions, learnt).verdict
    assert before == UNKNOWN or after == before


@given(CONDITIONS, FACTS)
def test_the_whole_is_made_of_its_rules_and_survives_being_stored(
    conditions: list[Condition], facts: Facts
) -> None:
    answer = evaluate(conditions, facts)
    assert answer.verdict == join(evaluate_one(each, facts).verdict for each in conditions)
    assert tuple(RuleVerdict.from_json(data) for data in answer.as_json()) == answer.rules
    assert all(rule.fact for rule in answer.rules)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({TypologyKind.FRR: "base"}, YES),
        ({TypologyKind.FRR: "none"}, UNKNOWN),
        ({TypologyKind.FRR: "none", TypologyKind.PVD: "no"}, NO),
        ({TypologyKind.FRR: "none", TypologyKind.PVD: "yes"}, YES),
        ({}, UNKNOWN),
    ],
)
def test_one_of_several_typologies_is_enough_and_unknown_is_not_no(
    known: dict[TypologyKind, str], expected: Verdict
) -> None:
    condition = Condition(RuleKind.TYPOLOGY, typologies=("frr:base", "frr:plus", "pvd:yes"))
    assert evaluate_one(condition, Facts(typologies=known)).verdict == expected


@pytest.mark.parametrize(("population", "expected"), [(3499, YES), (3500, NO), (None, UNKNOWN)])
def test_population_is_strictly_below(population: int | None, expected: Verdict) -> None:
    condition = Condition(RuleKind.POPULATION_BELOW, population_below=3500)
    assert evaluate_one(condition, Facts(population=population)).verdict == expected


@pytest.mark.parametrize(("form", "expected"), [("scic", YES), ("sas", NO), ("none", UNKNOWN), ("", UNKNOWN)])
def test_legal_form_not_said_is_unknown_and_no_form_yet_is_an_answer(form: str, expected: Verdict) -> None:
    condition = Condition(RuleKind.LEGAL_FORM, legal_forms=("scic", "scop"))
    assert evaluate_one(condition, Facts(legal_form=form)).verdict == expected


# --- On real communes ----------------------------------------------------------
def typology(kind: TypologyKind, vintage: str, values: dict[str, str]) -> None:
    release = TypologyRelease.objects.create(kind=kind, vintage=vintage, source="test")
    for code, value in values.items():
        TypologyValue.objects.create(release=release, commune=commune(code), value=value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "ref"),
    [
        (SAINT_DENIS_REUNION, (Level.REGION, "04")),
        (SAINT_DENIS_REUNION, (Level.DEPARTMENT, "974")),
        (CAYENNE, (Level.DEPARTMENT, "973")),
        (MAMOUDZOU, (Level.DEPARTMENT, "976")),
        (SAINT_PIERRE_ET_MIQUELON, (Level.DEPARTMENT, "975")),
        (SAINT_PIERRE_ET_MIQUELON, (Level.COUNTRY, "FR")),
        (SAINT_AGREVE, (Level.COUNTRY, "FR")),
    ],
)
def test_overseas_communes_are_in_their_territories_and_in_france(code: str, ref: tuple[Level, str]) -> None:
    condition = Condition(RuleKind.TERRITORY, territories=frozenset({TerritoryRef(*ref)}))
    assert evaluate_one(condition, facts_of(commune(code))).verdict == YES


@pytest.mark.django_db
def test_a_departement_is_not_the_region_of_the_same_code() -> None:
    condition = Condition(RuleKind.TERRITORY, territories=frozenset({TerritoryRef(Level.DEPARTMENT, "84")}))
    assert evaluate_one(condition, facts_of(commune(SAINT_AGREVE))).verdict == NO  # région 84


@pytest.mark.django_db
def test_the_newest_vintage_decides() -> None:
    typology(TypologyKind.FRR, "2024-07", {SAINT_AGREVE: "none"})
    typology(TypologyKind.FRR, "2025-07", {SAINT_AGREVE: "plus"})
    condition = Condition(RuleKind.TYPOLOGY, typologies=("frr:plus",))
    assert evaluate_one(condition, facts_of(commune(SAINT_AGREVE))).verdict == YES


@pytest.mark.django_db
def test_counting_communes_says_what_evaluating_each_says(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    places = [SAINT_AGREVE, LE_CHEYLARD, LYON, SAINT_DENIS_REUNION, MAMOUDZOU, SAINT_PIERRE_ET_MIQUELON]
    for code in places:
        commune(code)
    typology(TypologyKind.FRR, "2025-07", {SAINT_AGREVE: "plus", LYON: "none", LE_CHEYLARD: "none"})
    typology(TypologyKind.PVD, "2025", {LYON: "no", LE_CHEYLARD: "yes"})
    rules = [
        [],
        [Condition(RuleKind.TYPOLOGY, typologies=("frr:plus", "pvd:yes"))],
        [Condition(RuleKind.POPULATION_BELOW, population_below=20000)],
        [Condition(RuleKind.TERRITORY, territories=frozenset({TerritoryRef(Level.REGION, "84")}))],
        [
            Condition(RuleKind.TYPOLOGY, typologies=("frr:plus", "qpv:yes")),
            Condition(RuleKind.POPULATION_BELOW, population_below=20000),
            Condition(RuleKind.LEGAL_FORM, legal_forms=("scic",)),
        ],
    ]
    for conditions in rules:
        about_communes = [c for c in conditions if c.kind != RuleKind.LEGAL_FORM]
        one_by_one = [evaluate(about_communes, facts_of(c)).verdict for c in Commune.objects.order_by("pk")]
        with django_assert_max_num_queries(2):
            counted = count_communes(conditions)
        assert (counted.total, counted.eligible, counted.ineligible, counted.unknown) == (
            len(places),
            one_by_one.count(YES),
            one_by_one.count(NO),
            one_by_one.count(UNKNOWN),
        )


# --- Rules as rows ----------------------------------------------------------
@pytest.mark.django_db
def test_rules_are_stored_and_read_back_with_a_sentence_each() -> None:
    officer = UserFactory()
    commune(SAINT_AGREVE)
    call = CallFactory(draft=True, programme=ProgrammeFactory(officer=officer))
    specs = [
        RuleSpec(RuleKind.TERRITORY, territories=[("department", "07")]),
        RuleSpec(RuleKind.TYPOLOGY, typologies=["density:6", "frr:plus"], sentence="La commune est rurale."),
        RuleSpec(RuleKind.POPULATION_BELOW, population_below=20000),
        RuleSpec(RuleKind.LEGAL_FORM, legal_forms=["scic", "none"]),
    ]
    with translation.override("en"):
        rules = calls.set_rules(call, specs, by=officer)
    assert [condition_of(rule) for rule in rules] == conditions_of(call)
    assert [rule.position for rule in rules] == [1, 2, 3, 4]
    assert rules[0].sentence == "The commune is in: Ardèche."
    assert rules[1].sentence == "La commune est rurale."
    facts = facts_of(commune(SAINT_AGREVE), legal_form="scic")
    assert [rule.verdict for rule in evaluate(conditions_of(call), facts).rules] == [YES, UNKNOWN, YES, YES]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spec",
    [
        RuleSpec(RuleKind.TERRITORY),
        RuleSpec(RuleKind.TERRITORY, territories=[("department", "99")]),
        RuleSpec(RuleKind.TYPOLOGY),
        RuleSpec(RuleKind.TYPOLOGY, typologies=["density:9"]),
        RuleSpec(RuleKind.TYPOLOGY, typologies=["mood:good"]),
        RuleSpec(RuleKind.POPULATION_BELOW),
        RuleSpec(RuleKind.LEGAL_FORM, legal_forms=["club"]),
    ],
)
def test_a_rule_that_lacks_or_invents_is_refused(spec: RuleSpec) -> None:
    officer = UserFactory()
    call = CallFactory(draft=True, programme=ProgrammeFactory(officer=officer))
    with pytest.raises(Invalid):
        calls.set_rules(call, [spec], by=officer)
    assert call.rules.count() == 0


@pytest.mark.parametrize(
    ("scope", "forms", "expected"),
    [
        ("any", ("sas", "scic"), YES),
        ("any", ("sas", "sas"), NO),
        ("any", ("sas", ""), UNKNOWN),
        ("lead", ("sas", "scic"), NO),
        ("lead", ("scic", "sas"), YES),
        ("each", ("scic", "scop"), YES),
        ("each", ("scic", "sas"), NO),
        ("each", ("scic", "none"), UNKNOWN),
    ],
)
def test_several_organisations_answer_as_the_rule_says(
    scope: str, forms: tuple[str, ...], expected: Verdict
) -> None:
    condition = Condition(RuleKind.LEGAL_FORM, legal_forms=("scic", "scop"), carriers=CarrierScope(scope))
    carriers = tuple(Carrier(f"Structure {rank}", form) for rank, form in enumerate(forms))
    said = evaluate_one(condition, Facts(legal_form="association", carriers=carriers))
    assert said.verdict == expected
    assert [name in said.fact for name in ("Structure 0", "Structure 1")] == [True, True]


def test_what_answers_say_is_joined_to_what_the_rules_say() -> None:
    answer = evaluate([], Facts())
    more = of_answers([("Surface", True, "Au moins 100 m².")])
    assert together(answer, more).verdict == YES
    more = of_answers([("Surface", True, "Au moins 100 m²."), ("Bail", None, "Un bail de trois ans.")])
    assert together(answer, more).verdict == UNKNOWN
    more = of_answers([("Surface", False, "Au moins 100 m²."), ("Bail", None, "Un bail de trois ans.")])
    joined = together(answer, more)
    assert (joined.verdict, [rule.sentence for rule in joined.failing]) == (NO, ["Au moins 100 m²."])
    assert RuleVerdict.from_json(more[0].as_json()) == more[0]
