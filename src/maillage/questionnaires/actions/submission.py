"""A response is handed in, opened again, taken to another version. What was handed in is kept as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid
from maillage.questionnaires import answers as given
from maillage.questionnaires.actions.locks import locked, opened, touch
from maillage.questionnaires.definition import Question
from maillage.questionnaires.evaluation import is_blank
from maillage.questionnaires.models import OnBehalf, Response, ResponseSnapshot, Version
from maillage.questionnaires.queries.filling import Filling, live_files

#: Responses that are written in one statement: a few megabytes of answers at a time.
TOGETHER = 500


@transaction.atomic
def hand_in(
    response: Response,
    *,
    by: Any,
    stage: str = "",
    reached: Collection[str] = (),
    revision: int | None = None,
) -> ResponseSnapshot:
    """Checks the whole, keeps it as it stands and closes it. Handing in twice gives the same snapshot. What
    was reopened for some questions is checked at those: nobody could mend the others.

    Args:
        stage: slug of the stage at which it is handed in.
        reached: slugs of the stages whose questions must be answered, beside those of submission.

    Raises:
        Invalid: something is missing or wrong, with a sentence per question id.
        Conflict: somebody saved since ``revision``.
    """
    response = locked(response)
    if response.closed_at is not None:
        return response.snapshots.order_by("-number")[0]
    if revision is not None and revision != response.revision:
        raise Conflict(
            _("%(person)s changed these answers meanwhile. Read them again before you submit.")
            % {"person": response.saved_by}
        )
    filling = Filling.of(response, reached=reached)
    obstacles = {key: text for key, text in filling.obstacles.items() if response.has_open(key)}
    if obstacles:
        sentence = (
            _("Some answers are missing.") if filling.missing else _("Some answers are to be corrected.")
        )
        raise Invalid(sentence, fields=obstacles)
    return _close(response, by, clock.database_now(), stage)


@transaction.atomic
def close(response: Response, *, by: Any, at: dt.datetime, stage: str = "") -> ResponseSnapshot:
    """Keeps a response as it stands, whatever is missing, and closes it."""
    return _close(locked(response), by, at, stage)


def _close(response: Response, by: Any, at: dt.datetime, stage: str) -> ResponseSnapshot:
    response.closed_at, response.open_questions = max(at, response.created_at), None
    response.save(update_fields=["closed_at", "open_questions"])
    return _snapshot(response, by, stage)


@transaction.atomic
def snapshot(response: Response, *, by: Any, stage: str = "") -> ResponseSnapshot:
    """Keeps the response as it stands, open or not, whatever is missing."""
    return _snapshot(locked(response), by, stage)


def _snapshot(response: Response, by: Any, stage: str) -> ResponseSnapshot:
    newest = response.snapshots.order_by("-number").first()
    taken = ResponseSnapshot.objects.create(
        response=response,
        number=newest.number + 1 if newest else 1,
        version=response.version,
        answers=response.answers,
        stage=stage,
        by=by,
        at=clock.database_now(),
        on_behalf=response.on_behalf,
    )
    taken.files.set(live_files(response))
    events.record(response, "questionnaires.handed_in", by=by, data=taken.about)
    return taken


@transaction.atomic
def reopen(response: Response, *, by: Any, why: str, questions: Collection[str] | None = None) -> Response:
    """Opens what was handed in, to be completed; the snapshot stays.

    Args:
        questions: ids of the only ones that may be answered until it is handed in again; None: all.

    Raises:
        Invalid: no reason.
    """
    if not why.strip():
        raise Invalid(fields={"why": _("Write why: the reason stays in the file.")})
    response = locked(response)
    if response.closed_at is not None:
        response.closed_at = None
        response.open_questions = None if questions is None else sorted(questions)
        response.save(update_fields=["closed_at", "open_questions"])
        events.record(response, "questionnaires.reopened", by=by, why=why.strip())
    return response


@transaction.atomic
def follow_version(
    response: Response, version: Version, *, by: Any, even_handed_in: bool = False
) -> Response:
    """Takes an open response to another version of its questionnaire. No answer is lost: what is not
    asked any more stays, and comes back if it is asked again; what the new question cannot read is set aside.

    Args:
        even_handed_in: for the officer who decides, at publication, that files already handed in are read
            in the new version; what was handed in stays in its snapshot, in the version that it answered.

    Raises:
        Conflict: it is handed in, the version is a draft, or of another questionnaire.
    """
    response = locked(response) if even_handed_in else opened(response)
    if version.pk == response.version_id:
        return response
    if version.is_draft or version.questionnaire_id != response.version.questionnaire_id:
        raise Conflict(_("A response follows the published versions of its own questionnaire."))
    before = response.version
    _take_to(response, version, _otherwise_asked(before, version))
    touch(response, by, "version", "answers", "retired")
    events.record(
        response,
        "questionnaires.version_followed",
        by=by,
        data={"from": before.number, "to": version.number},
    )
    return response


@transaction.atomic
def follow_version_together(
    responses: QuerySet[Response], version: Version, *, by: Any, even_handed_in: bool = False
) -> int:
    """The same for many, a few statements for each ``TOGETHER`` of them; how many. One that is handed in
    meanwhile keeps its version.

    They are locked in the order of their keys: two publications wait for one another rather than lock each
    other. Whoever writes in one of them waits for the end of the transaction.
    """
    responses = responses.exclude(version=version)
    if not even_handed_in:
        responses = responses.filter(closed_at__isnull=True)
    version_of = dict(responses.order_by("pk").values_list("pk", "version"))
    keys = list(version_of)
    former = Version.objects.select_related("questionnaire").in_bulk(set(version_of.values()))
    asked = {pk: _otherwise_asked(before, version) for pk, before in former.items()}
    followed = 0
    for start in range(0, len(keys), TOGETHER):
        some = responses.filter(pk__in=keys[start : start + TOGETHER]).order_by("pk")
        rows = list(some.select_for_update(of=("self",)))
        entries = OnBehalf.objects.filter(response__in=rows, by=by, ended_at__isnull=True)
        behalf = {entry.response_id: entry for entry in entries.order_by("pk")}
        now = clock.database_now()
        told: list[tuple[Model, str, Mapping[str, Any]]] = []
        by_themselves: list[Response] = []
        alike: list[Response] = []
        for row in rows:
            if row.version_id not in former:  # it followed another publication meanwhile
                former[row.version_id] = row.version
                asked[row.version_id] = _otherwise_asked(row.version, version)
            row.version = before = former[row.version_id]
            answers, retired = row.answers, row.retired
            _take_to(row, version, asked[before.pk])
            row.revision += 1
            row.saved_by, row.saved_at, row.on_behalf = by, now, behalf.get(row.pk)
            is_changed = (row.answers, row.retired) != (answers, retired) or row.on_behalf is not None
            (by_themselves if is_changed else alike).append(row)
            data = {"from": before.number, "to": version.number}
            told.append((row, "questionnaires.version_followed", {"data": data}))
        Response.objects.filter(pk__in=[row.pk for row in alike]).update(
            version=version, revision=F("revision") + 1, saved_by=by, saved_at=now, on_behalf=None
        )
        Response.objects.bulk_update(
            by_themselves,
            ["version", "answers", "retired", "revision", "saved_by", "saved_at", "on_behalf"],
            batch_size=100,
        )
        events.record_many(told, by=by)
        followed += len(rows)
    return followed


def _otherwise_asked(before: Version, version: Version) -> list[Question]:
    """The questions that are not those of the version before: only there may an answer no longer be read, or
    one that was set aside come back."""
    former = before.definition.by_id
    return [question for question in version.definition if former.get(question.id) != question]


def _take_to(response: Response, version: Version, questions: Iterable[Question]) -> None:
    """Its answers as the version reads them, in memory."""
    before = response.version
    kept = dict(response.answers)
    retired = list(response.retired)
    for question in questions:
        answer = kept.get(question.id)
        if not given.still_reads(question, answer):
            former = before.definition.by_id.get(question.id)
            label = former.label if former else question.label
            retired.append(
                {"question": question.id, "label": label, "answer": answer, "version": before.number}
            )
            del kept[question.id]
        elif is_blank(answer):
            back = next((row for row in reversed(retired) if _fits(question, row)), None)
            if back is not None:
                kept[question.id] = back["answer"]
                retired.remove(back)
    response.version, response.answers, response.retired = version, kept, retired


def _fits(question: Question, row: Mapping[str, Any]) -> bool:
    return bool(row["question"] == question.id) and given.still_reads(question, row["answer"])
