"""Documents, questions, information sessions and withdrawal of a call."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateTimeInput
from maillage.programmes.forms.call import PARIS_TIME


class DocumentForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    file = forms.FileField(label=_("File"))


class AskForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The answer is published to all, without your name: leave out what is personal."),
    )


class AnswerForm(forms.Form):
    wording = forms.CharField(
        label=_("The question, as it is published"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5}))


class CorrectionForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5}))


class InformationForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    starts_at = forms.DateTimeField(label=_("Begins"), widget=DateTimeInput, help_text=PARIS_TIME)
    ends_at = forms.DateTimeField(label=_("Ends"), widget=DateTimeInput, help_text=PARIS_TIME)
    venue = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to the video meeting"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who have a seat see it."),
    )
    capacity = forms.IntegerField(
        label=_("Seats"), min_value=1, required=False, help_text=_("Left empty: as many as come.")
    )


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody concerned will read it."),
    )


class NoteForm(forms.Form):
    """A word that goes with an admission."""

    ids = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("A word for their carriers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
