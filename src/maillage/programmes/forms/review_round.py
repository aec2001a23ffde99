"""What officers fill: a criterion, the settings of a round, a file given by hand, a conflict overruled."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateTimeInput
from maillage.programmes.enums_review import Comment, Mask, Shown
from maillage.programmes.grids import Criterion
from maillage.programmes.models import Call, GridVersion, ReviewRound, Stage, Wave
from maillage.programmes.queries.application import asked_by
from maillage.questionnaires.definition import REQUESTED_AMOUNT
from maillage.questionnaires.enums import QuestionType

_LEVEL = re.compile(r"^\s*(-?\d+)\s*[:=–-]\s*(.*\S)\s*$")
USUAL_MASKS = (Mask.TITLE, Mask.PEOPLE, Mask.ORGANISATION, Mask.PLACE, Mask.FILES)


class GridForm(forms.Form):
    name = forms.CharField(label=_("Name of the grid"), max_length=120)


class CriterionForm(forms.Form):
    """One criterion, its levels one per line."""

    label = forms.CharField(label=_("What is judged?"), max_length=160)
    help = forms.CharField(
        label=_("Help for the reviewers"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    weight = forms.DecimalField(
        label=_("Weight"), min_value=0, max_value=1000, max_digits=6, decimal_places=2, initial=1
    )
    lowest = forms.IntegerField(label=_("Lowest score"), min_value=0, max_value=10, initial=0)
    highest = forms.IntegerField(label=_("Highest score"), min_value=1, max_value=20, initial=5)
    levels = forms.CharField(
        label=_("What the scores mean"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One per line, for example “0: no link with its territory”. Leave out those in between."),
    )
    comment = forms.ChoiceField(
        label=_("Comment"), choices=Comment.choices, initial=Comment.OPTIONAL, widget=forms.RadioSelect
    )
    is_independent = forms.BooleanField(label=_("Apart: it does not count in the total"), required=False)
    knock_out_below = forms.IntegerField(
        label=_("Knock-out threshold"),
        required=False,
        min_value=0,
        max_value=20,
        help_text=_("A score under it marks the file as out, whatever its total. Empty: none."),
    )

    @staticmethod
    def initial_of(row: Criterion) -> dict[str, Any]:
        return {
            "label": row.label,
            "help": row.help,
            "weight": row.weight.normalize(),
            "lowest": row.lowest,
            "highest": row.highest,
            "levels": "\n".join(
                gettext("%(score)s: %(text)s") % {"score": score, "text": text}
                for score, text in sorted(row.levels.items())
            ),
            "comment": row.comment,
            "is_independent": row.is_independent,
            "knock_out_below": row.knock_out_below,
        }

    def clean_levels(self) -> dict[int, str]:
        levels: dict[int, str] = {}
        for line in self.cleaned_data["levels"].splitlines():
            if not line.strip():
                continue
            found = _LEVEL.match(line)
            if found is None:
                raise forms.ValidationError(
                    gettext("Begin this line with its score: “%(line)s”.") % {"line": line.strip()[:60]}
                )
            levels[int(found[1])] = found[2][:300]
        return levels

    def criterion(self, key: str) -> Criterion:
        given = self.cleaned_data
        return Criterion(
            id=key,
            label=given["label"].strip(),
            help=given["help"].strip(),
            weight=Decimal(given["weight"]),
            lowest=given["lowest"],
            highest=given["highest"],
            levels=given["levels"],
            comment=Comment(given["comment"]),
            is_independent=given["is_independent"],
            knock_out_below=given["knock_out_below"],
        )


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


def _mask_choices(call: Call) -> list[tuple[str, Any]]:
    asked = {
        question.id: gettext("Answer to “%(question)s”") % {"question": question.label}
        for definition in asked_by(call)
        for question in definition.for_applicants()
        if question.type != QuestionType.FILES and question.role != REQUESTED_AMOUNT
    }
    return [*Mask.choices, *asked.items()]


class RoundForm(forms.Form):
    """The settings of a round, in four parts."""

    title = forms.CharField(label=_("Title"), max_length=120)
    grid_version = VersionChoice(label=_("Grid"), queryset=GridVersion.objects.none())
    wave = forms.ModelChoiceField(
        label=_("Wave"), queryset=Wave.objects.none(), required=False, empty_label=_("All waves")
    )
    stage = forms.ModelChoiceField(
        label=_("Stage"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("The whole file"),
        help_text=_("A stage: only the files handed in there are reviewed, on what they say there."),
    )
    reviewers_per_file = forms.IntegerField(
        label=_("Reviewers per file"), min_value=1, max_value=10, initial=2
    )
    guidance = forms.CharField(
        label=_("Word to the reviewers"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    opens_at = forms.DateTimeField(label=_("Reviews open"), widget=DateTimeInput)
    closes_at = forms.DateTimeField(
        label=_("Reviews close"),
        widget=DateTimeInput,
        help_text=_("Until then reviewers change what they sent."),
    )
    discussion_ends_at = forms.DateTimeField(
        label=_("Discussion ends"),
        widget=DateTimeInput,
        required=False,
        help_text=_("It begins when the reviews close. Empty: no discussion phase."),
    )
    is_anonymous = forms.BooleanField(label=_("Mask the applicants"), required=False)
    masked_fields = forms.MultipleChoiceField(
        label=_("What is masked"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Masked names are also hidden where the answers write them."),
    )
    applicants_shown = forms.ChoiceField(label=_("What is masked is shown"), choices=Shown.choices)
    reviews_shown = forms.ChoiceField(label=_("The comments of the others are read"), choices=Shown.choices)
    scores_shown = forms.ChoiceField(label=_("The scores of the others are seen"), choices=Shown.choices)
    reviewers_shown = forms.ChoiceField(label=_("The other reviewers are named"), choices=Shown.choices)
    discussion_shown = forms.ChoiceField(label=_("A file is discussed"), choices=Shown.choices)

    WORDS = ("title", "grid_version", "wave", "stage", "reviewers_per_file", "guidance")
    MOMENTS = ("opens_at", "closes_at", "discussion_ends_at")
    MASKS = ("is_anonymous", "masked_fields", "applicants_shown")
    PHASES = ("reviews_shown", "scores_shown", "reviewers_shown", "discussion_shown")

    def __init__(self, *args: Any, call: Call, versions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["grid_version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["masked_fields"].choices = _mask_choices(call)  # type: ignore[attr-defined]
        for name, rows in (
            ("wave", call.waves.order_by("number")),
            ("stage", call.stages.order_by("position")),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            if rows.count() < 2:
                del self.fields[name]
        default = {field.name: field.get_default() for field in ReviewRound._meta.concrete_fields}
        for name in ("applicants_shown", *self.PHASES):
            self.fields[name].initial = default[name]
        self.fields["masked_fields"].initial = [mask.value for mask in USUAL_MASKS]

    @property
    def parts(self) -> list[tuple[str, Any, list[Any]]]:
        """Identifier, title and fields of each part of the page."""
        return [
            (
                "words",
                gettext("What is reviewed, on what"),
                [self[name] for name in self.WORDS if name in self.fields],
            ),
            ("moments", gettext("When"), [self[name] for name in self.MOMENTS]),
            ("masks", gettext("Anonymous mode"), [self[name] for name in self.MASKS]),
            ("phases", gettext("What reviewers see of each other"), [self[name] for name in self.PHASES]),
        ]

    @staticmethod
    def initial_of(round_: ReviewRound) -> dict[str, Any]:
        return {name: getattr(round_, name) for name in RoundForm.base_fields}


class GiveForm(forms.Form):
    """To whom a file is given by hand."""

    reviewer = forms.ChoiceField(label=_("Reviewer"))

    def __init__(self, *args: Any, people: list[tuple[Any, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person, _load in people}
        self.fields["reviewer"].choices = [  # type: ignore[attr-defined]
            (
                str(person.pk),
                gettext("%(name)s – %(n)s files") % {"name": person, "n": load},
            )
            for person, load in people
        ]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the file."),
    )
