"""How far a project is, what shows it, what becomes of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.forms import DateInput
from maillage.directory.enums import Stage
from maillage.projects.enums import OUTCOME_SENTENCES, OUTCOME_TRANSITIONS, EvidenceState, Outcome


class StageForm(forms.Form):
    """How far the project is now."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    on = forms.DateField(label=_("Since"), widget=DateInput, initial=clock.today)
    why = forms.CharField(
        label=_("What changed?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the thread. Needed when the project goes on with something not shown yet."),
    )


class OutcomeForm(forms.Form):
    """What becomes of the project."""

    outcome = forms.ChoiceField(label=_("What becomes of it?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Since"), widget=DateInput, initial=clock.today)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a project set aside or reoriented: it is what others will learn from."),
    )
    next_step = forms.CharField(
        label=_("What do you do next?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A job, a training, another project, a pause until spring… Needed in the same cases."),
    )

    def __init__(self, *args: Any, present: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [
            outcome
            for outcome in Outcome
            if outcome in OUTCOME_TRANSITIONS[Outcome(present)] and outcome != Outcome.MERGED
        ]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.value, f"{outcome.label} – {OUTCOME_SENTENCES[outcome]}") for outcome in offered
        ]


class EvidenceForm(forms.Form):
    """What shows it, or why it is not needed here."""

    state = forms.ChoiceField(
        label=_("Is it there?"),
        choices=EvidenceState.choices,
        initial=EvidenceState.FILLED,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What shows it, or why it is not needed"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Optional: a study, a lease, statutes…")
    )
