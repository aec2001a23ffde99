"""What is asked to correct a mark, and to co-sign a sheet."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.pathways.enums_attendance import Presence
from maillage.programmes.models import Programme


class StrokesField(forms.CharField):
    """The lines of a signature, that the page's script writes as JSON; ``signing_pad`` checks them."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=60_000, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return json.loads(text)
        except ValueError:
            raise forms.ValidationError(
                _("This signature could not be read. Sign again, or type the name.")
            ) from None


class CorrectionForm(forms.Form):
    """Presence, minutes when it is not all, and why."""

    presence = forms.ChoiceField(
        label=_("This person was"), choices=Presence.choices, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(
        label=_("Minutes of presence"),
        required=False,
        min_value=1,
        help_text=_("Of who came late or left early. Empty: the whole half-day."),
    )
    why = forms.CharField(label=_("Reason of the correction"), required=False, max_length=300)

    def __init__(self, *args: Any, needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].required = needs_reason
        if needs_reason:
            self.fields["why"].help_text = _("The sheet is co-signed: the reason stays on it.")


class CosignForm(forms.Form):
    """The trainer’s name, and their signature if they draw one."""

    typed_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Typing it is signing. You may draw your signature too."),
    )
    strokes = StrokesField()


class ConfirmForm(forms.Form):
    """A person says that they are there; a signature is theirs to add."""

    strokes = StrokesField()


class PeriodForm(forms.Form):
    """Between which days hours are added up, both counted, and of which programme."""

    du = forms.DateField(label=_("From the"), widget=DateInput)
    au = forms.DateField(label=_("to the"), widget=DateInput)
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("All, and what no programme pays"),
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        if programmes.exists():
            self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        else:
            del self.fields["programme"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("du") and values.get("au") and values["au"] < values["du"]:
            self.add_error("au", _("The last day comes after the first."))
        return values
