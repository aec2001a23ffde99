"""A rule as a sentence: what an officer built, read back in words.

Sentences are in the reader's language; the labels of questions and choices are their author's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.core import formatting
from maillage.questionnaires.definition import Definition, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.syntax import (
    Answer,
    Answered,
    Arithmetic,
    Comparison,
    Contains,
    Count,
    Group,
    InTerritory,
    Not,
    Operand,
    Rule,
    Sum,
    Typology,
    Value,
    walk,
)
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.queries import territories_of
from maillage.territories.refs import TerritoryRef

LONGEST_LABEL = 90


@dataclass(frozen=True)
class Names:
    """Names of territories by their ref (``department:07``); what is not there is shown as it is written."""

    territories: Mapping[str, str] = field(default_factory=dict)


def names_for(*definitions: Definition) -> Names:
    """The names of every territory that the rules of these questionnaires mention; a query per level."""
    found: list[Rule] = []
    for definition in definitions:
        for section in definition.sections:
            found += [section.shows_if] if section.shows_if else []
            found += [rule for question in section.questions for _place, rule in question.rules()]
    return names_in(found)


def names_in(rules: Iterable[Rule]) -> Names:
    """The names of the territories that these rules mention."""
    texts: set[str] = set()
    for rule in rules:
        for node in walk(rule):
            if isinstance(node, InTerritory):
                texts |= set(node.territories)
            elif isinstance(node, Value) and isinstance(node.value, str) and ":" in node.value:
                texts.add(node.value)
    refs = []
    for text in sorted(texts):
        try:
            refs.append(TerritoryRef.parse(text))
        except ValueError:
            continue
    return Names({str(ref): name for ref, name in territories_of(refs)} if refs else {})


def read(rule: Rule, definition: Definition, names: Names | None = None) -> str:
    """The rule in words, without capital or full stop, to stand after “if”."""
    return _Reader(definition, names or names_in([rule])).rule(rule)


class _Reader:
    def __init__(self, definition: Definition, names: Names) -> None:
        self.questions = definition.by_id
        self.names = names

    # --- Rules ---------------------------------------------------------------------------------------
    def rule(self, rule: Rule, *, inside: bool = False) -> str:
        match rule:
            case Group(op=op, of=of):
                if len(of) == 1:
                    return self.rule(of[0], inside=inside)
                word = (
                    pgettext("between rules", " and ") if op == "all" else pgettext("between rules", " or ")
                )
                text = word.join(self.rule(item, inside=True) for item in of)
                return f"({text})" if inside else text
            case Not(of=Answered(question=name)):
                return _("%(question)s has no answer") % {"question": self.label(name)}
            case Not(of=of):
                return _("it is not true that %(rule)s") % {"rule": self.rule(of, inside=True)}
            case Answered(question=name):
                return _("%(question)s has an answer") % {"question": self.label(name)}
            case Comparison():
                return self.comparison(rule)
            case Contains(left=left, right=right):
                return self.contains(left, right)
            case InTerritory(question=name, territories=territories):
                return _("%(question)s is in %(territories)s") % {
                    "question": self.label(name),
                    "territories": self.one_of(
                        self.names.territories.get(text, text) for text in territories
                    ),
                }
            case Typology(question=name, kind=kind, values=values):
                return _("%(question)s has as %(kind)s: %(values)s") % {
                    "question": self.label(name),
                    "kind": _typology(kind),
                    "values": self.one_of(_typology_value(kind, value) for value in values),
                }

    def comparison(self, rule: Comparison) -> str:
        left, right, op = rule.left, rule.right, rule.op
        if isinstance(left, Value) and not isinstance(right, Value):
            # People say the question first.
            left, right = right, left
            op = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}.get(op, op)  # type: ignore[assignment]
        about = self.question_of(left)
        words = {"left": self.operand(left), "right": self.operand(right, about, left)}
        if about is not None and about.type == QuestionType.DATE:
            return {
                "eq": _("%(left)s is %(right)s"),
                "ne": _("%(left)s is not %(right)s"),
                "lt": _("%(left)s is before %(right)s"),
                "le": _("%(left)s is on %(right)s or before"),
                "gt": _("%(left)s is after %(right)s"),
                "ge": _("%(left)s is on %(right)s or after"),
            }[op] % words
        return {
            "eq": _("%(left)s is %(right)s"),
            "ne": _("%(left)s is not %(right)s"),
            "lt": _("%(left)s is less than %(right)s"),
            "le": _("%(left)s is at most %(right)s"),
            "gt": _("%(left)s is more than %(right)s"),
            "ge": _("%(left)s is at least %(right)s"),
        }[op] % words

    def contains(self, left: Operand, right: Operand) -> str:
        about = self.question_of(left)
        words = {"left": self.operand(left), "right": self.operand(right, about, left)}
        if about is not None and about.type in {QuestionType.CHOICES, QuestionType.TERRITORIES}:
            return _("%(right)s is among the answers to %(left)s") % words
        return _("%(left)s contains %(right)s") % words

    # --- Values --------------------------------------------------------------------------------------
    def operand(self, operand: Operand, about: Question | None = None, beside: Operand | None = None) -> str:
        """``about`` is the question that a constant is compared with, ``beside`` how it is read there."""
        match operand:
            case Value():
                return self.constant(operand, about, beside)
            case Answer(question=name, row=row):
                question = self.questions.get(name)
                if row:
                    rows = {thing.id: thing.label for thing in question.rows} if question else {}
                    return _("%(question)s, row “%(row)s”") % {
                        "question": self.label(name),
                        "row": rows.get(row, row),
                    }
                if question is not None and question.type == QuestionType.FILES:
                    return self.count(name)
                return self.label(name)
            case Sum(question=name, column=column_id):
                question = self.questions.get(name)
                columns = {column.id: column.label for column in question.columns} if question else {}
                return _("the total of “%(column)s” in %(question)s") % {
                    "question": self.label(name),
                    "column": columns.get(column_id, column_id),
                }
            case Count(question=name):
                return self.count(name)
            case Arithmetic(op=op, of=of):
                sign = {"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}[op]
                # Constants of a calculation are plain numbers: rates as often as amounts.
                parts = [self.operand(item) for item in of]
                return sign.join(
                    f"({part})" if isinstance(item, Arithmetic) else part
                    for item, part in zip(of, parts, strict=True)
                )

    def count(self, name: str) -> str:
        question = self.questions.get(name)
        words = {"question": self.label(name)}
        match question.type if question else None:
            case QuestionType.FILES:
                return _("the number of files of %(question)s") % words
            case QuestionType.TABLE:
                return _("the number of rows of %(question)s") % words
            case _:
                return _("the number of answers to %(question)s") % words

    def constant(self, constant: Value, about: Question | None, beside: Operand | None) -> str:
        value = constant.value
        if isinstance(value, bool):
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        if value is None:
            return _("nothing")
        text = str(value)
        kind = about.type if about is not None else None
        if about is not None and kind in {QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.MATRIX}:
            things = about.grid_columns if kind == QuestionType.MATRIX else about.choices
            return _quoted(next((thing.label for thing in things if thing.id == text), text))
        if kind == QuestionType.TERRITORIES:
            return self.names.territories.get(text, text)
        if kind == QuestionType.DATE:
            try:
                return formatting.day(dt.date.fromisoformat(text), weekday=False, with_year=True)
            except ValueError:
                return _quoted(text)
        is_amount = kind == QuestionType.MONEY or (isinstance(beside, Sum) and self.is_money(beside))
        number = _number(text)
        if number is not None and (
            kind is None or kind not in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}
        ):
            if is_amount:
                return formatting.money(number)
            unit = about.unit if about is not None and isinstance(beside, Answer) else ""
            exponent = number.normalize().as_tuple().exponent
            fine = -exponent if isinstance(exponent, int) and exponent < -2 else None
            return formatting.number(number, fine, unit)
        return _quoted(text)

    # --- Names ---------------------------------------------------------------------------------------
    def label(self, name: str) -> str:
        question = self.questions.get(name)
        if question is None:
            return _("(unknown question %(id)s)") % {"id": name}
        text = question.label.strip() or name
        return _quoted(text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1].rstrip()}…")

    def question_of(self, operand: Operand) -> Question | None:
        """The question whose kind of answer a constant beside this operand takes."""
        match operand:
            case Answer(question=name) | Sum(question=name) | Count(question=name):
                return self.questions.get(name)
            case _:
                return None

    def is_money(self, total: Sum) -> bool:
        question = self.questions.get(total.question)
        columns = question.columns if question else ()
        return any(column.id == total.column and column.type == QuestionType.MONEY for column in columns)

    def one_of(self, names: Iterable[str]) -> str:
        every = list(names)
        if len(every) < 2:
            return "".join(every)
        return ", ".join(every[:-1]) + pgettext("between rules", " or ") + every[-1]


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _typology(kind: str) -> str:
    try:
        return str(TypologyKind(kind).label)
    except ValueError:
        return kind


def _typology_value(kind: str, value: str) -> str:
    try:
        return str(VALUES[TypologyKind(kind)](value).label)
    except ValueError:
        return value
