"""What an application asks: one short built-in list, the same for every call.

Answers are stored by the stable ids below, as JSON of the type that each kind says, so that
answers outlive the list: an id is never used again for another question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from maillage.core.errors import Invalid, Sentence


class Kind(StrEnum):
    """Text is a JSON string; money a string of decimal euros; files are rows beside (``ApplicationFile``)."""

    LONG_TEXT = "long_text"
    MONEY = "money"
    FILES = "files"


@dataclass(frozen=True)
class Question:
    id: str
    kind: Kind
    label: Sentence
    help: Sentence = ""
    required: bool = False
    max_length: int = 3000


@dataclass(frozen=True)
class Section:
    id: str
    title: Sentence
    questions: tuple[Question, ...]


AMOUNT = "budget.requested_amount"
MAX_FILES = 5
MAX_AMOUNT = Decimal("100000000")

SECTIONS: tuple[Section, ...] = (
    Section(
        "presentation",
        _("Your place and your project"),
        (
            Question(
                "presentation.project",
                Kind.LONG_TEXT,
                _("What is your project?"),
                _("What exists today, what you want to make exist, for whom."),
                required=True,
            ),
            Question(
                "presentation.activities",
                Kind.LONG_TEXT,
                _("What is done or made there, in which trades?"),
                _("Workshops, shared tools, crafts, small firms that work there."),
                required=True,
            ),
        ),
    ),
    Section(
        "means",
        _("Tools and team"),
        (
            Question(
                "means.equipment",
                Kind.LONG_TEXT,
                _("What equipment do you want to share?"),
                _("Machines, tools, furniture; say what you have and what is missing."),
            ),
            Question(
                "means.team",
                Kind.LONG_TEXT,
                _("Who carries the project?"),
                _("Roles and skills; names are not needed."),
                required=True,
            ),
            Question(
                "means.needs",
                Kind.LONG_TEXT,
                _("What support do you need?"),
                _("Legal form, premises, business model, impact, anything else."),
            ),
        ),
    ),
    Section(
        "budget",
        _("Budget and files"),
        (
            Question(AMOUNT, Kind.MONEY, _("Amount requested"), _("In euros."), required=True),
            Question(
                "budget.files",
                Kind.FILES,
                _("Files"),
                _("A budget, plans, photos, letters of support: five at most."),
            ),
        ),
    ),
)
BY_ID: Mapping[str, Question] = {
    question.id: question for section in SECTIONS for question in section.questions
}


def clean(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in the types they are stored in. Ids that are not asked are refused.

    Raises:
        Invalid: with a sentence per question id.
    """
    faults: dict[str, Sentence] = {}
    cleaned: dict[str, Any] = {}
    for question_id, value in answers.items():
        question = BY_ID.get(question_id)
        if question is None or question.kind == Kind.FILES:
            faults[question_id] = _("This question is not asked.")
        elif question.kind == Kind.MONEY:
            try:
                cleaned[question_id] = _money(value)
            except (InvalidOperation, ValueError):
                faults[question_id] = _("Give an amount in euros, for example 25 000.")
        else:
            text = str(value or "").replace("\r\n", "\n").strip()
            if len(text) > question.max_length:
                faults[question_id] = _t("At most %(most)s characters: there are %(there)s.") % {
                    "most": question.max_length,
                    "there": len(text),
                }
            cleaned[question_id] = text
    if faults:
        raise Invalid(_("Some answers cannot be kept as they are."), fields=faults)
    return cleaned


def _money(value: Any) -> str:
    text = "".join(str(value if value is not None else "").split()).replace("€", "").replace(",", ".")
    if not text:
        return ""
    amount = Decimal(text)
    if not amount.is_finite() or amount < 0 or amount >= MAX_AMOUNT:
        raise ValueError(text)
    return str(amount.quantize(Decimal("0.01")))


def missing(answers: Mapping[str, Any]) -> dict[str, Sentence]:
    """What must be answered before submission and is not: a sentence per question id."""
    return {
        question.id: _("This answer is needed before you can submit.")
        for question in BY_ID.values()
        if question.required and not answers.get(question.id)
    }


def requested_amount(answers: Mapping[str, Any]) -> Decimal | None:
    text = answers.get(AMOUNT)
    return Decimal(text) if text else None


@dataclass(frozen=True)
class Progress:
    done: int
    total: int


def progress(answers: Mapping[str, Any], section: Section) -> Progress:
    """Answered questions of a section, files apart."""
    asked = [question for question in section.questions if question.kind != Kind.FILES]
    return Progress(sum(1 for question in asked if answers.get(question.id)), len(asked))
