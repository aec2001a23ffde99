"""What a jury asks: its session, its members, the agenda, the proposal, notes and votes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.core.forms import DateInput, DateTimeInput
from maillage.programmes.enums import NEEDS_REASON, Decision, JuryRole
from maillage.programmes.models import JurySession

# What a jury may propose; nothing to decide, and leaving, are not its words.
PROPOSABLE = [
    (decision.value, decision.label)
    for decision in Decision
    if decision not in {Decision.NONE, Decision.WITHDRAWN}
]
CONDITION_ROWS = 3


class SessionForm(forms.ModelForm[JurySession]):
    link = forms.URLField(label=_("Video link"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = JurySession
        fields = ("title", "held_at", "venue", "link", "quorum")
        widgets = {"held_at": DateTimeInput}


class SeatForm(forms.Form):
    """Who sits, and as what."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=JuryRole.choices, initial=JuryRole.MEMBER)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class ConditionRow(forms.Form):
    """One condition; an empty row is no condition."""

    text = forms.CharField(label=_("Condition"), max_length=500, required=False)
    due_on = forms.DateField(label=_("Due"), widget=DateInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("text") and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("By when?"))
        if values.get("due_on") and not values.get("text"):
            self.add_error("text", _("What is asked?"))
        return values


def condition_rows(data: Any = None, initial: list[tuple[str, dt.date]] | None = None) -> list[ConditionRow]:
    """Rows to list conditions in: those that are there, and some empty ones; no script needed."""
    known = initial or []
    count = len(known) + CONDITION_ROWS
    if data is not None:
        posted = str(data.get("conditions", ""))
        count = min(int(posted), 30) if posted.isdecimal() else count
    return [
        ConditionRow(
            data,
            prefix=f"condition-{rank}",
            initial={"text": known[rank][0], "due_on": known[rank][1]} if rank < len(known) else None,
        )
        for rank in range(count)
    ]


def all_valid(rows: list[ConditionRow]) -> bool:
    """Whether every row is; each is looked at, so that each shows its own error."""
    faults = [row.errors for row in rows]
    return not any(faults)


def conditions_in(rows: list[ConditionRow]) -> list[tuple[str, dt.date]]:
    """The conditions of valid rows."""
    return [
        (row.cleaned_data["text"].strip(), row.cleaned_data["due_on"])
        for row in rows
        if row.cleaned_data.get("text", "").strip()
    ]


class ProposalForm(forms.Form):
    """What is put to the vote."""

    decision = forms.ChoiceField(label=_("Proposal"), choices=PROPOSABLE, widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label=_("Amount granted"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    rank = forms.IntegerField(label=_("Rank on the waiting list"), required=False, min_value=1)
    opinion = forms.CharField(
        label=_("Opinion of the jury"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It becomes the reason of the decision: the applicant will read it."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("decision") in NEEDS_REASON and not (values.get("opinion") or "").strip():
            self.add_error("opinion", _("Give the reason: the applicant will read it."))
        return values


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 10})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
