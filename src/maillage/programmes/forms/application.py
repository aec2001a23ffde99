"""What applicants fill, and what officers answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core import formatting
from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes import questions
from maillage.programmes.enums import NEEDS_REASON, Decision, Verdict
from maillage.projects.enums import carrier_forms
from maillage.territories.forms import CommuneField


def field_name(question_id: str) -> str:
    """A question's id as the name of a form field: a dot has a meaning in selectors."""
    return question_id.replace(".", "-")


def _help(question: questions.Question) -> str:
    if not question.required:
        return str(question.help)
    return gettext("%(help)s Needed to submit.") % {"help": question.help}


class AnswersForm(forms.Form):
    """The built-in questions. Nothing is required here: a draft may be half-written; ``submit`` says."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for question in questions.BY_ID.values():
            if question.kind == questions.Kind.FILES:
                continue
            name = field_name(question.id)
            if question.kind == questions.Kind.MONEY:
                self.fields[name] = forms.CharField(
                    label=str(question.label),
                    help_text=_help(question),
                    required=False,
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                )
            else:
                self.fields[name] = forms.CharField(
                    label=str(question.label),
                    help_text=_help(question),
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 6, "maxlength": question.max_length}),
                )

    @property
    def sections(self) -> list[tuple[questions.Section, list[Any]]]:
        """The fields by section, for the page."""
        return [
            (
                section,
                [
                    self[field_name(question.id)]
                    for question in section.questions
                    if question.kind != questions.Kind.FILES
                ],
            )
            for section in questions.SECTIONS
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed, by question id."""
        return {
            question_id: self.cleaned_data[field_name(question_id)]
            for question_id, question in questions.BY_ID.items()
            if question.kind != questions.Kind.FILES
        }

    @staticmethod
    def initial_of(answers: Mapping[str, Any], version: int) -> dict[str, Any]:
        shown = {field_name(key): value for key, value in answers.items()}
        amount = questions.requested_amount(answers)
        if amount is not None:
            shown[field_name(questions.AMOUNT)] = formatting.number(amount)
        return shown | {"version": version}

    def show(self, error: DomainError) -> None:
        """A refusal, whose fields are question ids, at its fields."""
        refuse(self, _Renamed(error))


class _Renamed(DomainError):
    def __init__(self, error: DomainError) -> None:
        super().__init__(
            error.sentence, fields={field_name(key): value for key, value in error.fields.items()}
        )


class EligibilityForm(forms.Form):
    """Where, and in what legal form: enough for a first answer."""

    commune = CommuneField(label=_("In which commune is your project?"))
    forme = forms.ChoiceField(
        label=_("What carries it?"),
        required=False,
        help_text=_("If you do not know yet, leave it: the answer will say what depends on it."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["forme"].choices = [("", _("I do not know yet")), *carrier_forms()]  # type: ignore[attr-defined]

    @staticmethod
    def is_asked(query: Mapping[str, Any]) -> bool:
        """Whether an address asks something, or is just the page."""
        return any(name.startswith("commune") for name in query)


class ExceptionForm(forms.Form):
    """Why the programme should look at it although a rule says no."""

    derogation_request = forms.CharField(
        label=_("Why should the programme look at your project all the same?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("An officer will read it and answer in writing."),
    )


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you wish. The programme will read it."),
    )


class FileForm(forms.Form):
    file = forms.FileField(label=_("Join a file"), help_text=_("PDF, office document or picture."))


class WordForm(forms.Form):
    """An officer's word on a file, or on several."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(d.value, d.label) for d in Decision],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for a refusal and for the waiting list; the applicant will read it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("decision") in NEEDS_REASON and not (values.get("reason") or "").strip():
            self.add_error("reason", _("Give the reason: the applicant will read it."))
        return values


class DecisionForm(WordForm):
    """On one file, with what only one file has: its amount, its rank."""

    amount = forms.DecimalField(
        label=_("Amount granted"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("In euros, for a retained file or one that waits."),
    )
    rank = forms.IntegerField(
        label=_("Rank on the waiting list"),
        required=False,
        min_value=1,
        help_text=_("Empty: at the end."),
    )


class BulkDecisionForm(WordForm):
    """The same word on several files; amounts and ranks are said file by file."""

    ids = forms.CharField(widget=forms.HiddenInput)


class OverruleForm(forms.Form):
    """An officer's word against the rules, or where they cannot tell. Stands on a page beside
    ``DecisionForm``, hence identifiers of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "id_overrule_%s")
        super().__init__(*args, **options)

    verdict = forms.ChoiceField(
        label=_("Your word"),
        choices=[(v.value, v.label) for v in (Verdict.ELIGIBLE, Verdict.INELIGIBLE)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the file."),
    )
