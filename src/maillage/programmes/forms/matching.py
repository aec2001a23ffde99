"""What an assignment asks its officers, and what reviewers tell of themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateTimeInput
from maillage.directory.enums import Theme, Trade
from maillage.programmes.enums_matching import Importance
from maillage.programmes.enums_review import DECLARED_GROUNDS, Ground
from maillage.programmes.models import Expertise, MatchingPlan
from maillage.territories.forms import TerritorySetField


class PlanForm(forms.Form):
    """The settings of an assignment; ``groups``: the names that reviewers were given."""

    least_files = forms.IntegerField(label=_("Files at least for each reviewer"), min_value=0, max_value=1000)
    most_files = forms.IntegerField(
        label=_("Files at most for each reviewer"),
        min_value=1,
        max_value=1000,
        help_text=_("Reviewers who set a smaller number for themselves keep theirs."),
    )
    required_group = forms.ChoiceField(
        label=_("On every file, somebody of the group"),
        required=False,
        choices=[("", _("No group is asked for"))],
    )
    trade_weight = forms.TypedChoiceField(label=_("Trades"), choices=Importance.choices, coerce=int)
    theme_weight = forms.TypedChoiceField(label=_("Themes"), choices=Importance.choices, coerce=int)
    territory_weight = forms.TypedChoiceField(
        label=_("Knowledge of the territory"), choices=Importance.choices, coerce=int
    )
    wish_weight = forms.TypedChoiceField(
        label=_("Wishes of the reviewers"), choices=Importance.choices, coerce=int
    )
    bids_until = forms.DateTimeField(
        label=_("Reviewers say their wishes until"),
        required=False,
        widget=DateTimeInput,
        help_text=_("Empty: they are not asked. They see the files without what the round masks."),
    )

    def __init__(self, *args: Any, groups: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["required_group"]
        field.choices = [("", _("No group is asked for")), *((name, name) for name in groups)]

    @staticmethod
    def initial_of(plan: MatchingPlan) -> dict[str, Any]:
        return {name: getattr(plan, name) for name in PlanForm.base_fields}


class ExpertiseForm(forms.Form):
    """``with_group``: officers alone give one."""

    trades = forms.MultipleChoiceField(
        label=_("Trades that you know"),
        choices=Trade.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes that you know"),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territories = TerritorySetField(label=_("Territories that you know"), required=False)
    most_files = forms.IntegerField(
        label=_("Files at most in one round"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Empty: what the officers ask for."),
    )
    group = forms.CharField(
        label=_("Group"),
        required=False,
        max_length=60,
        help_text=_(
            "For example “Crafts” or “Elected”: an assignment can ask for one of them on every file."
        ),
    )

    def __init__(self, *args: Any, with_group: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_group:
            del self.fields["group"]

    @staticmethod
    def initial_of(profile: Expertise | None) -> dict[str, Any]:
        if profile is None:
            return {}
        return {
            "trades": profile.trades,
            "themes": profile.themes,
            "territories": list(profile.territories.all()),
            "most_files": profile.most_files,
            "group": profile.group,
        }


class TieForm(forms.Form):
    """What binds a reviewer to a file that they see among those to wish for."""

    ground = forms.ChoiceField(
        label=_("What binds you to it"),
        choices=[(ground, Ground(ground).label) for ground in DECLARED_GROUNDS],
        widget=forms.RadioSelect,
    )
    detail = forms.CharField(
        label=_("In a few words, if you wish"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
