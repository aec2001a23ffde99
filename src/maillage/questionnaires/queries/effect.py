"""What publishing a draft would do to the answers that there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.questionnaires import answers as given
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.evaluation import is_blank
from maillage.questionnaires.extensions import Use, use_sources
from maillage.questionnaires.models import Response, Version


@dataclass(frozen=True)
class Touched:
    """A question whose answers the new version does not read, and how many there are. All are kept."""

    question: str
    label: str
    answers: int


@dataclass(frozen=True)
class Effect:
    """Args:
    drafts: answers being written: they follow the new version.
    handed_in: those that are handed in: the officer chooses.
    no_longer_asked: questions that are gone, with the answers that are kept.
    set_aside: questions that changed so that some answers are none to them any more.
    newly_needed: questions needed at submission which drafts have not answered.
    uses: what asks the questionnaire, and will ask this version.
    """

    drafts: int
    handed_in: int
    no_longer_asked: Sequence[Touched]
    set_aside: Sequence[Touched]
    newly_needed: Sequence[Touched]
    uses: Sequence[Use]


def effect_of(draft: Version) -> Effect:
    """Reads every answer of the earlier versions once."""
    after = draft.definition
    labels = _labels(draft)
    drafts = handed_in = 0
    gone: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    needed: Counter[str] = Counter()
    rows = Response.objects.filter(version__questionnaire=draft.questionnaire_id).order_by("pk")
    kept = rows.values_list("answers", "closed_at", "open_questions")
    for answers, closed_at, reopened in kept.iterator(chunk_size=500):
        is_draft = closed_at is None and reopened is None
        if is_draft:
            drafts += 1
        else:
            handed_in += 1
        for question_id, answer in answers.items():
            if is_blank(answer):
                continue
            question = after.by_id.get(question_id)
            if question is None:
                gone[question_id] += 1
            elif not given.still_reads(question, answer):
                aside[question_id] += 1
        if is_draft:
            needed.update(
                question.id
                for question in after
                if question.is_required_at_submission
                and question.id not in labels
                and is_blank(answers.get(question.id))
            )
    return Effect(
        drafts,
        handed_in,
        [Touched(key, labels.get(key, key), count) for key, count in sorted(gone.items())],
        [Touched(key, after.by_id[key].label, count) for key, count in sorted(aside.items())],
        [Touched(key, after.by_id[key].label, count) for key, count in sorted(needed.items())],
        [use for source in use_sources for use in source.uses(draft.questionnaire)],
    )


def _labels(draft: Version) -> dict[str, str]:
    """The label that each question of the published versions had last."""
    found: dict[str, str] = {}
    earlier = Version.objects.filter(questionnaire=draft.questionnaire_id).published().order_by("number")
    for version in earlier:
        definition: Definition = version.definition
        found |= {question.id: question.label for question in definition}
    return found
