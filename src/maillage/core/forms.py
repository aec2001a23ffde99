"""How forms are drawn: the renderer, and the few widgets that pages share.

Templates are in ``templates/django/forms``: label above, help under the label, error beside the field, and a
summary at the top that links to each field in error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.datastructures import MultiValueDict

from maillage.core.errors import DomainError


class MaillageRenderer(TemplatesSetting):
    """Django's renderer with the project's templates for a form, a field and a formset."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
    formset_template_name = "django/forms/formset.html"


class DateInput(forms.DateInput):
    """The browser's own date picker, whose value is always year-month-day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own date and time picker, at the reader's clock, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class FoldedChoices(forms.CheckboxSelectMultiple):
    """Many tick boxes, folded: what is chosen stands on the fold, and a telephone is not filled by a list."""

    template_name = "django/forms/widgets/folded_choices.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        options = [row for _group, rows, _index in context["widget"]["optgroups"] for row in rows]
        context["widget"]["chosen"] = [str(row["label"]) for row in options if row["selected"]]
        return context


class LookupInput(forms.TextInput):
    """Text completed by a look-up (a commune, an organisation); without JavaScript, plain text.

    It posts what was typed as ``name`` and, once a suggestion was chosen, its code as ``name_code``. The
    cleaned value is the code when there is one, else the text: the field's ``clean`` must accept both.
    ``autocomplete.js`` asks ``url?q=…`` for ``{"results": [{"code": "07204", "label": "Saint-Agrève",
    "hint": "Ardèche, 07320"}]}``.

    Args:
        url: address of the look-up, or a callable giving it (addresses are not known at import).
        label_of: the text shown for a stored code; by default the code itself.
    """

    template_name = "django/forms/widgets/lookup.html"

    def __init__(self, url: Any, label_of: Any = None, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of = label_of

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        code = str(value) if value not in (None, "") else ""
        label = str(self.label_of(code) or "") if code and self.label_of else ""
        context["widget"]["value"] = label or code
        context["widget"]["lookup"] = {
            "url": str(self.url() if callable(self.url) else self.url),
            "code_name": f"{name}_code",
            "code": code if label else "",
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        return data.get(f"{name}_code") or data.get(name)


def refuse(form: forms.BaseForm, error: DomainError) -> None:
    """Shows a refusal of the domain in a form: each sentence at its field, the others at the top."""
    placed = False
    for name, sentence in error.fields.items():
        if sentence:
            form.add_error(name if name in form.fields else None, str(sentence))
            placed = True
    if not placed:
        form.add_error(None, str(error.sentence))
