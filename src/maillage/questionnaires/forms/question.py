"""One question: its words, when it is required, and the options of its type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from maillage.core.forms import DateInput
from maillage.questionnaires.definition import (
    FILE_TYPES,
    ID,
    MOST_CHARACTERS,
    MOST_FILES,
    MOST_MEGABYTES,
    MOST_ROWS,
    NEVER,
    ROLES,
    SUBMISSION,
    Question,
    parse_question,
)
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.forms.things import ColumnsField, ThingsField

STAGE = "stage"


def _whole(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, **options)


def _bound(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=15, decimal_places=6, localize=True)


class StepsField(forms.CharField):
    """The words of a scale, one step per line: ``1 = Not at all``."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return "\n".join(f"{step} = {text}" for step, text in value.items())
        return value

    def clean(self, value: Any) -> Any:
        steps: dict[str, str] = {}
        for line in str(super().clean(value)).splitlines():
            if not line.strip():
                continue
            found = re.fullmatch(r"\s*(-?\d{1,3})\s*[=:]\s*(.+?)\s*", line)
            if not found:
                raise ValidationError(_t("Write one step per line, as “1 = Not at all”."))
            steps[str(int(found[1]))] = found[2]
        return steps


class QuestionForm(forms.Form):
    """The fields of a question of one type. ``question_json`` gives it back as JSON, its rules apart."""

    label = forms.CharField(
        label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "data-one-line": ""})
    )
    help = forms.CharField(
        label=_("Help"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown under the question: what is expected, where to find it."),
    )
    required = forms.ChoiceField(
        label=_("Required"),
        choices=[
            (NEVER, _("never: the answer is free")),
            (SUBMISSION, _("at submission")),
            (STAGE, _("later, at a stage of the call")),
        ],
        widget=forms.RadioSelect,
        initial=NEVER,
    )
    stage = forms.CharField(
        label=_("Stage at which it is required"),
        required=False,
        max_length=60,
        help_text=_("The short name of the stage in its address, for example “dossier-complet”."),
    )
    officers_only = forms.BooleanField(
        label=_("Only officers see and fill it"),
        required=False,
        help_text=_("Applicants never see the question nor its answer."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: QuestionType,
        stages: Sequence[tuple[str, Any]] = (),
        **options: Any,
    ) -> None:
        """
        Args:
            stages: short name and title of those to choose from; without any, the short name is typed.
        """
        super().__init__(*args, **options)
        self.kind = kind
        if stages:
            self.fields["stage"] = self._stage_of(stages)
        words = {"required", "stage", "officers_only"}
        last = {name: self.fields.pop(name) for name in ("required", "stage", "officers_only", "seen")}
        self.fields |= _fields(kind) | last
        self.option_names = [name for name in self.fields if name not in {"label", "help", "seen"} | words]

    def _stage_of(self, stages: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
        """A list of stages. One that is named already, and that no call has any more, stays in it."""
        known = dict(stages)
        named = self.initial.get("stage", "")
        others = [] if not named or named in known else [(named, named)]
        choices = [
            ("", _("no stage")),
            *((slug, f"{title} ({slug})") for slug, title in known.items()),
            *others,
        ]
        return forms.ChoiceField(
            label=self.fields["stage"].label,
            required=False,
            choices=choices,
            help_text=_("The stages of the calls of your organisation."),
        )

    @property
    def is_arranging(self) -> bool:
        """Whether what was sent only adds, moves or drops a line of choices."""
        return any(
            isinstance(field, ThingsField) and f"{name}_do" in self.data
            for name, field in self.fields.items()
        )

    def arranged(self) -> dict[str, Any]:
        """What was typed, with the line added, moved or dropped: the initial values of another form."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }

    def clean_label(self) -> str:
        return " ".join(self.cleaned_data["label"].split())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("required") == STAGE and not ID.fullmatch(values.get("stage", "")):
            self.add_error("stage", _t("Name the stage: small letters, digits and dashes."))
        if values.get("officers_only") and values.get("required") not in {None, NEVER}:
            self.add_error(
                "required", _t("Only officers see this question: applicants cannot be required to answer.")
            )
        return values

    def question(self, question_id: str, former: Question | None = None) -> Question:
        """The question, with the rules of ``former``."""
        values = self.cleaned_data
        required = values["stage"] if values["required"] == STAGE else values["required"]
        rules = former.as_json() if former else {}
        return parse_question(
            {
                "id": question_id,
                "type": self.kind.value,
                "label": values["label"],
                "help": values["help"].strip(),
                "required": required,
                "officers_only": values["officers_only"],
                **{name: rules.get(name) for name in ("shows_if", "valid_if", "eligible_if")},
                **{name: _json(values[name]) for name in self.option_names},
                **({"role": ROLES[self.kind] if values["role"] else ""} if "role" in values else {}),
            }
        )


def initial_of(question: Question) -> dict[str, Any]:
    """The initial values of the form of a question."""
    data = question.as_json()
    if data["required"] not in {NEVER, SUBMISSION}:
        data["stage"], data["required"] = data["required"], STAGE
    if "role" in data:
        data["role"] = bool(data["role"])
    return data


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _fields(kind: QuestionType) -> dict[str, forms.Field]:
    """The options of a type."""
    match kind:
        case QuestionType.SHORT_TEXT | QuestionType.LONG_TEXT:
            return {"max_length": _whole(_("Characters at most"), 1, MOST_CHARACTERS[kind])}
        case QuestionType.NUMBER:
            return {
                "unit": forms.CharField(
                    label=_("Unit"), required=False, max_length=30, help_text=_("For example m², people.")
                ),
                "min": _bound(_("At least")),
                "max": _bound(_("At most")),
                "decimals": _whole(_("Decimals"), 0, 6, initial=0),
            }
        case QuestionType.MONEY:
            return {
                "min": _bound(_("At least, in euros")),
                "max": _bound(_("At most, in euros")),
                "role": forms.BooleanField(
                    label=_("It is the amount requested"),
                    required=False,
                    help_text=_("Lists of applications show it, and add it up."),
                ),
            }
        case QuestionType.DATE:
            return {
                "min": forms.DateField(label=_("Not before"), required=False, widget=DateInput),
                "max": forms.DateField(label=_("Not after"), required=False, widget=DateInput),
            }
        case QuestionType.CHOICE:
            return {
                "choices": ThingsField(label=_("Choices")),
                "other": forms.BooleanField(label=_("Another answer may be written"), required=False),
            }
        case QuestionType.CHOICES:
            return {
                "choices": ThingsField(label=_("Choices")),
                "min_count": _whole(_("Choose at least"), 0, 100),
                "max_count": _whole(_("Choose at most"), 1, 100),
            }
        case QuestionType.SCALE:
            return {
                "from": _whole(_("From"), -100, 100, initial=1),
                "to": _whole(_("To"), -100, 100, initial=5),
                "labels": StepsField(
                    label=_("Words of the steps"),
                    required=False,
                    help_text=_("One step per line: 1 = Not at all."),
                ),
                "role": forms.BooleanField(
                    label=_("It is the mark of recommendation"),
                    required=False,
                    help_text=_("A scale from 0 to 10; pathways count its score."),
                ),
            }
        case QuestionType.MATRIX:
            return {"rows": ThingsField(label=_("Rows")), "columns": ThingsField(label=_("Columns"))}
        case QuestionType.FILES:
            return {
                "types": forms.MultipleChoiceField(
                    label=_("Kinds of files"),
                    choices=[(name, name.upper()) for name in FILE_TYPES],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    help_text=_("None ticked: documents and pictures of every kind that is known."),
                ),
                "max_files": _whole(_("Files at most"), 1, MOST_FILES, initial=1),
                "max_megabytes": _whole(_("Megabytes at most, each"), 1, MOST_MEGABYTES, initial=10),
            }
        case QuestionType.TABLE:
            return {
                "columns": ColumnsField(label=_("Columns")),
                "min_rows": _whole(_("Rows at least"), 0, MOST_ROWS, initial=0),
                "max_rows": _whole(_("Rows at most"), 1, MOST_ROWS, initial=20),
            }
        case _:
            return {}
