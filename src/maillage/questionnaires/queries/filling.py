"""A response as those who fill and read it need it: what is asked now, what is answered, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from maillage.questionnaires import answers as given
from maillage.questionnaires.definition import NEVER, SUBMISSION, Definition, Question, Section
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.evaluation import Eligibility, Evaluation, is_blank
from maillage.questionnaires.models import Response, ResponseFile, Version
from maillage.questionnaires.queries.facts import facts_of

JOINED = "joined_files"


@dataclass(frozen=True)
class Progress:
    """Of a section: answered questions among those that are asked."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True)
class Unasked:
    """An answer that is kept although its question is not asked any more."""

    question: str
    label: str
    answer: Any
    asked: Question | None = None


class Filling:
    """A version, some answers and their files, judged together.

    Args:
        files: joined files by question id.
        reached: slugs of the stages whose questions are needed; ``submission`` always is.
        for_officers: with the questions that only officers see.
    """

    def __init__(
        self,
        definition: Definition,
        answers: Mapping[str, Any],
        files: Mapping[str, Sequence[ResponseFile]] | None = None,
        *,
        reached: Collection[str] = (),
        for_officers: bool = False,
    ) -> None:
        self.whole = definition
        self.definition = definition if for_officers else definition.for_applicants()
        self.answers = dict(answers)
        self.files: Mapping[str, Sequence[ResponseFile]] = files or {}
        self.reached = frozenset(reached)

    @classmethod
    def of(cls, response: Response, *, reached: Collection[str] = (), for_officers: bool = False) -> Filling:
        """A response as it stands. One query for its files when there are any questions of files."""
        definition = response.definition
        files: dict[str, list[ResponseFile]] = {}
        if any(question.type == QuestionType.FILES for question in definition):
            fetched = getattr(response, JOINED, None)
            for joined in live_files(response) if fetched is None else fetched:
                files.setdefault(joined.question_id, []).append(joined)
        return cls(definition, response.answers, files, reached=reached, for_officers=for_officers)

    @cached_property
    def counted(self) -> dict[str, Any]:
        """The answers as rules read them: a number of files for a question of files."""
        numbers = {question_id: len(joined) for question_id, joined in self.files.items()}
        asked = self.definition.by_id
        return {key: value for key, value in self.answers.items() if key in asked} | numbers

    @cached_property
    def facts(self) -> dict[str, Any]:
        return facts_of(self.definition, self.answers)

    @cached_property
    def evaluation(self) -> Evaluation:
        return Evaluation(self.definition.as_json(), self.counted, self.facts)

    # --- What is asked ------------------------------------------------------------------------------
    def is_shown(self, question: Question) -> bool:
        return self.evaluation.is_shown(question.id)

    @cached_property
    def shown(self) -> list[Question]:
        return [question for question in self.definition if self.is_shown(question)]

    def is_answered(self, question: Question) -> bool:
        return self.evaluation.is_answered(question.id)

    def is_needed(self, question: Question) -> bool:
        return given.is_needed(question, self.reached)

    def progress(self, section: Section) -> Progress:
        """Answered questions of a section, of those that are asked. An optional one left empty is not
        something to do: it counts once it is answered."""
        asked = [question for question in section.questions if self.is_shown(question)]
        counted = [q for q in asked if self.is_needed(q) or self.is_answered(q)] or asked
        return Progress(sum(1 for question in counted if self.is_answered(question)), len(counted))

    # --- What keeps it from being handed in -----------------------------------------------------------
    @cached_property
    def missing(self) -> list[Question]:
        """What is asked, needed, and not answered."""
        return [q for q in self.shown if self.is_needed(q) and not self.is_answered(q)]

    @cached_property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong with the answers, by question: its bounds, then the rules of its author."""
        found: dict[str, list[str]] = {}
        for question in self.shown:
            answer = self.answers.get(question.id)
            sentences = given.faults(question, answer) if given.still_reads(question, answer) else []
            if not given.still_reads(question, answer):
                sentences = [_("Answer again: this question has changed.")]
            if sentences:
                found[question.id] = sentences
        for question_id, messages in self.evaluation.faults().items():
            found.setdefault(question_id, []).extend(messages)
        return found

    @property
    def obstacles(self) -> dict[str, str]:
        """A sentence per question id: what is missing, then what is wrong, in the order of the form."""
        missing = {question.id for question in self.missing}
        sentences = {}
        for question in self.shown:
            if question.id in missing:
                sentences[question.id] = _("This answer is needed before you can submit.")
            elif question.id in self.faults:
                sentences[question.id] = " ".join(self.faults[question.id])
        return sentences

    @property
    def eligibility(self) -> list[Eligibility]:
        return self.evaluation.eligibility()

    # --- What is not asked any more -------------------------------------------------------------------
    def later(self, question: Question) -> str:
        """The stage that will need the answer; empty when it is needed now, or never."""
        return "" if question.required in {NEVER, SUBMISSION, *self.reached} else question.required


def live_files(response: Response) -> QuerySet[ResponseFile]:
    """The files joined now, in the order they came."""
    return _live().filter(response=response)


def with_live_files(path: str = "files") -> Prefetch[Any]:
    """The same for many responses at once, reached by ``path``: ``Filling.of`` finds them."""
    return Prefetch(path, _live(), to_attr=JOINED)


def _live() -> QuerySet[ResponseFile]:
    return ResponseFile.objects.filter(removed_at__isnull=True).select_related("file").order_by("pk")


def unasked(response: Response) -> list[Unasked]:
    """Answers that the version does not ask, each with the question that it answered. One query when there
    are any."""
    asked = response.definition.by_id
    orphans = {key: value for key, value in response.answers.items() if key not in asked}
    if not orphans and not response.retired:
        return []
    former: dict[str, Question] = {}
    by_number: dict[int, Definition] = {}
    for version in Version.objects.filter(questionnaire=response.version.questionnaire_id).order_by("number"):
        by_number[version.number] = version.definition
        former.update(version.definition.by_id)
    found = [
        Unasked(
            row["question"],
            row["label"],
            row["answer"],
            by_number[row["version"]].by_id.get(row["question"]) if row["version"] in by_number else None,
        )
        for row in response.retired
    ]
    return found + [
        Unasked(key, former[key].label if key in former else key, value, former.get(key))
        for key, value in orphans.items()
        if not is_blank(value)
    ]
