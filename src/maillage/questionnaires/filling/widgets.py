"""The control of each type of question: how it is drawn, and the raw answer that it posts.

A control posts under its question's id; what has several parts adds ``:part``, which no id can hold. The raw
answer is the JSON of the type, as typed: ``answers.read`` judges it. Everything works without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.questionnaires.definition import Column, Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import OTHER, is_blank
from maillage.questionnaires.filling.names import Names
from maillage.questionnaires.models import ResponseFile

# More choices than this are a list to unfold.
MOST_RADIOS = 8
# Empty lines offered below those of a table, so that it fills without JavaScript.
SPARE_ROWS = 2
Data = Mapping[str, Any]
Files = MultiValueDict[str, Any]


class Typed(str):
    """A name that was typed where a code is kept: the field finds the code."""

    __slots__ = ()


def as_typed(value: Any) -> str:
    """A kept number as a person writes it: ``12500.50`` is "12 500,50" in French. Anything else is itself."""
    text = str(value if value is not None else "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    decimals = max(-int(number.as_tuple().exponent), 0)
    if decimals == 2 and number == number.to_integral_value():
        decimals = 0
    grouped = f"{number:,.{decimals}f}".replace(",", "\u00a0")
    return grouped.replace(".", ",") if (get_language() or "fr").startswith("fr") else grouped


def several(data: Data, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    return list(data.get(name, []))


class Control(forms.Widget):
    """Draws ``template_name`` with ``parts(value)`` and the attributes of the field."""

    def __init__(self, question: Question, names: Names) -> None:
        super().__init__()
        self.question = question
        self.names = names

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = attrs or {}
        widget = {
            "name": name,
            "id": attrs.get("id", name),
            "attrs": flatatt(attrs),
            "label": self.question.label,
            "described": attrs.get("aria-describedby", ""),
        }
        return {"widget": widget | self.parts(name, value)}

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        return {"value": "" if value is None else str(value)}

    def value_omitted_from_data(self, data: Data, files: Files, name: str) -> bool:
        return False


class Grouped(Control):
    """Several controls under one legend."""

    use_fieldset = True

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_


class Line(Control):
    template_name = "questionnaires/widgets/line.html"

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        return {"value": "" if value is None else str(value), "unit": "", "mode": ""}


class Number(Line):
    def parts(self, name: str, value: Any) -> dict[str, Any]:
        unit = "€" if self.question.type == QuestionType.MONEY else self.question.unit
        return {"value": as_typed(value), "unit": unit, "mode": "decimal"}


class Paragraphs(Control):
    template_name = "questionnaires/widgets/paragraphs.html"

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        return {
            "value": "" if value is None else str(value),
            "rows": 3 if self.question.longest <= 600 else 6,
        }


def _day(value: Any) -> dict[str, str]:
    """A date for the browser's picker; what is none stays as typed, in a field that shows it."""
    text = "" if value is None else str(value)
    is_date = not text or (len(text) == 10 and text[4:5] == "-" and text[7:8] == "-")
    return {"value": text, "type": "date" if is_date else "text"}


class Day(Control):
    template_name = "questionnaires/widgets/day.html"

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        return _day(value)


class Period(Grouped):
    template_name = "questionnaires/widgets/period.html"

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        return {"from": _day(given.get("from")), "to": _day(given.get("to"))}

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        return {"from": data.get(f"{name}:from", ""), "to": data.get(f"{name}:to", "")}


class Options(Grouped):
    """Radio buttons or tick boxes. ``other`` adds a text beside the last."""

    template_name = "questionnaires/widgets/options.html"
    kind = "radio"
    is_scale = False

    def options(self) -> list[tuple[str, str]]:
        return [(choice.id, choice.label) for choice in self.question.choices]

    def chosen(self, value: Any) -> set[str]:
        return set() if is_blank(value) else {str(value)}

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        chosen = self.chosen(value)
        other = value.get(OTHER, "") if isinstance(value, Mapping) else ""
        return {
            "kind": self.kind,
            "is_scale": self.is_scale,
            "options": [(id_, label, id_ in chosen) for id_, label in self.options()],
            "has_other": self.question.other,
            "other": other,
            "is_other": isinstance(value, Mapping),
        }


class YesNo(Options):
    def options(self) -> list[tuple[str, str]]:
        return [("true", _("Yes")), ("false", _("No"))]

    def chosen(self, value: Any) -> set[str]:
        return {str(value).lower()}


class OneChoice(Options):
    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        # The word alone is enough: somebody who writes it means it.
        chosen, word = data.get(name, ""), str(data.get(f"{name}:{OTHER}") or "").strip()
        if self.question.other and word and chosen in {"", f":{OTHER}"}:
            return {OTHER: word}
        return "" if chosen == f":{OTHER}" else chosen


class FoldedChoice(OneChoice):
    """The same as a list to unfold, when there are many and none to write."""

    template_name = "questionnaires/widgets/select.html"
    use_fieldset = False


class Choices(Options):
    kind = "checkbox"

    def chosen(self, value: Any) -> set[str]:
        return {str(item) for item in value} if isinstance(value, list | tuple) else set()

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        return several(data, name)


class Scale(Options):
    is_scale = True

    def options(self) -> list[tuple[str, str]]:
        labels = self.question.step_labels
        return [
            (str(step), f"{step} · {labels[step]}" if labels.get(step) else str(step))
            for step in range(self.question.first, self.question.last + 1)
        ]


class Matrix(Grouped):
    template_name = "questionnaires/widgets/matrix.html"

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        columns = self.question.grid_columns
        return {
            "columns": [column.label for column in columns],
            "rows": [
                (
                    row.id,
                    row.label,
                    [(column.id, column.label, given.get(row.id) == column.id) for column in columns],
                )
                for row in self.question.rows
            ],
        }

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        return {row.id: data.get(f"{name}:{row.id}", "") for row in self.question.rows}


class LookUp(Control):
    """Something of a register (a commune, a place) by its name; the code beside it when it was chosen.

    Without JavaScript the hidden code stays while the text changes: it counts only for the text with which
    it came, or when it was itself changed (which takes JavaScript).
    """

    template_name = "questionnaires/widgets/look_up.html"

    def __init__(self, question: Question, names: Names) -> None:
        super().__init__(question, names)
        self.candidates: Sequence[tuple[str, str, str]] = ()

    @property
    def url(self) -> str:
        return reverse("questionnaires:communes")

    def label_of(self, value: Any) -> str:
        return self.names.communes.get(str(value), "")

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        label = "" if isinstance(value, Typed) or is_blank(value) else self.label_of(value)
        return {
            "url": self.url,
            "value": label or ("" if value is None else str(value)),
            "code": str(value) if label else "",
            "candidates": self.candidates,
        }

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        text = str(data.get(name) or "").strip()
        chosen = data.get(f"{name}:choice")
        if chosen and text == str(data.get(f"{name}:asked") or "").strip():
            return str(chosen)
        code = str(data.get(f"{name}:code") or "")
        had_code, had_text = (
            str(data.get(f"{name}:had") or ""),
            str(data.get(f"{name}:had_text") or "").strip(),
        )
        if code and text and (code != had_code or text == had_text):
            return code
        return Typed(text)


class PlaceLookUp(LookUp):
    @property
    def url(self) -> str:
        return reverse("questionnaires:places")

    def label_of(self, value: Any) -> str:
        return self.names.places.get(int(value), "") if str(value).isdecimal() else ""


class TerritorySet(Grouped):
    template_name = "questionnaires/widgets/territories.html"

    def __init__(self, question: Question, names: Names) -> None:
        super().__init__(question, names)
        self.candidates: Sequence[tuple[str, str]] = ()

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        refs, text = value if isinstance(value, tuple) else (value or [], "")
        known = self.names.territories
        return {
            "url": reverse("questionnaires:territories"),
            "is_everywhere": "country:FR" in refs,
            "chosen": [(ref, *known[ref]) for ref in refs if ref in known and ref != "country:FR"],
            "candidates": self.candidates,
            "text": text,
        }

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        refs = several(data, name)
        if code := data.get(f"{name}:add_code"):
            return [*refs, code], ""
        return refs, str(data.get(f"{name}:add") or "").strip()


class Organisation(Grouped):
    template_name = "questionnaires/widgets/organisation.html"

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        return {
            "number": given.get("siret") or given.get("rna") or "",
            "organisation": given.get("name", ""),
        }

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        number = str(data.get(f"{name}:number") or "").strip()
        key = "rna" if number[:1].upper() == "W" else "siret"
        return {key: number, "name": str(data.get(f"{name}:name") or "")}


class FileList(Grouped):
    """The joined files, a box to take each back, a control to join others."""

    template_name = "questionnaires/widgets/files.html"
    needs_multipart_form = True

    def __init__(self, question: Question, names: Names, joined: Sequence[ResponseFile]) -> None:
        super().__init__(question, names)
        self.joined = joined

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        left = self.question.max_files - len(self.joined)
        return {
            "joined": self.joined,
            "left": max(left, 0),
            "accept": ",".join(f".{kind}" for kind in self.question.file_types),
        }

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        return (several(files, f"{name}:new"), several(data, f"{name}:remove"))


class Table(Grouped):
    template_name = "questionnaires/widgets/table.html"
    rows_wanted = 0

    def parts(self, name: str, value: Any) -> dict[str, Any]:
        given = list(value) if isinstance(value, list | tuple) else []
        wanted = max(len(given) + SPARE_ROWS, self.question.min_rows, self.rows_wanted)
        number = max(min(wanted, self.question.max_rows), len(given))
        rows = given + [{}] * (number - len(given))
        return {
            "columns": self.question.columns,
            "rows": [
                [self._cell(name, index, column, row) for column in self.question.columns]
                for index, row in enumerate(rows)
            ],
            "number": number,
            "most": self.question.max_rows,
            "may_add": number < self.question.max_rows,
        }

    def _cell(self, name: str, index: int, column: Column, row: Any) -> dict[str, Any]:
        value = row.get(column.id, "") if isinstance(row, Mapping) else ""
        if column.type in {QuestionType.NUMBER, QuestionType.MONEY}:
            value = as_typed(value)
        return {
            "name": f"{name}:{index}:{column.id}",
            "label": column.label,
            "kind": column.type.value,
            "value": value,
            "options": [(c.id, c.label, c.id == value) for c in column.choices],
            "input": _day(value)["type"] if column.type == QuestionType.DATE else "text",
            "is_figure": column.type in {QuestionType.NUMBER, QuestionType.MONEY},
            "unit": "€" if column.type == QuestionType.MONEY else "",
        }

    def value_from_datadict(self, data: Data, files: Files, name: str) -> Any:
        posted = str(data.get(f"{name}:rows") or "0")
        number = min(int(posted) if posted.isdecimal() else 0, 500)
        return [
            {column.id: data.get(f"{name}:{index}:{column.id}", "") for column in self.question.columns}
            for index in range(number)
        ]


CONTROLS: Mapping[str, type[Control]] = {
    QuestionType.SHORT_TEXT: Line,
    QuestionType.LONG_TEXT: Paragraphs,
    QuestionType.NUMBER: Number,
    QuestionType.MONEY: Number,
    QuestionType.DATE: Day,
    QuestionType.PERIOD: Period,
    QuestionType.YES_NO: YesNo,
    QuestionType.CHOICE: OneChoice,
    QuestionType.CHOICES: Choices,
    QuestionType.SCALE: Scale,
    QuestionType.MATRIX: Matrix,
    QuestionType.COMMUNE: LookUp,
    QuestionType.TERRITORIES: TerritorySet,
    QuestionType.ORGANISATION: Organisation,
    QuestionType.PLACE: PlaceLookUp,
    QuestionType.TABLE: Table,
}


def control_of(question: Question, names: Names, joined: Sequence[ResponseFile] = ()) -> Control:
    """The control that a question is answered with."""
    if question.type == QuestionType.FILES:
        return FileList(question, names, joined)
    if question.type == QuestionType.CHOICE and not question.other and len(question.choices) > MOST_RADIOS:
        return FoldedChoice(question, names)
    return CONTROLS[question.type](question, names)
