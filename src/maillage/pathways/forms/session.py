"""What a session asks: its half-days, its place, its seats, its speakers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput, LookupInput
from maillage.directory.forms.records import OrganisationField
from maillage.directory.models import Place
from maillage.pathways.enums import Modality, SessionKind
from maillage.pathways.forms.pathway import TimeInput
from maillage.pathways.models import Enrolment, Session
from maillage.territories.forms import CommuneField

HALF_DAYS = 4


def _places_url() -> str:
    return reverse("questionnaires:places")


class PlaceField(forms.Field):
    """A public place, by its name. Cleans to a ``Place`` or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", LookupInput(_places_url, self._name_of))
        super().__init__(**options)

    @staticmethod
    def _name_of(code: str) -> str:
        found = Place.objects.live().filter(pk=code[:18]).first() if code.isdigit() else None
        return found.name if found else ""

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Place) else value

    def to_python(self, value: Any) -> Place | None:
        text = str(value or "").strip()
        if not text:
            return None
        rows = Place.objects.public().select_related("commune")
        if text.isdigit() and (found := rows.filter(pk=text[:18]).first()):
            return found
        fitting = list(rows.filter(name__iexact=text)[:2])
        if len(fitting) == 1:
            return fitting[0]
        raise forms.ValidationError(
            _("Several places are called so: choose one from the list.")
            if fitting
            else _("No public place is called so. Leave this empty, and write the room or the address.")
        )


class SessionForm(forms.Form):
    """Half-days beside each other: the first is asked, the others when the session has several."""

    modality = forms.ChoiceField(label=_("How do people meet?"), choices=Modality.choices)
    place = PlaceField(label=_("Place"), required=False, help_text=_("A public place of the map."))
    is_place_fixed = forms.BooleanField(
        label=_("This place is settled: the rota leaves it here"), required=False
    )
    commune = CommuneField(label=_("Commune"), required=False)
    venue = forms.CharField(label=_("Room or address"), max_length=200, required=False)
    link = forms.URLField(label=_("Video link"), max_length=300, required=False, assume_scheme="https")
    capacity = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=5000,
        required=False,
        help_text=_("Empty: as many as come. Beyond, people wait."),
    )
    is_open = forms.BooleanField(label=_("Open beyond the group, in the public agenda"), required=False)

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        days = list(session.half_days.all())
        initial = {
            name: getattr(session, name)
            for name in (
                "modality",
                "place",
                "is_place_fixed",
                "commune",
                "venue",
                "link",
                "capacity",
                "is_open",
            )
        }
        for rank in range(HALF_DAYS):
            if rank < len(days):
                start, end = timezone.localtime(days[rank].starts_at), timezone.localtime(days[rank].ends_at)
                initial |= {
                    f"day_{rank}": days[rank].day,
                    f"from_{rank}": start.time(),
                    f"to_{rank}": end.time(),
                }
        options["initial"] = initial | (options.get("initial") or {})
        super().__init__(*args, **options)
        first: dict[str, forms.Field] = {}
        for rank in range(HALF_DAYS):
            first[f"day_{rank}"] = forms.DateField(
                label=_("Day") if not rank else _("Half-day %(rank)d: day") % {"rank": rank + 1},
                widget=DateInput,
                required=rank == 0,
            )
            first[f"from_{rank}"] = forms.TimeField(label=_("from"), widget=TimeInput, required=rank == 0)
            first[f"to_{rank}"] = forms.TimeField(label=_("until"), widget=TimeInput, required=rank == 0)
        self.fields = {**first, **self.fields}
        if session.participant_id is not None:
            del self.fields["is_open"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for rank in range(HALF_DAYS):
            parts = [values.get(f"{name}_{rank}") for name in ("day", "from", "to")]
            if any(parts) and not all(parts) and not self.errors:
                self.add_error(f"day_{rank}", _("Give its day, its beginning and its end."))
            elif all(parts) and parts[2] <= parts[1]:  # type: ignore[operator]
                self.add_error(f"to_{rank}", _("A session ends after it begins."))
        return values

    @property
    def spans(self) -> list[tuple[dt.datetime, dt.datetime]]:
        """Its half-days, at Paris time."""
        found = []
        for rank in range(HALF_DAYS):
            day = self.cleaned_data.get(f"day_{rank}")
            if day:
                found.append(
                    (
                        _moment(day, self.cleaned_data[f"from_{rank}"]),
                        _moment(day, self.cleaned_data[f"to_{rank}"]),
                    )
                )
        return found

    @property
    def where(self) -> dict[str, Any]:
        """Keywords of ``actions.session.schedule``."""
        return {
            name: self.cleaned_data[name]
            for name in (
                "modality",
                "place",
                "is_place_fixed",
                "commune",
                "venue",
                "link",
                "capacity",
                "is_open",
            )
            if name in self.cleaned_data
        }


def _moment(day: dt.date, hour: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, hour))


class AddForm(forms.Form):
    """One more session, or somebody's one-to-one."""

    title = forms.CharField(label=_("Title"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices, initial=SessionKind.WORKSHOP)
    participant = forms.ModelChoiceField(
        label=_("One to one with"),
        queryset=Enrolment.objects.none(),
        required=False,
        empty_label=_("the whole group"),
    )
    objectives = forms.CharField(
        label=_("Objectives"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["participant"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("participant") is not None:
            values["kind"] = SessionKind.ONE_TO_ONE
        return values


class SpeakerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    organisation = OrganisationField(label=_("For which organisation?"), required=False)
    role = forms.CharField(label=_("Their part"), max_length=120, required=False)


class SpeakerAnswerForm(forms.Form):
    words = forms.CharField(
        label=_("A word for those who invite you"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExcuseForm(forms.Form):
    reason = forms.CharField(label=_("Why, if you wish to say"), max_length=300, required=False)
