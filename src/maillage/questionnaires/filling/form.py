"""The questions of a filling as a Django form that the house draws, and what was posted to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import formatting
from maillage.core.errors import Sentence
from maillage.directory.models import Place
from maillage.questionnaires import reading
from maillage.questionnaires.answers import digest
from maillage.questionnaires.definition import Question, Section
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import is_blank
from maillage.questionnaires.filling.names import Names, names_of
from maillage.questionnaires.filling.widgets import (
    Control,
    FileList,
    LookUp,
    Table,
    TerritorySet,
    Typed,
    control_of,
)
from maillage.questionnaires.queries.filling import Filling, Progress
from maillage.questionnaires.syntax import Rule
from maillage.territories.forms import (
    CommuneField,
    CommuneInput,
    TerritorySetField,
    TerritorySetInput,
    commune_hint,
    territory_label,
)
from maillage.territories.names import normalise

SEEN = ":seen"
MOST_PLACES = 8


@dataclass(frozen=True)
class Posted:
    """What a request gave: raw answers by question id, the marks and the revision of what was read,
    files to join and to remove, a sentence for each name that could not be found and what it may mean, the
    table that wants more lines."""

    answers: Mapping[str, Any]
    seen: Mapping[str, str]
    uploads: Sequence[tuple[str, File[bytes]]] = ()
    removals: Sequence[int] = ()
    refused: Mapping[str, Sentence] = field(default_factory=dict)
    more_rows: str = ""
    revision: int | None = None
    candidates: Mapping[str, Any] = field(default_factory=dict)


class AnswerField(forms.Field):
    """A question. It requires nothing itself: a draft may be half-written."""

    widget: Control

    def __init__(self, question: Question, control: Control, help_text: str, *, is_needed: bool) -> None:
        super().__init__(required=is_needed, label=question.label, help_text=help_text, widget=control)
        self.question = question

    def find(self, value: Any) -> Any:
        """The raw answer with typed names turned into codes.

        Raises:
            ValidationError: nothing, or several things, have the typed name; the control offers them.
        """
        control = self.widget
        if isinstance(value, Typed) and isinstance(control, LookUp):
            if not value:
                return ""
            if self.question.type == QuestionType.PLACE:
                return _place(value, control)
            return _commune(value, control)
        if isinstance(control, TerritorySet):
            refs, text = value
            return _territories(refs, text, control) if text else refs
        return value


@dataclass(frozen=True)
class Item:
    """A question on the page."""

    question: Question
    bound: forms.BoundField
    condition: str = ""
    seen: str = ""
    theirs: Any = None
    clashes: bool = False

    @property
    def id(self) -> str:
        return self.question.id


@dataclass(frozen=True)
class Part:
    """A section on the page."""

    section: Section
    items: Sequence[Item]
    progress: Progress
    condition: str = ""
    is_shown: bool = True

    @property
    def id(self) -> str:
        return self.section.id


class FillingForm(forms.Form):
    """Never bound: its values are the kept answers, but for those that ``overlay`` shows as they were typed.

    Args:
        section: only this section's questions; all of them when empty.
        officers: only what officers alone see and answer.
        overlay: raw answers that could not be kept, shown again as they were given.
        refused: a sentence per question id.
        stages: titles of stages by slug, for what is needed later.
    """

    use_required_attribute = False

    def __init__(
        self,
        filling: Filling,
        *,
        section: str = "",
        overlay: Mapping[str, Any] | None = None,
        refused: Mapping[str, Sentence] | None = None,
        seen: Mapping[str, str] | None = None,
        stages: Mapping[str, str] | None = None,
        clashes: Mapping[str, Any] | None = None,
        more_rows: str = "",
        officers: bool = False,
        revision: int = 1,
    ) -> None:
        self.filling = filling
        self.revision = revision
        self.overlay = dict(overlay or {})
        self.kept_seen = dict(seen or {})
        self.stages = dict(stages or {})
        self.clashes = dict(clashes or {})
        definition = filling.definition
        self.asked = {
            part.id: [question for question in part.questions if question.officers_only == officers]
            for part in definition.sections
            if not section or part.id == section
        }
        self.sections = [part for part in definition.sections if self.asked.get(part.id)]
        given = {key: value[0] if isinstance(value, tuple) else value for key, value in self.overlay.items()}
        self.names: Names = names_of(definition, {**filling.answers, **given})
        super().__init__(initial={**filling.answers, **self.overlay})
        self.said = ErrorDict(renderer=self.renderer)
        for part in self.sections:
            for question in self.asked[part.id]:
                control = control_of(question, self.names, filling.files.get(question.id, ()))
                if isinstance(control, Table) and question.id == more_rows:
                    control.rows_wanted = len(self.initial.get(question.id) or ()) + 5
                self.fields[question.id] = AnswerField(
                    question, control, self._help(question), is_needed=filling.is_needed(question)
                )
        for question_id, sentence in (refused or {}).items():
            self.refuse(question_id, sentence)

    def refuse(self, question_id: str, sentence: Sentence) -> None:
        """Says beside a question, and in the summary, why its answer was not kept."""
        bound = self[question_id] if question_id in self.fields else None
        listed = self.errors.setdefault(
            question_id if bound else "__all__",
            self.error_class(renderer=self.renderer, field_id=bound.auto_id if bound else None),
        )
        listed.append(str(sentence))

    @property
    def errors(self) -> ErrorDict:
        return self.said

    def _help(self, question: Question) -> str:
        said = [question.help, _bounds(question)]
        if later := self.filling.later(question):
            said.append(_("Needed later: %(stage)s.") % {"stage": self.stages.get(later, later)})
        return escape(" ".join(sentence for sentence in said if sentence))

    # --- The page -------------------------------------------------------------------------------------
    @cached_property
    def parts(self) -> list[Part]:
        """The sections and their questions, ready to draw."""
        definition = self.filling.definition
        names = reading.names_for(definition)

        def words(rule: Rule | None) -> str:
            return reading.read(rule, definition, names) if rule is not None else ""

        return [
            Part(
                section,
                [
                    Item(
                        question,
                        self[question.id],
                        condition=words(question.shows_if),
                        seen=self.kept_seen.get(question.id, digest(self.filling.answers.get(question.id))),
                        theirs=self.clashes.get(question.id),
                        clashes=question.id in self.clashes,
                    )
                    for question in self.asked[section.id]
                ],
                self.filling.progress(section),
                condition=words(section.shows_if),
                is_shown=self.filling.evaluation.section_is_shown(section.as_json()),
            )
            for section in self.sections
        ]

    @cached_property
    def island(self) -> dict[str, Any]:
        """What the browser needs to show and judge without a round trip: the rules, the answers of the whole
        form (other sections decide too), the facts about them."""
        bare: dict[str, Any] = {"sections": []}
        for section in self.filling.definition.sections:
            asked = []
            for question in section.questions:
                rules: dict[str, Any] = {"id": question.id, "type": question.type.value}
                if question.shows_if is not None:
                    rules["shows_if"] = question.shows_if.as_json()
                if question.valid_if:
                    rules["valid_if"] = [validity.as_json() for validity in question.valid_if]
                if question.eligible_if:
                    rules["eligible_if"] = [check.as_json() for check in question.eligible_if]
                asked.append(rules)
            gate = section.shows_if.as_json() if section.shows_if else None
            bare["sections"].append({"id": section.id, "shows_if": gate, "questions": asked})
        return {"content": bare, "answers": self.filling.counted, "facts": self.filling.facts}

    # --- What was posted ----------------------------------------------------------------------------------
    def read(self, data: Mapping[str, Any], uploaded: MultiValueDict[str, Any]) -> Posted:
        """What a request gave to the questions of this form."""
        answers: dict[str, Any] = {}
        seen: dict[str, str] = {}
        refused: dict[str, Sentence] = {}
        uploads: list[tuple[str, File[bytes]]] = []
        removals: list[int] = []
        candidates: dict[str, Any] = {}
        for question_id, asked in self.fields.items():
            control = asked.widget
            if f"{question_id}{SEEN}" in data:
                seen[question_id] = str(data[f"{question_id}{SEEN}"])
            elif not any(name.split(":")[0] == question_id for name in data):
                continue  # another page of the form, or a question that was not on it
            value = control.value_from_datadict(data, uploaded, question_id)
            if isinstance(control, FileList):
                new, gone = value
                uploads += [(question_id, file) for file in new]
                removals += [int(key) for key in gone if key.isdecimal()]
                continue
            try:
                answers[question_id] = asked.find(value)  # type: ignore[attr-defined]
            except ValidationError as error:
                refused[question_id] = " ".join(error.messages)
                answers[question_id] = value
                candidates[question_id] = getattr(control, "candidates", ())
        return Posted(
            answers,
            seen,
            uploads,
            removals,
            refused,
            str(data.get("add-rows") or ""),
            _whole(data.get(":revision")),
            candidates,
        )


def _whole(text: Any) -> int | None:
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else None


def _bounds(question: Question) -> str:
    """What its author bounds, said before one types."""
    said = []
    if question.type == QuestionType.LONG_TEXT and question.max_length:
        said.append(_("%(most)s characters at most.") % {"most": formatting.number(question.max_length)})
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        said.append(
            _("From %(low)s to %(high)s.") % {"low": formatting.number(low), "high": formatting.number(high)}
        )
    elif low is not None and low != 0:
        said.append(_("At least %(bound)s.") % {"bound": formatting.number(low)})
    elif high is not None:
        said.append(_("At most %(bound)s.") % {"bound": formatting.number(high)})
    if question.type == QuestionType.CHOICES and question.max_count:
        sentence = ngettext("%(most)s answer at most.", "%(most)s answers at most.", question.max_count)
        said.append(sentence % {"most": question.max_count})
    if question.type == QuestionType.FILES:
        kinds = ", ".join(kind.upper() for kind in question.file_types) or _(
            "PDF, office document or picture"
        )
        said.append(
            _("%(kinds)s; %(most)s at most, %(size)s MB each.")
            % {"kinds": kinds, "most": question.max_files, "size": question.max_megabytes}
        )
    if question.type in {QuestionType.COMMUNE}:
        said.append(_("Its name, its postal code or its INSEE code."))
    if question.type == QuestionType.TERRITORIES:
        said.append(_("Municipalities, EPCI, départements or régions; several separated by semicolons."))
    if question.type == QuestionType.PLACE:
        said.append(_("Its name in the directory of places."))
    return " ".join(said)


# --- Names into codes ---------------------------------------------------------------------------------------
def _commune(text: str, control: LookUp) -> str:
    asked = CommuneField()
    try:
        commune = asked.to_python(text)
    except ValidationError:
        if isinstance(asked.widget, CommuneInput):
            control.candidates = [(c.pk, c.name, commune_hint(c)) for c in asked.widget.candidates]
        raise
    return commune.pk if commune else ""


def _territories(refs: Sequence[str], text: str, control: TerritorySet) -> list[str]:
    asked = TerritorySetField()
    try:
        return [str(ref) for ref in asked.to_python((list(refs), text))]
    except ValidationError:
        if isinstance(asked.widget, TerritorySetInput):
            control.candidates = [(str(t.ref), territory_label(t)) for t in asked.widget.candidates]
        raise


def _place(text: str, control: LookUp) -> int | str:
    if text.isdecimal() and Place.objects.public().filter(pk=min(int(text), 2**31 - 1)).exists():
        return int(text)
    found = list(Place.objects.public().matching(text).by_relevance().select_related("commune")[:MOST_PLACES])
    named = [place for place in found if normalise(place.name) == normalise(text)]
    if len(named) == 1:
        return int(named[0].pk)
    control.candidates = [(str(place.pk), place.name, place.commune.name) for place in found]
    if not found:
        raise ValidationError(_("The directory has no place called “%(text)s”.") % {"text": text})
    raise ValidationError(_("Which place do you mean by “%(text)s”?") % {"text": text})


def is_given(value: Any) -> bool:
    """Whether a raw answer says something."""
    if isinstance(value, tuple):
        return any(map(bool, value))
    return not is_blank(value)
