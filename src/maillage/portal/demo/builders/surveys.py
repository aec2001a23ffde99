"""What the pathways of the ready kits ask before and after, answered by their groups; some answers grouped.

Those that are over have their changes and their score; those to come are being asked.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from maillage.accounts.models import User
from maillage.pathways.actions import grouping
from maillage.pathways.actions import survey as surveys
from maillage.pathways.actions import survey_answer as answers
from maillage.pathways.enums import PathwayState
from maillage.pathways.enums_surveys import AskState, Moment, SurveyState
from maillage.pathways.models import Pathway, Survey, SurveyRequest
from maillage.portal.demo.builders.pace import step
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.enums import QuestionType

HELPED = (
    "Le groupe : on ne se sent plus seul.",
    "Les témoins du territoire, et le temps passé à deux sur les chiffres.",
    "L’animation, à la fois douce et exigeante.",
    "Rencontrer d’autres porteurs, et rester en lien.",
)
GROUPS = {"Le groupe": (0, 3), "L’animation": (1, 2)}


def build() -> None:
    """Each step looks first whether it is done: killed in between, it goes on from there."""
    for pathway in Pathway.objects.filter(cohort__isnull=True).select_related("created_by").order_by("pk"):
        content = pathway.kit_version.says
        first = pathway.sessions.exclude(starts_at=None).order_by("starts_at").first()
        if not content.after or first is None or first.starts_at is None:
            continue
        if pathway.state not in (PathwayState.OPEN, PathwayState.FINISHED):
            continue
        _ask(pathway, content.before, first.starts_at, pathway.created_by)


def _ask(pathway: Pathway, before: str, begins: dt.datetime, runner: User) -> None:
    """Asked ten days before the first session, as if it had been planned then; answered within the week."""
    now = timezone.now()
    was_finished = pathway.state == PathwayState.FINISHED
    asked = set(pathway.surveys.values_list("moment", flat=True))
    if Moment.AFTER in asked:
        return
    if before and not was_finished:
        if Moment.BEFORE not in asked:
            with step(min(begins - dt.timedelta(days=10), now)):
                surveys.plan(pathway, Moment.BEFORE, by=runner)
        if not _is_answered(pathway, Moment.BEFORE):
            with step(min(begins - dt.timedelta(days=6), now)):
                _answer(pathway, Moment.BEFORE)
    with step(now - dt.timedelta(hours=3) if was_finished else now):
        surveys.plan(pathway, Moment.AFTER, by=runner)
        _answer(pathway, Moment.AFTER)
        _group(pathway, runner)


def _is_answered(pathway: Pathway, moment: Moment) -> bool:
    rows = SurveyRequest.objects.filter(survey__pathway=pathway, survey__moment=moment)
    return rows.filter(state=AskState.ANSWERED).exists()


def _answer(pathway: Pathway, moment: Moment) -> None:
    """All but the last one, each a little further than before."""
    survey = Survey.objects.filter(pathway=pathway, moment=moment, state=SurveyState.OPEN).first()
    if survey is None:
        return
    rows = survey.requests.filter(state=AskState.ASKED).select_related("enrolment__user").order_by("pk")
    for rank, row in enumerate(list(rows)[:-1]):
        given = _said(survey.version.definition, rank, moment)
        answers.answer(row, given, by=row.enrolment.user)


def _said(definition: Definition, rank: int, moment: Moment) -> dict[str, Any]:
    given: dict[str, Any] = {}
    further = int(moment == Moment.AFTER)
    for place, question in enumerate(definition):
        match question.type:
            case QuestionType.SCALE if question.role:
                given[question.id] = (9, 10, 8, 9, 6, 10)[rank % 6]
            case QuestionType.SCALE:
                given[question.id] = min(5, 1 + (rank + place) % 3 + (1 + rank % 2) * further)
            case QuestionType.YES_NO:
                given[question.id] = bool(further) or rank % 3 == 0
            case QuestionType.NUMBER:
                given[question.id] = str(1 + rank % 4 + 3 * further)
            case QuestionType.CHOICE:
                given[question.id] = question.choices[rank % len(question.choices)].id
            case QuestionType.LONG_TEXT if rank % 3 != 2:
                given[question.id] = HELPED[rank % len(HELPED)]
            case _:
                continue
    return given


def _group(pathway: Pathway, runner: User) -> None:
    survey = Survey.objects.filter(pathway=pathway, moment=Moment.AFTER, state=SurveyState.OPEN).first()
    if survey is None:
        return
    rows = [row for row in survey.requests.select_related("response").order_by("pk") if row.response]
    wanted: dict[int, set[int]] = {}
    for label, ranks in GROUPS.items():
        group = grouping.make_group(survey, "aide", label, by=runner)
        for row in rows:
            said = row.response.answers.get("aide") if row.response else None
            if said in [HELPED[rank] for rank in ranks]:
                wanted.setdefault(row.pk, set()).add(group.pk)
    grouping.place(survey, "aide", wanted, {}, by=runner)
