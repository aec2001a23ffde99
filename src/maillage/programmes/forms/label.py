"""What is asked of the register of labels, and what officers say of a label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.core.forms import DateInput
from maillage.programmes.enums import ConditionOutcome
from maillage.territories.models import Department, Region

STATE_CHOICES = (
    ("", _("All states")),
    ("valides", _("Held today")),
    ("accordes", _("Granted today")),
    ("conditionnels", _("Under conditions")),
    ("renouveles", _("Renewed")),
    ("suspendus", _("Suspended")),
    ("termines", _("Ended")),
    ("a-venir", _("To come")),
)


class RegisterForm(forms.Form):
    """The filters of a register, in the address. Drawn only: ``label_register.Asked`` reads them."""

    q = forms.CharField(label=_("Place, commune, project or code"), required=False, max_length=100)
    programme = forms.ChoiceField(label=_("Label"), required=False)
    territoire = forms.ChoiceField(label=_("Territory"), required=False)
    etat = forms.ChoiceField(label=_("State"), required=False, choices=STATE_CHOICES)
    annee = forms.ChoiceField(label=_("Running in"), required=False)

    def __init__(
        self,
        *args: Any,
        programmes: Sequence[tuple[str, str]] | None,
        first_year: int,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if programmes is None:
            del self.fields["programme"]
        else:
            self._offer("programme", [("", _("All labels")), *programmes])
        regions = Region.objects.filter(is_current=True).order_by("name").values_list("code", "name")
        departments = Department.objects.filter(is_current=True).order_by("code").values_list("code", "name")
        self._offer(
            "territoire",
            [
                ("", _("All France")),
                (_("Régions"), [(f"R{code}", name) for code, name in regions]),
                (_("Départements"), [(code, f"{code} {name}") for code, name in departments]),
            ],
        )
        years = range(timezone.localdate().year, first_year - 1, -1)
        self._offer("annee", [("", _("Any year")), *((str(year), str(year)) for year in years)])

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class VerifyForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=40,
        help_text=_("Twelve letters and figures, such as 7F3K-2Q9M-XB4T."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


WHY = _("The project’s carriers will read it.")


class LabelChangeForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=WHY
    )


class LabelEndForm(LabelChangeForm):
    on = forms.DateField(
        label=_("From what day?"),
        widget=DateInput,
        initial=timezone.localdate,
        help_text=_("The label no longer holds from that day on."),
    )
    field_order = ["on", "why"]


class LabelRenewForm(LabelChangeForm):
    ends_on = forms.DateField(label=_("New last day"), widget=DateInput)
    field_order = ["ends_on", "why"]


class LabelConditionForm(LabelChangeForm):
    text = forms.CharField(
        label=_("Condition"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the project must show, in one sentence."),
    )
    due_on = forms.DateField(label=pgettext_lazy("a day", "Before"), widget=DateInput)
    field_order = ["text", "due_on", "why"]


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[
            (ConditionOutcome.MET.value, _("It is met")),
            (ConditionOutcome.WAIVED.value, _("It is waived")),
        ],
        initial=ConditionOutcome.MET.value,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was shown, or why the condition is waived."),
    )
