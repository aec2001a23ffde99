"""Pathways under attack: titles that would begin lines of a calendar, cells that a spreadsheet would run,
words that a browser would, links that were not given, and somebody who both votes and teaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from maillage.core import clamd
from maillage.core.models import Event, StoredFile
from maillage.pathways import calendars
from maillage.pathways.actions import attendance, seats
from maillage.pathways.actions import calendar as feeds
from maillage.pathways.actions import deliverable as deliverables
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import speaker as speakers
from maillage.pathways.enums import SpeakerState
from maillage.pathways.models import Deliverable, DeliverableFile, Enrolment, Pathway, Session, Speaker
from maillage.programmes.enums import Decision
from maillage.projects import separation
from tests.clamav import EICAR
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.attendance import group
from tests.factories.programmes import ApplicationFactory
from tests.factories.projects import ProjectFactory
from tests.pathways.conftest import World

SignIn = Callable[[Any], HouseClient]
SCRIPT = '<script>alert(1)</script><img src=x onerror="a()">'
LINK = "https://visio.example/secret"


def text(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode())


# --- Calendars ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00"])
def test_no_title_or_name_begins_a_line_of_a_calendar(world: World, end: str) -> None:
    evil = f"Bois{end}ATTENDEE:mailto:victime@maillage.example{end}BEGIN:VALARM"
    session = world.dated()
    session.venue = f"Salle{end}X-EVIL:1"
    session.title, session.objectives = evil, f"Un but.{end}X-EVIL:1"
    session.pathway.title = evil
    session.pathway.organisation.name = evil
    content = calendars.invitation(
        session, name=f'Jean{end}"X-EVIL:1', email="a@x.example", now=timezone.now()
    )
    published = calendars.published([session], now=timezone.now(), name=evil)
    for each in (content, published):
        # However a program ends its lines, none begins with what was typed.
        lines = each.decode().replace("\r\n ", "").replace("\r\n", "\n").replace("\r", "\n").splitlines()
        begun = [line.partition(":")[0].partition(";")[0] for line in lines]
        assert not {"X-EVIL", "X-EVIL:1"} & set(begun)
        assert begun.count("BEGIN") == 2
        assert begun.count("ATTENDEE") == (each is content)
        calendar = Calendar.from_ical(each)
        assert not calendar.errors
        (entry,) = calendar.walk("VEVENT")
        assert "Bois ATTENDEE" in str(entry["SUMMARY"])


def test_a_person_whose_name_is_odd_stops_no_letter(world: World) -> None:
    world.people[0].full_name = 'Jean "Le\nBref" ; : ,'
    world.people[0].save()
    session = world.dated()
    sessions.cancel(session, why="Neige.", by=world.runner)
    assert Session.objects.get(pk=session.pk).state == "cancelled"


def test_the_link_of_a_video_meeting_is_for_those_who_have_a_seat(world: World, sign_in: SignIn) -> None:
    session = world.dated(is_open=True, link=LINK, modality="remote", capacity=4)
    outsider, waiting = UserFactory(), UserFactory()
    seats.register(session, by=outsider)
    seats.register(session, by=waiting)
    one = reverse("pathways:session_ics", args=[session.pathway_id, session.pk])
    public = [
        (HouseClient(), reverse("agenda:agenda")),
        (HouseClient(), reverse("agenda:csv")),
        (HouseClient(), reverse("agenda:ics")),
        (HouseClient(), reverse("agenda:session", args=[session.pk])),
        (HouseClient(), one),
        (sign_in(UserFactory()), one),
        (sign_in(waiting), one),
    ]
    assert [address for client, address in public if LINK in text(client.get(address))] == []
    for person in (outsider, world.people[0], world.runner):
        assert LINK in text(sign_in(person).get(one)).replace("\r\n ", "")


# --- Links -------------------------------------------------------------------------------------------------
def test_a_calendar_link_is_one_persons_until_it_is_renewed(world: World) -> None:
    session = world.dated()
    mine, other = feeds.open_feed(world.people[0]), feeds.open_feed(world.people[1])
    client, token = HouseClient(), mine.token
    address = lambda word: reverse("pathways:feed", args=[word])  # noqa: E731
    assert calendars.uid(session) in text(client.get(address(token)))
    forged = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        ":".join([other.token.partition(":")[0], token.partition(":")[2]]),
        signing.dumps([world.people[1].pk, 1], salt="pathways.speaker"),
        signing.dumps("x", salt="pathways.calendar"),
        signing.dumps([world.people[1].pk, 99], salt="pathways.calendar"),
    ]
    assert [client.get(address(word)).status_code for word in forged] == [404] * len(forged)
    feeds.renew_feed(world.people[0])
    assert client.get(address(token)).status_code == 404
    world.people[1].is_active = False
    world.people[1].save()
    assert client.get(address(other.token)).status_code == 404


def test_two_promotions_of_one_person_share_a_feed_that_holds_nobody_elses(world: World) -> None:
    person, first = world.people[0], world.dated()
    twin = group(members=[person], starts_at=world.at(7, 10), title="Incubateur")
    alone = group(people=1, starts_at=world.at(7, 10))
    feed = text(HouseClient().get(reverse("pathways:feed", args=[feeds.open_feed(person).token])))
    entries = {str(entry["UID"]) for entry in Calendar.from_ical(feed).walk("VEVENT")}
    assert entries == {calendars.uid(first), calendars.uid(twin.session)}
    # Leaving one leaves the other whole.
    enrolments.leave(Enrolment.objects.get(pathway=world.pathway, user=person), by=person)
    feed = text(HouseClient().get(reverse("pathways:feed", args=[feeds.open_feed(person).token])))
    assert {str(entry["UID"]) for entry in Calendar.from_ical(feed).walk("VEVENT")} == {
        calendars.uid(twin.session)
    }
    assert calendars.uid(alone.session) not in feed


def test_a_speakers_link_changes_nothing_before_the_button_and_nothing_after_removal(world: World) -> None:
    session = world.dated()
    row = speakers.invite(session, email="voix@ailleurs.example", name="Voix", by=world.runner)
    other = speakers.invite(session, email="chant@ailleurs.example", name="Chant", by=world.runner)
    client, address = HouseClient(), reverse("pathways:speaker_answer", args=[row.token])
    before = Event.objects.count()
    for _scanner in range(3):  # a mail program that opens every link
        assert client.get(address).status_code == 200
    assert Event.objects.count() == before
    client.post(address, {"do": "accept", "words": ""})
    client.post(address, {"do": "accept", "words": ""})
    assert list(Speaker.objects.order_by("pk").values_list("state", flat=True)) == ["accepted", "invited"]
    for word in (row.token[:-2] + "AA", signing.dumps(other.pk, salt="projects.referral")):
        assert (
            client.post(reverse("pathways:speaker_answer", args=[word]), {"do": "decline"}).status_code == 404
        )
    speakers.remove(row, by=world.runner)
    assert client.post(address, {"do": "decline"}).status_code == 404
    assert Speaker.objects.get(pk=row.pk).state == SpeakerState.REMOVED


# --- Words -------------------------------------------------------------------------------------------------
def test_cells_are_no_formulas(world: World, sign_in: SignIn) -> None:
    """In every list of pathways that a spreadsheet opens."""
    scene = group(people=1, runner=world.runner, organisation=world.organisation, title="=1+1")
    person = scene.people[0]
    person.full_name = "=cmd|' /C calc'!A0"
    person.save()
    attendance.mark_the_rest(scene.half_day, presence="present", by=world.runner)
    Session.objects.filter(pk=scene.session.pk).update(
        title="@SUM(1)",
        is_open=True,
        starts_at=timezone.now() + dt.timedelta(days=3),
        ends_at=timezone.now() + dt.timedelta(days=4),
    )
    Pathway.objects.filter(pk=scene.pathway.pk).update(is_public=True)
    client = sign_in(world.runner)
    for address in (
        reverse("pathways:group_csv", args=[scene.pathway.pk]),
        reverse("attendance:hours", args=[scene.pathway.pk]) + "?format=csv",
        reverse("agenda:csv"),
    ):
        lines = text(client.get(address)).splitlines()[1:]
        cells = [cell.strip('"') for line in lines for cell in line.split(";")]
        assert cells
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []


def test_words_stay_words_on_every_page(world: World, sign_in: SignIn) -> None:
    session = world.dated(is_open=True, venue=SCRIPT)
    Session.objects.update(title=SCRIPT[:150], objectives=SCRIPT)
    Pathway.objects.update(title=SCRIPT[:120], summary=SCRIPT)
    world.kit.title, world.kit.summary = SCRIPT[:120], SCRIPT
    world.kit.save()
    world.people[0].full_name = SCRIPT
    world.people[0].save()
    Enrolment.objects.filter(user=world.people[0]).update(
        project=ProjectFactory(title=SCRIPT, summary=SCRIPT)
    )
    client = sign_in(world.runner)
    run = [world.pathway.pk]
    for address in (
        reverse("pathways:pathway", args=run),
        reverse("pathways:group", args=run),
        reverse("pathways:session", args=[*run, session.pk]),
        reverse("pathways:rota", args=run),
        reverse("attendance:session", args=[session.pk]),
        reverse("attendance:hours", args=run),
        reverse("deliverables:of_pathway", args=run),
        reverse("kits:kits"),
        world.kit.get_absolute_url(),
        reverse("agenda:agenda"),
        reverse("agenda:session", args=[session.pk]),
    ):
        page = text(client.get(address))
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


# --- Files of deliverables ---------------------------------------------------------------------------------
def test_what_is_handed_in_is_checked_and_served_to_its_readers_only(
    world: World, sign_in: SignIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = group(runner=world.runner, organisation=world.organisation)
    person = scene.people[0]
    deliverables.prepare(scene.pathway, by=world.runner)
    row = Deliverable.objects.filter(enrolment__user=person).order_by("pk")[0]
    client = sign_in(person)

    def scan(_address: str, content: Any, **_options: Any) -> None:
        content.seek(0)
        if EICAR in content.read():
            raise clamd.Infected("Eicar-Test-Signature")

    settings.MAX_UPLOAD_BYTES, settings.CLAMD_ADDRESS = 2000, "local"
    monkeypatch.setattr(clamd, "scan", scan)
    bad = {
        "vide.pdf": b"",
        "page.pdf": b"<html></html>",
        "trop.pdf": b"%PDF-1.4\n" + bytes(3000),
        "infecte.pdf": b"%PDF-1.4\n" + EICAR,
    }
    for name, content in bad.items():
        revision = Deliverable.objects.get(pk=row.pk).revision
        sent = {
            "text": "Un texte long.",
            "revision": revision,
            "file": SimpleUploadedFile(name, content),
            "save": "",
        }
        response = client.post(row.get_absolute_url(), sent)
        assert response.context["write_form"].errors, name
        # What was typed is still there.
        assert "Un texte long." in text(response)
    assert not StoredFile.objects.exclude(uploaded_by=None).exists()
    good = SimpleUploadedFile("bon.pdf", b"%PDF-1.4\n%%EOF\n")
    revision = Deliverable.objects.get(pk=row.pk).revision
    client.post(row.get_absolute_url(), {"text": "Un texte.", "revision": revision, "file": good, "save": ""})
    address = DeliverableFile.objects.get().file.get_absolute_url()
    for reader, status in ((person, 200), (world.runner, 200), (scene.people[1], 404), (UserFactory(), 404)):
        response = sign_in(reader).get(address)
        text(response)
        assert response.status_code == status


# --- Who decides on money does not teach -------------------------------------------------------------------
def decided(decider: Any) -> Any:
    """A project whose money that person decided on."""
    return ApplicationFactory(
        retained=True, announced=True, decided_by=decider, decision=Decision.RETAINED
    ).project


def test_a_project_that_comes_late_finds_no_teacher_who_decided_on_its_money(world: World) -> None:
    voice = UserFactory(full_name="Inès Décide")
    project = decided(voice)
    late = project.created_by
    session = world.dated()
    row = speakers.invite(session, email=voice.email, name="", by=world.runner)
    with pytest.raises(separation.MustStaySeparate, match="Inès Décide"):
        enrolments.enrol(world.pathway, late, project=project, by=world.runner)
    assert not Enrolment.objects.filter(user=late).exists()
    # Somebody else is asked to speak: the way is free.
    speakers.remove(row, by=world.runner)
    enrolments.enrol(world.pathway, late, project=project, by=world.runner)
    # And while it only waits for a place, its decider is not asked either.
    assert Enrolment.objects.get(user=late).state == "waiting"
    with pytest.raises(separation.MustStaySeparate):
        speakers.invite(session, email=voice.email, name="", by=world.runner)


def test_a_session_that_was_held_keeps_nobody_out(world: World) -> None:
    voice = UserFactory()
    session = world.dated()
    speakers.invite(session, email=voice.email, name="", by=world.runner)
    Session.objects.filter(pk=session.pk).update(state="held")
    project = decided(voice)
    assert enrolments.enrol(world.pathway, project.created_by, project=project, by=world.runner).pk


def test_nobody_who_decided_on_a_projects_money_reads_its_work(world: World) -> None:
    voice = UserFactory()
    project = decided(voice)
    Enrolment.objects.filter(user=world.people[0]).update(project=project)
    with pytest.raises(separation.MustStaySeparate):
        deliverables.prepare(world.pathway, by=world.runner, referent=voice)
