"""Asking an applicant to complete some answers, until a moment; completing them; the clock that ends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.admissibility import check
from maillage.programmes.actions.locks import locked, only_carriers, only_officers, shared
from maillage.programmes.enums import (
    ADMISSIBILITY_TRANSITIONS,
    COMPLETION_TRANSITIONS,
    Admissibility,
    CompletionState,
    Decision,
    Filing,
)
from maillage.programmes.models import Application, CompletionRequest, Stage
from maillage.programmes.queries.completion import as_said, file_of
from maillage.projects.queries import carriers_of
from maillage.questionnaires.actions import files as response_files
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.actions import submission
from maillage.questionnaires.actions.response import Saved
from maillage.questionnaires.models import ResponseFile

# A reminder leaves once, when this little is left.
REMINDER = dt.timedelta(days=3)


@transaction.atomic
def ask(
    application: Application, questions: Sequence[str], *, message: str, due_at: dt.datetime, by: Any
) -> CompletionRequest:
    """Opens some questions of a submitted file again until a moment, and tells its carriers.

    Raises:
        NotAllowed: ``by`` is not an officer.
        Conflict: the file is not submitted, is decided, or a request waits already.
        Invalid: no message, no question of the file, or a moment that is past.
    """
    only_officers(application.call.programme, by)
    shared(application.call_id)
    application = locked(application)
    if application.filing != Filing.SUBMITTED or application.stage_filing != Filing.SUBMITTED:
        raise Conflict(_("This file is not submitted."))
    if application.announced_decision != Decision.NONE:
        raise Conflict(_("The decision is announced: nothing is asked any more."))
    file = file_of(application)
    if file is None or file.response is None:
        raise Conflict(_("Nothing is asked at this stage."))
    if file.completions.filter(state=CompletionState.OPEN).exists():
        raise Conflict(_("A request for completion waits already."))
    moment = clock.database_now()
    asked = [one.id for one in file.response.definition.for_applicants() if one.id in set(questions)]
    faults = {}
    if not asked:
        faults["questions"] = _("Tick the questions to complete.")
    if not message.strip():
        faults["message"] = _("Say what is missing: the applicant will read it.")
    if due_at <= moment:
        faults["due_at"] = _("This moment is past.")
    if faults:
        raise Invalid(fields=faults)
    request = CompletionRequest.objects.create(
        stage_file=file,
        questions=asked,
        message=message.strip(),
        due_at=due_at,
        before=as_said(file.response, asked),
        asked_at=moment,
        asked_by=by,
    )
    submission.reopen(file.response, by=by, why=message, questions=asked)
    if application.admissibility != Admissibility.TO_COMPLETE:
        check(application, Admissibility.TO_COMPLETE, reason=message, by=by)
    events.record(
        application,
        "programmes.completion_asked",
        by=by,
        why=message.strip(),
        data={"questions": len(asked), "until": due_at.isoformat()},
    )
    _tell(request, application, "programmes/email/completion_asked")
    return request


@transaction.atomic
def fill(
    request: CompletionRequest,
    answers: Mapping[str, Any],
    *,
    by: Any,
    seen: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> Saved:
    """Keeps answers to the questions that were asked, and to no other.

    Raises:
        NotAllowed: ``by`` does not carry the project.
        Conflict: the request is over.
    """
    request = _open(request, by)
    wanted = {key: value for key, value in answers.items() if key in request.questions}
    response = request.stage_file.response
    assert response is not None  # noqa: S101 - asked of a file that answers
    return responses.save(response, wanted, by=by, seen=seen, revision=revision)


@transaction.atomic
def receive_file(
    request: CompletionRequest, question_id: str, upload: File[bytes], *, by: Any
) -> ResponseFile:
    """Joins a file to a question that was asked."""
    request = _open(request, by)
    _only_asked(request, question_id)
    response = request.stage_file.response
    assert response is not None  # noqa: S101
    return response_files.receive_file(response, question_id, upload, by=by)


@transaction.atomic
def remove_file(request: CompletionRequest, joined: ResponseFile, *, by: Any) -> None:
    """Takes a file back from a question that was asked."""
    request = _open(request, by)
    _only_asked(request, joined.question_id)
    response_files.remove_file(joined, by=by)


@transaction.atomic
def hand_in(request: CompletionRequest, *, by: Any) -> CompletionRequest:
    """Sends the completed answers. Handing in twice is the same as once.

    Raises:
        NotAllowed: ``by`` does not carry the project.
        Conflict: the moment is past.
        Invalid: an answer is missing, with a sentence per question id.
    """
    only_carriers(request.stage_file.application.project, by)
    if CompletionRequest.objects.filter(pk=request.pk, state=CompletionState.DONE).exists():
        return request
    request = _open(request, by)
    file, application = request.stage_file, request.stage_file.application
    assert file.response is not None  # noqa: S101
    reached = Stage.objects.filter(call=application.call_id, position__lte=file.stage.position)
    submission.hand_in(
        file.response,
        by=by,
        stage=file.stage.slug,
        reached=set(reached.values_list("slug", flat=True)),
    )
    states.move(
        request,
        CompletionState.DONE,
        COMPLETION_TRANSITIONS,
        by=by,
        verb="programmes.completion_done",
        also={
            "after": as_said(file.response, request.questions),
            "ended_at": clock.database_now(),
            "ended_by": by,
        },
    )
    application = locked(application)
    if application.admissibility == Admissibility.TO_COMPLETE:
        states.move(
            application,
            Admissibility.NONE,
            ADMISSIBILITY_TRANSITIONS,
            by=by,
            verb="programmes.file_completed",
            field="admissibility",
        )
    return request


@transaction.atomic
def cancel(request: CompletionRequest, *, by: Any) -> CompletionRequest:
    """An officer takes the request back: the file stays as it stands."""
    only_officers(request.stage_file.application.call.programme, by)
    request = _locked(request)
    if request.state == CompletionState.OPEN:
        _close(request, CompletionState.CANCELLED, by=by, moment=clock.database_now())
    return request


@transaction.atomic
def end_late(now: dt.datetime) -> int:
    """Ends the requests whose moment is past: what was written stays in the file, and officers judge it as
    it stands. How many; safe to run again."""
    late = CompletionRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=CompletionState.OPEN, due_at__lt=now
    )
    count = 0
    for row in late.order_by("pk"):
        request = _locked(row)
        _close(request, CompletionState.LAPSED, by=None, moment=now)
        _tell(request, request.stage_file.application, "programmes/email/completion_over")
        count += 1
    return count


@transaction.atomic
def remind(now: dt.datetime) -> int:
    """Reminds, once, those whose moment is near; how many requests. Safe to run again."""
    near = CompletionRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=CompletionState.OPEN, due_at__gte=now, due_at__lt=now + REMINDER, reminded_at__isnull=True
    )
    count = 0
    for row in near.order_by("pk"):
        request = _locked(row)
        # Asked with less than that to go: the request itself has just said it.
        if request.due_at - request.asked_at > REMINDER:
            _tell(request, request.stage_file.application, "programmes/email/completion_reminder")
            count += 1
        request.reminded_at = now
        request.save(update_fields=["reminded_at"])
    return count


# --- Inside --------------------------------------------------------------------------------------------
def _close(request: CompletionRequest, to: CompletionState, *, by: Any, moment: dt.datetime) -> None:
    response = request.stage_file.response
    assert response is not None  # noqa: S101
    states.move(
        request,
        to,
        COMPLETION_TRANSITIONS,
        by=by,
        verb="programmes.completion_ended",
        also={"after": as_said(response, request.questions), "ended_at": moment, "ended_by": by},
    )
    # Closed again, as it stands: what is missing is for the officers to judge.
    author = by or response.saved_by
    submission.close(response, by=author, at=moment, stage=request.stage_file.stage.slug)


def _locked(request: CompletionRequest) -> CompletionRequest:
    CompletionRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    return CompletionRequest.objects.select_related(
        "stage_file__application__project",
        "stage_file__application__call__programme",
        "stage_file__stage",
        "stage_file__response__version__questionnaire",
        "stage_file__response__saved_by",
    ).get(pk=request.pk)


def _open(request: CompletionRequest, by: Any) -> CompletionRequest:
    only_carriers(request.stage_file.application.project, by)
    request = _locked(request)
    if request.state != CompletionState.OPEN:
        raise Conflict(_("This request for completion is over."))
    if request.due_at < clock.database_now():
        raise Conflict(_("The moment to complete this application is past."))
    if request.stage_file.application.filing == Filing.WITHDRAWN:
        raise Conflict(_("This application was withdrawn."))
    return request


def _only_asked(request: CompletionRequest, question_id: str) -> None:
    if question_id not in request.questions:
        raise Invalid(_("This question is not to be completed."))


def _tell(request: CompletionRequest, application: Application, template: str) -> None:
    for carrier in carriers_of(application.project):
        outbox.send_email(
            carrier.email,
            template,
            {
                "application": application,
                "call": application.call,
                "completion": request,
                "labels": [said["label"] for said in request.before.values()],
            },
            language=carrier.language,
        )
