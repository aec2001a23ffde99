"""Who carries the project that applies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.directory.models import Organisation
from maillage.projects.enums import carrier_forms
from maillage.projects.models import Project
from maillage.projects.queries import project as queries


class CarriersForm(forms.Form):
    """The organisations that carry a project, the one that leads, and the legal form of the whole."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations that carry the project"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: people carry it themselves, without a structure yet."),
    )
    lead = forms.ModelChoiceField(
        label=_("The one that leads"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("The first one"),
    )
    legal_form = forms.ChoiceField(label=_("Legal form of the carrier"), required=False)

    def __init__(self, *args: Any, user: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = (
            queries.organisations_to_offer(user) | Organisation.objects.filter(projects__project=project)
        ).distinct()
        self.fields["organisations"].queryset = offered  # type: ignore[attr-defined]
        self.fields["lead"].queryset = offered  # type: ignore[attr-defined]
        self.fields["legal_form"].choices = [("", _("Not said yet")), *carrier_forms()]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, project: Project) -> dict[str, Any]:
        rows = list(project.organisations.order_by("-is_lead", "pk"))
        return {
            "organisations": [row.organisation_id for row in rows],
            "lead": rows[0].organisation_id if rows else None,
            "legal_form": project.legal_form,
        }
