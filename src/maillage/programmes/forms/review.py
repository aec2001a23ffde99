"""What reviewers fill: links, a review against its grid, a file given back, a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.programmes.actions.discussion import LONGEST
from maillage.programmes.actions.review import LONGEST_COMMENT, LONGEST_OPINION
from maillage.programmes.enums_review import DECLARED_GROUNDS, Comment, Recommendation
from maillage.programmes.grids import Criterion
from maillage.programmes.models import Review
from maillage.programmes.queries.review import ToDeclare


class DeclarationForm(forms.Form):
    """Whether something binds the reviewer to each of these files; no answer is given in advance."""

    def __init__(self, *args: Any, lines: Sequence[ToDeclare], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = lines
        for line in lines:
            key = line.assignment.pk
            self.fields[f"link-{key}"] = forms.ChoiceField(
                label=line.who,
                help_text=line.where,
                choices=[
                    ("no", gettext("Nothing binds me to it")),
                    *((ground.value, ground.label) for ground in DECLARED_GROUNDS),
                ],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"detail-{key}"] = forms.CharField(
                label=gettext("If something does, in a few words"), max_length=300, required=False
            )

    @property
    def rows(self) -> list[tuple[ToDeclare, Any, Any]]:
        return [
            (line, self[f"link-{line.assignment.pk}"], self[f"detail-{line.assignment.pk}"])
            for line in self.lines
        ]

    @property
    def answers(self) -> list[tuple[ToDeclare, str, str]]:
        """Those that were answered: the line, "" or the ground, the words."""
        found = []
        for line in self.lines:
            said = self.cleaned_data.get(f"link-{line.assignment.pk}")
            if said:
                words = self.cleaned_data.get(f"detail-{line.assignment.pk}", "")
                found.append((line, "" if said == "no" else said, words))
        return found


class ReviewForm(forms.Form):
    """A grid to fill. Nothing is required here: a draft may be half-written; sending says what is missing."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        for row in criteria:
            self.fields[f"score-{row.id}"] = forms.ChoiceField(
                label=row.label,
                help_text=_help(row),
                choices=[
                    (str(score), f"{score} – {text}" if text else str(score)) for score, text in row.choices
                ],
                widget=forms.RadioSelect,
                required=False,
            )
            if row.comment != Comment.NONE:
                label = gettext("Why this score?")
                if row.comment == Comment.REQUIRED:
                    label = gettext("Why this score? (needed to send)")
                self.fields[f"comment-{row.id}"] = forms.CharField(
                    label=label,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_COMMENT}),
                )
        self.fields["opinion"] = forms.CharField(
            label=gettext("General opinion"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_OPINION}),
        )
        self.fields["recommendation"] = forms.ChoiceField(
            label=gettext("What do you recommend?"),
            choices=[(value, label) for value, label in Recommendation.choices if value],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["note_to_officers"] = forms.CharField(
            label=gettext("Note to the officers"),
            help_text=gettext("Only the officers of the programme read it."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_OPINION}),
        )

    @property
    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """Criterion, field of its score, field of its comment or None."""
        return [
            (
                row,
                self[f"score-{row.id}"],
                self[f"comment-{row.id}"] if f"comment-{row.id}" in self.fields else None,
            )
            for row in self.criteria
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as ``actions.review.save`` takes it."""
        given = self.cleaned_data
        return {
            "version": given["version"],
            "scores": {row.id: given.get(f"score-{row.id}", "") for row in self.criteria},
            "comments": {row.id: given.get(f"comment-{row.id}", "") for row in self.criteria},
            "opinion": given["opinion"],
            "recommendation": given["recommendation"],
            "note_to_officers": given["note_to_officers"],
        }

    @staticmethod
    def initial_of(review: Review | None) -> dict[str, Any]:
        if review is None:
            return {"version": 0}
        return {
            "version": review.version,
            "opinion": review.opinion,
            "recommendation": review.recommendation,
            "note_to_officers": review.note_to_officers,
            **{f"score-{key}": str(score) for key, score in review.scores.items()},
            **{f"comment-{key}": text for key, text in review.comments.items()},
        }


def _help(row: Criterion) -> str:
    parts = [row.help] if row.help else []
    if row.is_independent:
        parts.append(gettext("Apart from the total."))
    if row.knock_out_below is not None:
        parts.append(gettext("Under %(score)s, the file is marked as out.") % {"score": row.knock_out_below})
    return " ".join(parts)


class GiveBackForm(forms.Form):
    """Why a reviewer does not review a file: they are bound to it, or something else prevents them."""

    link = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            ("", _("I cannot do it: no time, not my field…")),
            *((ground.value, ground.label) for ground in DECLARED_GROUNDS),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("If something binds you to it, the file closes to you for good."),
    )
    why = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the officers of the programme read it."),
    )


class MessageForm(forms.Form):
    body = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )


def typed_versus_saved(form: ReviewForm, saved: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where what was typed differs from what is saved: label and saved text, for whoever meets a conflict."""
    rows = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        kept = str(saved.get(name, ""))
        if str(form.data.get(name, "")).replace("\r\n", "\n").strip() != kept:
            rows.append({"label": field.label, "saved": kept})
    return rows
