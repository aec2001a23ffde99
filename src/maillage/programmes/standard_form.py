"""What an application asks where the programme wrote no questionnaire of its own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.questionnaires.definition import REQUESTED_AMOUNT

AMOUNT = "budget.requested_amount"
FILES = "budget.files"


def title() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Application file")


def content() -> dict[str, Any]:
    """The questionnaire as JSON, in the platform's first language: what is written in it is its author's, and
    is not translated from then on."""
    with translation.override(settings.LANGUAGE_CODE):
        return {"sections": _sections()}


def _text(question_id: str, label: str, help_text: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "id": question_id,
        "type": "long_text",
        "label": label,
        "help": help_text,
        "required": "submission" if required else "never",
        "max_length": 3000,
    }


def _sections() -> list[dict[str, Any]]:
    return [
        {
            "id": "presentation",
            "title": _("Your place and your project"),
            "questions": [
                _text(
                    "presentation.project",
                    _("What is your project?"),
                    _("What exists today, what you want to make exist, for whom."),
                    required=True,
                ),
                _text(
                    "presentation.activities",
                    _("What is done or made there, in which trades?"),
                    _("Workshops, shared tools, crafts, small firms that work there."),
                    required=True,
                ),
            ],
        },
        {
            "id": "means",
            "title": _("Tools and team"),
            "questions": [
                _text(
                    "means.equipment",
                    _("What equipment do you want to share?"),
                    _("Machines, tools, furniture; say what you have and what is missing."),
                ),
                _text(
                    "means.team",
                    _("Who carries the project?"),
                    _("Roles and skills; names are not needed."),
                    required=True,
                ),
                _text(
                    "means.needs",
                    _("What support do you need?"),
                    _("Legal form, premises, business model, impact, anything else."),
                ),
            ],
        },
        {
            "id": "budget",
            "title": _("Budget and files"),
            "questions": [
                {
                    "id": AMOUNT,
                    "type": "money",
                    "label": _("Amount requested"),
                    "help": _("In euros."),
                    "required": "submission",
                    "min": "0",
                    "max": "99999999.99",
                    "role": REQUESTED_AMOUNT,
                },
                {
                    "id": FILES,
                    "type": "files",
                    "label": _("Files"),
                    "help": _("A budget, plans, photos, letters of support: five at most."),
                    "max_files": 5,
                    "max_megabytes": 20,
                },
            ],
        },
    ]
