"""Answers as they are given, read into the JSON that is kept; and what keeps them from being handed in.

Two judgments, apart: ``read`` refuses what is no answer to that question (a word where a number is asked),
which nothing could keep as one; ``faults`` says of a kept answer what its author asked otherwise (too long,
too high, too few), which is said beside the question and holds only the handing in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import formatting
from maillage.directory.models import Place
from maillage.directory.validators import normalise_rna, normalise_siret
from maillage.questionnaires.definition import MOST_CHARACTERS, MOST_ROWS, Column, Definition, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import OTHER, is_blank
from maillage.territories.queries import resolve_codes, territories_of
from maillage.territories.refs import TerritoryRef

# A question's own bound is a fault to correct; beyond this nothing is kept.
MOST_TEXT = MOST_CHARACTERS[QuestionType.LONG_TEXT]
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_FRENCH_DATE = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
_YES = {"true": True, "1": True, "false": False, "0": False}


class Refused(ValueError):
    """No answer to that question; the sentence says what is asked."""


@dataclass(frozen=True)
class Known:
    """What the database knows of the codes that some answers hold.

    ``communes``: each code that exists to that of today's commune.
    """

    communes: Mapping[str, str] = field(default_factory=dict)
    territories: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()


def look_up(definition: Definition, answers: Mapping[str, Any]) -> Known:
    """Which of the communes, territories and places named in ``answers`` exist: a query a type and level."""
    codes: list[str] = []
    refs: list[TerritoryRef] = []
    places: list[int] = []
    for question_id, value in answers.items():
        question = definition.by_id.get(question_id)
        if question is None or is_blank(value):
            continue
        if question.type == QuestionType.COMMUNE:
            codes.append(str(value).strip().upper())
        elif question.type == QuestionType.TERRITORIES and isinstance(value, list):
            refs += _refs(value)
        elif question.type == QuestionType.PLACE and str(value).isdecimal():
            places.append(min(int(value), 2**31 - 1))
    return Known(
        communes=resolve_codes(codes) if codes else {},
        territories=frozenset(str(ref) for ref, _name in territories_of(refs)),
        places=frozenset(Place.objects.live().filter(pk__in=places).values_list("pk", flat=True))
        if places
        else frozenset(),
    )


def _refs(values: Iterable[Any]) -> list[TerritoryRef]:
    refs = []
    for value in values:
        try:
            refs.append(TerritoryRef.parse(str(value)))
        except ValueError:
            continue
    return refs


def digest(value: Any) -> str:
    """A short mark of an answer, the same for every way of not answering: what a page carries to say which
    answer its reader had before their eyes."""
    if is_blank(value):
        return ""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


# --- Reading ----------------------------------------------------------------------------------------------
def read(question: Question, value: Any, known: Known) -> Any:
    """The answer in the JSON that is kept; None for no answer.

    Raises:
        Refused: it is none of that type.
    """
    if is_blank(value):
        return None
    answer = _READERS[question.type](question, value, known)
    return None if is_blank(answer) else answer


def _text(question: Question, value: Any, known: Known) -> str:
    if not isinstance(value, str | int | float | Decimal):
        raise Refused(_("Answer with a text."))
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if question.type == QuestionType.SHORT_TEXT:
        text = " ".join(text.split("\n"))
    if len(text) > MOST_TEXT:
        raise Refused(
            _("At most %(most)s characters: there are %(there)s.")
            % {"most": formatting.number(MOST_TEXT), "there": formatting.number(len(text))}
        )
    return text


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool):
        raise Refused(_("Give a number, for example 12,5."))
    text = "".join(str(value).split()).replace("€", "").replace(",", ".").replace("−", "-").removeprefix("+")
    if not _NUMBER.fullmatch(text):
        raise Refused(_("Give a number, for example 12,5."))
    return Decimal(text)


def _number(question: Question, value: Any, known: Known) -> str:
    if question.unit and isinstance(value, str):
        value = value.strip().removesuffix(question.unit)
    number = _decimal(value)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _money(question: Question, value: Any, known: Known) -> str:
    try:
        amount = _decimal(value)
    except Refused:
        raise Refused(_("Give an amount in euros, for example 25 000.")) from None
    if amount != round(amount, 2):
        raise Refused(_("An amount goes down to the cent."))
    return format(amount or abs(amount), ".2f")


def _date(question: Question | Column, value: Any, known: Known) -> str:
    text = str(value).strip()
    if typed := _FRENCH_DATE.fullmatch(text):
        day, month, year = typed.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(_("Give a date, for example 22/11/2026.")) from None


def _period(question: Question, value: Any, known: Known) -> dict[str, str]:
    given = _mapping(value)
    return {end: _date(question, given[end], known) for end in ("from", "to") if not is_blank(given.get(end))}


def _yes_no(question: Question, value: Any, known: Known) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).strip().lower() in _YES:
        return _YES[str(value).strip().lower()]
    raise Refused(_("Answer yes or no."))


def _choice(question: Question, value: Any, known: Known) -> Any:
    if isinstance(value, Mapping):
        if not question.other or set(value) != {OTHER}:
            raise Refused(_("Choose one of the answers."))
        return {OTHER: " ".join(str(value[OTHER]).replace("\0", "").split())[:300]}
    return _one_of(question.choices, value)


def _one_of(choices: Iterable[Any], value: Any) -> str:
    if str(value) not in {choice.id for choice in choices}:
        raise Refused(_("Choose one of the answers."))
    return str(value)


def _choices(question: Question, value: Any, known: Known) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Refused(_("Choose among the answers."))
    given = {_one_of(question.choices, item) for item in value}
    return [choice.id for choice in question.choices if choice.id in given]


def _scale(question: Question, value: Any, known: Known) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"-?[0-9]{1,4}", text):
        raise Refused(_("Choose a step of the scale."))
    if not question.first <= int(text) <= question.last:
        raise Refused(_("Choose a step of the scale."))
    return int(text)


def _matrix(question: Question, value: Any, known: Known) -> dict[str, str]:
    given = _mapping(value)
    if set(given) - {row.id for row in question.rows}:
        raise Refused(_("Choose one answer a line."))
    return {
        row.id: _one_of(question.grid_columns, given[row.id])
        for row in question.rows
        if not is_blank(given.get(row.id))
    }


def _commune(question: Question, value: Any, known: Known) -> str:
    code = known.communes.get(str(value).strip().upper())
    if code is None:
        raise Refused(_("No commune of France has this code."))
    return code


def _territories(question: Question, value: Any, known: Known) -> list[str]:
    if not isinstance(value, list | tuple):
        raise Refused(_("Name territories."))
    given = list(dict.fromkeys(str(item) for item in value))
    if set(given) - known.territories:
        raise Refused(_("One of these territories does not exist."))
    return given


def _organisation(question: Question, value: Any, known: Known) -> dict[str, str]:
    given = _mapping(value)
    if set(given) - {"siret", "rna", "name"}:
        raise Refused(_("Give a SIRET or an RNA number, and a name."))
    try:
        numbers = {
            "siret": normalise_siret(str(given.get("siret") or "")),
            "rna": normalise_rna(str(given.get("rna") or "")),
        }
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    name = " ".join(str(given.get("name") or "").replace("\0", "").split())[:250]
    return {key: text for key, text in {**numbers, "name": name}.items() if text}


def _place(question: Question, value: Any, known: Known) -> int:
    if not str(value).isdecimal() or int(value) not in known.places:
        raise Refused(_("The directory has no such place."))
    return int(value)


def _files(question: Question, value: Any, known: Known) -> Any:
    raise Refused(_("Files are joined apart."))


def _table(question: Question, value: Any, known: Known) -> list[dict[str, str]]:
    if not isinstance(value, list | tuple):
        raise Refused(_("Fill the lines of the table."))
    columns = {column.id: column for column in question.columns}
    rows = []
    for number, given in enumerate(value, start=1):
        row = {}
        for column_id, cell in _mapping(given).items():
            if column_id not in columns:
                raise Refused(_("The table has no such column."))
            if is_blank(cell):
                continue
            try:
                row[column_id] = _cell(columns[column_id], cell, known)
            except Refused as refusal:
                raise Refused(
                    _("Line %(number)s, %(column)s: %(reason)s")
                    % {"number": number, "column": columns[column_id].label, "reason": refusal}
                ) from None
        if not is_blank(row):
            rows.append(row)
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)s lines.") % {"most": MOST_ROWS})
    return rows


def _cell(column: Column, value: Any, known: Known) -> str:
    asked = Question(column.id, column.type, column.label, choices=column.choices, decimals=6)
    return str(_READERS[column.type](asked, value, known))


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Refused(_("This answer has several parts."))
    return value


_READERS: Mapping[str, Callable[[Question, Any, Known], Any]] = {
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.NUMBER: _number,
    QuestionType.MONEY: _money,
    QuestionType.DATE: _date,
    QuestionType.PERIOD: _period,
    QuestionType.YES_NO: _yes_no,
    QuestionType.CHOICE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.SCALE: _scale,
    QuestionType.MATRIX: _matrix,
    QuestionType.COMMUNE: _commune,
    QuestionType.TERRITORIES: _territories,
    QuestionType.ORGANISATION: _organisation,
    QuestionType.PLACE: _place,
    QuestionType.FILES: _files,
    QuestionType.TABLE: _table,
}


def still_reads(question: Question, answer: Any) -> bool:
    """Whether a kept answer is one to this question too (its type or its choices may have changed)."""
    if question.type == QuestionType.FILES or is_blank(answer):
        return True
    believed = Known(
        communes={str(answer): str(answer)} if isinstance(answer, str) else {},
        territories=frozenset(map(str, answer)) if isinstance(answer, list) else frozenset(),
        places=frozenset([answer]) if isinstance(answer, int) else frozenset(),
    )
    try:
        return bool(read(question, answer, believed) == answer)
    except Refused:
        return False


# --- Bounds -------------------------------------------------------------------------------------------------
def faults(question: Question, answer: Any) -> list[str]:
    """What the author of the question asked otherwise; nothing to say of no answer."""
    if is_blank(answer):
        return []
    kind = question.type
    if kind in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}:
        return _too_long(question, answer)
    if kind in {QuestionType.NUMBER, QuestionType.MONEY}:
        return _out_of_bounds(question, Decimal(answer))
    if kind == QuestionType.DATE:
        return _out_of_time(question, dt.date.fromisoformat(answer))
    if kind == QuestionType.PERIOD:
        return _period_faults(answer)
    if kind == QuestionType.CHOICES:
        return _count(len(answer), question.min_count, question.max_count)
    if kind == QuestionType.ORGANISATION and not (answer.get("siret") or answer.get("rna")):
        return [_("Give the SIRET or RNA number of the organisation.")]
    if kind == QuestionType.TABLE:
        return _row_count(len(answer), question)
    return []


def _too_long(question: Question, text: str) -> list[str]:
    if len(text) <= question.longest:
        return []
    return [
        _("At most %(most)s characters: there are %(there)s.")
        % {"most": formatting.number(question.longest), "there": formatting.number(len(text))}
    ]


def _out_of_bounds(question: Question, number: Decimal) -> list[str]:
    said = []
    if question.minimum is not None and number < question.minimum:
        said.append(_("At least %(bound)s.") % {"bound": formatting.number(question.minimum)})
    if question.maximum is not None and number > question.maximum:
        said.append(_("At most %(bound)s.") % {"bound": formatting.number(question.maximum)})
    if question.type == QuestionType.MONEY and question.minimum is None and number < 0:
        said.append(_("An amount is not below zero."))
    decimals = -int(number.as_tuple().exponent)
    if question.type == QuestionType.NUMBER and decimals > question.decimals:
        said.append(
            _("A whole number is asked.")
            if not question.decimals
            else _("At most %(most)s digits after the comma.") % {"most": question.decimals}
        )
    return said


def _out_of_time(question: Question, day: dt.date) -> list[str]:
    said = []
    if question.earliest and day < question.earliest:
        said.append(_("Not before %(day)s.") % {"day": formatting.day(question.earliest)})
    if question.latest and day > question.latest:
        said.append(_("Not after %(day)s.") % {"day": formatting.day(question.latest)})
    return said


def _period_faults(answer: Mapping[str, str]) -> list[str]:
    if not answer.get("from") or not answer.get("to"):
        return [_("A period has a first and a last day.")]
    return [] if answer["from"] <= answer["to"] else [_("The last day comes before the first.")]


def _count(number: int, least: int | None, most: int | None) -> list[str]:
    said = []
    if least is not None and number < least:
        said.append(
            ngettext("Choose at least %(number)s answer.", "Choose at least %(number)s answers.", least)
            % {"number": least}
        )
    if most is not None and number > most:
        said.append(
            ngettext("Choose at most %(number)s answer.", "Choose at most %(number)s answers.", most)
            % {"number": most}
        )
    return said


def _row_count(number: int, question: Question) -> list[str]:
    if number < question.min_rows:
        return [
            ngettext("At least %(number)s line.", "At least %(number)s lines.", question.min_rows)
            % {"number": question.min_rows}
        ]
    if number > question.max_rows:
        return [
            ngettext("At most %(number)s line.", "At most %(number)s lines.", question.max_rows)
            % {"number": question.max_rows}
        ]
    return []


def is_needed(question: Question, reached: Collection[str]) -> bool:
    """Whether a question must be answered to hand in, once the stages ``reached`` are."""
    return question.is_required_at_submission or question.required in reached
