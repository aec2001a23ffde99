"""The JSON Schema (2020-12) of the answers to a version: what another system may send or must expect.

Rules stay in words (``description``): whether a question is asked depends on the others, and JSON Schema does
not speak of communes.
"""

from __future__ import annotations

from typing import Any

from maillage.questionnaires.definition import Choice, Column, Definition, Question
from maillage.questionnaires.differences import when_required
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.reading import Names, names_for, read
from maillage.territories.enums import Level

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
DAY = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
COMMUNE = r"^[0-9][0-9AB][0-9]{3}$"


def schema_of(definition: Definition, *, title: str, identifier: str) -> dict[str, Any]:
    """The schema of the JSON object of answers, by question id; what only officers answer included.

    No answer is required by it: what is needed depends on rules and on the stage.
    """
    names = names_for(definition)
    return {
        "$schema": DIALECT,
        "$id": identifier,
        "title": title,
        "type": "object",
        "properties": {question.id: _described(question, definition, names) for question in definition},
        "additionalProperties": False,
    }


def _described(question: Question, definition: Definition, names: Names) -> dict[str, Any]:
    parts = [question.help] if question.help else []
    for place, rule in question.rules():
        parts.append(f"{place}: {read(rule, definition, names)}")
    data = {"title": question.label, **answer_schema(question)}
    if parts:
        data["description"] = "\n".join(parts)
    data["$comment"] = when_required(question.required)
    if question.officers_only:
        data["readOnly"] = True
    return data


def answer_schema(question: Question) -> dict[str, Any]:
    """The schema of one answer, by its type."""
    match question.type:
        case QuestionType.SHORT_TEXT | QuestionType.LONG_TEXT:
            return {"type": "string", "maxLength": question.longest}
        case QuestionType.NUMBER | QuestionType.MONEY:
            return {"type": "string", "pattern": NUMBER, **_unit(question)}
        case QuestionType.DATE:
            return dict(DAY)
        case QuestionType.PERIOD:
            return _object({"from": DAY, "to": DAY})
        case QuestionType.YES_NO:
            return {"type": "boolean"}
        case QuestionType.CHOICE:
            choice = _choice(question.choices)
            if not question.other:
                return choice
            return {"oneOf": [choice, _object({"other": {"type": "string"}}, required=["other"])]}
        case QuestionType.CHOICES:
            return {"type": "array", "items": _choice(question.choices), "uniqueItems": True}
        case QuestionType.SCALE:
            return {"type": "integer", "minimum": question.first, "maximum": question.last}
        case QuestionType.MATRIX:
            column = _choice(question.grid_columns)
            return _object({row.id: {"title": row.label, **column} for row in question.rows})
        case QuestionType.COMMUNE:
            return {"type": "string", "pattern": COMMUNE}
        case QuestionType.TERRITORIES:
            levels = "|".join(level.value for level in Level)
            return {
                "type": "array",
                "items": {"type": "string", "pattern": f"^({levels}):[0-9A-Z]+$"},
                "uniqueItems": True,
            }
        case QuestionType.ORGANISATION:
            text = {"type": "string"}
            return _object({"siret": text, "rna": text, "name": text})
        case QuestionType.PLACE:
            return {"type": "integer", "minimum": 1}
        case QuestionType.FILES:
            return {"type": "integer", "minimum": 0, "maximum": question.max_files}
        case QuestionType.TABLE:
            columns = {column.id: {"title": column.label, **_cell(column)} for column in question.columns}
            return {"type": "array", "items": _object(columns), "maxItems": question.max_rows}


def _unit(question: Question) -> dict[str, Any]:
    unit = "EUR" if question.type == QuestionType.MONEY else question.unit
    return {"x-unit": unit} if unit else {}


def _choice(choices: tuple[Choice, ...]) -> dict[str, Any]:
    return {"oneOf": [{"const": choice.id, "title": choice.label} for choice in choices]}


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    data = {"type": "object", "properties": properties, "additionalProperties": False}
    return data | ({"required": required} if required else {})


def _cell(column: Column) -> dict[str, Any]:
    match column.type:
        case QuestionType.NUMBER | QuestionType.MONEY:
            return {"type": "string", "pattern": NUMBER}
        case QuestionType.DATE:
            return dict(DAY)
        case QuestionType.CHOICE:
            return _choice(column.choices)
        case _:
            return {"type": "string"}
