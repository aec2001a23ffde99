"""What a call asks its officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateTimeInput
from maillage.programmes.actions.call import OF_WAVES, RuleSpec
from maillage.programmes.enums import CarrierScope, RuleKind
from maillage.programmes.models import EligibilityRule
from maillage.projects.enums import carrier_forms
from maillage.territories.enums import VALUES, TypologyKind
from maillage.territories.forms import TerritorySetField

PARIS_TIME = _("Paris time.")


class CallForm(forms.Form):
    """The words, the moments and the means of a call."""

    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(label=_("Presentation"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    opens_at = forms.DateTimeField(label=_("Opens"), widget=DateTimeInput, help_text=PARIS_TIME)
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        widget=DateTimeInput,
        help_text=_("Paris time. Until that minute, and not one second after."),
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
    next_steps = forms.CharField(
        label=_("What happens next"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes into the receipt: when and how people will be answered."),
    )

    def __init__(
        self, *args: Any, is_published: bool = False, has_waves: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        fixed = {"title", "opens_at", "closes_at"} if is_published else set()
        if has_waves:
            fixed |= OF_WAVES
        for name in fixed:
            self.fields[name].disabled = True
        if has_waves:
            for name in OF_WAVES:
                self.fields[name].help_text = _("Said wave by wave.")


class ClosingForm(forms.Form):
    """Another end for a published call."""

    closes_at = forms.DateTimeField(label=_("Closes"), widget=DateTimeInput, help_text=PARIS_TIME)
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who has a draft will read it."),
    )


def typology_choices() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Every value that says something of a commune, by typology; "no" and "none" ask for nothing."""
    return [
        (
            str(kind.label),
            [
                (f"{kind.value}:{value}", kind.label if value == "yes" else label)
                for value, label in VALUES[kind].choices
                if value not in {"no", "none", "NC"}
            ],
        )
        for kind in TypologyKind
    ]


class RuleForm(forms.Form):
    """A rule of one kind: its fields, and the sentence that people will read."""

    territories = TerritorySetField(label=_("The commune is in one of these territories"))
    typologies = forms.MultipleChoiceField(
        label=_("The commune is one of these"), widget=forms.CheckboxSelectMultiple
    )
    population_below = forms.IntegerField(label=_("Fewer inhabitants than"), min_value=1)
    legal_forms = forms.MultipleChoiceField(
        label=_("The applicant is one of these"), widget=forms.CheckboxSelectMultiple
    )
    carriers = forms.ChoiceField(
        label=_("When several organisations carry the project"), choices=CarrierScope, required=False
    )
    sentence = forms.CharField(
        label=_("Its sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What people will read, eligible or not. Left empty, a sentence is written for you."),
    )

    FIELD_OF = {
        RuleKind.TERRITORY: "territories",
        RuleKind.TYPOLOGY: "typologies",
        RuleKind.POPULATION_BELOW: "population_below",
        RuleKind.LEGAL_FORM: "legal_forms",
    }

    def __init__(self, *args: Any, kind: RuleKind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        for other, name in self.FIELD_OF.items():
            if other != kind:
                del self.fields[name]
        if kind != RuleKind.LEGAL_FORM:
            del self.fields["carriers"]
        if kind == RuleKind.TYPOLOGY:
            self.fields["typologies"].choices = typology_choices()  # type: ignore[attr-defined]
        if kind == RuleKind.LEGAL_FORM:
            self.fields["legal_forms"].choices = carrier_forms()  # type: ignore[attr-defined]

    @property
    def spec(self) -> RuleSpec:
        values = self.cleaned_data
        return RuleSpec(
            kind=self.kind,
            sentence=values["sentence"],
            territories=[(ref.level, ref.code) for ref in values.get("territories", [])],
            typologies=values.get("typologies", []),
            population_below=values.get("population_below"),
            legal_forms=values.get("legal_forms", []),
            carriers=values.get("carriers") or CarrierScope.ANY,
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.kind == RuleKind.TERRITORY and not self.errors and not values.get("territories"):
            raise ValidationError(_("Name a territory at least."))
        return values


def spec_of(rule: EligibilityRule) -> RuleSpec:
    """A rule as it stands."""
    return RuleSpec(
        kind=RuleKind(rule.kind),
        sentence=rule.sentence,
        territories=[(row.level, row.code) for row in rule.territories.all()],
        typologies=rule.typologies,
        population_below=rule.population_below,
        legal_forms=rule.legal_forms,
        carriers=rule.carriers,
    )
