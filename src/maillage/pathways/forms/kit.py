"""What a kit asks: its words, its frame, one session, and what people say to each other about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.directory.enums import Stage, Theme
from maillage.directory.models import Organisation
from maillage.pathways.content import MOST_RESOURCES, KitContent, KitResource, SessionTemplate
from maillage.pathways.enums import DeliverableKind, Modality, SessionKind
from maillage.pathways.forms.resource import SecureURLField


class KitForm(forms.Form):
    """Whose it is is asked once, at the beginning."""

    owner = forms.ModelChoiceField(label=_("Written by"), queryset=Organisation.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    stages = forms.MultipleChoiceField(
        label=_("For projects at which stage?"),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_shared = forms.BooleanField(
        label=_("Other organisations may read it and take it up"), required=False, initial=True
    )

    def __init__(self, *args: Any, owners: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if owners is None:
            del self.fields["owner"]
        else:
            self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
            if len(owners) == 1:
                self.fields["owner"].initial = owners[0]


class TakeUpForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("In the name of which organisation?"), queryset=Organisation.objects.none()
    )
    title = forms.CharField(
        label=_("What will you call it?"),
        max_length=120,
        required=False,
        help_text=_("Empty: the same title."),
    )

    def __init__(self, *args: Any, owners: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0]


class FrameForm(forms.Form):
    """The group, the calendar rule, the costs of a draft."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    audience = forms.CharField(
        label=_("For whom"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    group_min = forms.IntegerField(label=_("Group, at least"), min_value=1, max_value=500)
    group_max = forms.IntegerField(label=_("Group, at most"), min_value=1, max_value=500)
    every_days = forms.IntegerField(
        label=_("Days between two sessions"),
        min_value=1,
        max_value=366,
        help_text=_("7 for every week. A session may have a gap of its own."),
    )
    span_min = forms.IntegerField(
        label=_("The whole lasts at least, in days"), min_value=0, max_value=2000, required=False
    )
    span_max = forms.IntegerField(
        label=_("The whole lasts at most, in days"), min_value=0, max_value=2000, required=False
    )
    calendar = forms.CharField(
        label=_("Calendar rule, in words"),
        max_length=300,
        required=False,
        help_text=_("For example: six half-days in three weeks to three months."),
    )
    is_itinerant = forms.BooleanField(label=_("Sessions move from place to place"), required=False)
    costs = forms.CharField(
        label=_("Expected costs"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contributions = forms.CharField(
        label=_("Who contributes what?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    before = forms.ChoiceField(
        label=_("Questionnaire before"),
        required=False,
        help_text=_("Asked from the moment when people have a place until their first session."),
    )
    after = forms.ChoiceField(
        label=_("Questionnaire after"),
        required=False,
        help_text=_(
            "Asked at the end of the last session. What both ask under one identifier is compared per person."
        ),
    )

    def __init__(self, *args: Any, surveys: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("before", "after"):
            self.fields[name].choices = [("", _("None")), *surveys]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, content: KitContent, revision: int) -> dict[str, Any]:
        return {
            **{name: getattr(content, name) for name in cls.base_fields if hasattr(content, name)},
            "span_min": content.span_days[0] or None,
            "span_max": content.span_days[1] or None,
            "revision": revision,
        }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (values.get("group_min") or 0) > (values.get("group_max") or 10**6):
            self.add_error("group_max", _("At most is more than at least."))
        if (values.get("span_min") or 0) > (values.get("span_max") or 10**6):
            self.add_error("span_max", _("At most is more than at least."))
        return values

    def settings(self) -> dict[str, Any]:
        """Keywords of ``actions.kit.save_frame``."""
        values = dict(self.cleaned_data)
        low, high = values.pop("span_min") or 0, values.pop("span_max") or 0
        values.pop("revision")
        return {**values, "span_days": (low, max(low, high))}


class TemplateForm(forms.Form):
    """One session of a kit."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices, initial=SessionKind.WORKSHOP)
    minutes = forms.IntegerField(label=_("Length, in minutes"), min_value=15, max_value=3000, initial=180)
    modality = forms.ChoiceField(
        label=_("How do people meet?"), choices=Modality.choices, initial=Modality.IN_PERSON
    )
    objectives = forms.CharField(
        label=_("Objectives"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    materials = forms.CharField(
        label=_("Materials"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    speakers = forms.CharField(
        label=_("Roles of the speakers"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line."),
    )
    deliverables = forms.MultipleChoiceField(
        label=_("Deliverables"),
        choices=DeliverableKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gap_days = forms.IntegerField(
        label=_("Days after the one before"),
        min_value=0,
        max_value=366,
        required=False,
        help_text=_("Empty: as the calendar rule says."),
    )
    per_min = forms.IntegerField(
        label=_("One to one: at least, per person"), min_value=0, max_value=50, required=False
    )
    per_max = forms.IntegerField(
        label=_("One to one: at most, per person"), min_value=0, max_value=50, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # One line more than there are, so that the page is short and there is always room for another.
        shown = {name for name in (*self.initial, *self.data) if name.startswith("resource_title_")}
        ranks = [int(name.rpartition("_")[2]) for name in shown if name.rpartition("_")[2].isdecimal()]
        self.lines = min(MOST_RESOURCES, max(ranks, default=-1) + (1 if self.is_bound else 2))
        for rank in range(self.lines):
            self.fields |= _resource_fields(rank)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        titles: set[str] = set()
        for rank in range(self.lines):
            title = (values.get(f"resource_title_{rank}") or "").strip()
            others = [values.get(f"resource_{name}_{rank}") for name in ("url", "note", "minutes")]
            if not title and any(others):
                self.add_error(f"resource_title_{rank}", _("Give it a title."))
            elif title and title in titles:
                self.add_error(f"resource_title_{rank}", _("Two resources of this session have this title."))
            titles.add(title)
        return values

    def _resources(self) -> tuple[KitResource, ...]:
        values = self.cleaned_data
        return tuple(
            KitResource(
                title=title,
                url=values[f"resource_url_{rank}"],
                note=values[f"resource_note_{rank}"].strip(),
                minutes=values[f"resource_minutes_{rank}"],
            )
            for rank in range(self.lines)
            if (title := values[f"resource_title_{rank}"].strip())
        )

    @staticmethod
    def initial_of(template: SessionTemplate, revision: int) -> dict[str, Any]:
        return {
            "revision": revision,
            "title": template.title,
            "kind": template.kind,
            "minutes": template.minutes,
            "modality": template.modality,
            "objectives": template.objectives,
            "materials": template.materials,
            "speakers": "\n".join(template.speakers),
            "deliverables": list(template.deliverables),
            "gap_days": template.gap_days,
            "per_min": template.per_person[0] or None,
            "per_max": template.per_person[1] or None,
            **{
                f"resource_{name}_{rank}": getattr(resource, name)
                for rank, resource in enumerate(template.resources)
                for name in ("title", "url", "minutes", "note")
            },
        }

    def template(self, key: str) -> SessionTemplate:
        values = self.cleaned_data
        is_individual = values["kind"] == SessionKind.ONE_TO_ONE
        low = (values["per_min"] or 1) if is_individual else 0
        high = max(low, values["per_max"] or low) if is_individual else 0
        return SessionTemplate(
            key=key,
            kind=SessionKind(values["kind"]),
            title=values["title"].strip(),
            minutes=values["minutes"],
            objectives=values["objectives"].strip(),
            materials=values["materials"].strip(),
            speakers=tuple(line.strip() for line in values["speakers"].splitlines() if line.strip()),
            deliverables=tuple(DeliverableKind(kind) for kind in values["deliverables"]),
            modality=Modality(values["modality"]),
            per_person=(low, high),
            gap_days=values["gap_days"],
            resources=self._resources(),
        )


def _resource_fields(rank: int) -> dict[str, forms.Field]:
    number = {"number": rank + 1}
    return {
        f"resource_title_{rank}": forms.CharField(
            label=_("Resource %(number)d: title") % number,
            max_length=150,
            required=False,
            help_text=_("What people read or watch. Empty its four boxes to take it away.")
            if not rank
            else "",
        ),
        f"resource_url_{rank}": SecureURLField(
            label=_("Resource %(number)d: link") % number,
            required=False,
            help_text=_("Empty: those who run the session bring it, and are reminded of it.")
            if not rank
            else "",
        ),
        f"resource_minutes_{rank}": forms.IntegerField(
            label=_("Resource %(number)d: minutes") % number, min_value=1, max_value=600, required=False
        ),
        f"resource_note_{rank}": forms.CharField(
            label=_("Resource %(number)d: what to do with it") % number, max_length=500, required=False
        ),
    }


class PublishForm(forms.Form):
    note = forms.CharField(
        label=_("What changes?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Those who took the kit up read it."),
    )


class ProposeForm(forms.Form):
    message = forms.CharField(
        label=_("What does your change bring?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The authors of the kit read it."),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("To decline, say why."),
    )


class FeedbackForm(forms.Form):
    """What those who ran a kit tell its authors."""

    worked = forms.CharField(
        label=_("What worked?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    to_change = forms.CharField(
        label=_("What would you change?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    recommends = forms.IntegerField(
        label=_("Would you recommend it, from 0 to 10?"), min_value=0, max_value=10, required=False
    )
