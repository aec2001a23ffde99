"""What planning a questionnaire asks, and what one does with a group of answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.pathways.enums_surveys import Moment
from maillage.pathways.models import AnswerGroup
from maillage.pathways.models.survey import LEAST_DAYS, MOST_DAYS, USUAL_DAYS


class PlanForm(forms.Form):
    questionnaire = forms.ChoiceField(
        label=_("Which questionnaire?"),
        help_text=_("A question is compared before and after when both ask it under the same identifier."),
    )
    days = forms.IntegerField(
        label=_("Days to answer, from the end of the last session"),
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
    )

    def __init__(self, *args: Any, moment: Moment, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["questionnaire"].choices = choices  # type: ignore[attr-defined]
        if moment == Moment.BEFORE:
            del self.fields["days"]


class GroupForm(forms.Form):
    """Another label, or another group to be read within."""

    label = forms.CharField(label=_("Label"), max_length=80)
    seen = forms.CharField(widget=forms.HiddenInput)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("Into which group?"),
        queryset=AnswerGroup.objects.none(),
        empty_label=_("Choose a group"),
    )

    def __init__(self, *args: Any, groups: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].queryset = groups  # type: ignore[attr-defined]
