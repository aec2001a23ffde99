"""A project's description."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import FoldedChoices
from maillage.directory.enums import Stage, Theme, Trade
from maillage.directory.models import Organisation, Place
from maillage.projects.enums import Visibility, carrier_forms
from maillage.projects.models import Project
from maillage.projects.queries import project as queries
from maillage.territories.forms import CommuneField, TerritorySetField


class ProjectForm(forms.Form):
    """A project's description. Its organisations and its place are among those that the person runs."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What people will call it."))
    summary = forms.CharField(
        label=_("Summary"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you want to make exist, for whom, in a few sentences."),
    )
    need = forms.CharField(
        label=_("What need does it answer?"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    commune = CommuneField(label=_("Where?"))
    stage = forms.ChoiceField(label=_("How far is it?"), choices=Stage.choices, initial=Stage.IDEA)
    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations that carry it"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Yours. People may also carry a project without any organisation. Somebody of another "
            "organisation adds it, once you have invited them to carry the project with you."
        ),
    )
    lead = forms.ModelChoiceField(
        label=_("Which one leads?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("The first one"),
    )
    legal_form = forms.ChoiceField(
        label=_("Legal form"),
        required=False,
        help_text=_("Of what carries the project. Calls may depend on it."),
    )
    place = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("No place yet"),
        help_text=_("Where the project lives. A label is given to a project at a place."),
    )
    territories = TerritorySetField(
        label=_("Does it work for a wider territory?"),
        required=False,
        help_text=_(
            "Its EPCI, a département, several municipalities… Leave empty when its municipality says it all."
        ),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, required=False, widget=FoldedChoices
    )
    trades = forms.MultipleChoiceField(
        label=_("Trades"), choices=Trade.choices, required=False, widget=FoldedChoices
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it?"),
        choices=Visibility.choices,
        initial=Visibility.TEAM,
        widget=forms.RadioSelect,
        help_text=_("Programmes that you apply to always see what you send them."),
    )

    def __init__(self, *args: Any, user: Any, project: Project | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project = project
        organisations = queries.organisations_to_offer(user)
        places = queries.places_to_offer(user)
        if project is not None:
            # What somebody else of the team chose stays a choice.
            organisations = organisations | Organisation.objects.filter(projects__project=project)
            places = places | Place.objects.filter(projects=project)
            # How far it is has a page of its own, with what shows it.
            del self.fields["stage"]
        self._offer("organisations", organisations.distinct())
        self._offer("lead", organisations.distinct())
        self._offer("place", places.distinct())
        self.fields["legal_form"].choices = [("", _("Not said yet")), *carrier_forms()]  # type: ignore[attr-defined]
        if not self.fields["organisations"].queryset:  # type: ignore[attr-defined]
            del self.fields["organisations"]
        if len(self.fields["lead"].queryset) < 2:  # type: ignore[attr-defined]
            del self.fields["lead"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        lead = values.get("lead")
        if lead is not None and lead not in values.get("organisations", []):
            self.add_error("lead", _("The organisation that leads is one of those that carry the project."))
        return values

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def organisations_given(self) -> list[Organisation]:
        """Those that carry it, the one that leads first."""
        return sorted(
            self.cleaned_data.get("organisations", []),
            key=lambda row: row != self.cleaned_data.get("lead"),
        )

    @classmethod
    def initial_of(cls, project: Project) -> dict[str, Any]:
        return {
            "title": project.title,
            "summary": project.summary,
            "need": project.need,
            "commune": project.commune_id,
            "territories": list(project.territories.all()),
            "themes": project.themes,
            "organisations": [row.organisation_id for row in project.organisations.all()],
            "lead": next((row.organisation_id for row in project.organisations.all() if row.is_lead), None),
            "legal_form": project.legal_form,
            "place": project.place_id,
            "trades": project.trades,
            "visibility": project.visibility,
        }
