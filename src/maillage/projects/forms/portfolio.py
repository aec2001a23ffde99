"""What an adviser says of their work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.core.forms import DateInput
from maillage.directory.enums import Stage
from maillage.projects.enums_referral import UNMET_WEEKS, MeetingMode


class PortfolioFilterForm(forms.Form):
    semaines = forms.IntegerField(label=_("Not met for (weeks)"), min_value=1, max_value=104, required=False)
    etape = forms.ChoiceField(
        label=_("Stage"), choices=[("", _("All stages")), *Stage.choices], required=False
    )

    @property
    def weeks(self) -> int:
        return (self.is_valid() and self.cleaned_data["semaines"]) or UNMET_WEEKS


class MeetingForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DateInput, initial=timezone.localdate)
    mode = forms.ChoiceField(
        label=_("How?"), choices=MeetingMode.choices, initial=MeetingMode.IN_PERSON, widget=forms.RadioSelect
    )


class CapacityForm(forms.Form):
    projects = forms.IntegerField(
        label=_("How many projects can you follow at once?"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("Leave it empty if you do not say."),
    )


class HandoverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=User.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    last_day = forms.DateField(
        label=_("Last day of the one who leaves"),
        widget=DateInput,
        required=False,
        help_text=_("After it their access ends, whether the carriers have answered or not."),
    )
    message = forms.CharField(
        label=_("A word to the carriers"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, colleagues: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]
