"""The names of what answers hold as codes, for a whole form at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from maillage.directory.models import Place
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import is_blank
from maillage.territories.models import Commune
from maillage.territories.queries import territories_of
from maillage.territories.refs import FRANCE, TerritoryRef


@dataclass(frozen=True)
class Names:
    """``communes`` by INSEE code, ``territories`` as (name, level) by ref, ``places`` by number."""

    communes: Mapping[str, str] = field(default_factory=dict)
    territories: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)


def names_of(definition: Definition, answers: Mapping[str, Any]) -> Names:
    """The names that these answers need: a query for communes, one for places, one a level of territory."""
    codes: set[str] = set()
    refs: set[TerritoryRef] = set()
    places: set[int] = set()
    for question in definition:
        answer = answers.get(question.id)
        if is_blank(answer):
            continue
        if question.type == QuestionType.COMMUNE:
            codes.add(str(answer))
        elif question.type == QuestionType.TERRITORIES and isinstance(answer, list):
            for text in answer:
                try:
                    refs.add(TerritoryRef.parse(str(text)))
                except ValueError:
                    continue
        elif question.type == QuestionType.PLACE and str(answer).isdecimal():
            places.add(min(int(str(answer)), 2**31 - 1))
    return Names(
        communes=dict(Commune.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {},
        territories={
            str(ref): (name, "" if ref == FRANCE else str(ref.level.label))
            for ref, name in territories_of(refs)
        }
        if refs
        else {},
        places=dict(Place.objects.filter(pk__in=places).values_list("pk", "name")) if places else {},
    )
