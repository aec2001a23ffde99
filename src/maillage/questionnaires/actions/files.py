"""Files that answer a question: received, joined, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import clock, events, files
from maillage.core.errors import Invalid
from maillage.core.models import StoredFile
from maillage.questionnaires.actions.locks import opened, touch
from maillage.questionnaires.definition import Question
from maillage.questionnaires.enums import QuestionType
from maillage.questionnaires.models import Response, ResponseFile
from maillage.questionnaires.queries.filling import live_files

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": files.PDF,
    "jpg": files.JPEG,
    "png": files.PNG,
    "webp": files.WEBP,
    "docx": files.DOCX,
    "xlsx": files.XLSX,
    "pptx": files.PPTX,
    "odt": files.ODT,
    "ods": files.ODS,
    "odp": files.ODP,
    "csv": files.CSV,
    "txt": files.TEXT,
}


def receive_file(response: Response, question_id: str, upload: File[bytes], *, by: Any) -> ResponseFile:
    """Checks an uploaded file against what the question accepts, keeps it and joins it.

    Raises:
        Invalid: too large, not of an accepted type, forged, infected, or there are enough of them.
        StorageUnavailable: the scanner or the storage does not answer.
        Conflict: the response is handed in.
    """
    question = _files_question(response, question_id)
    _must_be_open(response, question_id)
    _room_for(response, question)
    accepted = {MEDIA_TYPES[kind] for kind in question.file_types} or set(files.DOCUMENTS)
    stored = files.receive(
        upload,
        by=by,
        accepted=accepted,
        max_bytes=question.max_megabytes * 10**6,
        field=question_id,
    )
    try:
        return join_file(response, question_id, stored, by=by)
    except Exception:
        files.remove(stored)
        raise


@transaction.atomic
def join_file(response: Response, question_id: str, file: StoredFile, *, by: Any) -> ResponseFile:
    """Joins a stored file to a question.

    Raises:
        Invalid: there are enough of them. Conflict: the response is handed in.
    """
    response = opened(response)
    question = _files_question(response, question_id)
    _must_be_open(response, question_id)
    _room_for(response, question)
    joined = ResponseFile.objects.create(
        response=response,
        question_id=question_id,
        file=file,
        joined_by=by,
        joined_at=clock.database_now(),
    )
    touch(response, by)
    events.record(response, "questionnaires.file_joined", by=by, data={"question": question_id})
    return joined


@transaction.atomic
def remove_file(joined: ResponseFile, *, by: Any) -> None:
    """Takes a file back. One that was handed in stays in what was handed in."""
    response = opened(joined.response)
    joined = ResponseFile.objects.select_for_update(of=("self",)).select_related("file").get(pk=joined.pk)
    if joined.removed_at is not None:
        return
    _must_be_open(response, joined.question_id)
    if joined.snapshots.exists():
        joined.removed_at = clock.database_now()
        joined.save(update_fields=["removed_at"])
    else:
        stored = joined.file
        joined.delete()
        files.remove(stored)
    touch(response, by)
    events.record(response, "questionnaires.file_removed", by=by, data={"question": joined.question_id})


def _files_question(response: Response, question_id: str) -> Question:
    question = response.definition.by_id.get(question_id)
    if question is None or question.type != QuestionType.FILES:
        raise Invalid(
            _("This question takes no file."), fields={question_id: _("This question takes no file.")}
        )
    return question


def _must_be_open(response: Response, question_id: str) -> None:
    if not response.has_open(question_id):
        sentence = _("This question is not to be completed.")
        raise Invalid(sentence, fields={question_id: sentence})


def _room_for(response: Response, question: Question) -> None:
    if live_files(response).filter(question_id=question.id).count() >= question.max_files:
        sentence = ngettext(
            "%(most)s file at most: remove one first.",
            "%(most)s files at most: remove one first.",
            question.max_files,
        ) % {"most": question.max_files}
        raise Invalid(sentence, fields={question.id: sentence})
