"""What the rules of a form say of its answers, in three values.

The twin of ``static/questionnaires/rules.js``: both answer the same to every case of
``tests/questionnaires/cases.json``, so that the browser shows and hides without asking the server and
the server agrees. A change here is a change there and a case more.

A truth is True, False or None, *cannot tell yet*: an operand that is not answered, a division by zero, two
values that cannot be compared make it None. Truths join by Kleene's strong logic (S. C. Kleene,
*Introduction to Metamathematics*, 1952, § 64). Numbers are exact rationals: 0.1 + 0.2 is 0.3. Dates compare
as ISO text. Texts are equal without regard to case, accents, ligatures and the width of spaces.

No database here, and no knowledge of who asks: answers and facts come as plain JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Truth = bool | None
Json = Mapping[str, Any]

# Longer than any amount, shorter than what would keep a processor busy.
_NUMBER = re.compile(r"([+-]?)([0-9]{1,40})(?:\.([0-9]{1,40}))?(?:[eE]([+-]?[0-9]{1,3}))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'"})
#: What a choice answers when "other" is ticked and written: ``{"other": "…"}`` reads as this text.
OTHER = "other"

_NUMERIC = frozenset({"number", "money"})


def folded(text: str) -> str:
    """The text as equality and ``contains`` see it: ``folded("  Œuvre À Façon") == "oeuvre a facon"``."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    bare = "".join(c for c in plain if unicodedata.category(c) != "Mn").translate(_LIGATURES)
    return _SPACES.sub(" ", bare).strip(" ")


def rational(value: Any) -> Fraction | None:
    """A JSON number or the text of a decimal, exactly; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    found = _NUMBER.fullmatch(str(value).strip(" "))
    if found is None:
        return None
    sign, whole, decimals, exponent = found.groups()
    digits = int(whole + (decimals or ""))
    power = int(exponent or 0) - len(decimals or "")
    number = Fraction(digits) * Fraction(10) ** power
    return -number if sign == "-" else number


def is_blank(value: Any) -> bool:
    """Whether a JSON answer says nothing: no text but spaces, an empty list, a table of empty rows."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip(" \t\n\r\f\v\u00a0\u202f")
    if isinstance(value, Mapping):
        return all(is_blank(part) for part in value.values())
    if isinstance(value, Sequence):
        return all(is_blank(part) for part in value)
    return False


def negate(truth: Truth) -> Truth:
    return None if truth is None else not truth


def every(truths: Iterable[Truth]) -> Truth:
    """Kleene's "and": of none, true."""
    said = set(truths)
    return False if False in said else None if None in said else True


def some(truths: Iterable[Truth]) -> Truth:
    """Kleene's "or": of none, false."""
    said = set(truths)
    return True if True in said else None if None in said else False


@dataclass(frozen=True)
class Eligibility:
    """What one ``eligible_if`` of a question says. ``reason`` is the officer's sentence."""

    question: str
    reason: str
    truth: Truth


# What an operand may be. Lists hold texts.
Value = Fraction | str | bool | list[str]


class Evaluation:
    """A form, its answers and the facts about what was answered.

    Args:
        content: ``{"sections": [{"id", "shows_if", "questions": [{"id", "type", "shows_if", …}]}]}``.
        answers: by question id, as they are stored; ``files`` questions hold a number of files.
        facts: ``{"communes": {"07204": {"territories": ["commune:07204", "department:07", …],
            "typologies": {"density": "6"}}}, "territories": {"department:07": ["department:07",
            "region:84", …]}, "places": {"12": "07204"}}``. What is not there is unknown.
    """

    def __init__(self, content: Json, answers: Json, facts: Json | None = None) -> None:
        self.content = content
        self.answers = answers
        facts = facts or {}
        self._communes: Json = facts.get("communes") or {}
        self._territories: Json = facts.get("territories") or {}
        self._places: Json = facts.get("places") or {}
        self._questions: dict[str, Json] = {}
        self._sections: dict[str, Json] = {}
        for section in content.get("sections") or ():
            for question in section.get("questions") or ():
                self._questions[question["id"]] = question
                self._sections[question["id"]] = section
        self._shown: dict[str, Truth] = {}
        self._asking: set[str] = set()

    # --- What is shown ----------------------------------------------------------------------------------
    def shows(self, question_id: str) -> Truth:
        """True when the question is asked; None when that hangs on what is not answered yet."""
        if question_id not in self._shown:
            if question_id in self._asking or question_id not in self._questions:
                return False  # a question that waits for itself is not asked
            self._asking.add(question_id)
            section, question = self._sections[question_id], self._questions[question_id]
            truth = every((self._gate(section.get("shows_if")), self._gate(question.get("shows_if"))))
            self._asking.discard(question_id)
            self._shown[question_id] = truth
        return self._shown[question_id]

    def _gate(self, rule: Json | None) -> Truth:
        return True if rule is None else self.truth(rule)

    def is_shown(self, question_id: str) -> bool:
        return self.shows(question_id) is True

    @property
    def shown(self) -> list[str]:
        """The questions that are asked, in the order of the form."""
        return [question_id for question_id in self._questions if self.is_shown(question_id)]

    def section_is_shown(self, section: Json) -> bool:
        """Whether a section has a question to ask."""
        return any(self.is_shown(question["id"]) for question in section.get("questions") or ())

    def is_answered(self, question_id: str) -> bool:
        """Whether a question is asked and answered."""
        return self.is_shown(question_id) and not self._is_blank(question_id)

    def _is_blank(self, question_id: str) -> bool:
        value = self.answers.get(question_id)
        if self._type(question_id) == "files":
            return not rational(value)
        return is_blank(value)

    def _type(self, question_id: str) -> str:
        return str(self._questions.get(question_id, {}).get("type", ""))

    # --- What is wrong, who may ----------------------------------------------------------------------------
    def faults(self) -> dict[str, list[str]]:
        """The messages of the ``valid_if`` that are false, by question that is asked."""
        found: dict[str, list[str]] = {}
        for question_id in self.shown:
            for check in self._questions[question_id].get("valid_if") or ():
                if self.truth(check["rule"]) is False:
                    found.setdefault(question_id, []).append(check["message"])
        return found

    def eligibility(self) -> list[Eligibility]:
        """Each ``eligible_if``. Those of a question that is not asked say nothing; those of a question of
        which one cannot tell yet whether it is asked cannot tell either."""
        said = []
        for question_id, question in self._questions.items():
            shows = self.shows(question_id)
            if shows is False:
                continue
            for check in question.get("eligible_if") or ():
                truth = self.truth(check["rule"]) if shows else None
                said.append(Eligibility(question_id, check["reason"], truth))
        return said

    # --- Rules -------------------------------------------------------------------------------------------
    def truth(self, rule: Json) -> Truth:
        """What a rule says. A rule that is not of the language cannot tell."""
        op = rule.get("op")
        if op == "all":
            return every(self.truth(part) for part in rule["of"])
        if op == "any":
            return some(self.truth(part) for part in rule["of"])
        if op == "not":
            return negate(self.truth(rule["of"]))
        if op == "answered":
            return self.is_answered(rule["question"])
        if op == "contains":
            return _contains(self._value(rule["left"]), self._value(rule["right"]))
        if op == "in_territory":
            return self._in_territory(rule["question"], rule["territories"])
        if op == "typology":
            return self._typology(rule["question"], rule["kind"], rule["values"])
        if op in {"eq", "ne", "lt", "le", "gt", "ge"}:
            return _compare(op, self._value(rule["left"]), self._value(rule["right"]))
        return None

    def _in_territory(self, question_id: str, wanted: Sequence[str]) -> Truth:
        """A commune, a place, or one territory of a set that lies in one of those wanted."""
        if not self.is_answered(question_id):
            return None
        answer = self.answers[question_id]
        if self._type(question_id) == "territories":
            return some(_meets(self._territories.get(ref), wanted, ref) for ref in answer)
        commune = self._commune_of(question_id)
        return None if commune is None else _meets(commune.get("territories"), wanted)

    def _typology(self, question_id: str, kind: str, values: Sequence[str]) -> Truth:
        commune = self._commune_of(question_id) if self.is_answered(question_id) else None
        known = None if commune is None else (commune.get("typologies") or {}).get(kind)
        return None if known is None else known in values

    def _commune_of(self, question_id: str) -> Json | None:
        code = str(self.answers[question_id])
        if self._type(question_id) == "place":
            code = str(self._places.get(code, ""))
        found: Json | None = self._communes.get(code)
        return found

    # --- Operands ----------------------------------------------------------------------------------------
    def _value(self, operand: Json) -> Value | None:
        """What an operand is worth; None when it is not answered, or is nothing that compares."""
        if "value" in operand:
            return _literal(operand["value"])
        if "answer" in operand:
            return self._answer(operand["answer"], operand.get("row"))
        op = operand.get("op")
        if op == "count":
            return self._count(operand["question"])
        if op == "sum":
            return self._sum(operand["question"], operand["column"])
        if op in {"add", "sub", "mul", "div"}:
            return self._arithmetic(op, operand["of"])
        return None

    def _answer(self, question_id: str, row: str | None) -> Value | None:
        if not self.is_answered(question_id):
            return None
        answer = self.answers[question_id]
        if self._type(question_id) in _NUMERIC:
            return rational(answer)
        if isinstance(answer, Mapping):
            if row is not None:
                part = answer.get(row)
                return None if is_blank(part) else _literal(part)
            return OTHER if OTHER in answer and not is_blank(answer[OTHER]) else None
        return None if row is not None else _literal(answer)

    def _count(self, question_id: str) -> Fraction | None:
        if not self.is_answered(question_id):
            return None
        answer = self.answers[question_id]
        if isinstance(answer, list):
            return Fraction(sum(1 for part in answer if not is_blank(part)))
        return rational(answer) if self._type(question_id) == "files" else None

    def _sum(self, question_id: str, column: str) -> Fraction | None:
        """The column's numbers together. Empty cells add nothing; a column without any number is unknown."""
        rows = self.answers.get(question_id) if self.is_answered(question_id) else None
        if not isinstance(rows, list):
            return None
        cells = [row.get(column) for row in rows if isinstance(row, Mapping)]
        numbers = [rational(cell) for cell in cells if not is_blank(cell)]
        known = [number for number in numbers if number is not None]
        return sum(known, Fraction(0)) if known and len(known) == len(numbers) else None

    def _arithmetic(self, op: str, operands: Sequence[Json]) -> Fraction | None:
        numbers = [_as_number(self._value(operand)) for operand in operands]
        known = [number for number in numbers if number is not None]
        if not known or len(known) != len(numbers):
            return None
        result = known[0]
        for number in known[1:]:
            if op == "add":
                result += number
            elif op == "sub":
                result -= number
            elif op == "mul":
                result *= number
            elif number == 0:
                return None
            else:
                result /= number
        return result


def _literal(value: Any) -> Value | None:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return value if all(isinstance(part, str) for part in value) else None
    return rational(value)


def _as_number(value: Value | None) -> Fraction | None:
    if isinstance(value, Fraction):
        return value
    return rational(value) if isinstance(value, str) else None


def _meets(known: Sequence[str] | None, wanted: Sequence[str], own: str = "") -> Truth:
    if own and own in wanted:
        return True
    return None if known is None else any(ref in wanted for ref in known)


def _contains(whole: Value | None, part: Value | None) -> Truth:
    """A text in a text; a choice among several; each of several among several."""
    if isinstance(whole, list):
        inside = {folded(item) for item in whole}
        if isinstance(part, list):
            return all(folded(item) in inside for item in part)
        return folded(part) in inside if isinstance(part, str) else None
    if isinstance(whole, str) and isinstance(part, str):
        return folded(part) in folded(whole)
    return None


def _compare(op: str, left: Value | None, right: Value | None) -> Truth:
    if op == "ne":
        return negate(_compare("eq", left, right))
    if left is None or right is None:
        return None
    if isinstance(left, bool) or isinstance(right, bool):
        same_kind = isinstance(left, bool) and isinstance(right, bool)
        return left == right if same_kind and op == "eq" else None
    if isinstance(left, list) or isinstance(right, list):
        if not (isinstance(left, list) and isinstance(right, list)) or op != "eq":
            return None
        return {folded(item) for item in left} == {folded(item) for item in right}
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        first, second = _as_number(left), _as_number(right)
        return None if first is None or second is None else _ordered(op, (first > second) - (first < second))
    if op == "eq":
        return folded(left) == folded(right)
    if _DATE.fullmatch(left) and _DATE.fullmatch(right):
        return _ordered(op, (left > right) - (left < right))
    return None


def _ordered(op: str, sign: int) -> bool:
    return {"eq": sign == 0, "lt": sign < 0, "le": sign <= 0, "gt": sign > 0, "ge": sign >= 0}[op]
