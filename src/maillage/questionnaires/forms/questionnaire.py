"""A new questionnaire, its title, its sections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.directory.models import Organisation
from maillage.questionnaires.extensions import ready_forms
from maillage.questionnaires.models import Questionnaire

EMPTY = "empty"


class QuestionnaireForm(forms.Form):
    """A title, in whose name, and what to begin with."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("For example “Full application”."))
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        empty_label=None,
        help_text=_("Its staff, and the officers of its programmes, write this questionnaire."),
    )
    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Organisation],
        models: QuerySet[Questionnaire],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        start: Any = self.fields["start"]
        start.choices = [
            *((form.key, form.label) for form in ready_forms),
            (EMPTY, _("Nothing: an empty questionnaire")),
            *((str(row.pk), _("A copy of “%(title)s”") % {"title": row.title}) for row in models),
        ]
        start.initial = start.choices[0][0]


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)


class SectionForm(forms.Form):
    """The words of a section."""

    title = forms.CharField(label=_("Title of the section"), max_length=200)
    help = forms.CharField(
        label=_("Help"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
