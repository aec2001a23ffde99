"""What cutting a call in stages and waves asks its officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateTimeInput
from maillage.programmes.enums import Admission, QuotaKind, StageVisibility
from maillage.programmes.forms.call import PARIS_TIME, typology_choices
from maillage.programmes.models import Programme
from maillage.questionnaires.models import Version
from maillage.territories.models import Department


def questionnaires_of(programme: Programme) -> Any:
    """The newest published version of each questionnaire of the programme's operator."""
    published = Version.objects.published().filter(questionnaire__owner=programme.operator_id)
    newer = Version.objects.published().filter(
        questionnaire=OuterRef("questionnaire"), number__gt=OuterRef("number")
    )
    return (
        published.filter(~Exists(newer))
        .select_related("questionnaire")
        .defer("content")
        .order_by("questionnaire__title", "pk")
    )


class StageForm(forms.Form):
    """A stage: its words, what it asks, who reads it, who may answer."""

    title = forms.CharField(label=_("Title"), max_length=80)
    text = forms.CharField(
        label=_("What is asked, in a few words"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.ModelChoiceField(
        label=_("Questionnaire"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=_("The short list of the platform"),
        help_text=_("Published questionnaires of the organisation. Write yours in “Questionnaires”."),
    )
    visibility = forms.ChoiceField(
        label=_("Who reads its questions?"),
        choices=StageVisibility,
        initial=StageVisibility.PUBLIC,
        help_text=_(
            "From the call’s page, beside your programme’s team. Title and introduction are always public, "
            "and whoever writes at a stage sees what it asks."
        ),
    )
    admission = forms.ChoiceField(label=_("Who may answer?"), choices=Admission)

    def __init__(
        self, *args: Any, programme: Programme, is_first: bool, is_fixed: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["version"].queryset = questionnaires_of(programme)  # type: ignore[attr-defined]
        if is_first:
            del self.fields["admission"]
        if is_fixed:
            self.fields["version"].disabled = True
            self.fields["version"].help_text = _("People are writing: their questionnaire stays.")


class MomentsForm(forms.Form):
    """From when to when."""

    opens_at = forms.DateTimeField(label=_("Opens"), widget=DateTimeInput, help_text=PARIS_TIME)
    closes_at = forms.DateTimeField(label=_("Closes"), widget=DateTimeInput, help_text=PARIS_TIME)


class MeansForm(forms.Form):
    """What a wave offers."""

    title = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("Left empty: “Wave” and its number.")
    )
    places = forms.IntegerField(label=_("Number of places"), min_value=1)
    budget_amount = forms.DecimalField(
        label=_("Budget"),
        required=False,
        min_value=1,
        max_digits=12,
        decimal_places=2,
        help_text=_("In euros."),
    )


class WaveForm(MeansForm, MomentsForm):
    """A new wave: its means, and when its first stage receives."""

    field_order = ("title", "opens_at", "closes_at", "places", "budget_amount")


class QuotaForm(forms.Form):
    """A share of the places."""

    what = forms.ChoiceField(label=_("For"))
    places = forms.IntegerField(label=_("Places at most"), min_value=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        departments = Department.objects.order_by("code").values_list("code", "name")
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (
                str(QuotaKind.DEPARTMENT.label),
                [(f"{QuotaKind.DEPARTMENT.value}/{code}", f"{code} {name}") for code, name in departments],
            ),
            *(
                (group, [(f"{QuotaKind.TYPOLOGY.value}/{value}", label) for value, label in values])
                for group, values in typology_choices()
            ),
        ]
