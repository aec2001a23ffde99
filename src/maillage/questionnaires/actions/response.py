"""A response is started, then saved by several hands.

Who may write belongs to the app that asks (a project's carriers, a place's team): it checks, then calls. What
holds here holds for all of them: nothing that somebody wrote is lost, and nobody writes over another
unknowingly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, formatting
from maillage.core.errors import Conflict, Invalid, Sentence
from maillage.questionnaires import answers as given
from maillage.questionnaires.actions.locks import locked, opened, touch
from maillage.questionnaires.answers import digest
from maillage.questionnaires.definition import Question
from maillage.questionnaires.models import Response, Version


@dataclass(frozen=True)
class Clash:
    """Two people answered the same question otherwise. ``theirs`` is what is kept."""

    question: Question
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Saved:
    """What became of a write.

    Args:
        written: ids of the questions whose answer changed.
        clashes: answers that were not written, since somebody else's came first.
        refused: a sentence per question whose answer could not be read; it was not written.
    """

    response: Response
    written: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    refused: Mapping[str, Sentence] | None = None


@transaction.atomic
def start(version: Version, *, by: Any, answers: Mapping[str, Any] | None = None) -> Response:
    """An open response to a published version.

    Raises:
        Conflict: the version is a draft: nobody is asked yet.
        Invalid: with a sentence per question id.
    """
    if version.is_draft:
        raise Conflict(_("This questionnaire is not published yet."))
    moment = clock.database_now()
    response = Response(
        version=version, created_by=by, created_at=moment, saved_by=by, saved_at=moment, answers={}
    )
    changes, refused = _read(response, answers or {}, officers=False)
    if refused:
        raise Invalid(_("Some answers cannot be kept as they are."), fields=refused)
    response.answers = {key: value for key, value in changes.items() if value is not None}
    response.save()
    return response


@transaction.atomic
def save(
    response: Response,
    answers: Mapping[str, Any],
    *,
    by: Any,
    revision: int | None = None,
    seen: Mapping[str, str] | None = None,
    officers: bool = False,
) -> Saved:
    """Keeps some answers; those that are not given stay as they are.

    Each answer is merged by itself. When ``seen`` says what the writer had before their eyes, only what they
    changed since is written, and it clashes only with another's change of the same answer. Otherwise any
    difference with a response that moved on since ``revision`` is a clash.

    Args:
        answers: by question id, as JSON or as typed.
        revision: of the response that the writer read; None when nobody else can have written.
        seen: ``answers.digest`` of each answer that the writer read, by question id.
        officers: the writer is one, who alone answers what only officers see, and nothing else.

    Raises:
        Conflict: it is handed in; officers go on writing what is theirs.
    """
    response = locked(response) if officers else opened(response)
    changes, refused = _read(response, answers, officers=officers)
    moved_on = revision is not None and revision != response.revision
    merged = dict(response.answers)
    written: list[str] = []
    clashes: list[Clash] = []
    for question_id, value in changes.items():
        present = response.answers.get(question_id)
        if digest(value) == digest(present):
            continue
        if seen is not None and question_id in seen:
            if digest(value) == seen[question_id]:
                continue  # the writer left it as they found it; another changed it
            is_clash = digest(present) != seen[question_id]
        else:
            is_clash = moved_on
        if is_clash:
            clashes.append(Clash(response.definition.by_id[question_id], present, value))
            continue
        written.append(question_id)
        if value is None:
            merged.pop(question_id, None)
        else:
            merged[question_id] = value
    if written:
        response.answers = merged
        touch(response, by, "answers")
    return Saved(response, tuple(written), tuple(clashes), refused)


def write(
    response: Response, answers: Mapping[str, Any], *, by: Any, revision: int | None = None
) -> Response:
    """``save`` for those who want all or nothing.

    Raises:
        Conflict: somebody saved meanwhile, or it is handed in. Nothing is written.
        Invalid: with a sentence per question id. Nothing is written.
    """
    with transaction.atomic():
        author, at = response.saved_by, response.saved_at
        saved = save(response, answers, by=by, revision=revision)
        if saved.refused:
            raise Invalid(_("Some answers cannot be kept as they are."), fields=saved.refused)
        if saved.clashes:
            response = Response.objects.select_related("saved_by").get(pk=response.pk)
            author, at = response.saved_by, response.saved_at
            raise Conflict(
                _("%(person)s saved these answers at %(hour)s, after you opened them.")
                % {"person": author, "hour": formatting.hour(at)}
            )
        return saved.response


# --- Inside ----------------------------------------------------------------------------------------------
def _read(
    response: Response, answers: Mapping[str, Any], *, officers: bool
) -> tuple[dict[str, Any], dict[str, Sentence]]:
    """The answers in the JSON that is kept, and a sentence for each that cannot be."""
    definition = response.definition
    known = given.look_up(definition, answers)
    changes: dict[str, Any] = {}
    refused: dict[str, Sentence] = {}
    for question_id, value in answers.items():
        question = definition.by_id.get(question_id)
        if question is None or question.officers_only != officers:
            refused[question_id] = _("This question is not asked.")
            continue
        if not officers and not response.has_open(question_id):
            refused[question_id] = _("This question is not to be completed.")
            continue
        try:
            changes[question_id] = given.read(question, value, known)
        except given.Refused as refusal:
            refused[question_id] = str(refusal)
    return changes, refused
