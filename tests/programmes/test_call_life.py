"""What happens around a call: documents, questions, sessions, followers, another end, withdrawal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from maillage.core import clock, files
from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage, StoredFile
from maillage.programmes import calendars
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import call_page as pages
from maillage.programmes.actions import information, wave
from maillage.programmes.enums import CallPhase, CallQuestionState, Filing, RegistrationState
from maillage.programmes.models import Call, CallFollower, InformationSession, Registration
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, CallFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def letters(template: str) -> list[str]:
    """To whom, in the order in which they were written."""
    rows = OutboxMessage.objects.filter(template=f"programmes/email/{template}").order_by("pk")
    return list(rows.values_list("recipient", flat=True))


def session(world: World, **values: Any) -> InformationSession:
    starts_at = timezone.now() + 2 * DAY
    given = {
        "title": "Présentation de l’appel",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=1),
        "venue": "Salle des fêtes, Lamastre",
        **values,
    }
    return information.plan(world.call, by=world.officer, **given)


def stored(world: World) -> StoredFile:
    return files.receive(ContentFile(b"%PDF-1.4\n%%EOF\n", name="reglement.pdf"), by=world.officer)


# --- Documents ------------------------------------------------------------------------------------------
def test_a_document_is_read_by_whoever_sees_the_call(world: World) -> None:
    somebody = UserFactory()
    document = pages.add_document(world.call, stored(world), title="Règlement", by=world.officer)
    assert [files.may_read(document.file, person) for person in (somebody, world.carrier)] == [True, True]
    Call.objects.update(state="draft", published_at=None)
    assert [files.may_read(document.file, person) for person in (somebody, world.officer)] == [False, True]


def test_followers_are_told_of_a_new_document_and_its_bytes_go_with_it(world: World) -> None:
    follower = UserFactory()
    pages.follow(world.call, by=follower)
    document = pages.add_document(world.call, stored(world), title="Règlement", by=world.officer)
    assert letters("call_document") == [follower.email]
    pages.remove_document(document, by=world.officer)
    assert StoredFile.objects.count() == 0
    with pytest.raises(Invalid):
        pages.add_document(world.call, stored(world), title=" ", by=world.officer)
    with pytest.raises(NotAllowed):
        pages.add_document(world.call, stored(world), title="Autre", by=world.carrier)


# --- Questions ------------------------------------------------------------------------------------------
def test_an_answer_is_published_and_the_one_who_asked_is_told(world: World) -> None:
    asker = UserFactory()
    question = pages.ask(world.call, "  Peut-on candidater\nà deux ? ", by=asker)
    assert question.text == "Peut-on candidater à deux ?"
    assert pages.ask(world.call, "Peut-on candidater à deux ?", by=asker) == question
    answered = pages.answer(question, "Oui.", by=world.officer)
    assert answered.state == CallQuestionState.ANSWERED
    (letter,) = OutboxMessage.objects.filter(template="programmes/email/question_answered")
    assert letter.recipient == asker.email
    assert "Oui." in letter.body_text
    with pytest.raises(TransitionRefused):
        pages.answer(question, "Non.", by=world.officer)
    pages.correct_answer(answered, "Oui, à trois aussi.", by=world.officer)
    assert letters("question_answered") == [asker.email, asker.email]


def test_a_question_may_be_reworded_or_answered_in_private(world: World) -> None:
    asker = UserFactory()
    first = pages.ask(world.call, "Moi, Paul, puis-je ?", by=asker)
    second = pages.ask(world.call, "Ma voisine est-elle candidate ?", by=asker)
    assert pages.answer(first, "Oui.", wording="Peut-on ?", by=world.officer).text == "Peut-on ?"
    assert pages.set_aside(second, "Nous ne le disons pas.", by=world.officer).state == "set_aside"
    with pytest.raises(Conflict):
        pages.correct_answer(second, "Si.", by=world.officer)
    with pytest.raises(NotAllowed):
        pages.answer(first, "Oui.", by=asker)


def test_questions_end_with_the_call_and_do_not_pile_up(world: World) -> None:
    asker = UserFactory()
    for number in range(pages.MOST_OPEN_QUESTIONS):
        pages.ask(world.call, f"Question {number}", by=asker)
    with pytest.raises(Invalid):
        pages.ask(world.call, "Encore une", by=asker)
    with pytest.raises(Invalid):
        pages.ask(world.call, " ", by=UserFactory())
    closed = CallFactory(programme=world.programme, closed=True)
    with pytest.raises(Conflict):
        pages.ask(closed, "Trop tard ?", by=asker)


# --- Following ------------------------------------------------------------------------------------------
def test_followers_are_told_once_that_it_opens(world: World) -> None:
    coming = CallFactory(programme=world.programme, upcoming=True)
    follower = UserFactory()
    assert pages.follow(coming, by=follower) == pages.follow(coming, by=follower)
    pages.follow(world.call, by=follower)
    now = timezone.now()
    assert pages.tell_openings(now) == 0
    assert pages.tell_openings(coming.opens_at) == 1
    assert pages.tell_openings(coming.opens_at + dt.timedelta(minutes=5)) == 0
    assert letters("call_opened") == [follower.email]


def test_followers_are_told_of_each_wave(world: World) -> None:
    follower = UserFactory()
    pages.follow(world.call, by=follower)
    opening = world.call.closes_at + DAY
    wave.add_wave(world.call, opens_at=opening, closes_at=opening + DAY, places=1, by=world.officer)
    assert pages.tell_openings(timezone.now()) == 0
    assert pages.tell_openings(opening) == 1


def test_whoever_stops_following_is_told_nothing(world: World) -> None:
    follower = UserFactory()
    pages.follow(world.call, by=follower)
    pages.unfollow(world.call, by=follower)
    pages.add_document(world.call, stored(world), title="Règlement", by=world.officer)
    assert letters("call_document") == []
    closed = CallFactory(programme=world.programme, closed=True)
    with pytest.raises(Conflict):
        pages.follow(closed, by=follower)
    assert CallFollower.objects.count() == 0


# --- Another end ------------------------------------------------------------------------------------------
def test_everybody_concerned_is_told_once_of_another_end(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    ApplicationFactory(call=world.call, submitted=True)
    follower, registered = UserFactory(), UserFactory()
    pages.follow(world.call, by=follower)
    pages.follow(world.call, by=world.carrier)
    meeting = session(world)
    information.register(meeting, by=registered)
    information.register(meeting, by=follower)
    later = world.call.closes_at + 7 * DAY
    calls.move_closing(world.call, later, why="Les réseaux étaient en panne.", by=world.officer)
    assert letters("closing_moved") == [draft.created_by.email]
    assert sorted(letters("call_moved")) == sorted([follower.email, registered.email])


def test_the_end_of_one_wave_moves_alone_and_never_into_the_next(world: World) -> None:
    first = world.call.closes_at
    opening = first + 5 * DAY
    wave.add_wave(world.call, opens_at=opening, closes_at=opening + 5 * DAY, places=1, by=world.officer)
    call = calls.move_closing(world.call, first + DAY, why="Un jour de plus.", by=world.officer)
    assert call.intakes == [call.opens_at, first + DAY, opening, opening + 5 * DAY]
    with pytest.raises(Invalid):
        calls.move_closing(world.call, opening + DAY, why="Trop.", by=world.officer)
    second = world.call.waves.get(number=2)
    call = calls.move_closing(world.call, opening + DAY, why="Moins.", wave=second, by=world.officer)
    assert call.closes_at == opening + DAY


# --- Withdrawal ------------------------------------------------------------------------------------------
def test_a_withdrawn_call_receives_nothing_and_tells_everybody_why(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    sent = ApplicationFactory(call=world.call, submitted=True)
    follower = UserFactory()
    meeting = session(world)
    information.register(meeting, by=follower)
    call = calls.withdraw(world.call, why="Le budget n’a pas été voté.", by=world.officer)
    assert (call.phase, call.is_open) == (CallPhase.WITHDRAWN, False)
    assert sorted(letters("call_withdrawn")) == sorted(
        [world.carrier.email, sent.created_by.email, follower.email]
    )
    assert letters("information_cancelled") == []
    meeting.refresh_from_db()
    assert meeting.cancelled_at is not None
    with pytest.raises(applications.CallClosed):
        applications.submit(draft, by=world.carrier)
    draft.refresh_from_db()
    assert (draft.filing, draft.answers["means.team"] != "") == (Filing.DRAFT, True)
    with pytest.raises(TransitionRefused):
        calls.withdraw(world.call, why="Encore.", by=world.officer)


def test_a_call_is_not_withdrawn_without_a_reason_nor_after_its_decisions(world: World) -> None:
    with pytest.raises(Invalid):
        calls.withdraw(world.call, why=" ", by=world.officer)
    with pytest.raises(NotAllowed):
        calls.withdraw(world.call, why="Non.", by=world.carrier)
    ApplicationFactory(call=world.call, refused=True, announced=True)
    with pytest.raises(Conflict):
        calls.withdraw(world.call, why="Trop tard.", by=world.officer)


# --- Information sessions ----------------------------------------------------------------------------------
def test_a_full_session_queues_and_a_seat_given_back_goes_to_the_first_who_waits(world: World) -> None:
    meeting = session(world, capacity=1)
    people = [UserFactory() for _person in range(3)]
    rows = [information.register(meeting, by=person) for person in people]
    assert [row.state for row in rows] == ["seated", "waiting", "waiting"]
    assert information.register(meeting, by=people[0]) == rows[0]
    assert letters("information_registered") == [person.email for person in people]
    information.give_back(meeting, by=people[0])
    assert letters("information_seated") == [people[1].email]
    again = information.register(meeting, by=people[0])
    assert again.state == RegistrationState.WAITING
    information.give_back(meeting, by=people[1])
    assert letters("information_seated") == [people[1].email, people[2].email]
    assert Registration.objects.filter(state=RegistrationState.SEATED).get().user == people[2]


def test_more_seats_go_to_those_who_wait_and_never_fewer_than_taken(world: World) -> None:
    meeting = session(world, capacity=1)
    people = [UserFactory() for _person in range(3)]
    for person in people:
        information.register(meeting, by=person)
    same = {
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "venue": meeting.venue,
    }
    information.change(meeting, capacity=2, by=world.officer, **same)
    assert letters("information_seated") == [people[1].email]
    assert letters("information_changed") == []
    with pytest.raises(Invalid):
        information.change(meeting, capacity=1, by=world.officer, **same)
    information.change(meeting, capacity=None, by=world.officer, **{**same, "venue": "Mairie"})
    assert letters("information_changed") == [people[0].email, people[1].email]
    assert letters("information_seated") == [people[1].email, people[2].email]


def test_the_confirmation_carries_a_calendar_and_a_cancellation_takes_it_back(world: World) -> None:
    meeting = session(world)
    person = UserFactory()
    information.register(meeting, by=person)
    (message,) = OutboxMessage.objects.filter(template="programmes/email/information_registered")
    assert message.attachment is not None
    assert (message.attachment.name, message.attachment.media_type) == ("reunion.ics", "text/calendar")
    with message.attachment.content.open() as content:
        text = content.read().decode()
    assert f"DTSTART:{meeting.starts_at:%Y%m%dT%H%M%SZ}" in text
    information.cancel(meeting, why="Verglas.", by=world.officer)
    information.cancel(meeting, why="Verglas.", by=world.officer)
    (sorry,) = OutboxMessage.objects.filter(template="programmes/email/information_cancelled")
    assert sorry.attachment is not None
    with sorry.attachment.content.open() as content:
        assert "STATUS:CANCELLED" in content.read().decode()
    with pytest.raises(Conflict):
        information.register(meeting, by=UserFactory())


def test_a_session_that_has_begun_takes_nobody(world: World) -> None:
    meeting = session(world)
    with clock.replaying(meeting.starts_at), pytest.raises(Conflict):
        information.register(meeting, by=UserFactory())
    for wrong in ({"venue": ""}, {"starts_at": timezone.now() - DAY}, {"capacity": 0}):
        with pytest.raises(Invalid):
            session(world, **wrong)


def test_a_calendar_file_is_folded_and_escaped(world: World) -> None:
    meeting = session(world, title="Réunion ; à Saint-Étienne-de-Boulogne, en présence de toute l’équipe")
    text = calendars.as_ics(meeting, now=timezone.now())
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in text.split(b"\r\n")) <= calendars.LONGEST_LINE
    unfolded = text.decode().replace("\r\n ", "")
    assert "SUMMARY:Réunion \\; à Saint-Étienne-de-Boulogne\\, en présence" in unfolded
