"""What somebody who looks for a door says, and what is asked of those who answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.directory.enums import Audience, Stage, Theme
from maillage.directory.models import Service
from maillage.projects.enums_referral import (
    OUTCOMES_TO_SAY,
    DeclineReason,
    ReferralState,
    Shared,
)
from maillage.territories.forms import CommuneField

ANY = ("", _("Not said"))


class DoorForm(forms.Form):
    """Read from the address: nothing is kept."""

    commune = CommuneField(label=_("Where?"))
    etape = forms.ChoiceField(label=_("How far is it?"), choices=[ANY, *Stage.choices], required=False)
    public = forms.ChoiceField(label=_("Who are you?"), choices=[ANY, *Audience.choices], required=False)
    theme = forms.MultipleChoiceField(
        label=_("What do you need help with?"),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WishForm(forms.Form):
    """The same about a project, whose commune is known."""

    etape = DoorForm.base_fields["etape"]
    public = forms.MultipleChoiceField(
        label=_("For whom"),
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    theme = DoorForm.base_fields["theme"]


class AskForm(forms.Form):
    """A person without an account leaves an address."""

    commune = CommuneField(label=_("Where?"))
    words = forms.CharField(
        label=_("Your project in a few sentences"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you want to do, for whom, and what you look for. Unfinished is fine."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We write to it first: nothing leaves before you press the button in our message."),
    )
    consent = forms.BooleanField(label=_("I agree to share these with those who can help me"))
    etape = forms.CharField(required=False, widget=forms.HiddenInput)
    public = forms.CharField(required=False, widget=forms.HiddenInput)
    theme = forms.CharField(required=False, widget=forms.HiddenInput)

    def wish(self) -> dict[str, Any]:
        """What travels with the request; what no list knows is left out."""
        values = self.cleaned_data
        return {
            "stage": values["etape"] if values["etape"] in Stage.values else "",
            "audiences": [values["public"]] if values["public"] in Audience.values else [],
            "themes": [theme for theme in values["theme"].split(",") if theme in Theme.values],
        }


class ReferForm(forms.Form):
    """A project is directed to a service."""

    reason = forms.CharField(
        label=_("What do you expect from them?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They read this first."),
    )
    shared = forms.MultipleChoiceField(
        label=_("What they will read"),
        choices=Shared.choices,
        initial=Shared.values,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The name and the address of the carriers are always part of it."),
    )
    consent = forms.BooleanField(
        label=_("I agree that these are shared with this service"),
        help_text=_("You may take this back at any time: they then read nothing more."),
    )

    def __init__(self, *args: Any, is_carrier: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_carrier:
            # An adviser writes; the carriers are asked.
            del self.fields["consent"]


class AcceptForm(forms.Form):
    words = forms.CharField(
        label=_("A word to the person"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    meet_on = forms.DateField(label=_("Day proposed to meet"), required=False, widget=DateInput)


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    better = forms.ModelChoiceField(
        label=_("A better door"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("None that I know"),
        help_text=_("The services that fit this project best."),
    )
    words = forms.CharField(
        label=_("A word to the person"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MeetForm(forms.Form):
    on = forms.DateField(label=_("Day of the meeting"), widget=DateInput)


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[(outcome.value, outcome.label) for outcome in OUTCOMES_TO_SAY],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("A word to the person"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReferralFilterForm(forms.Form):
    etat = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *ReferralState.choices], required=False
    )


class GiveGapForm(forms.Form):
    """Somebody else looks for the door."""

    to = forms.TypedChoiceField(label=_("Who looks for a door?"), coerce=int)

    def __init__(self, *args: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {person.pk: person for person in people}
        self.fields["to"].choices = [(person.pk, str(person)) for person in people]  # type: ignore[attr-defined]

    def clean_to(self) -> Any:
        return self.people[self.cleaned_data["to"]]


class GapForm(forms.Form):
    """The end of a case."""

    service = forms.ModelChoiceField(
        label=_("The door that was found"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Without one, the case closes and the person is told why."),
    )
    answer = forms.CharField(
        label=_("What the person will read"), max_length=1500, widget=forms.Textarea(attrs={"rows": 4})
    )
