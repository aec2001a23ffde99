"""Forms that enter and change organisations, places and support offers.

They check forms only; actions check again and write. ``values()`` is what the action takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.errors import DomainError
from maillage.core.forms import DateInput, LookupInput
from maillage.directory.actions import EditConflict
from maillage.directory.enums import (
    Audience,
    PlaceType,
    PriceKind,
    Referrer,
    RelationKind,
    ServiceFormat,
    Stage,
    Theme,
    Trade,
)
from maillage.directory.models import Organisation, Place, PlacePhoto, Service
from maillage.territories.forms import CommuneField, TerritorySetField
from maillage.territories.queries import territories_of

R = TypeVar("R", Organisation, Place, Service)
Sections = Sequence[tuple[Any, Sequence[str]]]


class Boxes(forms.MultipleChoiceField):
    """Several values of an enum, as tick boxes."""

    widget = forms.CheckboxSelectMultiple


class WebsiteField(forms.URLField):
    """A web address; typed without its scheme, it is taken for https."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", required=False, max_length=300, **options)


class RecordForm(forms.ModelForm[R], Generic[R]):
    """Base: filled from a record, writes nothing itself, tells what another person wrote meanwhile."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version if self.instance.pk else None)
        # (label, what the database holds now) for each field that somebody else changed.
        self.theirs: list[tuple[str, str]] = []

    #: Headings and the fields under each, in the order of the page.
    sections: Sections = ()

    def laid_out(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings; what no section names comes first, without one."""
        named = {name for _title, names in self.sections for name in names}
        loose: list[forms.BoundField] = [field for field in self.visible_fields() if field.name not in named]
        return [
            *([("", loose)] if loose else []),
            *((title, [self[name] for name in names]) for title, names in self.sections),
        ]

    def _post_clean(self) -> None:
        # The action fills and checks a locked row; this form's instance stays as it was read.
        return

    def values(self) -> dict[str, Any]:
        columns = {field.name for field in self._meta.model._meta.concrete_fields}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in columns and name not in ("version",)
        }

    def refuse(self, refusal: DomainError) -> None:
        """Shows a refusal of the domain at its fields; for a conflict, what the other person wrote."""
        if isinstance(refusal, EditConflict):
            self._show_theirs(refusal)
        if not refusal.fields:
            self.add_error(None, str(refusal.sentence))
        for name, sentence in refusal.fields.items():
            self.add_error(name if name in self.fields else None, str(sentence))

    def _show_theirs(self, conflict: EditConflict) -> None:
        self.theirs = [
            (str(self.fields[name].label), self._in_words(name, value))
            for name, value in conflict.theirs.items()
            if name in self.fields
        ]
        # Sending the form again, having read this, is an answer to the version read now.
        data = cast("QueryDict", self.data).copy()
        data[self.add_prefix("version")] = str(conflict.version)
        self.data = data

    def _in_words(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return gettext("nothing")
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(self.fields[name], TerritorySetField):
            return ", ".join(label for _ref, label in territories_of(value))
        if isinstance(value, list):
            return ", ".join(str(choices.get(item, item)) for item in value)
        return str(choices.get(value, value))


class OrganisationForm(RecordForm[Organisation]):
    sections: Sections = (
        (_("Who we are"), ("name", "acronym", "legal_form", "siret", "rna", "is_network", "description")),
        (_("Where we act"), ("address", "postal_code", "commune", "perimeter")),
        (_("How to reach us"), ("website", "email", "phone")),
    )

    commune = CommuneField(required=False)
    website = WebsiteField(label=_("Website"))
    perimeter = TerritorySetField(
        label=_("Perimeter"),
        required=False,
        help_text=_(
            "Where the organisation acts: municipalities, EPCI, départements or régions, several separated "
            "by semicolons. Support offers follow it unless they have an area of their own."
        ),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "acronym",
            "legal_form",
            "siret",
            "rna",
            "is_network",
            "description",
            "address",
            "postal_code",
            "commune",
            "website",
            "email",
            "phone",
        )
        help_texts = {
            "siret": _("14 digits, if there is one. A group without a number is welcome."),
            "rna": _("For an association: W and nine digits."),
            "description": _("What the organisation does, in your own words. Everyone reads it."),
            "email": _("Shown to everyone. Prefer a shared address to a person’s."),
            "phone": _("Shown to everyone."),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Spaces between the digits are welcome; the model takes them out.
        self.fields["siret"].max_length = None  # type: ignore[attr-defined]
        self.fields["siret"] = forms.CharField(
            label=self.fields["siret"].label,
            required=False,
            help_text=self.fields["siret"].help_text,
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )
        self.fields["rna"] = forms.CharField(
            label=self.fields["rna"].label,
            required=False,
            help_text=self.fields["rna"].help_text,
            max_length=16,
        )
        if self.instance.pk:
            self.initial["perimeter"] = list(self.instance.territories.all())


class NewOrganisationForm(OrganisationForm):
    """The few things that a new organisation needs; the rest waits in its workspace."""

    sections: Sections = ()

    is_another = forms.BooleanField(
        label=_("It is none of these: enter it"), required=False, widget=forms.CheckboxInput
    )

    class Meta(OrganisationForm.Meta):
        fields = ("name", "legal_form", "siret", "rna", "commune", "description")  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["perimeter"], self.fields["website"]


class PlaceForm(RecordForm[Place]):
    sections: Sections = (
        (_("What it is"), ("name", "status", "types", "trades", "description", "opened_on")),
        (_("Where it is"), ("address", "postal_code", "commune", "latitude", "longitude")),
        (_("When it is open"), ("opening_hours", "opening_note")),
        (
            _("What is in it"),
            ("surface_m2", "workshop_surface_m2", "equipment", "accessibility", "accessibility_note"),
        ),
        (_("How to reach it"), ("website", "email", "phone")),
    )

    commune = CommuneField()
    website = WebsiteField(label=_("Website"))
    types = Boxes(label=_("Types of place"), choices=PlaceType.choices, required=False)
    trades = Boxes(label=_("Trades"), choices=Trade.choices, required=False)

    class Meta:
        model = Place
        fields = (
            "name",
            "status",
            "types",
            "trades",
            "description",
            "address",
            "postal_code",
            "commune",
            "latitude",
            "longitude",
            "opening_hours",
            "opening_note",
            "opened_on",
            "surface_m2",
            "workshop_surface_m2",
            "accessibility",
            "accessibility_note",
            "equipment",
            "website",
            "email",
            "phone",
        )
        help_texts = {
            "description": _("What happens here and for whom. Everyone reads it."),
            "latitude": _("In degrees, if you know it; otherwise the municipality’s is used."),
            "opening_hours": _("As OpenStreetMap writes them: “Mo-Fr 09:00-18:00; Sa 10:00-12:00; PH off”."),
            "opening_note": _("What hours do not say: “by appointment on Mondays”."),
            "equipment": _("Machines and rooms, in words."),
            "email": _("Shown to everyone. Prefer a shared address to a person’s."),
            "phone": _("Shown to everyone."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "equipment": forms.Textarea(attrs={"rows": 4}),
            "opened_on": DateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("latitude", "longitude"):
            self.fields[name].required = False
        if self.instance.pk and self.instance.location_precision == "commune":
            # The commune's point is not an answer that somebody gave.
            self.initial["latitude"] = self.initial["longitude"] = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = [cleaned.get("latitude") is not None, cleaned.get("longitude") is not None]
        if any(given) and not all(given):
            self.add_error("longitude" if given[0] else "latitude", _("Give both coordinates, or neither."))
        return cleaned


class ServiceForm(RecordForm[Service]):
    sections: Sections = (
        (_("What it brings"), ("name", "summary", "description", "themes")),
        (_("To whom"), ("stages", "audiences", "conditions", "referrers")),
        (_("How"), ("formats", "duration", "capacity", "capacity_note")),
        (_("At what price"), ("price_kind", "price_amount", "price_note")),
        (_("Where"), ("area", "places")),
        (_("How to reach us"), ("website", "email", "phone")),
    )

    website = WebsiteField(label=_("Web page"))
    stages = Boxes(label=_("Stages of the project"), choices=Stage.choices, required=False)
    audiences = Boxes(label=_("For whom"), choices=Audience.choices, required=False)
    themes = Boxes(label=_("Themes"), choices=Theme.choices, required=False)
    formats = Boxes(label=_("Formats"), choices=ServiceFormat.choices, required=False)
    referrers = Boxes(label=_("Who may refer"), choices=Referrer.choices, required=False)
    area = TerritorySetField(
        label=_("Area covered"),
        required=False,
        help_text=_(
            "Leave empty to follow the organisation’s perimeter. Otherwise municipalities, EPCI, "
            "départements or régions, several separated by semicolons."
        ),
    )
    places = forms.ModelMultipleChoiceField(
        label=_("Places where sessions are held"),
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Service
        fields = (
            "name",
            "summary",
            "description",
            "stages",
            "audiences",
            "themes",
            "formats",
            "duration",
            "price_kind",
            "price_amount",
            "price_note",
            "capacity",
            "capacity_note",
            "conditions",
            "referrers",
            "website",
            "email",
            "phone",
        )
        help_texts = {
            "summary": _("What somebody gets from it, in one sentence."),
            "duration": _("“Six half-days over three months”."),
            "email": _("Shown to everyone. Prefer a shared address to a person’s."),
            "phone": _("Shown to everyone."),
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "conditions": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["places"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - declared above
        # Its organisation's places, and those of others where it is held already.
        shown = Q(organisation=organisation)
        if self.instance.pk:
            shown |= Q(pk__in=self.instance.places.values("pk"))
        field.queryset = Place.objects.live().filter(shown).order_by("name_key", "pk")
        if self.instance.pk:
            self.initial["area"] = list(self.instance.territories.all())
            self.initial["places"] = list(self.instance.places.values_list("pk", flat=True).order_by("pk"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("price_kind") == PriceKind.FREE and cleaned.get("price_amount"):
            self.add_error("price_amount", _("What is free costs nothing."))
        return cleaned


class PhotoForm(forms.ModelForm[PlacePhoto]):
    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP. Where it was taken is erased from the file."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    class Meta:
        model = PlacePhoto
        fields = ("file", "alt_text", "credit")

    def _post_clean(self) -> None:
        return


class OrganisationField(forms.Field):
    """A published organisation, by name or number. Cleans to an ``Organisation``."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", LookupInput(reverse_lazy("directory:organisation_lookup"), self._name_of)
        )
        super().__init__(**options)

    @staticmethod
    def _name_of(code: str) -> str:
        found = Organisation.objects.public().filter(pk=code).first() if code.isdigit() else None
        return found.name if found else ""

    def to_python(self, value: Any) -> Organisation | None:
        text = str(value or "").strip()
        if not text:
            return None
        if text.isdigit() and (found := Organisation.objects.public().filter(pk=text[:18]).first()):
            return found
        fitting = list(Organisation.objects.public().filter(name__iexact=text)[:2])
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise forms.ValidationError(
                gettext("Several organisations are called “%(text)s”: choose one from the list.")
                % {"text": text}
            )
        raise forms.ValidationError(
            gettext("No published organisation is called “%(text)s”.") % {"text": text}
        )


class RelationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Our organisation"), choices=RelationKind.choices)
    target = OrganisationField(label=_("the organisation"))
    started_on = forms.DateField(label=_("Since"), required=False, widget=DateInput)


def refuse(form: forms.Form | forms.ModelForm[Any], refusal: DomainError) -> None:
    """Shows a refusal of the domain in a form that is not a ``RecordForm``."""
    if not refusal.fields:
        form.add_error(None, str(refusal.sentence))
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))


def posted(request: HttpRequest) -> dict[str, Any]:
    """Keyword arguments of a form: bound when the page was posted."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
