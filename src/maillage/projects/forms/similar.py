"""Forms of meetings, mergers and follow-ups."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.projects.enums_similar import Running


class IntroduceForm(forms.Form):
    message = forms.CharField(
        label=_("Why should they meet?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Both sides read this. Write nothing that one of them has told you in confidence."),
    )


class MergeForm(forms.Form):
    which = forms.ChoiceField(label=_("Which one goes on?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why become one?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other carriers read this before they answer."),
    )

    def __init__(self, *args: object, titles: list[tuple[str, str]], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["which"].choices = titles  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    running = forms.ChoiceField(
        label=_("Is the activity running today?"), choices=Running.choices, widget=forms.RadioSelect
    )
    jobs = forms.IntegerField(
        label=_("How many people does it employ?"),
        min_value=0,
        max_value=10_000,
        required=False,
        help_text=_("You too, if you live on it. Nobody is 0; leave it empty if you do not know."),
    )
    fte = forms.DecimalField(
        label=_("How many full-time jobs do these make?"),
        min_value=0,
        max_digits=7,
        decimal_places=2,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Two people at half time make 1."),
    )
    changed = forms.CharField(
        label=_("What has it changed, for you or around you?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
