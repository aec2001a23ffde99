"""Sections and questions as the builder, the versions and the publication page show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.core import formatting
from maillage.questionnaires.definition import NEVER, Definition, Question, Section
from maillage.questionnaires.differences import when_required
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.reading import Names, read
from maillage.questionnaires.syntax import Rule

CHOICES_SHOWN = 8


@dataclass(frozen=True)
class RuleLine:
    """A rule in words, with the page that edits it."""

    place: str
    index: int
    word: str
    sentence: str
    consequence: str = ""


@dataclass(frozen=True)
class QuestionCard:
    question: Question
    summary: str
    required: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class SectionCard:
    section: Section
    rule: RuleLine | None
    questions: tuple[QuestionCard, ...]


def section_cards(definition: Definition, names: Names) -> list[SectionCard]:
    """Every section with its questions, rules in words."""
    return [
        SectionCard(
            section,
            _line("affichage", 0, section.shows_if, definition, names) if section.shows_if else None,
            tuple(question_card(question, definition, names) for question in section.questions),
        )
        for section in definition.sections
    ]


def question_card(question: Question, definition: Definition, names: Names) -> QuestionCard:
    return QuestionCard(
        question,
        summary(question),
        ""
        if question.required == NEVER
        else _("required %(when)s") % {"when": when_required(question.required)},
        rule_lines(question, definition, names),
    )


def required(question: Question) -> str:
    return _("required %(when)s") % {"when": when_required(question.required)}


def rule_lines(question: Question, definition: Definition, names: Names) -> tuple[RuleLine, ...]:
    """The rules of a question in words."""
    lines = []
    if question.shows_if is not None:
        lines.append(_line("affichage", 0, question.shows_if, definition, names))
    for index, validity in enumerate(question.valid_if):
        lines.append(_line("validite", index, validity.rule, definition, names, validity.message))
    for index, eligibility in enumerate(question.eligible_if):
        lines.append(_line("eligibilite", index, eligibility.rule, definition, names, eligibility.reason))
    return tuple(lines)


def _line(
    place: str, index: int, rule: Rule, definition: Definition, names: Names, consequence: str = ""
) -> RuleLine:
    word = {"affichage": _("Shown if"), "validite": _("Valid if"), "eligibilite": _("Eligible if")}[place]
    return RuleLine(place, index, word, read(rule, definition, names), consequence)


def summary(question: Question) -> str:
    """The type and its options, in a few words: "Number · m² · at most 12,5"."""
    parts: list[Any] = [question.type.label]
    labels = [choice.label for choice in question.choices] + [column.label for column in question.columns]
    match question.type:
        case QuestionType.NUMBER:
            parts.append(question.unit)
        case QuestionType.MATRIX:
            labels = [thing.label for thing in question.rows]
        case QuestionType.SCALE:
            parts.append(_("from %(first)s to %(last)s") % {"first": question.first, "last": question.last})
        case QuestionType.FILES:
            parts.append(", ".join(question.file_types))
        case QuestionType.SHORT_TEXT | QuestionType.LONG_TEXT if question.max_length:
            parts.append(
                _("%(number)s characters at most") % {"number": formatting.number(question.max_length)}
            )
    as_text = formatting.money if question.type == QuestionType.MONEY else formatting.number
    if question.minimum is not None:
        parts.append(_("at least %(value)s") % {"value": as_text(question.minimum)})
    if question.maximum is not None:
        parts.append(_("at most %(value)s") % {"value": as_text(question.maximum)})
    if labels:
        shown = ", ".join(labels[:CHOICES_SHOWN])
        parts.append(f"{shown}…" if len(labels) > CHOICES_SHOWN else shown)
    if question.other:
        parts.append(_("another answer"))
    return " · ".join(str(part) for part in parts if part)
