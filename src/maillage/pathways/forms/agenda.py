"""What the agenda is filtered by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.pathways.enums import Modality
from maillage.pathways.queries.agenda import RADII, departments
from maillage.territories.forms import CommuneField


class AgendaForm(forms.Form):
    """All of it stands in the address, so that a list can be shared."""

    q = forms.CharField(label=_("Words"), max_length=80, required=False)
    pres = CommuneField(label=_("Near"), required=False, help_text="")
    km = forms.TypedChoiceField(
        label=_("Within"),
        choices=[(km, _("%(km)d km") % {"km": km}) for km in RADII],
        coerce=int,
        required=False,
        initial=30,
    )
    departement = forms.ChoiceField(label=_("Département"), required=False)
    forme = forms.ChoiceField(
        label=_("How do people meet?"),
        choices=[("", _("Either")), *[pair for pair in Modality.choices if pair[0] != Modality.OWN_TIME]],
        required=False,
    )
    du = forms.DateField(label=_("From"), widget=DateInput, required=False)
    au = forms.DateField(label=_("Until"), widget=DateInput, required=False)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["departement"].choices = departments()  # type: ignore[attr-defined]

    def address(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What ``Asked.from_address`` reads: the address, with the commune as a code."""
        found = {name: str(value) for name, value in values.items()}
        found.pop("pres_code", None)
        if self.is_bound and self.is_valid() and self.cleaned_data.get("pres"):
            found["pres_code"] = self.cleaned_data["pres"].pk
        return found
