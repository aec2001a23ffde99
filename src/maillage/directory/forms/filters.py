"""Filters of the public lists. They live in the address; what they do not understand is left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.directory.enums import LegalForm, PlaceType, ServiceFormat, Stage, Theme, Trade
from maillage.directory.models.querysets import OrganisationQuerySet, PlaceQuerySet, ServiceQuerySet
from maillage.territories.models import Department

FilterValues = dict[str, Any]


def _departments() -> list[tuple[str, str]]:
    rows = Department.objects.filter(is_current=True).order_by("code").values_list("code", "name")
    return [("", _("Everywhere")), *((code, f"{code} – {name}") for code, name in rows)]  # type: ignore[list-item]


def any_of(choices: Any, words: Any) -> list[tuple[Any, Any]]:
    return [("", words), *choices]


class FilterForm(forms.Form):
    """A form read from the address. ``values`` holds what was understood."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    departement = forms.ChoiceField(label=_("Département"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A list rather than a function, which would be asked again by each reader of the choices.
        self.fields["departement"].choices = _departments()  # type: ignore[attr-defined]

    def values(self) -> FilterValues:
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_filtering(self) -> bool:
        return bool(self.values())


class PlaceFilterForm(FilterForm):
    field_order = ["q", "type", "filiere", "departement"]

    type = forms.ChoiceField(
        label=_("Type of place"), required=False, choices=any_of(PlaceType.choices, _("All types"))
    )
    filiere = forms.ChoiceField(
        label=_("Trade"), required=False, choices=any_of(Trade.choices, _("All trades"))
    )

    def apply(self, places: PlaceQuerySet) -> PlaceQuerySet:
        values = self.values()
        if "q" in values:
            places = places.matching(values["q"])
        if "type" in values:
            places = places.of_type(values["type"])
        if "filiere" in values:
            places = places.with_trade(values["filiere"])
        if "departement" in values:
            places = places.filter(commune__department=values["departement"])
        return places


class OrganisationFilterForm(FilterForm):
    field_order = ["q", "forme", "departement", "reseau"]

    forme = forms.ChoiceField(
        label=_("Legal form"), required=False, choices=any_of(LegalForm.choices, _("All forms"))
    )
    reseau = forms.BooleanField(label=_("Networks only"), required=False)

    def apply(self, organisations: OrganisationQuerySet) -> OrganisationQuerySet:
        values = self.values()
        if "q" in values:
            organisations = organisations.matching(values["q"])
        if "forme" in values:
            organisations = organisations.of_form(values["forme"])
        if "reseau" in values:
            organisations = organisations.networks()
        if "departement" in values:
            organisations = organisations.filter(commune__department=values["departement"])
        return organisations


class ServiceFilterForm(FilterForm):
    field_order = ["q", "theme", "stade", "format", "departement"]

    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=any_of(Theme.choices, _("All themes"))
    )
    stade = forms.ChoiceField(
        label=_("Stage of the project"), required=False, choices=any_of(Stage.choices, _("All stages"))
    )
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=any_of(ServiceFormat.choices, _("All formats"))
    )

    def apply(self, services: ServiceQuerySet) -> ServiceQuerySet:
        values = self.values()
        if "q" in values:
            services = services.matching(values["q"])
        if "theme" in values:
            services = services.with_theme(values["theme"])
        if "stade" in values:
            services = services.for_stage(values["stade"])
        if "format" in values:
            services = services.in_format(values["format"])
        if "departement" in values:
            services = services.touching(Department.objects.get(pk=values["departement"]))
        return services
