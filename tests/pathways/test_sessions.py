"""Pathways, sessions and seats: days, changes that are told, cancellations, people in two pathways."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone
from icalendar import Calendar

from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.pathways import calendars, enums
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import seats
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.calendar_rule import easter, half_days_of, is_holiday, proposed_days
from maillage.pathways.enums import EnrolmentState, Half, SeatState, SessionState, SpeakerState
from maillage.pathways.models import Enrolment, Registration, Session, Speaker
from maillage.pathways.queries import pathway as read
from maillage.pathways.register.personal import erase, export, forget_addresses
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.pathways.conftest import CONTENT, World, mails


def attached() -> Calendar:
    """The file that goes with the oldest message."""
    message = OutboxMessage.objects.order_by("pk").select_related("attachment").first()
    assert message
    assert message.attachment
    with message.attachment.content.open("rb") as content:
        return Calendar.from_ical(content.read())


def invited(session: Session) -> Calendar:
    content = calendars.invitation(session, name="A", email="a@x.example", now=timezone.now())
    return Calendar.from_ical(content)


@pytest.mark.parametrize(
    ("table", "start"),
    [
        (enums.PATHWAY_TRANSITIONS, "prepared"),
        (enums.SESSION_TRANSITIONS, "to_date"),
        (enums.ENROLMENT_TRANSITIONS, "waiting"),
        (enums.SEAT_TRANSITIONS, "seated"),
        (enums.SPEAKER_TRANSITIONS, "invited"),
        (enums.PROPOSAL_TRANSITIONS, "open"),
    ],
)
def test_every_state_is_reached(table: object, start: str) -> None:
    assert unreachable(table, start) == set()  # type: ignore[arg-type]


# --- The calendar rule ----------------------------------------------------------------------------
def test_easter_and_the_holidays_that_hang_on_it() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        dt.date(2024, 3, 31),
        dt.date(2025, 4, 20),
        dt.date(2026, 4, 5),
        dt.date(2027, 3, 28),
    ]
    assert is_holiday(dt.date(2026, 5, 14))  # Ascension
    assert not is_holiday(dt.date(2026, 5, 15))


def test_a_weekly_rule_keeps_its_rhythm_after_a_day_off() -> None:
    days = [day for _template, day in proposed_days(CONTENT, dt.date(2026, 5, 7))]
    # The 14th is Ascension: the day after is taken, and the third session is back on Thursday.
    assert days == [dt.date(2026, 5, 7), dt.date(2026, 5, 15), dt.date(2026, 5, 21)]


def test_a_whole_day_is_two_half_days() -> None:
    assert half_days_of(dt.date(2026, 5, 7), dt.time(9), 420) == [
        (dt.date(2026, 5, 7), dt.time(9), dt.time(12, 30)),
        (dt.date(2026, 5, 7), dt.time(13, 30), dt.time(17)),
    ]


# --- Preparing, opening ---------------------------------------------------------------------------
def test_a_pathway_begins_with_the_group_sessions_of_its_kit_and_tells_nobody(world: World) -> None:
    assert [row.title for row in world.sessions] == ["Le besoin", "Le modèle", "Clôture"]
    sessions.schedule_by_rule(world.pathway, starts_on=world.at().date(), starts=dt.time(9), by=world.runner)
    assert mails() == []
    assert Registration.objects.filter(state=SeatState.SEATED).count() == 9
    day = world.sessions[1].half_days.order_by("starts_at")
    assert [row.half for row in day] == [Half.MORNING, Half.AFTERNOON]


def test_opening_tells_everybody_once_of_all_their_sessions(world: World) -> None:
    with pytest.raises(Conflict):
        pathways.open_(world.pathway, by=world.runner)
    sessions.schedule_by_rule(world.pathway, starts_on=world.at().date(), starts=dt.time(9), by=world.runner)
    pathways.open_(world.pathway, by=world.runner)
    assert mails() == sorted(person.email for person in world.people)
    entries = attached().walk("VEVENT")
    assert len({str(entry["UID"]) for entry in entries}) == 3


def test_only_those_who_run_it_change_it(world: World) -> None:
    for by in (world.author, world.people[0]):
        with pytest.raises(NotAllowed):
            sessions.schedule(world.sessions[0], world.spans(), by=by)


# --- Moving and cancelling ------------------------------------------------------------------------
def test_a_move_is_told_with_the_same_uid_and_a_larger_sequence(world: World) -> None:
    session = world.dated()
    before = Calendar.from_ical(
        calendars.invitation(session, name="A", email="a@x.example", now=timezone.now())
    )
    OutboxMessage.objects.all().delete()
    session = sessions.schedule(session, world.spans(9), by=world.runner)
    after = Calendar.from_ical(
        calendars.invitation(session, name="A", email="a@x.example", now=timezone.now())
    )
    assert mails("session_changed") == sorted(person.email for person in world.people)
    (old,), (new,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert old["UID"] == new["UID"]
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
    assert after["METHOD"] == "REQUEST"
    assert new.decoded("DTSTART") == session.starts_at


def test_saving_the_same_again_tells_nobody(world: World) -> None:
    session = world.dated()
    OutboxMessage.objects.all().delete()
    sessions.schedule(session, world.spans(), capacity=12, by=world.runner)
    assert mails() == []


def test_a_half_day_that_moves_keeps_its_row(world: World) -> None:
    session = world.dated()
    row = session.half_days.get()
    sessions.schedule(session, world.spans(9, hour=14), by=world.runner)
    moved = session.half_days.get()
    assert (moved.pk, moved.half) == (row.pk, Half.AFTERNOON)


def test_a_cancelled_session_with_forty_registered_tells_each_of_them_once(world: World) -> None:
    session = world.dated(is_open=True)
    for _rank in range(37):
        seats.register(session, by=UserFactory())
    speakers.invite(session, email="voix@ailleurs.example", name="Voix", by=world.runner)
    OutboxMessage.objects.all().delete()
    session = sessions.cancel(session, why="La salle est inondée.", by=world.runner)
    told = mails("session_cancelled")
    assert len(told) == len(set(told)) == 41
    sessions.cancel(session, why="Encore.", by=world.runner)
    assert len(mails()) == 41
    calendar = attached()
    (entry,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], entry["STATUS"], entry["UID"]) == (
        "CANCEL",
        "CANCELLED",
        calendars.uid(session),
    )
    assert entry["SEQUENCE"] == 1
    with pytest.raises(Conflict):
        seats.register(session, by=UserFactory())


def test_a_session_that_was_held_is_not_cancelled(world: World) -> None:
    session = world.dated()
    with pytest.raises(Conflict):
        sessions.mark_held(session, by=world.runner)
    Session.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() - dt.timedelta(hours=3), ends_at=timezone.now() - dt.timedelta(hours=1)
    )
    session.refresh_from_db()
    sessions.mark_held(session, by=world.runner)
    with pytest.raises(TransitionRefused):
        sessions.cancel(session, why="Trop tard.", by=world.runner)


def test_a_pathway_cancelled_cancels_what_is_to_come(world: World) -> None:
    session = world.dated()
    pathways.cancel(world.pathway, why="Plus d’argent.", by=world.runner)
    assert {row.state for row in world.sessions} == {SessionState.CANCELLED}
    assert mails("session_cancelled") == sorted(person.email for person in world.people)
    session.refresh_from_db()
    assert session.revision == 1


# --- Seats ----------------------------------------------------------------------------------------
def test_a_seat_given_back_goes_to_the_first_who_waits(world: World) -> None:
    session = world.dated(is_open=True, capacity=4)
    first, second, third = UserFactory(), UserFactory(), UserFactory()
    assert [seats.register(session, by=who).state for who in (first, second, third)] == [
        "seated",
        "waiting",
        "waiting",
    ]
    seats.give_back(session, by=world.people[0], reason="Malade.")
    states = dict(session.registrations.values_list("user", "state"))
    assert (states[second.pk], states[third.pk]) == ("seated", "waiting")
    assert states[world.people[0].pk] == "excused"
    assert mails("registered").count(second.email) == 2


def test_a_closed_session_takes_nobody_from_outside(world: World) -> None:
    with pytest.raises(Conflict):
        seats.register(world.dated(), by=UserFactory())


def test_the_group_is_full_and_the_next_waits_until_somebody_leaves(world: World) -> None:
    session = world.dated()
    late = UserFactory()
    row = enrolments.ask(world.pathway, by=late)
    assert row.state == EnrolmentState.WAITING
    mine = Enrolment.objects.get(pathway=world.pathway, user=world.people[0])
    enrolments.leave(mine, by=world.people[0])
    row.refresh_from_db()
    assert row.state == EnrolmentState.ACTIVE
    states = dict(session.registrations.values_list("user", "state"))
    assert (states[late.pk], states[world.people[0].pk]) == ("seated", "excused")


def test_a_person_in_two_promotions_follows_both_and_sees_what_clashes(world: World) -> None:
    person = world.people[0]
    other = pathways.create(
        world.kit, world.organisation, title="Hiver", starts_on=timezone.localdate(), by=world.runner
    )
    enrolments.enrol(other, person, by=world.runner)
    first = world.dated()
    second = sessions.schedule(other.sessions.order_by("position")[0], world.spans(7, 10), by=world.runner)
    pathways.open_(other, by=world.runner)
    assert read.clashes(person) == [(first, second)]
    assert Enrolment.objects.active().filter(user=person).count() == 2
    enrolments.leave(Enrolment.objects.get(pathway=other, user=person), by=person)
    assert read.clashes(person) == []
    assert first.registrations.expected().filter(user=person).exists()


# --- Speakers -------------------------------------------------------------------------------------
def test_a_speaker_who_changes_organisation_keeps_what_they_gave_before(world: World) -> None:
    before, after = OrganisationFactory(name="Avant"), OrganisationFactory(name="Après")
    voice = UserFactory(full_name="Inès")
    first = world.dated()
    row = speakers.invite(first, email=voice.email, name="", organisation=before, by=world.runner)
    speakers.answer(row, comes=True, by=voice)
    second = sessions.schedule(world.sessions[1], world.spans(14), by=world.runner)
    speakers.invite(second, email=voice.email, name="Inès", organisation=after, by=world.runner)
    told = Speaker.objects.filter(user=voice).order_by("pk").values_list("organisation__name", "state")
    assert list(told) == [("Avant", SpeakerState.ACCEPTED), ("Après", SpeakerState.INVITED)]


def test_a_speaker_is_asked_once_and_may_change_their_answer(world: World) -> None:
    session = world.dated()
    row = speakers.invite(session, email="Voix@Ailleurs.example", name="Voix", by=world.runner)
    assert mails("speaker_invited") == ["voix@ailleurs.example"]
    with pytest.raises(Invalid):
        speakers.invite(session, email="voix@ailleurs.example", name="Voix", by=world.runner)
    assert speakers.answer(row, comes=False, words="En congé.").state == SpeakerState.DECLINED
    assert speakers.answer(row, comes=True).state == SpeakerState.ACCEPTED
    speakers.remove(row, by=world.runner)
    with pytest.raises(Conflict):
        speakers.answer(row, comes=False)


# --- A kit edited while it runs -------------------------------------------------------------------
def test_a_kit_edited_while_it_runs_changes_nothing_until_it_is_taken(world: World) -> None:
    session = world.dated()
    draft = kits.begin_draft(world.kit, by=world.author)
    told = draft.says
    for row in (
        replace(told.templates[0], title="Un autre besoin"),
        replace(told.templates[1], title="Un autre modèle"),
        replace(told.templates[1], key="visite", title="Une visite"),
    ):
        draft = kits.save_template(draft, row, revision=draft.revision, by=world.author)
    kits.remove_template(draft, "cloture", revision=draft.revision, by=world.author)
    version = kits.publish(world.kit, by=world.author)
    assert [row.title for row in world.sessions] == ["Le besoin", "Le modèle", "Clôture"]
    done = pathways.adopt_version(world.pathway, version, by=world.runner)
    assert (done.added, done.changed, done.removed, done.kept) == (
        ("Une visite",),
        ("Le modèle",),
        ("Clôture",),
        ("Le besoin",),
    )
    assert [row.title for row in world.sessions] == ["Le besoin", "Un autre modèle", "Une visite"]
    assert world.sessions[0].pk == session.pk
    with pytest.raises(Conflict):
        pathways.adopt_version(world.pathway, version, by=world.runner)


# --- Calendars and personal data ------------------------------------------------------------------
def test_a_cancelled_session_stays_in_the_feed_marked_so(world: World) -> None:
    session = world.dated()
    person = world.people[0]
    sessions.cancel(session, why="Neige.", by=world.runner)
    rows = read.calendar_sessions(person, now=timezone.now())
    (entry,) = Calendar.from_ical(calendars.published(rows, now=timezone.now())).walk("VEVENT")
    assert (entry["STATUS"], entry["UID"]) == ("CANCELLED", calendars.uid(session))


def test_a_person_takes_their_data_and_an_address_is_forgotten(world: World) -> None:
    session = world.dated()
    speakers.invite(session, email="voix@ailleurs.example", name="Voix", by=world.runner)
    told = export(world.people[0])
    assert [row["pathway"] for row in told["pathways"]] == ["Automne"]
    assert [row["session"] for row in told["sessions"]] == ["Le besoin"]
    assert forget_addresses(timezone.now()) == 0
    assert forget_addresses(timezone.now() + dt.timedelta(days=400)) == 1
    erase(world.people[0])
    assert Enrolment.objects.get(user=world.people[0]).commune is None
