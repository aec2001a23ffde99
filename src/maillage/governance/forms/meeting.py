"""What is asked of committees and meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.core.forms import DateTimeInput
from maillage.governance.actions.meeting import Hands, When
from maillage.governance.enums import CommitteeKind, Seat
from maillage.governance.models import Committee
from maillage.projects.models import Project


class CommitteeForm(forms.Form):
    """``hosts``: ``(kind-id, name)`` of those that the person runs."""

    host = forms.ChoiceField(label=_("For"))
    kind = forms.ChoiceField(label=_("Kind"), choices=CommitteeKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    quorum = forms.IntegerField(
        label=_("Quorum"),
        min_value=1,
        max_value=999,
        initial=1,
        help_text=_("How many members must be there for a decision. Guests do not count."),
    )

    def __init__(self, *args: Any, hosts: list[tuple[str, str]] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if hosts is None:  # it exists: neither its host nor its kind change
            del self.fields["host"], self.fields["kind"]
        else:
            self.fields["host"].choices = hosts  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, committee: Committee) -> dict[str, Any]:
        return {name: getattr(committee, name) for name in ("name", "purpose", "quorum")}


class MeetingForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    held_at = forms.DateTimeField(label=_("Begins"), widget=DateTimeInput)
    minutes_planned = forms.IntegerField(
        label=_("Duration, in minutes"), min_value=5, max_value=1440, initial=120
    )
    venue = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Video link"), max_length=500, required=False, assume_scheme="https")
    quorum = forms.IntegerField(
        label=_("Quorum"),
        min_value=1,
        max_value=999,
        initial=1,
        help_text=_("How many members must be there for a decision. Guests do not count."),
    )

    @property
    def when(self) -> When:
        return When(**self.cleaned_data)


class SeatForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    seat = forms.ChoiceField(label=_("Role"), choices=Seat.choices, initial=Seat.MEMBER)

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = people.order_by("full_name", "pk")  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """A project, something else that the host knows, or words alone."""

    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none(), required=False)
    subject = forms.ChoiceField(label=_("Or something else"), required=False)
    title = forms.CharField(
        label=_("Or in words"), max_length=200, required=False, help_text=_("For example: budget for 2027.")
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], subjects: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["project"].queryset = projects.order_by("title", "pk")  # type: ignore[attr-defined]
        self.fields["subject"].choices = [("", "—"), *subjects]  # type: ignore[attr-defined]
        if not subjects:
            del self.fields["subject"]


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Read by the committee, and written in its minutes."),
    )
    is_done = forms.BooleanField(label=_("This has been looked at"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class DecisionForm(forms.Form):
    text = forms.CharField(
        label=_("What is decided"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    voices_for = forms.IntegerField(label=_("For"), min_value=0, max_value=999, required=False)
    voices_against = forms.IntegerField(label=_("Against"), min_value=0, max_value=999, required=False)
    abstentions = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=999, required=False)
    aside = forms.MultipleChoiceField(
        label=_("Who steps aside for this decision?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are there and have no voice on it: a tie, an interest of their own."),
    )
    aside_reason = forms.CharField(label=_("Why do they step aside?"), max_length=300, required=False)

    def __init__(self, *args: Any, voices: list[tuple[str, str]], **options: Any) -> None:
        """``voices``: keys and names of those who are there with a voice."""
        super().__init__(*args, **options)
        self.fields["aside"].choices = voices  # type: ignore[attr-defined]
        if not voices:
            del self.fields["aside"], self.fields["aside_reason"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (values.get("voices_for") is None) != (values.get("voices_against") is None):
            self.add_error("voices_for", _("Give both counts, or none when all agree."))
        if values.get("aside") and not values.get("aside_reason"):
            self.add_error("aside_reason", _("Say why they step aside."))
        return values

    @property
    def stepped_aside(self) -> dict[int, str]:
        why = self.cleaned_data.get("aside_reason", "")
        return {int(key): why for key in self.cleaned_data.get("aside") or ()}

    @property
    def hands(self) -> Hands | None:
        values = self.cleaned_data
        if values.get("voices_for") is None:
            return None
        return Hands(values["voices_for"], values["voices_against"], values.get("abstentions") or 0)


class MeetingFileForm(forms.Form):
    file = forms.FileField(label=_("File"))
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
