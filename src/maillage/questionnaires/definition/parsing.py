"""Reading the JSON of a questionnaire: every fault found, each with its question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from maillage.questionnaires.definition.content import (
    COLUMN_TYPES,
    COMMON,
    FILE_TYPES,
    ID,
    MOST_CHARACTERS,
    MOST_FILES,
    MOST_MEGABYTES,
    MOST_QUESTIONS,
    MOST_ROWS,
    NEVER,
    OPTIONS,
    ROLES,
    Choice,
    Column,
    Definition,
    Eligibility,
    Fault,
    InvalidDefinition,
    Question,
    Section,
    Validity,
)
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.syntax import Malformed, Rule, parse_rule


def parse(content: Any) -> Definition:
    """The questionnaire that ``content`` (JSON) holds.

    Raises:
        InvalidDefinition: it is malformed; every fault found, each with its question.
    """
    reader = _Reader()
    definition = reader.definition(content)
    if reader.faults:
        raise InvalidDefinition(reader.faults)
    return definition


def parse_question(data: Any) -> Question:
    """One question. Raises InvalidDefinition when it is malformed."""
    reader = _Reader()
    question = reader.question(data)
    if reader.faults or question is None:
        raise InvalidDefinition(reader.faults)
    return question


class _Refused(ValueError):
    """One value of a question is not what it must be; the sentence says how."""


class _Reader:
    """Reads JSON and collects every fault rather than stop at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.question_ids: set[str] = set()

    def definition(self, content: Any) -> Definition:
        if not isinstance(content, Mapping) or not isinstance(content.get("sections"), list):
            self.faults.append(Fault("", _("A questionnaire is a list of sections.")))
            return Definition()
        if unknown := set(content) - {"sections"}:
            self.faults.append(Fault("", _unknown(unknown)))
        sections = [self.section(data) for data in content["sections"]]
        kept = [section for section in sections if section is not None]
        seen: set[str] = set()
        for section in kept:
            if section.id in seen:
                self.faults.append(
                    Fault(section.id, _("Two sections have the same identifier."), section.title)
                )
            seen.add(section.id)
        definition = Definition(tuple(kept))
        if sum(1 for _question in definition) > MOST_QUESTIONS:
            self.faults.append(
                Fault("", _("A questionnaire has %(most)s questions at most.") % {"most": MOST_QUESTIONS})
            )
        return definition

    def section(self, data: Any) -> Section | None:
        if not isinstance(data, Mapping):
            self.faults.append(Fault("", _("A section has a title and questions.")))
            return None
        name, title = str(data.get("id", "")), str(data.get("title", ""))

        def fault(sentence: str) -> None:
            self.faults.append(Fault(name, sentence, title))

        if unknown := set(data) - {"id", "title", "help", "shows_if", "questions"}:
            fault(_unknown(unknown))
        if not ID.fullmatch(name):
            fault(_bad_id())
        questions = data.get("questions", [])
        if not isinstance(questions, list):
            fault(_("A section has a list of questions."))
            questions = []
        asked = [self.question(item) for item in questions]
        shows_if = None
        try:
            shows_if = _rule(data.get("shows_if"))
        except _Refused as refusal:
            fault(str(refusal))
        return Section(
            name,
            title,
            tuple(question for question in asked if question is not None),
            str(data.get("help") or ""),
            shows_if,
        )

    def question(self, data: Any) -> Question | None:
        if not isinstance(data, Mapping):
            self.faults.append(Fault("", _("A question has an identifier, a type and a label.")))
            return None
        name, label = str(data.get("id", "")), str(data.get("label", ""))
        before = len(self.faults)

        def fault(sentence: str) -> None:
            self.faults.append(Fault(name, sentence, label))

        if not ID.fullmatch(name):
            fault(_bad_id())
        elif name in self.question_ids:
            fault(_("Two questions have the same identifier."))
        self.question_ids.add(name)
        try:
            kind = QuestionType(str(data.get("type")))
        except ValueError:
            fault(_("There is no type of question “%(type)s”.") % {"type": data.get("type")})
            return None
        if unknown := set(data) - COMMON - OPTIONS[kind]:
            fault(_unknown(unknown))
        values: dict[str, Any] = {}

        def take(attribute: str, read: Callable[[], Any]) -> None:
            try:
                values[attribute] = read()
            except _Refused as refusal:
                fault(str(refusal))

        take("label", lambda: _text(data, "label"))
        take("help", lambda: _text(data, "help"))
        take("required", lambda: _required(data.get("required", NEVER)))
        take("officers_only", lambda: _flag(data, "officers_only"))
        take("shows_if", lambda: _rule(data.get("shows_if")))
        take(
            "valid_if",
            lambda: tuple(Validity(rule, text) for rule, text in _sentenced(data.get("valid_if"), "message")),
        )
        take(
            "eligible_if",
            lambda: tuple(
                Eligibility(rule, text) for rule, text in _sentenced(data.get("eligible_if"), "reason")
            ),
        )
        for attribute, read in _READERS[kind].items():
            take(attribute, lambda read=read: read(data))  # type: ignore[misc]
        return Question(name, kind, **values) if len(self.faults) == before else None


def _bad_id() -> str:
    return _("An identifier is made of small letters, digits, dots and dashes, 60 at most.")


def _unknown(names: set[str]) -> str:
    return _("Not understood: %(names)s.") % {"names": ", ".join(sorted(names))}


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Refused(_("“%(name)s” is a text.") % {"name": name})
    return value


def _flag(data: Mapping[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise _Refused(_("“%(name)s” is yes or no.") % {"name": name})
    return value


def _required(value: Any) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise _Refused(_("An answer is required never, at submission or at a named stage."))
    return value


def _rule(data: Any) -> Rule | None:
    if data is None:
        return None
    try:
        return parse_rule(data)
    except Malformed as malformed:
        raise _Refused(str(malformed)) from malformed


def _sentenced(data: Any, sentence: str) -> Iterator[tuple[Rule, str]]:
    """The rules of a list with their sentences."""
    if data is None:
        return
    if not isinstance(data, list):
        raise _Refused(_("Rules with their sentences stand in a list."))
    for item in data:
        if not isinstance(item, Mapping) or set(item) - {"rule", sentence}:
            raise _Refused(_("A rule stands with its sentence."))
        rule = _rule(item.get("rule"))
        if rule is None:
            raise _Refused(_("A sentence stands with its rule."))
        yield rule, _text(item, sentence)


def _whole(name: str, least: int, most: int, default: int | None) -> Callable[[Mapping[str, Any]], Any]:
    def read(data: Mapping[str, Any]) -> int | None:
        value = data.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _Refused(
                _("“%(name)s” is a whole number from %(least)s to %(most)s.")
                % {"name": name, "least": least, "most": most}
            )
        return value

    return read


def _decimal(name: str) -> Callable[[Mapping[str, Any]], Decimal | None]:
    def read(data: Mapping[str, Any]) -> Decimal | None:
        value = data.get(name)
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
            raise _Refused(_("“%(name)s” is a number.") % {"name": name})
        return number

    return read


def _date(name: str) -> Callable[[Mapping[str, Any]], dt.date | None]:
    def read(data: Mapping[str, Any]) -> dt.date | None:
        value = data.get(name)
        if value is None or value == "":
            return None
        try:
            # Compact and week forms are ISO dates too, and would not compare as text.
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
                raise ValueError(value)
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise _Refused(_("“%(name)s” is a date, as 2026-11-22.") % {"name": name}) from None

    return read


def _choices(name: str) -> Callable[[Mapping[str, Any]], tuple[Choice, ...]]:
    def read(data: Mapping[str, Any]) -> tuple[Choice, ...]:
        return tuple(Choice(item["id"], item["label"]) for item in _items(data, name, set()))

    return read


def _columns(data: Mapping[str, Any]) -> tuple[Column, ...]:
    found = []
    for item in _items(data, "columns", {"type", "choices"}):
        try:
            kind = QuestionType(item.get("type", QuestionType.SHORT_TEXT))
        except ValueError:
            kind = QuestionType.TABLE
        if kind not in COLUMN_TYPES:
            raise _Refused(_("A column of a table is a text, a number, an amount, a date or a choice."))
        choices = _choices("choices")(item)
        if choices and kind != QuestionType.CHOICE:
            raise _Refused(_("Only a column of choices has choices."))
        found.append(Column(item["id"], item["label"], kind, choices))
    return tuple(found)


def _items(data: Mapping[str, Any], name: str, more: set[str]) -> list[Mapping[str, Any]]:
    """Things with an id and a label, each id once."""
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _Refused(_("“%(name)s” is a list.") % {"name": name})
    seen: set[str] = set()
    for item in value:
        if not isinstance(item, Mapping) or set(item) - {"id", "label"} - more:
            raise _Refused(_("Each thing of “%(name)s” has an identifier and a label.") % {"name": name})
        key, label = item.get("id"), item.get("label")
        if not isinstance(key, str) or not isinstance(label, str) or not ID.fullmatch(key):
            raise _Refused(_("Each thing of “%(name)s” has an identifier and a label.") % {"name": name})
        if key in seen:
            raise _Refused(_("“%(label)s” has the identifier of another choice.") % {"label": label})
        seen.add(key)
    return value


def _step_labels(data: Mapping[str, Any]) -> Mapping[int, str]:
    value = data.get("labels") or {}
    try:
        return {int(step): str(text) for step, text in dict(value).items()}
    except (TypeError, ValueError):
        raise _Refused(_("The words of a scale stand beside its steps.")) from None


def _file_types(data: Mapping[str, Any]) -> tuple[str, ...]:
    value = data.get("types") or []
    if not isinstance(value, list) or set(map(str, value)) - set(FILE_TYPES):
        raise _Refused(_("Kinds of files are among: %(types)s.") % {"types": ", ".join(FILE_TYPES)})
    return tuple(value)


def _role(data: Mapping[str, Any]) -> str:
    value = _text(data, "role")
    if value and value != ROLES[QuestionType(data["type"])]:
        raise _Refused(_("“%(role)s” is no role of an answer.") % {"role": value})
    return value


_Readers = Mapping[str, Callable[[Mapping[str, Any]], Any]]
_TEXT: _Readers = {"max_length": _whole("max_length", 1, MOST_CHARACTERS[QuestionType.LONG_TEXT], None)}
_BOUNDS: _Readers = {"minimum": _decimal("min"), "maximum": _decimal("max")}
_READERS: Mapping[QuestionType, _Readers] = {
    QuestionType.SHORT_TEXT: _TEXT,
    QuestionType.LONG_TEXT: _TEXT,
    QuestionType.NUMBER: {
        **_BOUNDS,
        "unit": lambda data: _text(data, "unit"),
        "decimals": _whole("decimals", 0, 6, 0),
    },
    QuestionType.MONEY: {**_BOUNDS, "role": _role},
    QuestionType.DATE: {"earliest": _date("min"), "latest": _date("max")},
    QuestionType.PERIOD: {},
    QuestionType.YES_NO: {},
    QuestionType.CHOICE: {"choices": _choices("choices"), "other": lambda data: _flag(data, "other")},
    QuestionType.CHOICES: {
        "choices": _choices("choices"),
        "min_count": _whole("min_count", 0, 100, None),
        "max_count": _whole("max_count", 1, 100, None),
    },
    QuestionType.SCALE: {
        "first": _whole("from", -100, 100, 1),
        "last": _whole("to", -100, 100, 5),
        "step_labels": _step_labels,
        "role": _role,
    },
    QuestionType.MATRIX: {"rows": _choices("rows"), "grid_columns": _choices("columns")},
    QuestionType.COMMUNE: {},
    QuestionType.TERRITORIES: {},
    QuestionType.ORGANISATION: {},
    QuestionType.PLACE: {},
    QuestionType.FILES: {
        "file_types": _file_types,
        "max_files": _whole("max_files", 1, MOST_FILES, 1),
        "max_megabytes": _whole("max_megabytes", 1, MOST_MEGABYTES, 10),
    },
    QuestionType.TABLE: {
        "columns": _columns,
        "min_rows": _whole("min_rows", 0, MOST_ROWS, 0),
        "max_rows": _whole("max_rows", 1, MOST_ROWS, 20),
    },
}
