"""Questionnaires before and after that ship with the ready kits, in our own words.

Data, in French as the kits. The organisation that runs a kit gets its own copy, which it may change: a
question keeps its ``id``, by which answers before and after, and those of several pathways, are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maillage.questionnaires.definition import RECOMMENDATION

AGREE = {"1": "Pas du tout", "2": "Plutôt non", "3": "Entre les deux", "4": "Plutôt oui", "5": "Tout à fait"}


@dataclass(frozen=True)
class ReadySurvey:
    key: str
    title: str
    sections: tuple[dict[str, Any], ...]

    def content(self) -> dict[str, Any]:
        """The questionnaire as JSON (``questionnaires.definition``)."""
        return {"sections": list(self.sections)}


def _agree(question_id: str, label: str) -> dict[str, Any]:
    return {
        "id": question_id,
        "type": "scale",
        "label": label,
        "from": 1,
        "to": 5,
        "labels": AGREE,
        "required": "submission",
    }


def _yes_no(question_id: str, label: str) -> dict[str, Any]:
    return {"id": question_id, "type": "yes_no", "label": label, "required": "submission"}


def _text(question_id: str, label: str, help_text: str = "") -> dict[str, Any]:
    return {"id": question_id, "type": "long_text", "label": label, "help": help_text, "max_length": 1500}


def _section(section_id: str, title: str, *questions: dict[str, Any], help_text: str = "") -> dict[str, Any]:
    return {"id": section_id, "title": title, "help": help_text, "questions": list(questions)}


_TWICE = (
    "Les mêmes questions reviennent à la fin : il n’y a pas de bonne réponse, seulement la vôtre ce jour."
)
_RECOMMEND = {
    "id": "recommandation",
    "type": "scale",
    "label": "Recommanderiez-vous ce parcours à une personne dans votre situation ?",
    "help": "De 0, pas du tout, à 10, sans hésiter.",
    "from": 0,
    "to": 10,
    "labels": {"0": "Pas du tout", "10": "Sans hésiter"},
    "required": "submission",
    "role": RECOMMENDATION,
}
_BY_HAND = (
    _text("aide", "Qu’est-ce qui vous a le plus aidé ?"),
    _text("changer", "Que faudrait-il changer pour les prochaines personnes ?"),
)

# --- People with a project --------------------------------------------------------------------------------
_PROJECT = _section(
    "situation",
    "Où en êtes-vous ?",
    _agree("idee.claire", "Mon idée est claire pour moi."),
    _agree("idee.utile", "Je sais à qui elle sert, et ce dont ces personnes ont besoin."),
    _agree("idee.argent", "Je sais ce qu’elle coûte et d’où peut venir l’argent."),
    _agree("idee.decider", "Je sais avec qui décider, et comment."),
    _agree("idee.capable", "Je me sens capable de la mener."),
    _yes_no("idee.essai", "L’avez-vous déjà essayée, même en petit, avec de vraies personnes ?"),
    _yes_no("idee.plan", "Vos prochaines étapes sont-elles écrites, avec des dates ?"),
    {
        "id": "idee.appuis",
        "type": "number",
        "label": "Combien de personnes ou de structures pouvez-vous appeler pour avancer ?",
        "unit": "appuis",
        "min": "0",
        "max": "200",
        "required": "submission",
    },
    help_text=_TWICE,
)
_NEXT = {
    "id": "suite",
    "type": "choice",
    "label": "Et maintenant ?",
    "choices": [
        {"id": "lancer", "label": "Je me lance"},
        {"id": "continuer", "label": "Je continue à préparer"},
        {"id": "reorienter", "label": "Je vais vers autre chose"},
        {"id": "arreter", "label": "Je mets l’idée de côté"},
    ],
    "required": "submission",
}

# --- Measuring one's impact -------------------------------------------------------------------------------
_IMPACT = _section(
    "impact",
    "Mesurer ce que l’on change",
    _agree("impact.effets", "Je sais nommer les effets que mon lieu ou mon projet cherche à produire."),
    _agree("impact.indicateurs", "Je sais choisir quelques indicateurs que nous pourrons vraiment suivre."),
    _agree("impact.recueillir", "Je sais comment recueillir les réponses des personnes concernées."),
    _agree("impact.raconter", "Je sais présenter ces résultats à un financeur ou à une commune."),
    _yes_no("impact.suivi", "Suivez-vous déjà au moins un indicateur, par écrit ?"),
    help_text=_TWICE,
)

# --- Elected officials and civil servants -----------------------------------------------------------------
_OFFICIALS = _section(
    "elus",
    "L’innovation sociale et votre commune",
    _agree("elus.comprendre", "Je sais dire ce qu’est l’économie sociale et solidaire."),
    _agree("elus.exemples", "Je connais des initiatives de ce genre près de chez moi."),
    _agree("elus.agir", "Je vois ce que ma collectivité peut faire pour elles."),
    _yes_no("elus.contact", "Savez-vous vers qui envoyer une personne qui a une idée ?"),
    help_text=_TWICE,
)

_EXPECT = _section("attentes", "Ce que vous attendez", _text("attentes", "Qu’attendez-vous de ce parcours ?"))


def _after(*before: dict[str, Any], more: tuple[dict[str, Any], ...] = ()) -> tuple[dict[str, Any], ...]:
    return (*before, _section("avis", "Votre avis", *more, _RECOMMEND, *_BY_HAND))


SURVEYS: Mapping[str, ReadySurvey] = {
    one.key: one
    for one in (
        ReadySurvey("projet.avant", "Mon idée, avant le parcours", (_PROJECT, _EXPECT)),
        ReadySurvey("projet.apres", "Mon idée, après le parcours", _after(_PROJECT, more=(_NEXT,))),
        ReadySurvey("impact.avant", "Mesurer son impact, avant la journée", (_IMPACT, _EXPECT)),
        ReadySurvey("impact.apres", "Mesurer son impact, après la journée", _after(_IMPACT)),
        ReadySurvey("elus.avant", "Élus et agents, avant la demi-journée", (_OFFICIALS, _EXPECT)),
        ReadySurvey("elus.apres", "Élus et agents, après la demi-journée", _after(_OFFICIALS)),
        ReadySurvey("avis.apres", "Votre avis", _after()),
    )
}
