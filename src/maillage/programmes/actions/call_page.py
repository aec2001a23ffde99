"""Documents of a call, questions about it, and following it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts import notifications
from maillage.core import clock, events, files, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.core.models import StoredFile
from maillage.programmes.actions.locks import exclusive, only_officers
from maillage.programmes.actions.notice import FOLLOWED, tell_listeners
from maillage.programmes.enums import QUESTION_TRANSITIONS, CallPhase, CallQuestionState, CallState
from maillage.programmes.models import Call, CallDocument, CallFollower, CallQuestion

# Enough for anybody; more is somebody who leans on the button.
MOST_OPEN_QUESTIONS = 5
MOST_DOCUMENTS = 20


# --- Documents -----------------------------------------------------------------------------------------
@transaction.atomic
def add_document(call: Call, file: StoredFile, *, title: str, by: Any) -> CallDocument:
    """Joins a kept file to a call; those who follow a published one are told.

    Raises:
        Invalid: no title, or too many documents.
    """
    only_officers(call.programme, by)
    call = exclusive(call.pk)
    if not title.strip():
        raise Invalid(fields={"title": _("A document has a title.")})
    if call.documents.count() >= MOST_DOCUMENTS:
        raise Invalid(_("Twenty documents at most: remove one first."))
    document = CallDocument.objects.create(call=call, file=file, title=title.strip()[:120], added_by=by)
    events.record(call, "programmes.document_added", by=by, data={"name": document.title})
    if call.state == CallState.PUBLISHED:
        tell_listeners(call, "programmes/email/call_document", {"document": document})
    return document


@transaction.atomic
def remove_document(document: CallDocument, *, by: Any) -> None:
    """Takes a document away, with its bytes."""
    only_officers(document.call.programme, by)
    call = exclusive(document.call_id)
    title, stored = document.title, document.file
    document.delete()
    files.remove(stored)
    events.record(call, "programmes.document_removed", by=by, data={"name": title})


# --- Questions -----------------------------------------------------------------------------------------
@transaction.atomic
def ask(call: Call, text: str, *, by: Any) -> CallQuestion:
    """Asks the officers something about a call. The same text sent twice is one question.

    Raises:
        Conflict: the call takes no more questions.
        Invalid: nothing is asked, or too many questions of the same person wait.
    """
    text = " ".join(text.split())
    if not text:
        raise Invalid(fields={"text": _("Write your question.")})
    # Held exclusively: two clicks at once come one after the other.
    call = exclusive(call.pk)
    if call.phase not in {CallPhase.UPCOMING, CallPhase.OPEN}:
        raise Conflict(_("This call takes no more questions."))
    waiting = CallQuestion.objects.filter(call=call, asked_by=by, state=CallQuestionState.OPEN)
    if same := waiting.filter(text=text).first():
        return same
    if waiting.count() >= MOST_OPEN_QUESTIONS:
        raise Invalid(_("Several of your questions wait for an answer: it will come by e-mail."))
    question = CallQuestion.objects.create(
        call=call, text=text[:2000], asked_by=by, asked_at=clock.database_now()
    )
    events.record(question, "programmes.question_asked", by=by)
    return question


@transaction.atomic
def answer(question: CallQuestion, text: str, *, by: Any, wording: str = "") -> CallQuestion:
    """Answers a question: both are published on the call's page, and the one who asked is told.

    Args:
        wording: the question as it is published, when its author's words say too much (a name).

    Raises:
        Invalid: no answer.
        TransitionRefused: it was answered already.
    """
    return _close(question, CallQuestionState.ANSWERED, text, by=by, wording=wording)


@transaction.atomic
def set_aside(question: CallQuestion, why: str, *, by: Any) -> CallQuestion:
    """Answers in private: nothing is published."""
    return _close(question, CallQuestionState.SET_ASIDE, why, by=by)


@transaction.atomic
def correct_answer(question: CallQuestion, text: str, *, by: Any) -> CallQuestion:
    """Another answer to a published question; the one who asked is told again."""
    only_officers(question.call.programme, by)
    if not text.strip():
        raise Invalid(fields={"answer": _("Write the answer.")})
    question = CallQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.state != CallQuestionState.ANSWERED:
        raise Conflict(_("This question has no published answer."))
    if question.answer == text.strip():
        return question
    question.answer, question.answered_by, question.answered_at = text.strip(), by, clock.database_now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    events.record(question, "programmes.answer_corrected", by=by)
    _tell_asker(question)
    return question


def _close(
    question: CallQuestion, to: CallQuestionState, text: str, *, by: Any, wording: str = ""
) -> CallQuestion:
    only_officers(question.call.programme, by)
    if not text.strip():
        raise Invalid(fields={"answer": _("Write the answer.")})
    question = (
        CallQuestion.objects.select_for_update(of=("self",))
        .select_related("call__programme", "asked_by")
        .get(pk=question.pk)
    )
    also: dict[str, Any] = {
        "answer": text.strip(),
        "answered_by": by,
        "answered_at": clock.database_now(),
    }
    if wording.strip():
        also["text"] = " ".join(wording.split())[:2000]
    states.move(question, to, QUESTION_TRANSITIONS, by=by, verb="programmes.question_answered", also=also)
    _tell_asker(question)
    return question


def _tell_asker(question: CallQuestion) -> None:
    if question.asked_by.is_active:
        outbox.send_email(
            question.asked_by.email,
            "programmes/email/question_answered",
            {
                "call": question.call,
                "question": question,
                "is_public": question.state == CallQuestionState.ANSWERED,
            },
            language=question.asked_by.language,
        )


# --- Following -----------------------------------------------------------------------------------------
@transaction.atomic
def follow(call: Call, *, by: Any) -> CallFollower:
    """Tells a person when the call opens or changes. Following twice is the same as once.

    Raises:
        Conflict: nothing will happen to it any more.
    """
    if call.phase not in {CallPhase.UPCOMING, CallPhase.OPEN}:
        raise Conflict(_("Nothing will change in this call any more."))
    # Who follows an open call knows that it is open.
    told = call.next_opening if call.is_open else None
    follower, _is_new = CallFollower.objects.get_or_create(
        call=call, user=by, defaults={"told_opening_at": told}
    )
    return follower


@transaction.atomic
def unfollow(call: Call, *, by: Any) -> None:
    """Stops telling that person."""
    CallFollower.objects.filter(call=call, user=by).delete()


@transaction.atomic
def tell_openings(now: dt.datetime) -> int:
    """Tells the followers of each call that has just opened; how many. Safe to run again."""
    told = 0
    for call in Call.objects.open(now).filter(followers__isnull=False).distinct().order_by("pk"):
        opening = call.intake_at(now)[0]
        waiting = (
            CallFollower.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("user")
            .filter(call=call)
            .exclude(told_opening_at__gte=opening)
            .order_by("pk")
        )
        for follower in waiting:
            notifications.notify(
                follower.user,
                FOLLOWED,
                "programmes/email/call_opened",
                {"call": call, "closes_at": call.intake_at(now)[1]},
            )
            told += 1
            follower.told_opening_at = opening
            follower.save(update_fields=["told_opening_at"])
    return told
