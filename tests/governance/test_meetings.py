"""Meetings: called, held with their quorum, closed with minutes that no longer change."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.models import OutboxMessage
from maillage.governance import calendars, hosts
from maillage.governance.actions import action as actions
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions import minutes
from maillage.governance.actions import need as needs
from maillage.governance.actions.action import Task
from maillage.governance.actions.meeting import Hands, Origin
from maillage.governance.enums import CommitteeKind, MeetingState, NeedState, Part, Seat
from maillage.governance.models import Committee, Meeting
from maillage.governance.register.personal import changed_minutes, wrong_voices
from tests.conftest import Outbox
from tests.factories.accounts import UserFactory
from tests.factories.directory import PlaceFactory
from tests.factories.programmes import CallFactory, ProgrammeFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.governance.conftest import World, day, when

SignIn = Callable[[Any], Any]


def test_planning_calls_the_committee_s_members(world: World, outbox: Outbox) -> None:
    outbox.deliver()
    outbox.sent.clear()
    held_at = timezone.now() + dt.timedelta(days=3)
    meeting = meetings.plan(world.committee, when(title="Comité d’avril", held_at=held_at), by=world.officer)
    assert {(row.user, row.seat) for row in meeting.members.select_related("user")} == {
        (world.officer, Seat.PRESIDENT),
        (world.trainer, Seat.MEMBER),
    }
    assert [message.to for message in outbox.deliver()] == [[world.trainer.email]]
    # Other words are told to nobody; another moment is.
    meetings.update(meeting, when(title="Comité de mai", held_at=held_at), by=world.officer)
    assert len(outbox.deliver()) == 1
    meetings.update(meeting, when(held_at=held_at + dt.timedelta(days=1)), by=world.officer)
    assert len(outbox.deliver()) == 2
    meetings.cancel(meeting, why="Trop de neige.", by=world.officer)
    assert "Trop de neige." in outbox.deliver()[2].body


def invitations(to: Any) -> list[Any]:
    """What the calendar of that person was sent, in order: the file and its entry."""
    rows = OutboxMessage.objects.filter(recipient=to.email).exclude(attachment=None).order_by("pk")
    found = []
    for row in rows.select_related("attachment"):
        assert row.attachment
        with row.attachment.content.open("rb") as content:
            calendar = Calendar.from_ical(content.read())
        found.append((calendar, *calendar.walk("VEVENT")))
    return found


def test_calendars_follow_a_meeting_by_the_same_entry(world: World) -> None:
    OutboxMessage.objects.all().delete()
    held_at = timezone.now().replace(microsecond=0) + dt.timedelta(days=3)
    meeting = meetings.plan(world.committee, when(held_at=held_at, venue="Salle 2"), by=world.officer)
    later = held_at + dt.timedelta(hours=2)
    meetings.update(meeting, when(held_at=later, minutes_planned=90), by=world.officer)
    meetings.cancel(meeting, why="Trop de neige.", by=world.officer)
    (first, called), (second, moved), (last, cancelled) = invitations(world.trainer)
    assert [row["METHOD"] for row in (first, second, last)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({row["UID"] for row in (called, moved, cancelled)}) == 1
    assert [row["SEQUENCE"] for row in (called, moved, cancelled)] == [0, 1, 2]
    assert (called["LOCATION"], called.decoded("DTSTART")) == ("Salle 2", held_at)
    assert moved.decoded("DTEND") - moved.decoded("DTSTART") == dt.timedelta(minutes=90)
    assert cancelled["STATUS"] == "CANCELLED"
    # Planned again, it comes back under the same name.
    meetings.update(meeting, when(held_at=later), by=world.officer)
    again, entry = invitations(world.trainer)[-1]
    assert (again["METHOD"], entry["UID"], entry["SEQUENCE"]) == ("REQUEST", called["UID"], 3)


def test_who_is_no_longer_called_is_told_and_loses_the_entry(world: World, client: Any) -> None:
    held_at = timezone.now() + dt.timedelta(days=3)
    meeting = meetings.plan(world.committee, when(held_at=held_at), by=world.officer)
    OutboxMessage.objects.all().delete()
    meetings.unseat(meeting.members.get(user=world.trainer), by=world.officer)
    ((calendar, entry),) = invitations(world.trainer)
    assert (calendar["METHOD"], entry["SEQUENCE"]) == ("CANCEL", 1)
    assert calendars.uid(Meeting.objects.get(pk=meeting.pk)) == entry["UID"]
    client.force_login(world.officer)
    answer = client.get(f"/suivi/reunions/{meeting.pk}/reunion.ics")
    assert Calendar.from_ical(answer.content).walk("VEVENT")[0]["UID"] == entry["UID"]


def test_only_those_who_run_it_call_it(world: World) -> None:
    for by in (world.trainer, world.carrier, world.stranger):
        with pytest.raises(NotAllowed):
            meetings.plan(world.committee, when(), by=by)
        with pytest.raises(NotAllowed):
            committees.create(world.host, kind=CommitteeKind.WORKING, name="Groupe", by=by)


def test_one_expert_committee_for_a_programme(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        committees.create(world.host, kind=CommitteeKind.EXPERT, name="Autre", by=world.officer)
    assert set(refused.value.fields) == {"kind"}
    with pytest.raises(Invalid) as refused:
        committees.create(world.host, kind=CommitteeKind.WORKING, name="Comité d’experts", by=world.officer)
    assert set(refused.value.fields) == {"name"}
    assert committees.experts_of(world.host) == world.committee
    committees.end(world.committee, by=world.officer)
    assert committees.experts_of(world.host) != world.committee
    with pytest.raises(Conflict):
        meetings.plan(Committee.objects.get(pk=world.committee.pk), when(), by=world.officer)


def test_agenda_points_at_what_the_host_knows(world: World) -> None:
    call = CallFactory(programme=world.programme, title="Vague 2")
    item = meetings.add_item(world.meeting, subject=("call", call.pk), by=world.officer)
    assert (item.title, item.subject_kind, item.subject_id) == ("Vague 2", "call", call.pk)
    for subject in (("call", CallFactory().pk), ("rien", 1)):
        with pytest.raises(Invalid):
            meetings.add_item(world.meeting, subject=subject, by=world.officer)
    with pytest.raises(Invalid):
        meetings.add_item(world.meeting, project=ProjectFactory(), by=world.officer)
    with pytest.raises(Invalid):
        meetings.add_item(world.meeting, project=world.project, by=world.officer)
    with pytest.raises(Invalid):
        meetings.add_item(world.meeting, by=world.officer)
    words = meetings.add_item(world.meeting, title="Budget 2027", by=world.officer)
    meetings.move_item(words, step=-1, by=world.officer)
    assert [row.title for row in world.meeting.items.order_by("position")] == [
        "Atelier des Copeaux",
        "Budget 2027",
        "Vague 2",
    ]
    meetings.remove_item(words, by=world.officer)
    meetings.note(world.item, notes="Avance bien.", is_done=True, seen="", by=world.officer)
    with pytest.raises(Conflict):
        meetings.remove_item(world.item, by=world.officer)


def test_agenda_points_at_a_need_and_shows_it(world: World, sign_in: SignIn) -> None:
    need = needs.record(
        world.project,
        theme="legal",
        urgency="now",
        said="Quelle forme juridique ?",
        by=world.officer,
        item=world.item,
    )
    later = meetings.plan(world.committee, when(title="Comité de mai"), by=world.officer)
    (offered,) = hosts.subjects.get("need").offered(*world.host)  # type: ignore[union-attr]
    item = meetings.add_item(later, subject=("need", need.pk), by=world.officer)
    assert offered == (need.pk, item.title)
    page = sign_in(world.officer).get(item.get_absolute_url()).content.decode()
    assert "Quelle forme juridique ?" in page
    assert f"?besoin={need.pk}" in page
    other = ProgrammeFactory(officer=world.officer)
    committee = committees.create(
        ("programme", other.pk), kind=CommitteeKind.STEERING, name="Pilotage", by=world.officer
    )
    with pytest.raises(Invalid):
        meetings.add_item(
            meetings.plan(committee, when(), by=world.officer), subject=("need", need.pk), by=world.officer
        )
    needs.drop(need, why="Réglé ailleurs.", by=world.officer)
    assert list(hosts.subjects.get("need").offered(*world.host)) == []  # type: ignore[union-attr]


def test_a_programme_s_agenda_points_at_the_places_of_its_projects(world: World) -> None:
    place = PlaceFactory(name="La Scierie")
    places = hosts.subjects.get("place")
    assert places is not None
    assert list(places.offered(*world.host)) == []
    type(world.project).objects.filter(pk=world.project.pk).update(place=place)
    assert list(places.offered(*world.host)) == [(place.pk, "La Scierie")]


def test_those_called_are_told_that_the_minutes_are_there(world: World, outbox: Outbox) -> None:
    outbox.deliver()
    outbox.sent.clear()
    meetings.close(world.meeting, by=world.officer)
    (message,) = outbox.deliver()
    assert message.to == [world.trainer.email]
    assert world.meeting.get_absolute_url() in message.body


def test_without_quorum_nothing_is_decided_and_needs_are_heard(world: World) -> None:
    present = [world.meeting.members.get(user=world.officer).pk]
    meetings.begin(world.meeting, present=present, by=world.officer)
    with pytest.raises(Conflict):
        meetings.decide(world.meeting, text="Prolonger d’un mois.", by=world.officer)
    need = needs.record(
        world.project, item=world.item, theme="legal", urgency="now", said="Statuts.", by=world.officer
    )
    assert need.state == NeedState.OPEN
    guest = UserFactory()
    with pytest.raises(Invalid):  # the programme does not know them
        meetings.seat(world.meeting, guest, seat=Seat.GUEST, by=world.officer)


def test_guests_do_not_make_the_quorum(world: World) -> None:
    meetings.seat(world.meeting, world.trainer, seat=Seat.GUEST, by=world.officer)
    assert meetings.voices_there(world.meeting) == 1
    with pytest.raises(Conflict):
        meetings.decide(world.meeting, text="Prolonger.", by=world.officer)


@pytest.mark.parametrize(("hands", "adopted"), [(None, True), (Hands(2, 0), True), (Hands(1, 1), False)])
def test_more_hands_for_than_against_adopt(world: World, hands: Hands | None, adopted: bool) -> None:
    decision = meetings.decide(
        world.meeting, text="Prolonger.", item=world.item, hands=hands, by=world.officer
    )
    assert decision.is_adopted is adopted


def test_no_more_hands_than_members(world: World) -> None:
    with pytest.raises(Invalid):
        meetings.decide(world.meeting, text="Prolonger.", hands=Hands(2, 1), by=world.officer)


def test_a_decision_keeps_who_had_a_voice(world: World, sign_in: SignIn) -> None:
    """Who was there, who stepped aside and why, who was heard; later roll calls change nothing of it."""
    guest, second, away = (
        UserFactory(full_name=name) for name in ("Ida Invitée", "Sam Second", "Aude Absente")
    )
    for person, seat in ((guest, Seat.GUEST), (second, Seat.MEMBER), (away, Seat.MEMBER)):
        ProgrammeRoleFactory(programme=world.programme, user=person, role="trainer")
        meetings.seat(world.meeting, person, seat=seat, by=world.officer)
    there = world.meeting.members.exclude(user=away).values_list("pk", flat=True)
    meeting = meetings.begin(world.meeting, present=list(there), by=world.officer)
    with pytest.raises(Invalid) as refused:
        meetings.decide(meeting, text="Oui.", aside={away.pk: "Lié."}, by=world.officer)
    assert refused.value.fields.keys() == {"aside"}
    with pytest.raises(Invalid) as refused:
        meetings.decide(meeting, text="Oui.", aside={second.pk: " "}, by=world.officer)
    assert refused.value.fields.keys() == {"aside_reason"}
    with pytest.raises(Invalid) as refused:
        meetings.decide(meeting, text="Oui.", hands=Hands(3, 0), aside={second.pk: "Lié."}, by=world.officer)
    assert refused.value.fields.keys() == {"voices_for"}
    decision = meetings.decide(
        meeting, text="Oui.", hands=Hands(2, 0), aside={second.pk: "Ma sœur y travaille"}, by=world.officer
    )
    meetings.begin(meeting, present=[], by=world.officer)
    parts = {voice.user: (voice.part, voice.reason) for voice in decision.voices.all()}
    assert parts == {
        world.officer: (Part.VOICE, ""),
        world.trainer: (Part.VOICE, ""),
        second: (Part.ASIDE, "Ma sœur y travaille"),
        guest: (Part.HEARD, ""),
    }
    page = sign_in(world.officer).get(meeting.get_absolute_url()).content.decode()
    assert "Ma sœur y travaille" in page
    closed = meetings.close(meeting, by=world.officer)
    (kept,) = closed.record["decisions"]
    assert sorted(kept["voices"]) == sorted([str(world.officer), str(world.trainer)])
    assert kept["aside"] == [{"name": "Sam Second", "why": "Ma sœur y travaille"}]
    assert list(wrong_voices()) == []
    decision.voices.filter(user=world.trainer).delete()
    assert list(wrong_voices()) == [f"Decision {decision.pk} counts 2 hands and 1 voices"]


def test_without_those_who_step_aside_there_may_be_no_quorum(world: World) -> None:
    with pytest.raises(Conflict) as refused:
        meetings.decide(world.meeting, text="Oui.", aside={world.trainer.pk: "Lié."}, by=world.officer)
    assert "1" in str(refused.value.sentence)


def test_two_people_who_write_notes_at_once(world: World) -> None:
    meetings.note(world.item, notes="Première main.", is_done=False, seen="", by=world.officer)
    with pytest.raises(Conflict):
        meetings.note(world.item, notes="Seconde main.", is_done=False, seen="", by=world.officer)
    world.item.refresh_from_db()
    assert world.item.notes == "Première main."


def test_closing_freezes_what_was_said(world: World) -> None:
    need = needs.record(
        world.project, item=world.item, theme="legal", urgency="now", said="Des statuts.", by=world.officer
    )
    actions.create(Task("Relire", world.trainer, day(9)), need=need, by=world.officer)
    meetings.note(world.item, notes="Avance bien.", is_done=True, seen="", by=world.officer)
    meetings.decide(world.meeting, text="Prolonger d’un mois.", item=world.item, by=world.officer)
    with pytest.raises(NotAllowed):
        meetings.close(world.meeting, by=world.trainer)
    meeting = meetings.close(world.meeting, by=world.officer)
    assert minutes.digest(meeting.record) == meeting.record_sha256
    assert meeting.minutes is not None
    with meeting.minutes.content.open() as content:
        text = " ".join(
            " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content.read())).pages).split()
        )
    for words in ("Des statuts.", "Avance bien.", "Prolonger d’un mois.", "Relire", "Tom Formateur"):
        assert words in text
    for late in (
        lambda: meetings.note(
            world.item, notes="Trop tard.", is_done=True, seen="Avance bien.", by=world.officer
        ),
        lambda: meetings.decide(meeting, text="Trop tard.", by=world.officer),
        lambda: meetings.update(meeting, when(), by=world.officer),
        lambda: needs.record(
            world.project, item=world.item, theme="legal", urgency="now", said="Tard.", by=world.officer
        ),
    ):
        with pytest.raises(Conflict):
            late()
    # Its actions go on.
    actions.create(Task("Encore", world.trainer, day(9)), need=need, by=world.officer)
    assert list(changed_minutes()) == []
    Meeting.objects.update(minutes_sha256="0" * 64)
    assert len(list(changed_minutes())) == 1


def test_meeting_proposes_itself_once(world: World, outbox: Outbox) -> None:
    outbox.deliver()
    sent = len(outbox.sent)
    other = UserFactory(full_name="Fanny Formatrice")

    def propose() -> Any:
        return meetings.propose(
            world.committee,
            when(held_at=timezone.now() + dt.timedelta(days=5)),
            origin=Origin("session-12", "Après la séance.", hosts.Group("cohort-1", "Promotion 1")),
            people={other.pk: Seat.MEMBER},
            projects=[world.project],
        )

    meeting = propose()
    assert propose() is None
    assert (meeting.state, meeting.group_name, meeting.items.get().project) == (
        MeetingState.PROPOSED,
        "Promotion 1",
        world.project,
    )
    assert {row.user for row in meeting.members.select_related("user")} == {
        world.officer,
        world.trainer,
        other,
    }
    assert len(outbox.deliver()) == sent  # nobody is told before its date is chosen
    with pytest.raises(TransitionRefused):
        meetings.begin(meeting, present=[], by=world.officer)
    meetings.update(meeting, when(), by=world.officer)
    assert {message.to[0] for message in outbox.deliver()[sent:]} == {world.trainer.email, other.email}
