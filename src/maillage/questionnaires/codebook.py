"""Answers as columns, and the codebook that says what each column means.

A question is a column, except a grid (a column per row of it), a period (two) and a table, whose rows go to a
sheet of their own in XLSX and stand as text in CSV, beside the totals of its numbers.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from maillage.core.exports import FORMULA_STARTS, csv_lines
from maillage.questionnaires.definition import Choice, Column, Definition, Question, Section
from maillage.questionnaires.differences import when_required
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.reading import Names, names_for, read

NUMERIC = frozenset({QuestionType.NUMBER, QuestionType.MONEY})
LONGEST_SHEET_NAME = 31
LONGEST_CELL = 32_000


@dataclass(frozen=True)
class Cell:
    """A column of the export: its key in the codebook, its header, and how an answer fills it."""

    key: str
    header: str
    question: Question
    value: Callable[[Any], Any]
    meaning: str = ""


@dataclass(frozen=True)
class Line:
    """A response to export: what identifies it, and its answers (with the number of its files)."""

    who: Sequence[Any]
    answers: Mapping[str, Any]


def with_former(definition: Definition, earlier: Iterable[Definition]) -> Definition:
    """The definition, and at its end what earlier versions asked (the newest first) and it does not."""
    known = dict.fromkeys(definition.by_id)
    former: list[Question] = []
    for before in earlier:
        for question in before:
            if question.id not in known:
                known[question.id] = None
                # Its rules read questions that may be gone too.
                plain = replace(question, shows_if=None, valid_if=(), eligible_if=())
                label = _("%(label)s (no longer asked)") % {"label": question.label}
                former.append(replace(plain, label=label))
    if not former:
        return definition
    section = Section("no-longer-asked", _("No longer asked"), tuple(former))
    return Definition((*definition.sections, section))


# --- Columns -------------------------------------------------------------------------------------------
def cells(definition: Definition) -> list[Cell]:
    """The columns of an export, in the order of the questions."""
    return [cell for question in definition for cell in _cells(question)]


def _cells(question: Question) -> Iterator[Cell]:
    name, label = question.id, question.label
    match question.type:
        case QuestionType.MATRIX:
            columns = _labels(question.grid_columns)
            for row in question.rows:
                yield Cell(
                    f"{name}[{row.id}]",
                    f"{label} · {row.label}",
                    question,
                    lambda answer, row=row: columns.get(str(_of(answer, row.id)), _of(answer, row.id)),  # type: ignore[misc]
                    _options(question.grid_columns),
                )
        case QuestionType.PERIOD:
            yield Cell(
                f"{name}[from]", f"{label} · {_('from')}", question, lambda answer: _of(answer, "from")
            )
            yield Cell(f"{name}[to]", f"{label} · {_('to')}", question, lambda answer: _of(answer, "to"))
        case QuestionType.ORGANISATION:
            yield Cell(f"{name}[name]", label, question, lambda answer: _of(answer, "name"))
            yield Cell(
                f"{name}[number]",
                f"{label} · {_('SIRET or RNA')}",
                question,
                lambda answer: _of(answer, "siret") or _of(answer, "rna"),
            )
        case QuestionType.TABLE:
            yield Cell(name, label, question, lambda answer: table_text(question, answer))
            for column in question.columns:
                if column.type in NUMERIC:
                    yield Cell(
                        f"{name}[{column.id}]",
                        _("%(label)s · total of “%(column)s”") % {"label": label, "column": column.label},
                        question,
                        lambda answer, column=column: _total(answer, column.id),  # type: ignore[misc]
                    )
        case _:
            yield Cell(
                name, label, question, lambda answer: _plain(question, answer), _options(question.choices)
            )


def _plain(question: Question, answer: Any) -> Any:
    """The answer as one value: a number, a text; empty when there is none."""
    if answer is None or answer == "" or answer == [] or answer == {}:
        return ""
    match question.type:
        case QuestionType.NUMBER | QuestionType.MONEY:
            return _number(answer)
        case QuestionType.YES_NO:
            return pgettext("answer", "yes") if answer is True else pgettext("answer", "no")
        case QuestionType.CHOICE:
            if isinstance(answer, Mapping):
                return str(answer.get("other", ""))
            return _labels(question.choices).get(str(answer), answer)
        case QuestionType.CHOICES:
            labels = _labels(question.choices)
            return "; ".join(labels.get(str(item), str(item)) for item in _list(answer))
        case QuestionType.TERRITORIES:
            return "; ".join(str(item) for item in _list(answer))
        case _:
            # An answer of another version may be of any shape: it is shown, never dropped.
            return answer if isinstance(answer, str | int | float) else json.dumps(answer, ensure_ascii=False)


def table_text(question: Question, answer: Any) -> str:
    """The rows of a table as lines of text."""
    lines = []
    for row in table_rows(question, answer):
        pairs = zip(question.columns, row, strict=True)
        lines.append(", ".join(f"{column.label}: {value}" for column, value in pairs if value != ""))
    return "\n".join(lines)


def table_rows(question: Question, answer: Any) -> list[list[Any]]:
    """The rows of a table, a value per column."""
    return [
        [_cell(column, _of(row, column.id)) for column in question.columns]
        for row in _list(answer)
        if isinstance(row, Mapping)
    ]


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        return ""
    if column.type in NUMERIC:
        return _number(value)
    if column.type == QuestionType.CHOICE:
        return _labels(column.choices).get(str(value), value)
    return value


def _of(answer: Any, key: str) -> Any:
    return answer.get(key, "") if isinstance(answer, Mapping) else ""


def _list(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else []


def _labels(choices: Sequence[Choice]) -> dict[str, str]:
    return {choice.id: choice.label for choice in choices}


def _options(choices: Sequence[Choice]) -> str:
    return "; ".join(f"{choice.id} = {choice.label}" for choice in choices)


def _number(value: Any) -> Any:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def _total(answer: Any, column: str) -> Any:
    numbers = [_number(_of(row, column)) for row in _list(answer)]
    known = [number for number in numbers if isinstance(number, Decimal)]
    return sum(known, Decimal(0)) if known else ""


# --- Codebook ------------------------------------------------------------------------------------------
def header() -> list[str]:
    """The words above a codebook."""
    return [
        _("Column"),
        _("Header"),
        _("Question"),
        _("Type"),
        _("Unit"),
        _("Choices"),
        _("Required"),
        _("Who sees it"),
        _("Rules"),
        _("Help"),
    ]


def rows(definition: Definition, names: Names | None = None) -> Iterator[list[str]]:
    """One row per column of the export."""
    known = names or names_for(definition)
    for cell in cells(definition):
        question = cell.question
        rules = [f"{_PLACES[place]()} {read(rule, definition, known)}" for place, rule in question.rules()]
        yield [
            cell.key,
            cell.header,
            question.label,
            str(question.type.label),
            "€" if question.type == QuestionType.MONEY else question.unit,
            cell.meaning,
            when_required(question.required),
            _("officers") if question.officers_only else _("applicants and officers"),
            "\n".join(rules),
            question.help,
        ]


_PLACES: Mapping[str, Callable[[], str]] = {
    "shows_if": lambda: _("Shown if"),
    "valid_if": lambda: _("Valid if"),
    "eligible_if": lambda: _("Eligible if"),
}


# --- Files ---------------------------------------------------------------------------------------------
def csv_of(definition: Definition, who: Sequence[str], lines: Iterable[Line]) -> Iterator[str]:
    """The answers as CSV, streamed: ``who`` heads the columns that identify a response."""
    columns = cells(definition)
    heads = [*who, *(cell.header for cell in columns)]
    return csv_lines(
        heads,
        (
            [*line.who, *(cell.value(line.answers.get(cell.question.id)) for cell in columns)]
            for line in lines
        ),
    )


def xlsx_of(definition: Definition, who: Sequence[str], lines: Iterable[Line]) -> bytes:
    """A workbook: the answers, a sheet per table, the codebook."""
    book = Workbook(write_only=True)
    columns = cells(definition)
    kept = list(lines)
    answers = book.create_sheet(_("Answers"))
    answers.freeze_panes = "B2"
    answers.append(_bold(answers, [*who, *(cell.header for cell in columns)]))
    for line in kept:
        answers.append([_safe(value) for value in [*line.who, *_values(columns, line)]])
    used = {str(answers.title).lower(), _("Codebook").lower()}
    for question in definition:
        if question.type == QuestionType.TABLE:
            sheet = book.create_sheet(_sheet_name(question.label, used))
            sheet.append(_bold(sheet, [*who, *(column.label for column in question.columns)]))
            for line in kept:
                for row in table_rows(question, line.answers.get(question.id)):
                    sheet.append([_safe(value) for value in [*line.who, *row]])
    meaning = book.create_sheet(_("Codebook"))
    meaning.append(_bold(meaning, header()))
    for meaning_row in rows(definition):
        meaning.append([_safe(value) for value in meaning_row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _values(columns: Sequence[Cell], line: Line) -> list[Any]:
    return [cell.value(line.answers.get(cell.question.id)) for cell in columns]


def _bold(sheet: Any, values: Sequence[Any]) -> list[Any]:
    made = []
    for value in values:
        cell = WriteOnlyCell(sheet, _safe(value))
        cell.font = Font(bold=True)
        made.append(cell)
    return made


def _safe(value: Any) -> Any:
    """What a spreadsheet shows and does not run: no formula, no control character, no endless text."""
    if not isinstance(value, str):
        return value
    text = "".join(letter for letter in value if letter in "\n\t" or ord(letter) >= 32)[:LONGEST_CELL]
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _sheet_name(label: str, used: set[str]) -> str:
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in label).strip() or _("Table")
    name, number = plain[:LONGEST_SHEET_NAME].strip(), 1
    while name.lower() in used:
        number += 1
        name = f"{plain[: LONGEST_SHEET_NAME - 3].strip()} {number}"
    used.add(name.lower())
    return name
