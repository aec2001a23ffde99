"""Checking that files are complete and admissible, asking to complete, comparing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from maillage.core import clock
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.programmes.actions import admissibility, completion
from maillage.programmes.actions import application as applications
from maillage.programmes.actions.admissibility import Found
from maillage.programmes.enums import Admissibility, CompletionState
from maillage.programmes.models import AdmissibilityCheck, Application, CompletionRequest, StageFile
from maillage.programmes.queries import completion as read
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.actions import submission
from maillage.questionnaires.models import Response
from tests.factories.programmes import ApplicationFactory
from tests.factories.questionnaires import VersionFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CONTENT = {
    "sections": [
        {
            "id": "place",
            "title": "Le lieu",
            "questions": [
                {"id": "place.story", "type": "long_text", "label": "Son histoire", "required": "submission"},
                {"id": "place.lease", "type": "long_text", "label": "Le bail"},
                {
                    "id": "place.surface",
                    "type": "number",
                    "label": "Surface",
                    "eligible_if": [
                        {
                            "rule": {
                                "op": "ge",
                                "left": {"answer": "place.surface"},
                                "right": {"value": "100"},
                            },
                            "reason": "Le lieu fait au moins 100 m².",
                        }
                    ],
                },
            ],
        }
    ]
}
ANSWERS = {"place.story": "Une scierie.", "place.lease": "Aucun.", "place.surface": "120"}


def letters(template: str) -> list[str]:
    rows = OutboxMessage.objects.filter(template=f"programmes/email/{template}").order_by("pk")
    return list(rows.values_list("recipient", flat=True))


def answering(row: Application, answers: dict[str, Any], *, handed_in: bool = True) -> Response:
    """Gives a file answers to a questionnaire of its own."""
    author = row.created_by
    response = responses.start(VersionFactory(content=CONTENT, published=True), by=author, answers=answers)
    if handed_in:
        submission.hand_in(response, by=author)
    StageFile.objects.filter(application=row).update(response=response)
    return response


@pytest.fixture
def sent(world: World) -> Application:
    row = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    answering(row, ANSWERS)
    return row


def asked(world: World, row: Application) -> CompletionRequest:
    return completion.ask(
        row,
        ["place.lease"],
        message="Joignez le bail.",
        due_at=timezone.now() + 10 * DAY,
        by=world.officer,
    )


# --- Checking ------------------------------------------------------------------------------------------
def test_a_check_keeps_its_list_and_the_last_word_holds(world: World, sent: Application) -> None:
    first, second = admissibility.set_checklist(
        world.call,
        ["Le budget est équilibré.", " ", "Le bail est joint.", "Le bail est joint."],
        by=world.officer,
    )
    admissibility.check(
        sent,
        Admissibility.INADMISSIBLE,
        found={first.pk: Found("yes"), second.pk: Found("no", "Il manque.")},
        reason="Pas de bail.",
        by=world.officer,
    )
    admissibility.set_checklist(world.call, ["Autre chose."], by=world.officer)
    admissibility.check(sent, Admissibility.ADMISSIBLE, by=world.officer)
    sent.refresh_from_db()
    assert sent.admissibility == Admissibility.ADMISSIBLE
    before = AdmissibilityCheck.objects.order_by("pk")[0]
    assert before.results == [
        {"text": "Le budget est équilibré.", "result": "yes", "note": ""},
        {"text": "Le bail est joint.", "result": "no", "note": "Il manque."},
    ]


def test_a_refusal_and_an_exception_have_their_reason(world: World, sent: Application) -> None:
    (item,) = admissibility.set_checklist(world.call, ["Le bail est joint."], by=world.officer)
    no = {item.pk: Found("no")}
    for verdict, found in ((Admissibility.INADMISSIBLE, {}), (Admissibility.ADMISSIBLE, no)):
        with pytest.raises(Invalid) as refusal:
            admissibility.check(sent, verdict, found=found, by=world.officer)
        assert list(refusal.value.fields) == ["reason"]
    with pytest.raises(NotAllowed):
        admissibility.check(sent, Admissibility.ADMISSIBLE, by=world.carrier)
    draft = ApplicationFactory(call=world.call)
    with pytest.raises(Conflict):
        admissibility.check(draft, Admissibility.ADMISSIBLE, by=world.officer)
    assert AdmissibilityCheck.objects.count() == 0


# --- Completing ------------------------------------------------------------------------------------------
def test_only_what_was_asked_is_open_again(world: World, sent: Application) -> None:
    request = asked(world, sent)
    assert letters("completion_asked") == [world.carrier.email]
    completion.fill(request, {"place.lease": "Trois ans.", "place.story": "Autre chose."}, by=world.carrier)
    # Nor is it open from below, whatever the road.
    opened = StageFile.objects.get(application=sent).response
    assert opened is not None
    assert responses.save(opened, {"place.story": "Autre chose."}, by=world.carrier).written == ()
    done = completion.hand_in(request, by=world.carrier)
    assert completion.hand_in(request, by=world.carrier).pk == done.pk
    response = StageFile.objects.get(application=sent).response
    assert response is not None
    assert response.answers == {**ANSWERS, "place.lease": "Trois ans."}
    assert response.closed_at is not None
    assert response.snapshots.count() == 2
    sent.refresh_from_db()
    assert sent.admissibility == Admissibility.NONE
    (compared,) = read.compare(done.before, CompletionRequest.objects.get().after)
    assert [(piece.kind, piece.text) for piece in compared.pieces] == [
        ("removed", "Aucun."),
        ("added", "Trois ans."),
    ]


def test_after_its_moment_nothing_is_completed_and_the_file_is_closed_as_it_stands(
    world: World, sent: Application
) -> None:
    request = asked(world, sent)
    completion.fill(request, {"place.lease": "Trois ans."}, by=world.carrier)
    late = request.due_at + dt.timedelta(seconds=1)
    with clock.replaying(late):
        with pytest.raises(Conflict):
            completion.fill(request, {"place.lease": "Six ans."}, by=world.carrier)
        with pytest.raises(Conflict):
            completion.hand_in(request, by=world.carrier)
        assert completion.end_late(late) == 1
        assert completion.end_late(late) == 0
    request.refresh_from_db()
    assert (request.state, request.after["place.lease"]["text"]) == (CompletionState.LAPSED, "Trois ans.")
    response = StageFile.objects.get(application=sent).response
    assert response is not None
    assert response.closed_at is not None
    assert letters("completion_over") == [world.carrier.email]


def test_a_reminder_leaves_once_when_the_moment_is_near(world: World, sent: Application) -> None:
    request = asked(world, sent)
    assert completion.remind(timezone.now()) == 0
    near = request.due_at - 2 * DAY
    assert [completion.remind(near), completion.remind(near)] == [1, 0]
    assert letters("completion_reminder") == [world.carrier.email]


def test_a_request_says_what_until_when_and_one_waits_at_a_time(world: World, sent: Application) -> None:
    good: dict[str, Any] = {
        "message": "Joignez le bail.",
        "due_at": timezone.now() + DAY,
        "by": world.officer,
    }
    for ids, wrong in (
        (["unknown"], {}),
        (["place.lease"], {"message": " "}),
        (["place.lease"], {"due_at": timezone.now() - DAY}),
    ):
        with pytest.raises(Invalid):
            completion.ask(sent, ids, **{**good, **wrong})
    with pytest.raises(NotAllowed):
        completion.ask(sent, ["place.lease"], **{**good, "by": world.carrier})
    request = completion.ask(sent, ["place.lease"], **good)
    with pytest.raises(Conflict):
        completion.ask(sent, ["place.lease"], **good)
    completion.cancel(request, by=world.officer)
    request.refresh_from_db()
    assert request.state == CompletionState.CANCELLED
    with pytest.raises(Conflict):
        completion.fill(request, {"place.lease": "Trois ans."}, by=world.carrier)


def test_words_are_compared_in_runs() -> None:
    pieces = read.words("Un bail de trois ans signé.", "Un bail de six ans, signé.")
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == "Un bail de trois ans signé."
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == "Un bail de six ans, signé."
    assert pieces[0].text == "Un bail de "


# --- Eligibility by the answers -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("surface", "expected"), [("120", "eligible"), ("80", "ineligible"), ("", "unknown")]
)
def test_the_rules_of_the_questionnaire_say_who_is_eligible(
    world: World, surface: str, expected: str
) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    answers = {key: value for key, value in {**ANSWERS, "place.surface": surface}.items() if value}
    answering(draft, answers, handed_in=False)
    answer = applications.check_file(draft)
    assert answer.verdict == expected
    assert [rule.sentence for rule in answer.rules] == ["Le lieu fait au moins 100 m²."]
