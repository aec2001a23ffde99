"""What a programme asks its officers, and about labels and promotions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.directory.models import Organisation, Place
from maillage.programmes.enums import ROLE_SENTENCES, Role
from maillage.territories.forms import TerritorySetField


class ProgrammeForm(forms.Form):
    operator = forms.ModelChoiceField(label=_("Operator"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(
        label=_("Its purpose, in one sentence"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(label=_("Presentation"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    label_name = forms.CharField(
        label=_("Name of the label"),
        max_length=80,
        help_text=_("What a retained place becomes, for example “Manufacture de proximité”."),
    )
    contact_email = forms.EmailField(label=_("Contact address"), required=False)
    territories = TerritorySetField(label=_("Where it works"), required=False)
    is_public = forms.BooleanField(label=_("It has a public page"), required=False, initial=True)

    def __init__(self, *args: Any, operators: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if operators is None:
            del self.fields["operator"]
        else:
            self.fields["operator"].queryset = operators  # type: ignore[attr-defined]
            del self.fields["is_public"]


class RoleInvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{role.label} – {ROLE_SENTENCES[role]}") for role in Role
        ]


def in_three_years() -> dt.date:
    """The day before, three years on: the usual life of a label."""
    today = timezone.localdate()
    try:
        return today.replace(year=today.year + 3) - dt.timedelta(days=1)
    except ValueError:  # 29 February
        return today.replace(year=today.year + 3, day=28)


class PublicationForm(forms.Form):
    """What the retained projects enter, and from when to when their label runs."""

    name = forms.CharField(
        label=_("Promotion"),
        max_length=120,
        required=False,
        help_text=_(
            "The retained projects enter it together. Empty: they wait, and you form promotions afterwards, "
            "by hand or from a proposal; labels run from the days below all the same."
        ),
    )
    starts_on = forms.DateField(label=_("The label starts"), widget=DateInput, initial=timezone.localdate)
    ends_on = forms.DateField(label=_("The label ends"), widget=DateInput, initial=in_three_years)
    expected = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, retained: int, **options: Any) -> None:
        super().__init__(*args, **options)
        if not retained:
            for name in ("name", "starts_on", "ends_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("A label ends after it starts."))
        return values


class GrantForm(forms.Form):
    """A label for a retained project whose place was not known."""

    place = forms.ModelChoiceField(label=_("Place"), queryset=Place.objects.none())
    starts_on = forms.DateField(label=_("The label starts"), widget=DateInput, initial=timezone.localdate)
    ends_on = forms.DateField(label=_("The label ends"), widget=DateInput, initial=in_three_years)

    def __init__(self, *args: Any, places: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
