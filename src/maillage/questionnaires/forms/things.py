"""Lists that an author writes: choices, rows and columns. A line keeps its identifier when its label changes.

Lines are added, moved and dropped by buttons that send the form without saving it, so that all of it works
without JavaScript.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from maillage.questionnaires.definition import COLUMN_TYPES, ID
from maillage.questionnaires.editing import new_id
from maillage.questionnaires.enums import QuestionType

FIRST_LINES = 3
MOST_LINES = 200


class ThingsInput(forms.Widget):
    """Lines with a label each. Value: ``[{"id": …, "label": …}]``, without an id where it is new."""

    template_name = "questionnaires/widgets/things.html"
    use_fieldset = True
    has_types = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        lines = [dict(line) for line in value or []]
        if not lines:
            lines = [self.blank() for _line in range(FIRST_LINES)]
        for line in lines:
            line.setdefault("type", QuestionType.SHORT_TEXT.value)
            line["choices_text"] = "\n".join(
                choice["label"] for choice in line.get("choices") or [] if choice["label"]
            )
        context["widget"]["lines"] = lines
        context["widget"]["has_types"] = self.has_types
        context["widget"]["types"] = [{"value": kind.value, "label": kind.label} for kind in COLUMN_TYPES]
        return context

    def blank(self) -> dict[str, Any]:
        return {"id": "", "label": ""}

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, Any], name: str
    ) -> list[dict[str, Any]]:
        labels = data.getlist(f"{name}_label") if hasattr(data, "getlist") else []
        ids = data.getlist(f"{name}_id") if labels else []
        ids += [""] * (len(labels) - len(ids))
        lines = [
            {
                "id": key if ID.fullmatch(key) else "",
                "label": " ".join(label.split()),
                **self.more(data, name, number),
            }
            for number, (key, label) in enumerate(zip(ids, labels, strict=False))
        ][:MOST_LINES]
        return self.arranged(lines, str(data.get(f"{name}_do", "")))

    def more(self, data: Any, name: str, number: int) -> dict[str, Any]:
        return {}

    def arranged(self, lines: list[dict[str, Any]], verb: str) -> list[dict[str, Any]]:
        """The lines after ``add``, ``up:2``, ``down:2`` or ``drop:2``."""
        word, _colon, number = verb.partition(":")
        if word == "add":
            return [*lines, self.blank()]
        if not number.isdecimal() or not 0 <= int(number) < len(lines):
            return lines
        position = int(number)
        line = lines.pop(position)
        if word != "drop":
            lines.insert(max(0, position + (-1 if word == "up" else 1)), line)
        return lines

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class ThingsField(forms.Field):
    """Cleans to the JSON of choices; lines without a label are left out."""

    widget: Any = ThingsInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = []
        lines = [line for line in value or [] if line["label"]]
        taken = {line["id"] for line in lines if line["id"]}
        seen: set[str] = set()
        for line in lines:
            key = line["id"]
            if not key or key in seen:
                key = new_id(line["label"], taken)
            taken.add(key)
            seen.add(key)
            if line["label"] in {other["label"] for other in kept}:
                raise ValidationError(_("“%(label)s” stands twice.") % {"label": line["label"]})
            kept.append({**line, "id": key, "label": line["label"][:300]})
        return kept


class ColumnsInput(ThingsInput):
    """Lines with a label, a type, and choices where the type has some."""

    has_types = True

    def more(self, data: Any, name: str, number: int) -> dict[str, Any]:
        types, texts = data.getlist(f"{name}_type"), data.getlist(f"{name}_choices")
        known = data.getlist(f"{name}_known")
        kind = types[number] if number < len(types) else ""
        kind = kind if kind in COLUMN_TYPES else QuestionType.SHORT_TEXT.value
        line: dict[str, Any] = {"type": kind}
        if kind == QuestionType.CHOICE:
            ids = dict(
                pair.split("=", 1)[::-1]
                for pair in (known[number] if number < len(known) else "").split("\n")
                if "=" in pair
            )
            line["choices"] = [
                {"id": ids.get(text, ""), "label": text}
                for text in (
                    row.strip() for row in (texts[number] if number < len(texts) else "").splitlines()
                )
                if text
            ]
        return line


class ColumnsField(ThingsField):
    """Cleans to the JSON of columns of a table."""

    widget: Any = ColumnsInput

    def clean(self, value: Any) -> list[dict[str, Any]]:
        columns = super().clean(value)
        for column in columns:
            if "choices" in column:
                column["choices"] = ThingsField().clean(column["choices"])
        return columns
