"""What a pathway asks: its words, its days, its group, its rota."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.directory.models import Organisation, Place, Service
from maillage.pathways.models import KitVersion
from maillage.programmes.models import Cohort, Programme
from maillage.projects.models import Project
from maillage.territories.forms import CommuneField


class TimeInput(forms.TimeInput):
    """The browser's own picker, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=14)


class PathwayForm(forms.Form):
    """For whom, where, when: a promotion names its programme, and its officers run it."""

    title = forms.CharField(label=_("Title"), max_length=120)
    organisation = forms.ModelChoiceField(
        label=_("Run by"), queryset=Organisation.objects.none(), required=False
    )
    programme = forms.ModelChoiceField(
        label=_("In a programme"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("In no programme"),
    )
    cohort = forms.ModelChoiceField(
        label=_("For a promotion"),
        queryset=Cohort.objects.none(),
        required=False,
        empty_label=_("For an open group"),
        help_text=_("The carriers of its projects follow the pathway."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput, initial=tomorrow)
    commune = CommuneField(label=_("Around which commune?"), required=False)
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("For an open group; beyond, people wait for a place."),
    )
    is_public = forms.BooleanField(label=_("Shown in the public agenda"), required=False)
    summary = forms.CharField(
        label=_("Presentation"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, organisations: Any, programmes: Any, cohorts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, rows in (
            ("organisation", organisations),
            ("programme", programmes),
            ("cohort", cohorts),
        ):
            if rows:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        if "cohort" in self.fields:
            self.fields["cohort"].label_from_instance = (  # type: ignore[attr-defined]
                lambda row: f"{row.programme.name} · {row.name}"
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        cohort, programme = values.get("cohort"), values.get("programme")
        if cohort is not None:
            values["programme"] = programme = programme or cohort.programme
            if cohort.programme_id != programme.pk:
                self.add_error("cohort", _("Choose a promotion of the programme."))
        if programme is not None and values.get("organisation") is None:
            values["organisation"] = programme.operator
        if values.get("organisation") is None and not self.errors:
            name = "organisation" if "organisation" in self.fields else "programme"
            self.add_error(name if name in self.fields else None, _("Say who runs it."))
        return values


class EditForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(
        label=_("Presentation"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    commune = CommuneField(label=_("Around which commune?"), required=False)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=1000, required=False)
    is_public = forms.BooleanField(label=_("Shown in the public agenda"), required=False)
    service = forms.ModelChoiceField(
        label=_("Which service of the directory is it?"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Its next open session with a free seat is shown to those who look for a door."),
    )

    def __init__(self, *args: Any, services: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if services:
            self.fields["service"].queryset = services  # type: ignore[attr-defined]
        else:
            del self.fields["service"]


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those concerned read it."),
    )


class RuleForm(forms.Form):
    """The calendar rule of the kit, from a first day on."""

    starts_on = forms.DateField(label=_("First session on"), widget=DateInput)
    starts = forms.TimeField(label=_("At what time?"), widget=TimeInput, initial="09:30")


class EnrolForm(forms.Form):
    """Somebody who has an account; others register from the agenda."""

    email = forms.EmailField(label=_("E-mail address of their account"))
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), required=False, empty_label=_("None yet")
    )
    commune = CommuneField(label=_("Comes from"), required=False)

    def __init__(self, *args: Any, projects: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if projects:
            self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        else:
            del self.fields["project"]


class DepartureForm(forms.Form):
    commune = CommuneField(label=_("Where do you come from?"))


class RotaForm(forms.Form):
    """What the planner may choose from, and what matters most."""

    places = forms.ModelMultipleChoiceField(
        label=_("Places that may host"),
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Public places around the middle of the group, the nearest first."),
    )
    most_per_place = forms.IntegerField(
        label=_("Sessions in one place, at most"), min_value=1, max_value=60, initial=2
    )
    evenness = forms.ChoiceField(
        label=_("What matters most?"),
        choices=[
            ("0", _("The least travel altogether")),
            ("0.5", _("Both")),
            ("1", _("That nobody travels much more than the others")),
        ],
        initial="0.5",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, places: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["places"]
        keys = [place.pk for place in places]
        field.queryset = Place.objects.filter(pk__in=keys).order_by("name_key", "pk")
        field.choices = [
            (
                place.pk,
                _("%(place)s, %(commune)s") % {"place": place.name, "commune": place.commune.name},
            )
            for place in places
        ]


class VersionForm(forms.Form):
    version = forms.ModelChoiceField(label=_("Version"), queryset=KitVersion.objects.none(), empty_label=None)

    def __init__(self, *args: Any, versions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: _("Version %(number)d") % {"number": row.number}
        )
