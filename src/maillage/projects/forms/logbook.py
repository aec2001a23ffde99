"""An entry of the logbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.forms import DateInput
from maillage.projects.enums import EntryKind, EntrySharing


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files. Cleans to a list."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(each, initial) for each in given if each]


class EntryForm(forms.Form):
    """What happened, when, and who reads it."""

    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("What is it?"), choices=EntryKind.choices, initial=EntryKind.NOTE)
    on = forms.DateField(label=_("Day"), widget=DateInput, initial=clock.today)
    text = forms.CharField(
        label=_("What was said, done, decided"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    sharing = forms.ChoiceField(
        label=_("Who reads it?"),
        choices=EntrySharing.choices,
        initial=EntrySharing.SHARED,
        widget=forms.RadioSelect,
    )
    uploads = SeveralFilesField(
        label=_("Files"), required=False, help_text=_("Optional. Read by those who read the entry.")
    )
