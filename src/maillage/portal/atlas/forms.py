"""What may be asked of ``/carte/``: every filter stands in the address, which can be shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from maillage.directory.enums import Audience, LegalForm, PlaceType, ServiceFormat, Stage, Theme, Trade
from maillage.portal.atlas import text
from maillage.territories.forms import CommuneField
from maillage.territories.models import Commune


class Kind(TextChoices):
    """What is listed. The values are the words of the address."""

    PLACES = "lieux", _("Places")
    SERVICES = "accompagnements", _("Support offers")
    ORGANISATIONS = "organisations", _("Organisations")


COVERS = "couvre"
DISTANCES = (10, 20, 40, 60, 100)
DEFAULT_KM = 40
# Which filters speak of which kind; the others are left out of its form.
OWN_FILTERS = {
    Kind.PLACES: ("type", "filiere", "label"),
    Kind.SERVICES: ("theme", "etape", "public", "format"),
    Kind.ORGANISATIONS: ("forme",),
}
SHARED = ("q", "pres", "pres_code", "pres_choice", "pres_asked", "km", "zone")


class AtlasForm(forms.Form):
    """The search above the list. Reading it never fails: an unreadable value is as if it were not given."""

    q = forms.CharField(
        required=False,
        max_length=text.LONGEST,
        label=_("What are you looking for?"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    pres = CommuneField(required=False, label=_("Near"), help_text="")
    km = forms.ChoiceField(required=False, label=_("Within"))
    type = forms.ChoiceField(required=False, label=_("Type of place"))
    filiere = forms.ChoiceField(required=False, label=_("Trade"))
    label = forms.BooleanField(required=False, label=_("Labelled places only"))
    theme = forms.ChoiceField(required=False, label=_("Theme"))
    etape = forms.ChoiceField(required=False, label=_("Stage of the project"))
    public = forms.ChoiceField(required=False, label=_("For whom"))
    format = forms.ChoiceField(required=False, label=_("Format"))
    forme = forms.ChoiceField(required=False, label=_("Legal form"))
    quoi = forms.CharField(required=False, widget=forms.HiddenInput)
    zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, kind: Kind) -> None:
        super().__init__(data, auto_id="carte_%s", use_required_attribute=False)
        self.kind = kind
        anything = ("", _("Any"))
        choices: dict[str, list[Any]] = {
            "type": [anything, *PlaceType.choices],
            "filiere": [anything, *Trade.choices],
            "theme": [anything, *Theme.choices],
            "etape": [anything, *Stage.choices],
            "public": [anything, *Audience.choices],
            "format": [anything, *ServiceFormat.choices],
            "forme": [anything, *LegalForm.choices],
            "km": [(str(km), _("%(km)d km") % {"km": km}) for km in DISTANCES],
        }
        if kind == Kind.SERVICES:
            choices["km"].insert(0, (COVERS, _("which cover this municipality")))
            self.fields["km"].label = _("Reach")
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = values
        for other, names in OWN_FILTERS.items():
            if other != kind:
                for name in names:
                    del self.fields[name]
        self.fields["km"].initial = COVERS if kind == Kind.SERVICES else str(DEFAULT_KM)

    @property
    def own(self) -> list[forms.BoundField]:
        """The filters of this kind, for the fold under the search."""
        return [self[name] for name in OWN_FILTERS[self.kind]]

    @property
    def has_own(self) -> bool:
        return any(self.data.get(name) for name in OWN_FILTERS[self.kind])


@dataclass(frozen=True)
class Filters:
    """What is asked, read: the queries know nothing of forms."""

    kind: Kind
    text: text.Text
    commune: Commune | None = None
    km: int = DEFAULT_KM
    covers: bool = False
    zone: tuple[float, float, float, float] | None = None
    own: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Everything of the kind is asked for."""
        return self.text.is_empty and self.commune is None and self.zone is None and not self.own

    def value(self, name: str) -> str:
        return dict(self.own).get(name, "")


def read_kind(data: QueryDict) -> Kind:
    value = data.get("quoi", "")
    return Kind(value) if value in Kind.values else Kind.PLACES


def read_filters(form: AtlasForm) -> Filters:
    """The filters of a bound form; what is not valid is left out (and the form says so)."""
    form.is_valid()
    given = form.cleaned_data
    km = given.get("km") or form.fields["km"].initial
    zone = _zone(given.get("zone", ""))
    return Filters(
        kind=form.kind,
        text=text.read(given.get("q", "")),
        commune=given.get("pres") if zone is None else None,
        km=int(km) if km != COVERS else DEFAULT_KM,
        covers=km == COVERS,
        zone=zone,
        own=tuple((name, str(given[name])) for name in OWN_FILTERS[form.kind] if given.get(name)),
    )


def _zone(written: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees, as the map writes what it shows."""
    try:
        west, south, east, north = (float(part) for part in written.split(","))
    except ValueError:
        return None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        return None
    return west, south, east, north
