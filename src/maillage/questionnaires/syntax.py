"""Rules as an abstract syntax tree: read from JSON, written back to it, walked. Nothing is evaluated here.

A rule is true, false or unknown (Kleene's strong logic): see ``docs/questionnaires.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
ARITHMETIC = ("add", "sub", "mul", "div")
# Deeper than any person builds: a recursion in two languages stays far from its limits.
MAX_DEPTH = 20
MAX_TEXT = 500

Scalar = str | int | float | bool | None


class Malformed(ValueError):
    """JSON that is no rule; the sentence says what is wrong with it."""


# --- Values ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Value:
    """A constant: text, number (also as decimal text), date as ISO text, true or false."""

    value: Scalar

    def as_json(self) -> dict[str, Any]:
        return {"value": self.value}


@dataclass(frozen=True)
class Answer:
    """The answer to a question; of a matrix, the column chosen in ``row``."""

    question: str
    row: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"answer": self.question, "row": self.row} if self.row else {"answer": self.question}


@dataclass(frozen=True)
class Arithmetic:
    """``add``, ``sub``, ``mul`` or ``div``, from left to right."""

    op: Literal["add", "sub", "mul", "div"]
    of: tuple[Operand, ...]

    def as_json(self) -> dict[str, Any]:
        return {"op": self.op, "of": [operand.as_json() for operand in self.of]}


@dataclass(frozen=True)
class Sum:
    """The sum of a column of a table."""

    question: str
    column: str

    def as_json(self) -> dict[str, Any]:
        return {"op": "sum", "question": self.question, "column": self.column}


@dataclass(frozen=True)
class Count:
    """How many: choices, territories, files, rows of a table."""

    question: str

    def as_json(self) -> dict[str, Any]:
        return {"op": "count", "question": self.question}


Operand = Value | Answer | Arithmetic | Sum | Count


# --- Rules -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Group:
    """All of several rules, or any of them."""

    op: Literal["all", "any"]
    of: tuple[Rule, ...]

    def as_json(self) -> dict[str, Any]:
        return {"op": self.op, "of": [rule.as_json() for rule in self.of]}


@dataclass(frozen=True)
class Not:
    of: Rule

    def as_json(self) -> dict[str, Any]:
        return {"op": "not", "of": self.of.as_json()}


ComparisonOp = Literal["eq", "ne", "lt", "le", "gt", "ge"]


@dataclass(frozen=True)
class Comparison:
    op: ComparisonOp
    left: Operand
    right: Operand

    def as_json(self) -> dict[str, Any]:
        return {"op": self.op, "left": self.left.as_json(), "right": self.right.as_json()}


@dataclass(frozen=True)
class Contains:
    """A text holds another; a set of choices or territories holds one of them."""

    left: Operand
    right: Operand

    def as_json(self) -> dict[str, Any]:
        return {"op": "contains", "left": self.left.as_json(), "right": self.right.as_json()}


@dataclass(frozen=True)
class Answered:
    question: str

    def as_json(self) -> dict[str, Any]:
        return {"op": "answered", "question": self.question}


@dataclass(frozen=True)
class InTerritory:
    """The commune, or one of the territories, lies in one of ``territories`` (``department:07``)."""

    question: str
    territories: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"op": "in_territory", "question": self.question, "territories": list(self.territories)}


@dataclass(frozen=True)
class Typology:
    """The commune has one of ``values`` of a typology (``density``: ``6``, ``7``)."""

    question: str
    kind: str
    values: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"op": "typology", "question": self.question, "kind": self.kind, "values": list(self.values)}


Rule = Group | Not | Comparison | Contains | Answered | InTerritory | Typology


# --- Walking -----------------------------------------------------------------------------------------
def walk(node: Rule | Operand) -> Iterator[Rule | Operand]:
    """The node and everything below it, from top to bottom."""
    yield node
    for child in _children(node):
        yield from walk(child)


def questions_of(node: Rule | Operand | None) -> list[str]:
    """The ids of the questions that a rule reads, each once, in the order it reads them."""
    if node is None:
        return []
    named = (getattr(piece, "question", "") for piece in walk(node))
    return list(dict.fromkeys(name for name in named if name))


def _children(node: Rule | Operand) -> tuple[Rule | Operand, ...]:
    match node:
        case Group(of=rules):
            return rules
        case Arithmetic(of=operands):
            return operands
        case Not(of=rule):
            return (rule,)
        case Comparison(left=left, right=right) | Contains(left=left, right=right):
            return (left, right)
        case _:
            return ()


# --- Reading JSON ------------------------------------------------------------------------------------
def parse_rule(data: Any, depth: int = 0) -> Rule:
    """The rule that JSON holds.

    Raises:
        Malformed: it is none.
    """
    data, op = _node(data, depth)
    match op:
        case "all" | "any":
            _only(data, "op", "of")
            of = _list(data.get("of"))
            if not of:
                raise Malformed(_("A rule that joins others holds one at least."))
            return Group(op, tuple(parse_rule(item, depth + 1) for item in of))
        case "not":
            _only(data, "op", "of")
            return Not(parse_rule(data.get("of"), depth + 1))
        case "eq" | "ne" | "lt" | "le" | "gt" | "ge":
            _only(data, "op", "left", "right")
            return Comparison(
                op, parse_operand(data.get("left"), depth + 1), parse_operand(data.get("right"), depth + 1)
            )
        case "contains":
            _only(data, "op", "left", "right")
            return Contains(
                parse_operand(data.get("left"), depth + 1), parse_operand(data.get("right"), depth + 1)
            )
        case "answered":
            _only(data, "op", "question")
            return Answered(_text(data.get("question")))
        case "in_territory":
            _only(data, "op", "question", "territories")
            return InTerritory(_text(data.get("question")), _texts(data.get("territories")))
        case "typology":
            _only(data, "op", "question", "kind", "values")
            return Typology(_text(data.get("question")), _text(data.get("kind")), _texts(data.get("values")))
        case _:
            raise Malformed(_("“%(op)s” is no rule.") % {"op": op})


def parse_operand(data: Any, depth: int = 0) -> Operand:
    """The value that JSON holds, in a rule. Raises Malformed when it is none."""
    if isinstance(data, Mapping) and "op" not in data:
        if "answer" in data:
            _only(data, "answer", "row")
            return Answer(_text(data["answer"]), _text(data["row"]) if "row" in data else "")
        if "value" in data:
            _only(data, "value")
            return _value(data["value"])
        raise Malformed(_("A value is a constant, an answer or a calculation."))
    data, op = _node(data, depth)
    match op:
        case "add" | "sub" | "mul" | "div":
            _only(data, "op", "of")
            of = _list(data.get("of"))
            if len(of) < 2:
                raise Malformed(_("A calculation takes two values at least."))
            return Arithmetic(op, tuple(parse_operand(item, depth + 1) for item in of))
        case "sum":
            _only(data, "op", "question", "column")
            return Sum(_text(data.get("question")), _text(data.get("column")))
        case "count":
            _only(data, "op", "question")
            return Count(_text(data.get("question")))
        case _:
            raise Malformed(_("“%(op)s” is no value.") % {"op": op})


def _node(data: Any, depth: int) -> tuple[Mapping[str, Any], str]:
    if depth > MAX_DEPTH:
        raise Malformed(_("This rule holds rules in too many depths."))
    if not isinstance(data, Mapping):
        raise Malformed(_("A rule says what it does."))
    return data, str(data.get("op", ""))


def _only(data: Mapping[str, Any], *names: str) -> None:
    """What is not understood is refused: an author who meant something would never learn that it is lost."""
    if unknown := sorted(set(data) - set(names)):
        raise Malformed(_("Not understood in a rule: %(names)s.") % {"names": ", ".join(unknown)})


def _value(value: Any) -> Value:
    if value is None or isinstance(value, str | int | float | bool):
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise Malformed(_("A value of a rule has %(most)s characters at most.") % {"most": MAX_TEXT})
        if isinstance(value, float) and value * 0 != 0:
            raise Malformed(_("A number of a rule is finite."))
        return Value(value)
    raise Malformed(_("A value of a rule is a text, a number, a date, yes or no."))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Malformed(_("A rule names the question that it reads."))
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(_("A rule that joins others holds a list."))
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Malformed(_("A rule about territories or kinds of communes lists them."))
    return tuple(value)


def rewrite(node: Rule, change: Callable[[str], str]) -> Rule:
    """The same rule with each question id passed through ``change``."""

    def renamed(data: Any) -> Any:
        if isinstance(data, list):
            return [renamed(item) for item in data]
        if isinstance(data, dict):
            return {
                key: change(item) if key in {"question", "answer"} else renamed(item)
                for key, item in data.items()
            }
        return data

    return parse_rule(renamed(node.as_json()))
