"""What is asked about promotions: their days, who enters, who is put off or leaves, how to divide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.programmes.forms.programme import in_three_years
from maillage.programmes.models import Cohort
from maillage.programmes.models.programme import today

MIXES = (
    ("0", _("Nearness alone")),
    ("60", _("Nearness first, with mixed themes")),
    ("200", _("Mixed themes first")),
)


class CohortForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    starts_on = forms.DateField(label=_("Starts"), widget=DateInput, initial=today)
    ends_on = forms.DateField(label=_("Ends"), widget=DateInput, initial=in_three_years)


class _Choosing(forms.Form):
    def __init__(self, *args: Any, cohorts: Any, empty: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        field.queryset = cohorts  # type: ignore[attr-defined]
        field.empty_label = empty  # type: ignore[attr-defined]


class PlaceForm(_Choosing):
    """Into which promotion the ticked files go."""

    to = forms.ModelChoiceField(label=_("Promotion"), queryset=Cohort.objects.none())


class MoveForm(_Choosing):
    to = forms.ModelChoiceField(label=_("To which promotion?"), queryset=Cohort.objects.none())
    why = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history of the promotion."),
    )


class DeferForm(_Choosing):
    to = forms.ModelChoiceField(
        label=_("To which promotion?"), queryset=Cohort.objects.none(), required=False
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history of the promotion."),
    )


class DropOutForm(forms.Form):
    why = forms.CharField(
        label=_("Why does the project leave?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history of the promotion. The label is ended apart."),
    )


class WishForm(forms.Form):
    """How to divide those who wait; in the address, since it changes nothing."""

    nombre = forms.IntegerField(label=_("Promotions"), min_value=1, max_value=40)
    minimum = forms.IntegerField(label=_("Projects at least"), min_value=1, max_value=300)
    maximum = forms.IntegerField(label=_("Projects at most"), min_value=1, max_value=300)
    distance = forms.ChoiceField(
        label=_("Distances"),
        choices=(("route", _("Estimated road")), ("vol", _("As the crow flies"))),
    )
    themes = forms.ChoiceField(label=_("What comes first"), choices=MIXES)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        least, most = values.get("minimum"), values.get("maximum")
        if least and most and least > most:
            self.add_error("maximum", _("The largest size is not below the smallest."))
        return values


class ProposalForm(forms.Form):
    """The promotions of a proposal as the officer accepts them: names, days, and each file's promotion."""

    starts_on = forms.DateField(label=_("Starts"), widget=DateInput, initial=today)
    ends_on = forms.DateField(label=_("Ends"), widget=DateInput, initial=in_three_years)

    def __init__(self, *args: Any, names: list[str], members: Any, group_of: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.numbers = range(1, len(names) + 1)
        for number, name in zip(self.numbers, names, strict=True):
            self.fields[f"name-{number}"] = forms.CharField(
                label=_("Name of promotion %(number)d") % {"number": number}, max_length=120, initial=name
            )
        choices = [(str(number), str(number)) for number in self.numbers]
        for member in members:
            self.fields[f"group-{member.pk}"] = forms.ChoiceField(
                label=_("Promotion of %(title)s") % {"title": member.application.title},
                choices=[*choices, ("", _("none for now"))],
                required=False,
                initial=str(group_of[member.pk] + 1) if member.pk in group_of else "",
            )

    def groups(self) -> dict[int, list[int]]:
        """The keys of the files of each promotion, from 1."""
        found: dict[int, list[int]] = {number: [] for number in self.numbers}
        for name, value in self.cleaned_data.items():
            if name.startswith("group-") and value:
                found[int(value)].append(int(name.removeprefix("group-")))
        return found
