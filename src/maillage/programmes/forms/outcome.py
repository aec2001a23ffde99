"""What surrounds a decision: letters, the moment of publication, places, appeals, reopening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput, DateTimeInput
from maillage.programmes import letters
from maillage.programmes.enums import AppealKind, AppealState
from maillage.programmes.forms.programme import PublicationForm
from maillage.programmes.models import Application


class AnnouncementForm(PublicationForm):
    """The promotions, and what is asked of those who are told; with a moment to come or at once."""

    answer_by = forms.DateField(
        label=_("Retained teams confirm their place by"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: nobody is asked to confirm."),
    )
    moves_on = forms.BooleanField(
        label=_("A place that is not confirmed by then goes to the waiting list"), required=False
    )
    offer_days = forms.IntegerField(
        label=_("Days to answer for those of the waiting list"),
        min_value=1,
        max_value=90,
        initial=10,
        required=False,
    )
    appeal_days = forms.IntegerField(
        label=_("Days to appeal"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("After the announcement. Empty: no appeal from the application’s page."),
    )
    publish_at = forms.DateTimeField(
        label=_("Publish on"),
        widget=DateTimeInput,
        required=False,
        help_text=_("Empty: as soon as you press the button."),
    )

    def __init__(
        self,
        *args: Any,
        promotions: int = 1,
        rows: Sequence[Application] = (),
        group_of: Mapping[int, int] | None = None,
        **options: Any,
    ) -> None:
        """
        Args:
            promotions: how many are named; from two on, each of ``rows`` says which it enters.
            group_of: the number of a file's promotion, from 1, by its key; those not named wait.
        """
        super().__init__(*args, **options)
        self.numbers = range(1, promotions + 1) if rows and promotions > 1 else range(1, 1)
        self.rows = list(rows) if self.numbers else []
        if self.numbers:
            del self.fields["name"]
        for number in self.numbers:
            self.fields[f"name-{number}"] = forms.CharField(
                label=_("Name of promotion %(number)d") % {"number": number}, max_length=120
            )
        choices = [*((str(number), str(number)) for number in self.numbers), ("", _("none for now"))]
        for row in self.rows:
            self.fields[f"group-{row.pk}"] = forms.ChoiceField(
                label=_("Promotion of %(title)s") % {"title": row.title},
                choices=choices,
                required=False,
                initial=str((group_of or {}).get(row.pk, "")),
            )

    def groups(self) -> dict[int, list[int]]:
        """The keys of the files of each promotion, from 1."""
        found: dict[int, list[int]] = {number: [] for number in self.numbers}
        for row in self.rows:
            if value := self.cleaned_data.get(f"group-{row.pk}"):
                found[int(value)].append(row.pk)
        return found

    def _check_promotions(self, values: dict[str, Any]) -> None:
        names: set[str] = set()
        groups = self.groups()
        for number in self.numbers:
            name = values.get(f"name-{number}", "").strip().casefold()
            if name and name in names:
                self.add_error(f"name-{number}", _("Another promotion of this announcement has this name."))
            elif name and not groups[number]:
                self.add_error(f"name-{number}", _("Nobody enters this promotion: give it a project."))
            names.add(name)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        self._check_promotions(values)
        if values.get("moves_on") and not values.get("answer_by"):
            self.add_error("answer_by", _("Say by when, for a place to go on."))
        if values.get("answer_by") and values["answer_by"] <= timezone.localdate():
            self.add_error("answer_by", _("Choose a day to come."))
        if values.get("publish_at") and values["publish_at"] <= timezone.now():
            self.add_error("publish_at", _("Choose a moment to come."))
        return values


class LetterForm(forms.Form):
    """A letter with its merge fields."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"), max_length=10000, widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"})
    )

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if faults := letters.template_faults(text):
            raise forms.ValidationError([forms.ValidationError(fault) for fault in faults])
        return text

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_body(self) -> str:
        return self._checked("body")


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The project’s carriers will read it."),
    )


class LiftForm(forms.Form):
    note = forms.CharField(label=_("How it was fulfilled"), max_length=500, required=False)


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Why do you give your place back?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you wish. The programme will read it."),
    )


class AppealForm(forms.Form):
    """What an applicant objects."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=AppealKind.choices,
        widget=forms.RadioSelect,
        initial=AppealKind.APPEAL,
    )
    text = forms.CharField(
        label=_("What do you object?"), max_length=10000, widget=forms.Textarea(attrs={"rows": 8})
    )


class RecordedAppealForm(AppealForm):
    """The same, received otherwise and written down by an officer."""

    received_on = forms.DateField(label=_("Received on"), widget=DateInput)
    field_order = ["received_on", "kind", "text"]

    def clean_received_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Choose the day on which it came."))
        return day


class AppealAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(s.value, s.label) for s in (AppealState.UPHELD, AppealState.DISMISSED)],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Answer"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It leaves as a letter. Accepting changes no decision: reopen it for that."),
    )
