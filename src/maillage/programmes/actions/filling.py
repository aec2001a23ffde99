"""What an application answers at each stage: opened with the stage, written by its carriers, handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.core import clock
from maillage.core.errors import Conflict, NotAllowed
from maillage.programmes import standard_form
from maillage.programmes.actions.locks import locked, only_officers, only_writers
from maillage.programmes.enums import Filing
from maillage.programmes.models import Application, Programme, Stage, StageFile
from maillage.questionnaires.actions import files as response_files
from maillage.questionnaires.actions import forgetting, on_behalf, standard, submission
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.actions.response import Saved
from maillage.questionnaires.definition import REQUESTED_AMOUNT
from maillage.questionnaires.models import OnBehalf, Response, ResponseFile, ResponseSnapshot, Version


def provided(programme: Programme) -> Version:
    """The questionnaire of a programme that wrote none, made when it is first needed."""
    return standard.provide(
        f"programmes.application.{programme.pk}",
        title=standard_form.title(),
        owner=programme.operator,
        content=standard_form.content(),
    )


def version_of(stage: Stage) -> Version:
    """What a stage asks: its own questionnaire, else that of the stage before, else the one provided, which
    is then the stage's."""
    if stage.version is not None:
        return stage.version
    before = (
        Stage.objects.filter(call=stage.call_id, position__lt=stage.position, version__isnull=False)
        .select_related("version__questionnaire")
        .order_by("-position")
        .first()
    )
    version = before.version if before and before.version else provided(stage.call.programme)
    Stage.objects.filter(pk=stage.pk, version__isnull=True).update(version=version)
    stage.version = version
    return version


def open_file(
    application: Application,
    stage: Stage,
    *,
    by: Any,
    moment: dt.datetime,
    answers: Mapping[str, Any] | None = None,
) -> StageFile:
    """The file of a stage, with its response. A stage that asks the questionnaire of an earlier one goes on
    from what was written there. In the caller's transaction.

    Raises:
        Invalid: with a sentence per question id.
    """
    version = version_of(stage)
    earlier = (
        Response.objects.filter(
            stage_files__application=application, version__questionnaire=version.questionnaire_id
        )
        .order_by("-pk")
        .first()
    )
    if earlier is None:
        response = responses.start(version, by=by, answers=answers)
    else:
        response = submission.reopen(earlier, by=by, why=_("Next stage: %(stage)s") % {"stage": stage.title})
        response = submission.follow_version(response, version, by=by)
    return StageFile.objects.create(
        application=application, stage=stage, response=response, opened_at=moment, opened_by=by
    )


@transaction.atomic
def fill(
    application: Application,
    answers: Mapping[str, Any],
    *,
    by: Any,
    seen: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> Saved:
    """Keeps some answers of a draft, each merged by itself with what others wrote meanwhile.

    Raises:
        NotAllowed: ``by`` writes nothing here.
        Conflict: it is handed in, or withdrawn.
    """
    application, response = _writable(application, by)
    saved = responses.save(response, answers, by=by, seen=seen, revision=revision)
    if saved.written:
        written(application, saved.response, by=by)
    return saved


@transaction.atomic
def receive_file(application: Application, question_id: str, upload: File[bytes], *, by: Any) -> ResponseFile:
    """Checks and joins a file. Raises what ``questionnaires.actions.files.receive_file`` does."""
    application, response = _writable(application, by)
    joined = response_files.receive_file(response, question_id, upload, by=by)
    written(application, response, by=by)
    return joined


@transaction.atomic
def remove_file(application: Application, joined: ResponseFile, *, by: Any) -> None:
    """Takes a file back."""
    application, response = _writable(application, by)
    if joined.response_id != response.pk:
        raise Conflict(_("This file belongs to another stage."))
    response_files.remove_file(joined, by=by)
    written(application, response, by=by)


@transaction.atomic
def note(
    application: Application,
    answers: Mapping[str, Any],
    *,
    by: Any,
    seen: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> Saved:
    """What officers answer themselves, to the questions that only they see; at any time.

    Raises:
        NotAllowed: ``by`` is not an officer.
    """
    only_officers(application.call.programme, by)
    application = locked(application)
    return responses.save(
        response_of(application), answers, by=by, seen=seen, revision=revision, officers=True
    )


@transaction.atomic
def write_for(application: Application, *, by: Any, why: str, person: Any = None, name: str = "") -> OnBehalf:
    """An adviser of the project declares that they write its carriers' words, at their request.

    Raises:
        NotAllowed: ``by`` does not advise the project.
        Invalid: nobody is named, or no reason is given.
        Conflict: it is handed in.
    """
    if not by.has_perm("programmes.write_for_applicant", application):
        raise NotAllowed(_("Only the advisers of the project may write for its carriers."))
    application = locked(application)
    must_be_draft(application)
    return on_behalf.write_for(response_of(application), by=by, why=why, person=person, name=name)


def forget_answers(applications: QuerySet[Application]) -> int:
    """Erases what applications answer, before they are erased themselves or emptied; how many responses."""
    files = StageFile.objects.filter(application__in=list(applications.values_list("pk", flat=True)))
    keys = list(files.exclude(response=None).values_list("response", flat=True))
    files.update(response=None)
    return forgetting.forget(Response.objects.filter(pk__in=keys))


def hand_in(application: Application, *, by: Any, revision: int | None = None) -> ResponseSnapshot:
    """Checks and closes what is answered at the present stage. In the caller's transaction.

    Raises:
        Invalid: something is missing or wrong, with a sentence per question id.
        Conflict: somebody saved since ``revision``.
    """
    return submission.hand_in(
        response_of(application),
        by=by,
        stage=application.stage.slug,
        reached=reached(application.stage),
        revision=revision,
    )


def reached(stage: Stage) -> set[str]:
    """The slugs of a stage and of those before it: the questions that they need are needed."""
    return set(
        Stage.objects.filter(call=stage.call_id, position__lte=stage.position).values_list("slug", flat=True)
    )


def response_of(application: Application) -> Response:
    """The answers of the present stage. Raises Conflict where the stage has none."""
    response = application.response
    if response is None:
        raise Conflict(_("Nothing is asked at this stage."))
    return response


def written(application: Application, response: Response, *, by: Any) -> None:
    """What lists show of the answers, and who wrote last."""
    question = response.definition.with_role(REQUESTED_AMOUNT)
    if question is not None:
        text = response.answers.get(question.id)
        application.requested_amount = Decimal(text) if text else None
    application.updated_by, application.updated_at = by, clock.database_now()
    application.save(update_fields=["requested_amount", "updated_by", "updated_at"])


def must_be_draft(application: Application) -> None:
    """Raises Conflict when the file of the present stage no longer changes."""
    if application.filing == Filing.WITHDRAWN:
        raise Conflict(_("This application was withdrawn."))
    if application.stage_filing == Filing.SUBMITTED:
        raise Conflict(_("This application is submitted: it no longer changes."))


def _writable(application: Application, by: Any) -> tuple[Application, Response]:
    only_writers(application, by)
    application = locked(application)
    must_be_draft(application)
    return application, response_of(application)
