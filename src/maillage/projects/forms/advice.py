"""What an adviser may do, who asks it, why consent is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.directory.models import Organisation
from maillage.projects.enums import ALWAYS_GIVEN, USUAL_RIGHTS, AdviceRight

ASKED = [(right.value, right.label) for right in AdviceRight if right != ALWAYS_GIVEN]


def rights_field(**options: Any) -> forms.MultipleChoiceField:
    """Boxes for the rights that are given or not; reading the thread goes without saying."""
    return forms.MultipleChoiceField(
        choices=ASKED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **{
            "label": _("Beside reading the thread, they may"),
            "initial": [right.value for right in USUAL_RIGHTS],
            **options,
        },
    )


class RightsForm(forms.Form):
    """What the carriers agree to."""

    rights = rights_field()


class OfferForm(forms.Form):
    """Somebody offers to advise."""

    organisation = forms.ModelChoiceField(
        label=_("In whose name?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("My own"),
    )
    message = forms.CharField(
        label=_("What you could bring"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The carriers read it before they answer."),
    )
    rights = rights_field(help_text=_("Ask for what you need. The carriers may agree to less."))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DateInput,
        help_text=_("Leave empty when no end is foreseen. The carriers may end it at any time."),
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["organisation"].initial = organisations.first()


class ReasonForm(forms.Form):
    """Why, when one wishes to say it."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Optional. It goes with the message that the other side receives."),
    )


class AcceptForm(forms.Form):
    """In whose name an adviser who was invited will advise."""

    organisation = forms.ModelChoiceField(
        label=_("In whose name do you advise?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("My own"),
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["organisation"].initial = organisations.first()
