"""The ready questionnaire of a call: what every application was asked before forms were data.

Its texts become their author's as soon as a questionnaire is made of it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

AMOUNT = "budget.requested_amount"
LONGEST = 3000


def content() -> dict[str, Any]:
    """The JSON of the ready questionnaire, in the present language."""

    def text(question_id: str, label: str, help_text: str, *, required: bool = False) -> dict[str, Any]:
        return {
            "id": question_id,
            "type": "long_text",
            "label": label,
            "help": help_text,
            "required": "submission" if required else "never",
            "max_length": LONGEST,
        }

    return {
        "sections": [
            {
                "id": "presentation",
                "title": _("Your place and your project"),
                "questions": [
                    text(
                        "presentation.project",
                        _("What is your project?"),
                        _("What exists today, what you want to make exist, for whom."),
                        required=True,
                    ),
                    text(
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
                    text(
                        "means.equipment",
                        _("What equipment do you want to share?"),
                        _("Machines, tools, furniture; say what you have and what is missing."),
                    ),
                    text(
                        "means.team",
                        _("Who carries the project?"),
                        _("Roles and skills; names are not needed."),
                        required=True,
                    ),
                    text(
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
                    },
                    {
                        "id": "budget.files",
                        "type": "files",
                        "label": _("Files"),
                        "help": _("A budget, plans, photos, letters of support: five at most."),
                        "max_files": 5,
                        "max_megabytes": 20,
                    },
                ],
            },
        ]
    }
