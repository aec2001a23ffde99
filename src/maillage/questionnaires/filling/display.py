"""Answers as people read them, on a page, in a difference, on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from maillage.core import formatting
from maillage.questionnaires.definition import Column, Definition, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import OTHER, is_blank
from maillage.questionnaires.filling.names import Names, names_of
from maillage.questionnaires.models import Response, ResponseFile
from maillage.questionnaires.queries.filling import Filling, Progress, unasked


@dataclass(frozen=True)
class Shown:
    """An answer to read: a text, or a list, or a table; nothing of them when it is not answered."""

    text: str = ""
    lines: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    is_long: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.lines or self.rows)

    @property
    def plain(self) -> str:
        """The same on one line."""
        if self.rows:
            return " ; ".join(" · ".join(cell for cell in row if cell) for row in self.rows)
        return self.text or ", ".join(self.lines)


@dataclass(frozen=True)
class ShownAnswer:
    question: Question
    answer: Shown
    files: Sequence[ResponseFile] = ()

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def is_files(self) -> bool:
        return self.question.type == QuestionType.FILES


@dataclass(frozen=True)
class ShownSection:
    title: str
    progress: Progress
    answers: Sequence[ShownAnswer] = field(default_factory=list)


def show(question: Question, answer: Any, names: Names) -> Shown:
    """One answer. One that its question cannot read is shown as it is kept."""
    if is_blank(answer):
        return Shown()
    try:
        return _SHOWN[question.type](question, answer, names)
    except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError):
        return Shown(text=str(answer))


def sections_of(filling: Filling, *, every: bool = False) -> list[ShownSection]:
    """The sections and answers of a filling. ``every``: with the questions that are not asked."""
    names = names_of(filling.definition, filling.answers)
    shown = []
    for section in filling.definition.sections:
        answers = [
            ShownAnswer(
                question,
                show(question, filling.answers.get(question.id), names),
                filling.files.get(question.id, ()),
            )
            for question in section.questions
            if every or filling.is_shown(question)
        ]
        if answers:
            shown.append(ShownSection(section.title, filling.progress(section), answers))
    return shown


def in_words(definition: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """The answers on one line each, by question id."""
    names = names_of(definition, answers)
    return {q.id: show(q, answers[q.id], names).plain for q in definition if not is_blank(answers.get(q.id))}


def unasked_in_words(response: Response) -> list[tuple[str, str]]:
    """What is kept though it is asked no more: the label that it had, the answer on one line."""
    return [
        (row.label, show(row.asked, row.answer, Names()).plain if row.asked else str(row.answer))
        for row in unasked(response)
    ]


def _text(question: Question, answer: Any, names: Names) -> Shown:
    return Shown(text=str(answer), is_long=question.type == QuestionType.LONG_TEXT)


def _number(question: Question, answer: Any, names: Names) -> Shown:
    number = Decimal(answer)
    decimals = max(-int(number.as_tuple().exponent), 0)
    return Shown(text=formatting.number(number, decimals, question.unit))


def _money(question: Question, answer: Any, names: Names) -> Shown:
    return Shown(text=formatting.money(Decimal(answer)))


def _day(text: str) -> str:
    return formatting.day(dt.date.fromisoformat(text), weekday=False)


def _period(question: Question, answer: Any, names: Names) -> Shown:
    first, last = answer.get("from"), answer.get("to")
    if first and last:
        return Shown(text=_("from %(first)s to %(last)s") % {"first": _day(first), "last": _day(last)})
    return Shown(
        text=_("from %(first)s") % {"first": _day(first)}
        if first
        else _("until %(last)s") % {"last": _day(last)}
    )


def _choice(question: Question, answer: Any, names: Names) -> Shown:
    if isinstance(answer, Mapping):
        return Shown(text=str(answer[OTHER]))
    return Shown(text=_label(question.choices, answer))


def _label(choices: Sequence[Any], id_: Any) -> str:
    return next((choice.label for choice in choices if choice.id == id_), str(id_))


def _scale(question: Question, answer: Any, names: Names) -> Shown:
    label = question.step_labels.get(answer, "")
    return Shown(text=f"{answer} / {question.last}" + (f" · {label}" if label else ""))


def _matrix(question: Question, answer: Any, names: Names) -> Shown:
    return Shown(
        rows=[
            [row.label, _label(question.grid_columns, answer[row.id])]
            for row in question.rows
            if answer.get(row.id)
        ]
    )


def _commune(question: Question, answer: Any, names: Names) -> Shown:
    name = names.communes.get(answer)
    return Shown(text=f"{name} ({answer})" if name else str(answer))


def _territories(question: Question, answer: Any, names: Names) -> Shown:
    lines = []
    for ref in answer:
        name, level = names.territories.get(ref, (ref, ""))
        lines.append(f"{name} ({level})" if level else name)
    return Shown(lines=lines)


def _organisation(question: Question, answer: Any, names: Names) -> Shown:
    number = answer.get("siret") or answer.get("rna")
    return Shown(text=" · ".join(part for part in (answer.get("name"), number) if part))


def _table(question: Question, answer: Any, names: Names) -> Shown:
    return Shown(
        head=[column.label for column in question.columns],
        rows=[[_cell(column, row.get(column.id)) for column in question.columns] for row in answer],
    )


def _cell(column: Column, value: Any) -> str:
    if is_blank(value):
        return ""
    asked = Question(column.id, column.type, column.label, choices=column.choices)
    return show(asked, value, Names()).text


_SHOWN: Mapping[str, Callable[[Question, Any, Names], Shown]] = {
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.NUMBER: _number,
    QuestionType.MONEY: _money,
    QuestionType.DATE: lambda question, answer, names: Shown(text=_day(answer)),
    QuestionType.PERIOD: _period,
    QuestionType.YES_NO: lambda question, answer, names: Shown(text=_("Yes") if answer else _("No")),
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: lambda question, answer, names: Shown(
        lines=[_label(question.choices, item) for item in answer]
    ),
    QuestionType.SCALE: _scale,
    QuestionType.MATRIX: _matrix,
    QuestionType.COMMUNE: _commune,
    QuestionType.TERRITORIES: _territories,
    QuestionType.ORGANISATION: _organisation,
    QuestionType.PLACE: lambda question, answer, names: Shown(text=names.places.get(answer, f"n° {answer}")),
    QuestionType.FILES: lambda question, answer, names: Shown(),
    QuestionType.TABLE: _table,
}
