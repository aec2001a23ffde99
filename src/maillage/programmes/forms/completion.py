"""What an officer asks to complete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateTimeInput
from maillage.programmes.forms.call import PARIS_TIME
from maillage.questionnaires.definition import Definition


class CompletionForm(forms.Form):
    questions = forms.MultipleChoiceField(
        label=_("Questions to complete"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("These open again, and no other."),
    )
    message = forms.CharField(
        label=_("What is missing?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant will read it."),
    )
    due_at = forms.DateTimeField(label=_("Until"), widget=DateTimeInput, help_text=PARIS_TIME)

    def __init__(self, *args: Any, definition: Definition, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (section.title, [(question.id, question.label) for question in section.questions])
            for section in definition.for_applicants().sections
            if section.questions
        ]
