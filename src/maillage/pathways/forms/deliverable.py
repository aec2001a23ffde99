"""What is asked to write a deliverable, and to answer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WriteForm(forms.Form):
    text = forms.CharField(
        label=_("Text"), required=False, max_length=40_000, widget=forms.Textarea(attrs={"rows": 24})
    )
    file = forms.FileField(label=_("Join a file"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"])


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your words"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "answer_%s")
        super().__init__(*args, **options)
