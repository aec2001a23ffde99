"""The checklist of a call, and what an officer found in a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.programmes.actions.admissibility import Found
from maillage.programmes.enums import Admissibility, CheckResult
from maillage.programmes.models import ChecklistItem


class ChecklistForm(forms.Form):
    items = forms.CharField(
        label=_("One line per thing to check"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("For example: “The budget is balanced.” Checks that were made keep their list."),
    )


class CheckForm(forms.Form):
    """The checklist with a result and a sentence for each item, then the word on the file."""

    verdict = forms.ChoiceField(
        label=_("This file is"),
        choices=[(each.value, each.label) for each in Admissibility if each != Admissibility.NONE],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when it is not admissible. It stays in the file."),
    )

    def __init__(self, *args: Any, items: Iterable[ChecklistItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = list(items)
        for item in self.items:
            self.fields[f"result-{item.pk}"] = forms.ChoiceField(
                label=item.text,
                required=False,
                choices=[("", _("Not looked at")), *CheckResult.choices],
            )
            self.fields[f"note-{item.pk}"] = forms.CharField(
                label=_("A sentence"), required=False, max_length=500
            )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The fields of each item, for the page."""
        return [
            {"item": item, "result": self[f"result-{item.pk}"], "note": self[f"note-{item.pk}"]}
            for item in self.items
        ]

    @property
    def found(self) -> dict[int, Found]:
        values = self.cleaned_data
        return {item.pk: Found(values[f"result-{item.pk}"], values[f"note-{item.pk}"]) for item in self.items}
