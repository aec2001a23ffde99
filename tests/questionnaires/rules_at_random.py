"""Rules, forms and answers made by hypothesis, for the laws of evaluation and for its twin in the browser."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.questionnaires.vectors import DATA

QUESTIONS: list[dict[str, Any]] = DATA["questions"]
IDS = [question["id"] for question in QUESTIONS]
OF_TYPE = {question["id"]: question["type"] for question in QUESTIONS}
# Letters of which every Unicode version says the same: Latin with accents, Greek, marks, spaces, ligatures.
LETTERS = "aAbBeEéÉèÊçÇœŒæÆßİıøŁ'’- \u00a0\u202f\n\u0301\u0308ΣσςΩﬁ²½№012."
REFS = [
    "commune:07204",
    "department:07",
    "department:63",
    "department:87",
    "region:84",
    "country:FR",
    "epci:1",
]

texts = st.text(LETTERS, max_size=6)
decimals = st.one_of(
    st.decimals(-1000, 1000, places=2, allow_nan=False).map(str),
    st.integers(-(2**53), 2**53).map(str),
    st.sampled_from(["0", "-0", "1e3", "2.5E-2", "12,5", "", "x", "+4"]),
)
numbers = st.one_of(
    st.integers(-50, 50),
    st.floats(-1e9, 1e9, allow_nan=False, width=32).filter(lambda x: x == 0 or abs(x) > 1e-30),
)
dates = st.dates().map(str)
choices = st.sampled_from(["wood", "metal", "food", "Wood", "été"])


def _rows() -> st.SearchStrategy[Any]:
    cells = st.fixed_dictionaries({}, optional={"label": texts, "qty": decimals, "cost": decimals})
    return st.lists(cells, max_size=3)


ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "number": st.one_of(decimals, numbers, st.none()),
    "money": decimals,
    "short_text": texts,
    "long_text": texts,
    "date": st.one_of(dates, st.just("")),
    "period": st.fixed_dictionaries({}, optional={"from": dates, "to": dates}),
    "yes_no": st.one_of(st.booleans(), st.none()),
    "choice": st.one_of(choices, st.fixed_dictionaries({"other": texts})),
    "choices": st.lists(choices, max_size=3),
    "scale": st.integers(0, 5),
    "matrix": st.fixed_dictionaries({}, optional={"tools": choices, "team": choices}),
    "commune": st.sampled_from(["07204", "99999", ""]),
    "territories": st.lists(st.sampled_from(REFS), max_size=3),
    "organisation": st.fixed_dictionaries({}, optional={"siret": texts, "name": texts}),
    "place": st.sampled_from([12, 13]),
    "files": st.integers(0, 3),
    "table": _rows(),
}
answers = st.fixed_dictionaries({}, optional={id_: ANSWERS[OF_TYPE[id_]] for id_ in IDS})
ids = st.sampled_from([*IDS, "nothing"])
literals = st.one_of(texts, numbers, decimals, dates, st.booleans(), st.none(), st.lists(choices, max_size=2))
parts = st.sampled_from(["from", "to", "tools", "team", "other", "name", "siret", "constructor"])
operands = st.recursive(
    st.one_of(
        st.fixed_dictionaries({"value": literals}),
        st.fixed_dictionaries({"answer": ids}),
        st.fixed_dictionaries({"answer": ids, "row": parts}),
        st.fixed_dictionaries({"op": st.just("count"), "question": ids}),
        st.fixed_dictionaries(
            {"op": st.just("sum"), "question": ids, "column": st.sampled_from(["qty", "cost", "label"])}
        ),
    ),
    lambda inner: st.fixed_dictionaries(
        {"op": st.sampled_from(["add", "sub", "mul", "div"]), "of": st.lists(inner, max_size=3)}
    ),
    max_leaves=4,
)
leaves = st.one_of(
    st.fixed_dictionaries(
        {
            "op": st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "contains"]),
            "left": operands,
            "right": operands,
        }
    ),
    st.fixed_dictionaries({"op": st.just("answered"), "question": ids}),
    st.fixed_dictionaries(
        {
            "op": st.just("in_territory"),
            "question": st.sampled_from(["co", "te", "pl", "s"]),
            "territories": st.lists(st.sampled_from(REFS), max_size=2),
        }
    ),
    st.fixed_dictionaries(
        {
            "op": st.just("typology"),
            "question": st.sampled_from(["co", "pl"]),
            "kind": st.sampled_from(["density", "frr", "massif"]),
            "values": st.lists(st.sampled_from(["6", "7", "frr"]), max_size=2),
        }
    ),
)
rules = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"op": st.sampled_from(["all", "any"]), "of": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"op": st.just("not"), "of": inner}),
    ),
    max_leaves=5,
)


@st.composite
def scenes(draw: st.DrawFn) -> dict[str, Any]:
    """A form whose questions show under rules (circles too), its answers, and rules to ask."""
    questions = []
    for question in QUESTIONS:
        gate = draw(rules) if draw(st.integers(0, 3)) == 0 else None
        checks = (
            [{"rule": draw(rules), "message": "m", "reason": "r"}] if draw(st.integers(0, 5)) == 0 else []
        )
        questions.append({**question, "shows_if": gate, "valid_if": checks, "eligible_if": checks})
    half = len(questions) // 2
    gate = draw(rules) if draw(st.booleans()) else None
    return {
        "content": {
            "sections": [
                {"id": "first", "questions": questions[:half]},
                {"id": "second", "shows_if": gate, "questions": questions[half:]},
            ]
        },
        "answers": draw(answers),
        "rules": draw(st.lists(rules, min_size=2, max_size=4)),
    }


def many(number: int) -> list[dict[str, Any]]:
    """The same scenes at each run, as JSON carries them."""
    made: list[dict[str, Any]] = []

    @seed(20261122)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenes())
    def collect(scene: dict[str, Any]) -> None:
        made.append(json.loads(json.dumps(scene)))

    collect()
    return made
