"""What the values of a rule are, and whether it makes sense of them: no date beside an amount."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from django.utils.translation import gettext as _

from maillage.questionnaires.definition import Definition, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.syntax import (
    Answer,
    Answered,
    Arithmetic,
    Comparison,
    Contains,
    Count,
    InTerritory,
    Operand,
    Rule,
    Sum,
    Typology,
    Value,
)
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.refs import TerritoryRef


class Kind(StrEnum):
    """What a value is, for a rule."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    OPTION = "option"
    SET = "set"
    TERRITORIES = "territories"
    CONSTANT = "constant"


KINDS: Mapping[QuestionType, Kind] = {
    QuestionType.SHORT_TEXT: Kind.TEXT,
    QuestionType.LONG_TEXT: Kind.TEXT,
    QuestionType.NUMBER: Kind.NUMBER,
    QuestionType.MONEY: Kind.NUMBER,
    QuestionType.SCALE: Kind.NUMBER,
    QuestionType.FILES: Kind.NUMBER,
    QuestionType.DATE: Kind.DATE,
    QuestionType.YES_NO: Kind.BOOLEAN,
    QuestionType.CHOICE: Kind.OPTION,
    QuestionType.CHOICES: Kind.SET,
    QuestionType.TERRITORIES: Kind.TERRITORIES,
    QuestionType.COMMUNE: Kind.TEXT,
}
COUNTED = frozenset({QuestionType.CHOICES, QuestionType.TERRITORIES, QuestionType.FILES, QuestionType.TABLE})
ORDERED = frozenset({Kind.NUMBER, Kind.DATE})
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Typed:
    """An operand with what it is; ``among`` are the ids that an option may be."""

    kind: Kind
    among: frozenset[str] = frozenset()


class Wrong(ValueError):
    """What is wrong in a rule."""


def check_node(node: Rule | Operand, definition: Definition) -> None:
    """Raises Wrong when this node, its children apart, makes no sense; KeyError for an unknown question."""
    match node:
        case Comparison(op=op, left=left, right=right):
            kind = _same_kind(left, right, definition)
            if op not in {"eq", "ne"} and kind not in ORDERED:
                raise Wrong(_("only numbers and dates come before or after one another."))
            if kind in {Kind.SET, Kind.TERRITORIES}:
                raise Wrong(_("several answers are compared with “contains”."))
        case Contains(left=left, right=right):
            _check_contains(left, right, definition)
        case Arithmetic(of=operands):
            for operand in operands:
                _fit(Typed(Kind.NUMBER), operand, definition)
        case Answer() | Sum() | Count():
            type_of(node, definition)
        case InTerritory(question=name, territories=territories):
            question = definition.by_id[name]
            if question.type not in {QuestionType.COMMUNE, QuestionType.TERRITORIES}:
                raise Wrong(_("“%(label)s” names no territory.") % {"label": question.label})
            if not territories:
                raise Wrong(_("a rule about territories names one at least."))
            for text in territories:
                try:
                    TerritoryRef.parse(text)
                except ValueError:
                    raise Wrong(_("“%(code)s” is no territory.") % {"code": text}) from None
        case Typology(question=name, kind=typology, values=values):
            question = definition.by_id[name]
            if question.type != QuestionType.COMMUNE:
                raise Wrong(_("“%(label)s” names no commune.") % {"label": question.label})
            if typology not in TypologyKind.values:
                raise Wrong(_("there is no typology “%(kind)s”.") % {"kind": typology})
            if not values or set(values) - set(VALUES[TypologyKind(typology)].values):
                raise Wrong(_("a rule about kinds of communes names kinds that exist."))
        case Answered(question=name):
            definition.by_id[name]
        case _:
            return


def type_of(operand: Operand, definition: Definition) -> Typed:
    """What an operand is. Raises Wrong when it can be nothing, KeyError for an unknown question."""
    match operand:
        case Value():
            return Typed(Kind.CONSTANT)
        case Arithmetic():
            return Typed(Kind.NUMBER)
        case Sum(question=name, column=column_id):
            question = definition.by_id[name]
            columns = {column.id: column for column in question.columns}
            if question.type != QuestionType.TABLE or column_id not in columns:
                raise Wrong(
                    _("“%(label)s” has no column “%(column)s”.")
                    % {"label": question.label, "column": column_id}
                )
            if columns[column_id].type not in {QuestionType.NUMBER, QuestionType.MONEY}:
                raise Wrong(
                    _("the column “%(column)s” holds no numbers.") % {"column": columns[column_id].label}
                )
            return Typed(Kind.NUMBER)
        case Count(question=name):
            question = definition.by_id[name]
            if question.type not in COUNTED:
                raise Wrong(_("there is nothing to count in “%(label)s”.") % {"label": question.label})
            return Typed(Kind.NUMBER)
        case Answer(question=name, row=row):
            return _type_of_answer(definition.by_id[name], row)


def _type_of_answer(question: Question, row: str) -> Typed:
    if question.type == QuestionType.MATRIX:
        if row not in {thing.id for thing in question.rows}:
            raise Wrong(_("“%(label)s” has no row “%(row)s”.") % {"label": question.label, "row": row})
        return Typed(Kind.OPTION, frozenset(column.id for column in question.grid_columns))
    if row:
        raise Wrong(_("“%(label)s” has no rows.") % {"label": question.label})
    if question.type not in KINDS:
        raise Wrong(
            _("the answer to “%(label)s” cannot be compared; a rule may ask whether it is given.")
            % {"label": question.label}
        )
    return Typed(KINDS[question.type], frozenset(choice.id for choice in question.choices))


def _same_kind(left: Operand, right: Operand, definition: Definition) -> Kind:
    first, second = type_of(left, definition), type_of(right, definition)
    if first.kind == second.kind == Kind.CONSTANT:
        raise Wrong(_("it compares two constants: no answer changes that."))
    if first.kind == Kind.CONSTANT:
        _fit(second, left, definition)
        return second.kind
    _fit(first, right, definition)
    return first.kind


def _check_contains(left: Operand, right: Operand, definition: Definition) -> None:
    held = type_of(left, definition)
    if held.kind not in {Kind.TEXT, Kind.SET, Kind.TERRITORIES}:
        raise Wrong(_("only a text or several answers contain something."))
    _fit(Typed(Kind.OPTION, held.among) if held.kind == Kind.SET else held, right, definition)


def _fit(wanted: Typed, operand: Operand, definition: Definition) -> None:
    """Raises Wrong when the operand is not of the kind that its place wants."""
    if isinstance(operand, Value):
        if not _FITS[wanted.kind](operand):
            raise Wrong(
                _("“%(value)s” is not %(kind)s.")
                % {"value": "" if operand.value is None else operand.value, "kind": _kind_name(wanted.kind)}
            )
        if wanted.kind == Kind.OPTION and str(operand.value) not in wanted.among:
            raise Wrong(_("“%(value)s” is not one of the choices.") % {"value": operand.value})
        return
    given = type_of(operand, definition)
    if given.kind != wanted.kind:
        raise Wrong(
            _("it compares %(one)s with %(other)s.")
            % {"one": _kind_name(wanted.kind), "other": _kind_name(given.kind)}
        )


def _is_number(constant: Value) -> bool:
    if isinstance(constant.value, bool) or constant.value is None:
        return False
    try:
        return Decimal(str(constant.value)).is_finite()
    except InvalidOperation:
        return False


def _is_territory(constant: Value) -> bool:
    try:
        TerritoryRef.parse(str(constant.value))
    except ValueError:
        return False
    return True


_FITS: Mapping[Kind, Callable[[Value], bool]] = {
    Kind.TEXT: lambda constant: isinstance(constant.value, str) and constant.value != "",
    Kind.NUMBER: _is_number,
    Kind.DATE: lambda constant: isinstance(constant.value, str) and bool(DAY.fullmatch(constant.value)),
    Kind.BOOLEAN: lambda constant: isinstance(constant.value, bool),
    Kind.OPTION: lambda constant: isinstance(constant.value, str),
    Kind.SET: lambda constant: False,
    Kind.TERRITORIES: _is_territory,
    Kind.CONSTANT: lambda constant: True,
}


def _kind_name(kind: Kind) -> str:
    return {
        Kind.TEXT: _("a text"),
        Kind.NUMBER: _("a number"),
        Kind.DATE: _("a date"),
        Kind.BOOLEAN: _("yes or no"),
        Kind.OPTION: _("one of the choices"),
        Kind.SET: _("several choices"),
        Kind.TERRITORIES: _("a territory"),
        Kind.CONSTANT: _("a constant"),
    }[kind]
