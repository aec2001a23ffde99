"""What the platform knows of the communes, territories and places that answers name, as rules want it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from maillage.directory.models import Place
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import is_blank
from maillage.questionnaires.syntax import InTerritory, Rule, Typology, walk
from maillage.territories.enums import Level
from maillage.territories.models import Commune
from maillage.territories.queries import codes_of, typologies_of_many
from maillage.territories.queries.coverage import MODELS
from maillage.territories.refs import FRANCE, TerritoryRef


def reads_facts(definition: Definition) -> bool:
    """Whether a rule of the form looks at where something is, or of what kind."""
    rules: list[Rule] = [rule for question in definition for _place, rule in question.rules()]
    rules += [section.shows_if for section in definition.sections if section.shows_if is not None]
    return any(isinstance(node, InTerritory | Typology) for rule in rules for node in walk(rule))


def facts_of(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that ``Evaluation`` takes, about what these answers name; nothing when no rule reads any."""
    if not reads_facts(definition):
        return {}
    communes: set[str] = set()
    refs: set[str] = set()
    places: set[int] = set()
    for question in definition:
        answer = answers.get(question.id)
        if is_blank(answer):
            continue
        if question.type == QuestionType.COMMUNE:
            communes.add(str(answer))
        elif question.type == QuestionType.TERRITORIES and isinstance(answer, list):
            refs.update(answer)
        elif question.type == QuestionType.PLACE and isinstance(answer, int):
            places.add(answer)
    return facts_about(communes=communes, territories=refs, places=places)


def facts_about(
    *,
    communes: Collection[str] = (),
    territories: Collection[str] = (),
    places: Collection[int] = (),
) -> dict[str, Any]:
    """The same for given codes, in a fixed number of queries."""
    located = dict(Place.objects.filter(pk__in=places).values_list("pk", "commune_id")) if places else {}
    return {
        "communes": _communes({*communes, *located.values()}),
        "territories": _territories(territories),
        "places": {str(pk): code for pk, code in sorted(located.items())},
    }


def _communes(codes: Collection[str]) -> dict[str, Any]:
    if not codes:
        return {}
    rows = list(Commune.objects.filter(pk__in=codes).order_by("pk"))
    known = typologies_of_many([row.pk for row in rows])
    return {
        row.pk: {
            "territories": [str(ref) for ref in codes_of(row)],
            "typologies": {fact.kind.value: fact.value for fact in known[row.pk] if fact.value is not None},
        }
        for row in rows
    }


def _territories(texts: Iterable[str]) -> dict[str, list[str]]:
    by_level: dict[Level, list[str]] = {}
    found: dict[str, list[str]] = {}
    for text in texts:
        ref = TerritoryRef.parse(text)
        if ref == FRANCE:
            found[text] = [text]
        else:
            by_level.setdefault(ref.level, []).append(ref.code)
    for level, codes in sorted(by_level.items()):
        for territory in MODELS[level]._default_manager.filter(pk__in=codes).order_by("pk"):
            found[str(territory.ref)] = [str(ref) for ref in codes_of(territory)]
    return found
