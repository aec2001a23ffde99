"""What the pages of an import ask: the file and its source, then what each column means."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.forms import DateInput
from maillage.directory.importing import rules
from maillage.directory.importing.mapping import FIELDS
from maillage.directory.importing.readers import Table
from maillage.directory.models import Organisation
from maillage.territories.models import Department


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "CSV, XLSX, GeoJSON or data·inclusion (JSON). The first line names the columns."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Who keeps this list?"),
        max_length=40,
        help_text=gettext_lazy(
            "A short name, always the same (“anct”, “pays-de-guéret”): "
            "it is how the lines are recognised next time."
        ),
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        label=gettext_lazy("Whose places are they?"),
        help_text=gettext_lazy("The list then touches the places of that organisation only."),
    )
    department = forms.ModelChoiceField(
        queryset=Department.objects.filter(is_current=True).order_by("code"),
        required=False,
        label=gettext_lazy("Département of the list"),
        help_text=gettext_lazy("If all the places are in one, and the list does not say so."),
    )
    listed_on = forms.DateField(
        required=False,
        widget=DateInput,
        label=gettext_lazy("Date of the list"),
        help_text=gettext_lazy("The day on which it was right: shown in public as the last confirmation."),
    )

    def __init__(self, *arguments: Any, user: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = rules.organisations_of(user)
        field.required = not user.has_perm("directory.import_any_place")
        field.empty_label = _("Any organisation") if not field.required else field.empty_label

    def clean_source(self) -> str:
        source = re.sub(r"\s+", "-", self.cleaned_data["source"].strip().lower())
        return source.replace("/", "-")


class ColumnsForm(forms.Form):
    """A choice per field of a place: the column that gives it."""

    take_theirs = forms.BooleanField(
        required=False,
        label=gettext_lazy("Where both the list and somebody here changed a value, the list wins"),
        help_text=gettext_lazy("Otherwise what was changed here stands, and the difference is told."),
    )

    def __init__(self, *arguments: Any, table: Table, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        samples = {
            column: next((row.cells[column] for row in table.rows if row.cells[column]), "")
            for column in table.columns
        }
        choices = [("", _("Nothing"))] + [
            (column, f"{column} ({samples[column][:40]})" if samples[column] else column)
            for column in table.columns
        ]
        columns = {
            field.key: forms.ChoiceField(
                choices=choices, required=False, label=str(field.label), help_text=str(field.help)
            )
            for field in FIELDS
        }
        self.fields = {**columns, **self.fields}

    @property
    def columns(self) -> dict[str, str]:
        return {field.key: self.cleaned_data.get(field.key, "") for field in FIELDS}
