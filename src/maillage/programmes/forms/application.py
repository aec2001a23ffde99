"""What applicants fill, and what officers answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.programmes.enums import NEEDS_REASON, Decision, Verdict
from maillage.projects.enums import carrier_forms
from maillage.projects.models import Project
from maillage.projects.queries import carriers_of
from maillage.territories.forms import CommuneField


class EligibilityForm(forms.Form):
    """Where, and in what legal form: enough for a first answer."""

    commune = CommuneField(label=_("In which commune is your project?"))
    forme = forms.ChoiceField(
        label=_("What carries it?"),
        required=False,
        help_text=_("If you do not know yet, leave it: the answer will say what depends on it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["forme"].choices = [("", _("I do not know yet")), *carrier_forms()]  # type: ignore[attr-defined]

    @staticmethod
    def is_asked(query: Mapping[str, Any]) -> bool:
        """Whether an address asks something, or is just the page."""
        return any(name.startswith("commune") for name in query)


class ExceptionForm(forms.Form):
    """Why the programme should look at it although a rule says no."""

    derogation_request = forms.CharField(
        label=_("Why should the programme look at your project all the same?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("An officer will read it and answer in writing."),
    )


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you wish. The programme will read it."),
    )


class OnBehalfForm(forms.Form):
    """For whom an adviser writes, and how that person agreed."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=_("For whom do you write?"),
        required=False,
        empty_label=_("Somebody without an account"),
    )
    name = forms.CharField(label=_("Their name, if they have no account"), max_length=120, required=False)
    why = forms.CharField(
        label=_("Why, and how they agreed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the file, beside what you write."),
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        carriers = [carrier.pk for carrier in carriers_of(project)]
        self.fields["person"].queryset = User.objects.filter(pk__in=carriers).order_by("pk")  # type: ignore[attr-defined]


class WordForm(forms.Form):
    """An officer's word on a file, or on several."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(d.value, d.label) for d in Decision],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for a refusal and for the waiting list; the applicant will read it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("decision") in NEEDS_REASON and not (values.get("reason") or "").strip():
            self.add_error("reason", _("Give the reason: the applicant will read it."))
        return values


class DecisionForm(WordForm):
    """On one file, with what only one file has: its amount, its rank."""

    amount = forms.DecimalField(
        label=_("Amount granted"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("In euros, for a retained file or one that waits."),
    )
    rank = forms.IntegerField(
        label=_("Rank on the waiting list"),
        required=False,
        min_value=1,
        help_text=_("Empty: at the end."),
    )


class BulkDecisionForm(WordForm):
    """The same word on several files; amounts and ranks are said file by file."""

    ids = forms.CharField(widget=forms.HiddenInput)


class OverruleForm(forms.Form):
    """An officer's word against the rules, or where they cannot tell. Stands on a page beside
    ``DecisionForm``, hence identifiers of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "id_overrule_%s")
        super().__init__(*args, **options)

    verdict = forms.ChoiceField(
        label=_("Your word"),
        choices=[(v.value, v.label) for v in (Verdict.ELIGIBLE, Verdict.INELIGIBLE)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the file."),
    )
