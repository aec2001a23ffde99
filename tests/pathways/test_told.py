"""What reaches people around a session: from the agenda, on the way in, as a speaker."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from maillage.core.models import OutboxMessage
from maillage.pathways.actions import attendance, seats
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.enums_attendance import Presence
from maillage.pathways.models import HalfDay, Registration, Speaker
from maillage.pathways.register.own import concerns, refusals_for
from tests.factories.accounts import UserFactory
from tests.pathways.conftest import World, mails
from tests.pathways.test_attendance_pages import text_of


def last(template: str) -> OutboxMessage:
    return (
        OutboxMessage.objects.filter(template=f"pathways/email/{template}")
        .select_related("attachment")
        .order_by("-pk")[0]
    )


def calendar_of(message: OutboxMessage) -> Calendar:
    assert message.attachment
    with message.attachment.content.open("rb") as content:
        return Calendar.from_ical(content.read())


def test_who_came_from_the_agenda_reaches_the_session_before_and_after_it(world: World, client: Any) -> None:
    session = world.dated(is_open=True)
    visitor = UserFactory(full_name="Violette Visiteuse")
    page = reverse("agenda:session", args=[session.pk])
    client.force_login(visitor)
    assert client.get(session.get_absolute_url()).status_code == 404
    client.post(reverse("agenda:register", args=[session.pk]))
    letter = last("registered")
    assert page in letter.body_text
    assert session.get_absolute_url() not in letter.body_text
    assert str(calendar_of(letter).walk("VEVENT")[0]["URL"]).endswith(page)
    # Old links, and calendars that hold them, lead there too; the group's pages stay the group's.
    assert client.get(session.get_absolute_url())["Location"] == page
    assert client.get(world.pathway.get_absolute_url()).status_code == 404
    sessions.cancel(session, why="La salle est fermée.", by=world.runner)
    assert page in last("session_cancelled").body_text
    assert "La salle est fermée." in client.get(page).content.decode()
    client.force_login(UserFactory())
    assert client.get(page).status_code == 404


def test_who_came_from_the_agenda_has_an_attestation(world: World, client: Any) -> None:
    session = world.dated(is_open=True)
    visitor = UserFactory(full_name="Violette Visiteuse")
    seats.register(session, by=visitor)
    ago = timezone.now() - dt.timedelta(hours=1)
    span = {"starts_at": ago, "ends_at": ago + dt.timedelta(hours=3)}
    HalfDay.objects.filter(session=session).update(**span)
    type(session).objects.filter(pk=session.pk).update(**span)
    half_day = HalfDay.objects.select_related("session__pathway").get(session=session)
    paper = reverse("attendance:my_attestation", args=[world.pathway.pk])
    page = reverse("agenda:session", args=[session.pk])
    attendance.mark_the_rest(half_day, presence=Presence.PRESENT, by=world.runner)
    client.force_login(visitor)
    assert paper not in client.get(page).content.decode()
    assert client.get(paper)["Location"] == page
    attendance.cosign(half_day, typed_name="Rose", by=world.runner)
    assert paper in client.get(page).content.decode()
    assert "Violette Visiteuse" in text_of(client.get(paper).content)
    client.force_login(UserFactory())
    assert client.get(paper).status_code == 404


def test_the_public_feed_leads_to_public_pages(world: World, client: Any) -> None:
    session = world.dated(is_open=True)
    feed = Calendar.from_ical(client.get(reverse("agenda:ics")).content)
    assert [str(entry["URL"]).removeprefix(settings.BASE_URL) for entry in feed.walk("VEVENT")] == [
        reverse("agenda:session", args=[session.pk])
    ]


def test_who_enters_an_open_pathway_gets_its_sessions_and_their_file(world: World) -> None:
    session = world.dated()
    world.pathway.refresh_from_db()
    world.pathway.capacity = 10
    world.pathway.save()
    late = UserFactory(full_name="Léo Tardif")
    enrolments.enrol(world.pathway, late, by=world.runner)
    letter = last("enrolled")
    assert letter.recipient == late.email
    assert session.title in letter.body_text
    assert [str(entry["UID"]).split("@")[0] for entry in calendar_of(letter).walk("VEVENT")] == [
        str(session.uid)
    ]


def test_a_speaker_who_comes_has_the_entry_and_loses_it_when_no_longer_asked(world: World) -> None:
    session = world.dated()
    speaker = speakers.invite(session, email="ida@ailleurs.example", name="Ida", by=world.runner)
    assert last("speaker_invited").attachment is None
    speaker = speakers.answer(speaker, comes=True)
    entry = calendar_of(last("speaker_accepted"))
    assert (str(entry["METHOD"]), mails("speaker_declined")) == ("REQUEST", [])
    speakers.remove(Speaker.objects.get(pk=speaker.pk), by=world.runner)
    gone = calendar_of(last("speaker_removed"))
    assert str(gone["METHOD"]) == "CANCEL"
    assert gone.walk("VEVENT")[0]["UID"] == entry.walk("VEVENT")[0]["UID"]
    # The session itself is held: the group hears nothing of it.
    assert mails("session_cancelled") == []


def test_a_speaker_who_cannot_come_is_told_to_those_who_run_it_until_it_is_settled(world: World) -> None:
    session = world.dated()
    speaker = speakers.invite(session, email="ida@ailleurs.example", name="Ida", by=world.runner)
    assert list(refusals_for(world.runner)) == []
    speakers.answer(speaker, comes=False, words="En congé.")
    letter = last("speaker_declined")
    assert (letter.recipient, "En congé." in letter.body_text) == (world.runner.email, True)
    assert [item.detail for item in refusals_for(world.runner)] == ["En congé."]
    assert list(refusals_for(world.author)) == []
    speakers.remove(Speaker.objects.get(pk=speaker.pk), by=world.runner)
    assert mails("speaker_removed") == []  # they knew it first
    assert list(refusals_for(world.runner)) == []


def is_concerned(person: Any) -> bool:
    return any(rows.exists() for rows in concerns(person))


def test_pathways_stand_in_the_menu_of_those_concerned(world: World, client: Any) -> None:
    nobody = UserFactory()
    assert not is_concerned(nobody)
    assert is_concerned(world.runner)
    assert is_concerned(world.people[0])
    session = world.dated(is_open=True)
    visitor = UserFactory()
    seats.register(session, by=visitor)
    assert Registration.objects.filter(user=visitor).exists()
    assert is_concerned(visitor)
    client.force_login(visitor)
    assert reverse("pathways:pathways") in client.get(reverse("portal:my_space")).content.decode()
    client.force_login(nobody)
    assert reverse("pathways:pathways") not in client.get(reverse("portal:my_space")).content.decode()
