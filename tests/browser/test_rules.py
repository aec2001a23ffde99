"""The rules of forms in the browser say what they say in Python: the shared cases, and as many at random."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from maillage.questionnaires.evaluation import Evaluation, folded, rational
from tests.questionnaires import rules_at_random
from tests.questionnaires.vectors import CASES, FACTS, FORMS, content_of

ASK = """async ([module, scenes, texts]) => {
  const { Evaluation, folded, rational } = await import(module);
  return [
    scenes.map(({ content, answers, facts, rules }) => {
      const said = new Evaluation(content, answers, facts);
      return [rules.map((rule) => said.truth(rule)), said.shown, said.faults(), said.eligibility()];
    }),
    texts.map((text) => [folded(text), rational(text)?.toString() ?? null]),
  ];
}"""


def in_python(scene: dict[str, Any]) -> list[Any]:
    said = Evaluation(scene["content"], scene["answers"], scene["facts"])
    eligibility = [[one.question, one.reason, one.truth] for one in said.eligibility()]
    return [[said.truth(rule) for rule in scene["rules"]], said.shown, said.faults(), eligibility]


def test_the_browser_agrees_with_python_on_every_case(page: Page) -> None:
    scenes: list[dict[str, Any]] = [
        {"content": content_of(case), "answers": case["answers"], "facts": FACTS, "rules": [case["rule"]]}
        for case in CASES
    ]
    scenes += [{**form, "rules": []} for form in FORMS]
    made = rules_at_random.many(400)
    scenes += [{**scene, "facts": FACTS} for scene in made]
    texts = sorted({str(value) for scene in made for value in scene["answers"].values()})
    page.goto("/")
    answers, read = page.evaluate(ASK, ["/static/questionnaires/rules.js", scenes, texts])
    for scene, answer in zip(scenes, answers, strict=True):
        assert answer == in_python(scene), scene
    for case, answer in zip(CASES, answers, strict=False):
        assert answer[0] == [case["is"]], case["name"]
    for text, pair in zip(texts, read, strict=True):
        number = rational(text)
        assert pair == [folded(text), None if number is None else str(number)], text
    # Each truth was met, and not by a few scenes only.
    met = [truth for answer in answers[len(CASES) + len(FORMS) :] for truth in answer[0]]
    assert min(met.count(True), met.count(False), met.count(None)) > 50
