"""Questionnaires and their versions, as rows; verbs are tested through ``actions``."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone

from maillage.questionnaires.definition import parse
from maillage.questionnaires.enums import VersionState
from maillage.questionnaires.models import Questionnaire, Response, Version
from tests.factories.accounts import UserFactory
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


EVERY_TYPE: list[dict[str, Any]] = [
    a_question("e.name"),
    a_question("e.story", "long_text", max_length=2000),
    a_question("e.area", "number", unit="m²", min="10", max="5000", decimals=1),
    a_question("e.amount", "money", min="0", role="requested_amount"),
    a_question("e.opened", "date", min="2000-01-01"),
    a_question("e.works", "period"),
    a_question("e.open", "yes_no"),
    a_question(
        "e.form",
        "choice",
        choices=[{"id": "association", "label": "Association"}, {"id": "scic", "label": "SCIC"}],
        other=True,
    ),
    a_question(
        "e.trades",
        "choices",
        choices=[
            {"id": "wood", "label": "Bois"},
            {"id": "metal", "label": "Métal"},
            {"id": "food", "label": "Alimentation"},
        ],
        max_count=2,
    ),
    a_question("e.ready", "scale", **{"from": 0, "to": 5, "labels": {"0": "Une idée", "5": "Ouvert"}}),
    a_question(
        "e.state",
        "matrix",
        rows=[{"id": "tools", "label": "Outils"}, {"id": "team", "label": "Équipe"}],
        columns=[{"id": "poor", "label": "À trouver"}, {"id": "good", "label": "En place"}],
    ),
    a_question("e.commune", "commune"),
    a_question("e.area_of", "territories"),
    a_question("e.carrier", "organisation"),
    a_question("e.place", "place"),
    a_question("e.files", "files", types=["pdf", "png"], max_files=2, max_megabytes=1),
    a_question(
        "e.budget",
        "table",
        columns=[
            {"id": "label", "label": "Poste"},
            {"id": "cost", "label": "Coût", "type": "money"},
            {"id": "on", "label": "Le", "type": "date"},
            {
                "id": "kind",
                "label": "Nature",
                "type": "choice",
                "choices": [{"id": "buy", "label": "Achat"}, {"id": "rent", "label": "Location"}],
            },
        ],
        max_rows=10,
    ),
]


class ResponseFactory(factory.django.DjangoModelFactory[Response]):
    """An empty response to a published version of one question, or of ``version__content``."""

    class Meta:
        model = Response

    version = factory.SubFactory(VersionFactory, published=True)
    created_by = factory.SubFactory(UserFactory)
    saved_by = factory.SelfAttribute("created_by")
