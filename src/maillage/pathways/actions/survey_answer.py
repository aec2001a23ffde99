"""A person answers what a pathway asks them: keeps for later, hands in, corrects, or would rather not.

By their link: whoever bears it answers for that person. Locks: the questionnaire, then the row, then the
answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.pathways.actions.survey import refresh
from maillage.pathways.enums_surveys import ASK_TRANSITIONS, AskState
from maillage.pathways.models import Survey, SurveyRequest
from maillage.questionnaires import answers as given
from maillage.questionnaires.actions import forgetting, response, submission
from maillage.questionnaires.models import Response


@transaction.atomic
def keep(row: SurveyRequest, answers: Mapping[str, Any], *, by: Any) -> SurveyRequest:
    """Keeps answers for later, whatever is missing. Raises Conflict once they are handed in, or too late."""
    row = _open(row)
    if row.state == AskState.ANSWERED:
        raise Conflict(_("These answers are handed in: correct them and send them again."))
    _write(row, answers, by)
    return row


@transaction.atomic
def answer(row: SurveyRequest, answers: Mapping[str, Any], *, by: Any) -> SurveyRequest:
    """Hands the answers in. Sent again while the link is good, they are corrected; sent twice, kept once.

    Args:
        answers: by question id, of all questions on the page.
        by: the person whose link it is.

    Raises:
        Conflict: the link is too old.
        Invalid: with a sentence per question that has no good answer; what is good is not kept either.
    """
    row = _open(row)
    kept = _write(row, answers, by)
    if kept is None:
        return row
    submission.hand_in(kept, by=by)
    moment = clock.database_now()
    if row.state == AskState.ANSWERED:
        row.answered_at = moment
        row.save(update_fields=["answered_at"])
        events.record(row.survey, "pathways.survey_corrected", by=None)
    else:
        states.move(
            row,
            AskState.ANSWERED,
            ASK_TRANSITIONS,
            # Who answered is known to the row; the log says only that somebody did.
            by=None,
            verb="pathways.survey_answered",
            also={"answered_at": moment, "remind_at": None},
        )
    return row


@transaction.atomic
def decline(row: SurveyRequest, *, by: Any) -> SurveyRequest:
    """Would rather not answer: what was written is erased, no reminder comes. It may be answered after all
    while the link is good. Twice is the same as once."""
    row = _open(row)
    if row.state != AskState.DECLINED:
        states.move(
            row,
            AskState.DECLINED,
            ASK_TRANSITIONS,
            by=None,
            verb="pathways.survey_declined",
            also={"answered_at": None, "remind_at": None},
        )
    forget_answers([row])
    return row


def forget_answers(rows: list[SurveyRequest]) -> int:
    """Erases the answers of these people, and where they were grouped; how many had some."""
    keys = [row.response_id for row in rows if row.response_id is not None]
    if not keys:
        return 0
    for row in rows:
        row.grouped.all().delete()
    SurveyRequest.objects.filter(pk__in=[row.pk for row in rows]).update(response=None)
    for row in rows:
        row.response = None
    return forgetting.forget(Response.objects.filter(pk__in=keys))


# --- Inside ----------------------------------------------------------------------------------------------
def _open(row: SurveyRequest) -> SurveyRequest:
    Survey.objects.select_for_update(of=("self",)).get(pk=row.survey_id)
    SurveyRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row = SurveyRequest.objects.select_related(
        "survey__pathway", "survey__version__questionnaire", "enrolment", "response__version__questionnaire"
    ).get(pk=row.pk)
    if not refresh(row, now=clock.database_now()):
        raise Conflict(_("This link is too old: the answers were counted without it."))
    return row


def _write(row: SurveyRequest, answers: Mapping[str, Any], by: Any) -> Response | None:
    """The open response with these answers; None when the same were handed in already."""
    kept = row.response
    if kept is None:
        kept = response.start(row.survey.version, by=by)
        row.response = kept
        row.save(update_fields=["response"])
    elif kept.closed_at is not None:
        if kept.version_id == row.survey.version_id and _says_the_same(kept, answers):
            return None
        kept = submission.reopen(kept, by=by, why=_("Corrected by the person who answered."))
    if kept.version_id != row.survey.version_id:
        kept = submission.follow_version(kept, row.survey.version, by=by)
    saved = response.save(kept, answers, by=by)
    if saved.refused:
        raise Invalid(_("Some answers cannot be kept as they are."), fields=dict(saved.refused))
    return saved.response


def _says_the_same(kept: Response, answers: Mapping[str, Any]) -> bool:
    known = given.look_up(kept.definition, answers)
    for question_id, value in answers.items():
        question = kept.definition.by_id.get(question_id)
        try:
            read = given.read(question, value, known) if question is not None else None
        except given.Refused:
            return False
        if given.digest(read) != given.digest(kept.answers.get(question_id)):
            return False
    return True
