"""What a version of a questionnaire says: sections and questions, as ``Version.content`` keeps them in JSON.

``parse`` holds the shape: known types and options, values of the right kind, ids that stand once. What needs
the whole to be judged (unknown ids, cycles, a rule that compares a date with an amount) is for ``checks``,
at publication: a draft may be incomplete, it cannot be malformed.

The JSON of an answer, by type; ``""``, ``null``, ``[]``, ``{}`` and an absent answer are no answer:

=============================  ==========================================================================
``short_text``, ``long_text``  text
``number``, ``money``          decimal text, ``"12.5"``; money in euros
``date``                       ``"2026-11-22"``
``period``                     ``{"from": date, "to": date}``
``yes_no``                     true or false
``choice``                     the id of a choice, or ``{"other": text}``
``choices``                    ids of choices
``scale``                      whole number
``matrix``                     ``{row id: column id}``
``commune``                    INSEE code
``territories``                ``["department:07"]``
``organisation``               ``{"siret" or "rna": text, "name": text}``
``place``                      id of a place of the directory
``files``                      rows beside; rules see how many
``table``                      ``[{column id: value}]``
=============================  ==========================================================================
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from maillage.core.errors import Invalid, Sentence
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.syntax import Rule

ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
NEVER, SUBMISSION = "never", "submission"
# What an answer may be when its author set no bound.
MOST_CHARACTERS = {QuestionType.SHORT_TEXT: 300, QuestionType.LONG_TEXT: 20_000}
MOST_FILES, MOST_MEGABYTES, MOST_ROWS = 20, 100, 200
MOST_QUESTIONS = 500
# What an amount may be for the platform: lists show and sum what is requested.
REQUESTED_AMOUNT = "requested_amount"
# What a scale from 0 to 10 may be: whether one would recommend what one followed.
RECOMMENDATION = "recommendation"
# The role that a question of each type may have.
ROLES: Mapping[QuestionType, str] = {
    QuestionType.MONEY: REQUESTED_AMOUNT,
    QuestionType.SCALE: RECOMMENDATION,
}
COLUMN_TYPES = (
    QuestionType.SHORT_TEXT,
    QuestionType.NUMBER,
    QuestionType.MONEY,
    QuestionType.DATE,
    QuestionType.CHOICE,
)
# Kinds of files that `core.files` knows how to check; an author chooses among them.
FILE_TYPES = ("pdf", "jpg", "png", "webp", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt")


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where. ``question`` is the id of a question, or of a section, or empty."""

    question: str
    sentence: Sentence
    label: str = ""

    def __str__(self) -> str:
        if not self.question:
            return str(self.sentence)
        return _("%(where)s: %(what)s") % {"where": self.label or self.question, "what": self.sentence}


class InvalidDefinition(Invalid):
    """The JSON is no questionnaire; ``faults`` says each reason, with its question."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Choice:
    """Something to choose; also a row or a column of a grid."""

    id: str
    label: str

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "label": self.label}


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    id: str
    label: str
    type: QuestionType = QuestionType.SHORT_TEXT
    choices: tuple[Choice, ...] = ()

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"id": self.id, "label": self.label, "type": self.type.value}
        if self.choices:
            data["choices"] = [choice.as_json() for choice in self.choices]
        return data


@dataclass(frozen=True)
class Validity:
    """The answer is refused when ``rule`` is false, with ``message``."""

    rule: Rule
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule.as_json(), "message": self.message}


@dataclass(frozen=True)
class Eligibility:
    """The applicant is not eligible when ``rule`` is false, for ``reason``."""

    rule: Rule
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule.as_json(), "reason": self.reason}


@dataclass(frozen=True)
class Question:
    """A question. Options that its type does not have keep their neutral value."""

    id: str
    type: QuestionType
    label: str
    help: str = ""
    required: str = NEVER
    officers_only: bool = False
    shows_if: Rule | None = None
    valid_if: tuple[Validity, ...] = ()
    eligible_if: tuple[Eligibility, ...] = ()
    # Texts.
    max_length: int | None = None
    # Numbers and amounts.
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    # What the platform reads in it, of ``ROLES``; one question of a questionnaire at most has each.
    role: str = ""
    # Dates.
    earliest: dt.date | None = None
    latest: dt.date | None = None
    # Choices.
    choices: tuple[Choice, ...] = ()
    other: bool = False
    min_count: int | None = None
    max_count: int | None = None
    # A scale goes from ``first`` to ``last``, both chosen by people.
    first: int = 1
    last: int = 5
    step_labels: Mapping[int, str] = field(default_factory=dict)
    # Grids.
    rows: tuple[Choice, ...] = ()
    grid_columns: tuple[Choice, ...] = ()
    # Files.
    file_types: tuple[str, ...] = ()
    max_files: int = 1
    max_megabytes: int = 10
    # Tables.
    columns: tuple[Column, ...] = ()
    min_rows: int = 0
    max_rows: int = 20

    @property
    def is_required_at_submission(self) -> bool:
        return self.required == SUBMISSION

    @property
    def longest(self) -> int:
        """The most characters that a text answer may have."""
        return self.max_length or MOST_CHARACTERS.get(self.type, MOST_CHARACTERS[QuestionType.SHORT_TEXT])

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Its rules with where each stands: ``shows_if``, ``valid_if`` or ``eligible_if``."""
        if self.shows_if is not None:
            yield "shows_if", self.shows_if
        for validity in self.valid_if:
            yield "valid_if", validity.rule
        for eligibility in self.eligible_if:
            yield "eligible_if", eligibility.rule

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type.value,
            "label": self.label,
            "help": self.help,
            "required": self.required,
            "officers_only": self.officers_only,
            "shows_if": self.shows_if.as_json() if self.shows_if else None,
            "valid_if": [validity.as_json() for validity in self.valid_if],
            "eligible_if": [eligibility.as_json() for eligibility in self.eligible_if],
            **_options_as_json(self),
        }


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    questions: tuple[Question, ...] = ()
    help: str = ""
    shows_if: Rule | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "help": self.help,
            "shows_if": self.shows_if.as_json() if self.shows_if else None,
            "questions": [question.as_json() for question in self.questions],
        }


@dataclass(frozen=True)
class Definition:
    """A whole questionnaire. Ids of questions stand once; so do those of sections."""

    sections: tuple[Section, ...] = ()

    def __iter__(self) -> Iterator[Question]:
        """Its questions in their order."""
        for section in self.sections:
            yield from section.questions

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self}

    @cached_property
    def sections_by_id(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each question, by the question's id."""
        return {question.id: section for section in self.sections for question in section.questions}

    def with_role(self, role: str) -> Question | None:
        """The question that has a role: the first, when several do."""
        return next((question for question in self if question.role == role), None)

    def for_applicants(self) -> Definition:
        """Without what only officers see; a section left empty by that goes too."""
        kept = []
        for section in self.sections:
            asked = tuple(question for question in section.questions if not question.officers_only)
            if asked or not section.questions:
                kept.append(Section(section.id, section.title, asked, section.help, section.shows_if))
        return Definition(tuple(kept))

    def as_json(self) -> dict[str, Any]:
        return {"sections": [section.as_json() for section in self.sections]}


COMMON = frozenset(
    {"id", "type", "label", "help", "required", "officers_only", "shows_if", "valid_if", "eligible_if"}
)
OPTIONS: Mapping[QuestionType, frozenset[str]] = {
    QuestionType.SHORT_TEXT: frozenset({"max_length"}),
    QuestionType.LONG_TEXT: frozenset({"max_length"}),
    QuestionType.NUMBER: frozenset({"unit", "min", "max", "decimals"}),
    QuestionType.MONEY: frozenset({"min", "max", "role"}),
    QuestionType.DATE: frozenset({"min", "max"}),
    QuestionType.PERIOD: frozenset(),
    QuestionType.YES_NO: frozenset(),
    QuestionType.CHOICE: frozenset({"choices", "other"}),
    QuestionType.CHOICES: frozenset({"choices", "min_count", "max_count"}),
    QuestionType.SCALE: frozenset({"from", "to", "labels", "role"}),
    QuestionType.MATRIX: frozenset({"rows", "columns"}),
    QuestionType.COMMUNE: frozenset(),
    QuestionType.TERRITORIES: frozenset(),
    QuestionType.ORGANISATION: frozenset(),
    QuestionType.PLACE: frozenset(),
    QuestionType.FILES: frozenset({"types", "max_files", "max_megabytes"}),
    QuestionType.TABLE: frozenset({"columns", "min_rows", "max_rows"}),
}


def _options_as_json(question: Question) -> dict[str, Any]:
    """The options of its type, those left open apart."""
    every: dict[str, Any] = {
        "max_length": question.max_length,
        "unit": question.unit,
        "min": _plain(question.earliest if question.type == QuestionType.DATE else question.minimum),
        "max": _plain(question.latest if question.type == QuestionType.DATE else question.maximum),
        "decimals": question.decimals,
        "role": question.role,
        "choices": [choice.as_json() for choice in question.choices],
        "other": question.other,
        "min_count": question.min_count,
        "max_count": question.max_count,
        "from": question.first,
        "to": question.last,
        "labels": {str(step): text for step, text in sorted(question.step_labels.items())},
        "rows": [row.as_json() for row in question.rows],
        "columns": [column.as_json() for column in (question.columns or question.grid_columns)],
        "types": list(question.file_types),
        "max_files": question.max_files,
        "max_megabytes": question.max_megabytes,
        "min_rows": question.min_rows,
        "max_rows": question.max_rows,
    }
    return {name: every[name] for name in sorted(OPTIONS[question.type])}


def _plain(bound: Decimal | dt.date | None) -> str | None:
    if bound is None:
        return None
    return bound.isoformat() if isinstance(bound, dt.date) else format(bound, "f")
