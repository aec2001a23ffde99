"""Open answers and their groups, as those who group them see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404

from maillage.pathways.enums_surveys import AskState, Moment
from maillage.pathways.models import (
    AnswerGroup,
    GroupedAnswer,
    GroupingStep,
    Survey,
    SurveyRequest,
)
from maillage.pathways.queries.pathway import Scope
from maillage.pathways.queries.survey import open_questions
from maillage.questionnaires.definition import Question

NONE = "aucun"


def digest(text: str) -> str:
    """What an answer was when it was grouped."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Counted:
    """A group with how many answers it holds, those of groups merged into it once."""

    group: AnswerGroup
    answers: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.answers)


@dataclass
class Board:
    """The answers to one open question and their groups."""

    survey: Survey
    question: Question
    groups: list[Counted]
    placed: dict[int, set[int]]
    stale: set[int]
    total: int

    @property
    def ungrouped(self) -> int:
        return self.total - len(self.placed)

    def label(self, pk: int) -> str:
        return next((row.group.label for row in self.groups if row.group.pk == pk), "")


def survey_of(scope: Scope, moment: str, question_id: str) -> tuple[Survey, Question]:
    """Raises Http404 for a questionnaire that is not planned, or a question that is not an open one."""
    survey = (
        Survey.objects.for_list()
        .select_related("pathway__organisation", "pathway__programme")
        .filter(pathway=scope.pathway, moment=moment if moment in Moment.values else "")
        .first()
    )
    if survey is None:
        raise Http404
    question = next((one for one in open_questions(survey) if one.id == question_id), None)
    if question is None:
        raise Http404
    return survey, question


def answers(survey: Survey, question_id: str) -> QuerySet[Any]:
    """Those who answered the question, with their ``text``."""
    return (
        SurveyRequest.objects.filter(
            survey=survey, state=AskState.ANSWERED, response__answers__has_key=question_id
        )
        .annotate(text=KeyTextTransform(question_id, "response__answers"))
        .exclude(text="")
        .order_by("pk")
    )


def texts(survey: Survey, question_id: str) -> dict[int, str]:
    """The answers to an open question, by key of the request. One query."""
    return dict(answers(survey, question_id).values_list("pk", "text"))


def roots(survey: Survey, question_id: str) -> dict[int, int]:
    """The live group that each group is read in today; those taken away are missing. One query."""
    rows = {row.pk: row for row in AnswerGroup.objects.filter(survey=survey, question_id=question_id)}
    found = {}
    for pk, row in rows.items():
        while row.merged_into_id is not None:
            row = rows[row.merged_into_id]
        if row.removed_at is None:
            found[pk] = row.pk
    return found


def board(survey: Survey, question: Question) -> Board:
    """Four queries, whatever the number of answers."""
    said = texts(survey, question.id)
    known = roots(survey, question.id)
    live = AnswerGroup.objects.live().filter(survey=survey, question_id=question.id)
    groups = {row.pk: Counted(row) for row in live.order_by("label", "pk")}
    placed: dict[int, set[int]] = {}
    stale: set[int] = set()
    rows = GroupedAnswer.objects.filter(group__survey=survey, group__question_id=question.id)
    for request, group, was in rows.order_by("pk").values_list("request", "group", "digest"):
        root = known.get(group)
        if root is None or request not in said or root not in groups:
            continue
        placed.setdefault(request, set()).add(root)
        groups[root].answers.add(request)
        if digest(said[request]) != was:
            stale.add(request)
    return Board(survey, question, list(groups.values()), placed, stale, len(said))


def shown(board: Board, wanted: str) -> QuerySet[Any]:
    """The answers of one group, of none, or all."""
    rows = answers(board.survey, board.question.id)
    if wanted == NONE:
        return rows.exclude(pk__in=list(board.placed))
    if wanted.isdecimal():
        group = next((row for row in board.groups if row.group.pk == int(wanted)), None)
        return rows.filter(pk__in=group.answers if group else ())
    return rows


def latest_steps(survey: Survey, question_id: str, limit: int = 8) -> list[GroupingStep]:
    """What can be undone, the last gesture first."""
    return list(
        GroupingStep.objects.filter(survey=survey, question_id=question_id, undone_at__isnull=True)
        .select_related("by", "group")
        .order_by("-pk")[:limit]
    )


def lines(board: Board) -> Iterator[list[Any]]:
    """One line per answer: its number, its text, its groups, and one column per group."""
    for number, (request, text) in enumerate(sorted(texts(board.survey, board.question.id).items()), 1):
        mine = board.placed.get(request, set())
        yield [
            number,
            text,
            " | ".join(row.group.label for row in board.groups if row.group.pk in mine),
            *(1 if row.group.pk in mine else 0 for row in board.groups),
        ]
