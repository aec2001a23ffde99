"""Questionnaires and their versions, as rows; verbs are tested through ``actions``."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone

from maillage.questionnaires.definition import parse
from maillage.questionnaires.enums import VersionState
from maillage.questionnaires.models import Questionnaire, Version
from tests.factories.directory import OrganisationFactory


def a_question(question_id: str, kind: str = "short_text", **more: Any) -> dict[str, Any]:
    """The JSON of a question: ``a_question("place.area", "number", unit="m²")``."""
    return {"id": question_id, "type": kind, "label": question_id.capitalize(), **more}


def a_content(*questions: dict[str, Any], **section: Any) -> dict[str, Any]:
    """The JSON of a questionnaire of one section."""
    return parse(
        {"sections": [{"id": "place", "title": "Le lieu", "questions": list(questions), **section}]}
    ).as_json()


STORY = {"id": "place.story", "type": "long_text", "label": "Racontez le lieu", "required": "submission"}


class QuestionnaireFactory(factory.django.DjangoModelFactory[Questionnaire]):
    class Meta:
        model = Questionnaire

    title = factory.Sequence(lambda n: f"Questionnaire {n}")
    owner = factory.SubFactory(OrganisationFactory)


class VersionFactory(factory.django.DjangoModelFactory[Version]):
    """A draft with one question; trait ``published``. ``content`` is the JSON of the questionnaire."""

    class Meta:
        model = Version

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    number = 1
    content = factory.LazyFunction(lambda: a_content(STORY))

    class Params:
        published = factory.Trait(
            state=VersionState.PUBLISHED, published_at=factory.LazyFunction(timezone.now)
        )
