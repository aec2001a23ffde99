"""The forms of committees and meetings over HTTP: what each does, who may send it, and what it says when it
is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from maillage.core import clamd
from maillage.core.models import StoredFile
from maillage.governance.actions import meeting as meetings
from maillage.governance.enums import MeetingState
from maillage.governance.models import (
    Committee,
    CommitteeMember,
    Meeting,
    MeetingDecision,
    MeetingFile,
    MeetingItem,
    MeetingMember,
)
from tests.clamav import EICAR
from tests.conftest import HouseClient
from tests.factories.programmes import ProgrammeRoleFactory
from tests.governance.conftest import World, when

SignIn = Callable[[Any], HouseClient]
WHEN = {
    "title": "Suite",
    "held_at": "2027-03-01T09:00",
    "minutes_planned": 60,
    "quorum": 1,
    "venue": "Mairie",
}


def said(response: Any) -> list[str]:
    """The sentences of the page that it leads to."""
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def planned(world: World) -> Meeting:
    """Another meeting, that has not begun."""
    return meetings.plan(world.committee, when(title="À venir"), by=world.officer)


# --- Committees ------------------------------------------------------------------------------------------
def test_a_committee_is_made_filled_changed_and_ended(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    address = reverse("governance:committee_create")
    host = f"programme-{world.programme.pk}"
    assert client.post(address, {"host": host}).context["form"].errors.keys() >= {"name", "kind"}
    forged = {"host": "programme-999999", "kind": "steering", "name": "Pilotage", "quorum": 1}
    assert client.post(address, forged).context["form"].errors.keys() == {"host"}
    client.post(address, {**forged, "host": host})
    row = Committee.objects.get(name="Pilotage")
    edit = reverse("governance:committee_edit", args=[row.pk])
    client.post(edit, {"name": "Pilotage 2027", "quorum": 2})
    seat = reverse("governance:committee_seat", args=[row.pk])
    client.post(seat, {"user": world.trainer.pk, "seat": "member"})
    stranger = client.post(seat, {"user": world.stranger.pk, "seat": "member"}, follow=True)
    assert said(stranger)
    sits = CommitteeMember.objects.get(committee=row)
    client.post(reverse("governance:committee_unseat", args=[row.pk, sits.pk]))
    client.post(reverse("governance:committee_end", args=[row.pk]))
    row.refresh_from_db()
    assert (row.name, row.quorum, row.members.count(), row.ended_on) == (
        "Pilotage 2027",
        2,
        0,
        timezone.localdate(),
    )
    plan = client.post(reverse("governance:meeting_plan", args=[row.pk]), WHEN, follow=True)
    assert plan.status_code in {200, 404}
    assert not Meeting.objects.filter(committee=row).exists()


def test_somebody_elses_committee_is_nobodys_to_change(
    world: World, planned: Meeting, sign_in: SignIn
) -> None:
    """By its number, with any form: members read, strangers find nothing."""
    other = ProgrammeRoleFactory().user
    committee, meeting = [world.committee.pk], [planned.pk]
    posts = {
        "committee_edit": committee,
        "committee_seat": committee,
        "committee_end": committee,
        "meeting_plan": committee,
        "meeting_edit": meeting,
        "meeting_cancel": meeting,
        "meeting_seat": meeting,
        "meeting_agenda": meeting,
        "meeting_begin": meeting,
        "meeting_decide": meeting,
        "meeting_file": meeting,
        "meeting_close": meeting,
    }
    values = {
        **WHEN,
        "name": "Pris",
        "text": "Pris.",
        "why": "Pris.",
        "user": world.trainer.pk,
        "seat": "member",
    }
    for person in (other, world.stranger, world.carrier, world.trainer):
        client = sign_in(person)
        found = {
            name: client.post(reverse(f"governance:{name}", args=args), values).status_code
            for name, args in posts.items()
        }
        assert found == dict.fromkeys(posts, 404)
    assert not MeetingDecision.objects.exists()


# --- Before it sits ----------------------------------------------------------------------------------------
def test_a_meeting_is_planned_moved_called_and_cancelled(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.officer)
    plan = reverse("governance:meeting_plan", args=[world.committee.pk])
    assert client.post(plan, {**WHEN, "title": "", "quorum": 0}).context["form"].errors.keys() == {
        "title",
        "quorum",
    }
    client.post(plan, WHEN)
    row = Meeting.objects.get(title="Suite")
    client.post(reverse("governance:meeting_edit", args=[row.pk]), {**WHEN, "venue": "École"})
    seat = reverse("governance:meeting_seat", args=[row.pk])
    assert said(client.post(seat, {"user": "x"}, follow=True))
    client.post(seat, {"user": world.carrier.pk, "seat": "guest"})
    called = MeetingMember.objects.filter(meeting=row, user=world.carrier)
    if called.exists():
        client.post(reverse("governance:meeting_unseat", args=[row.pk, called.get().pk]))
    agenda = reverse("governance:meeting_agenda", args=[row.pk])
    assert said(client.post(agenda, {"title": ""}, follow=True))
    client.post(agenda, {"title": "Budget"})
    client.post(agenda, {"project": world.project.pk})
    first, second = MeetingItem.objects.filter(meeting=row).order_by("position")
    client.post(agenda, {"down": first.pk})
    assert [item.title for item in MeetingItem.objects.filter(meeting=row).order_by("position")] == [
        world.project.title,
        "Budget",
    ]
    client.post(agenda, {"remove": second.pk})
    # An item of another meeting is not this one's to take off.
    assert client.post(agenda, {"remove": world.item.pk}).status_code == 404
    cancel = reverse("governance:meeting_cancel", args=[row.pk])
    assert client.post(cancel, {"why": " "}).context["form"].errors.keys() == {"why"}
    client.post(cancel, {"why": "Neige."})
    row.refresh_from_db()
    assert (row.state, row.venue, row.items.count()) == (MeetingState.CANCELLED, "École", 1)
    assert MeetingItem.objects.filter(pk=world.item.pk).exists()
    assert client.post(cancel, {"why": "Encore."}).status_code == 404


# --- In session ------------------------------------------------------------------------------------------
def test_a_meeting_decides_and_closes_once(world: World, sign_in: SignIn) -> None:
    client, pk = sign_in(world.officer), world.meeting.pk
    decide = reverse("governance:meeting_decide", args=[pk])
    for wrong, where in (
        ({"text": ""}, "text"),
        ({"text": "Non.", "voices_for": 3}, "voices_for"),
        ({"text": "Non.", "voices_for": 30, "voices_against": 0}, "voices_for"),
        ({"text": "Non.", "aside": [world.officer.pk]}, "aside_reason"),
        ({"text": "Non.", "aside": [world.stranger.pk], "aside_reason": "Lié."}, "aside"),
    ):
        for more in ({}, {"item": world.item.pk}):
            page = client.post(decide, wrong | more)
            # Refused, with what was written still there.
            assert page.context["decision_form"].errors.keys() == {where}
            assert page.context["decision_form"]["text"].value() == wrong["text"]
    assert not MeetingDecision.objects.exists()
    client.post(decide, {"text": "Prolonger.", "item": world.item.pk})
    client.post(decide, {"text": "À retirer."})
    gone = MeetingDecision.objects.get(text="À retirer.")
    client.post(reverse("governance:decision_remove", args=[pk, gone.pk]))
    item = reverse("governance:item", args=[pk, world.item.pk])
    client.post(item, {"notes": "Vu.", "is_done": "on", "seen": ""})
    late = client.post(item, {"notes": "Autre.", "seen": ""})
    assert late.context["notes_form"].errors
    assert "Vu." in late.content.decode()
    close = reverse("governance:meeting_close", args=[pk])
    assert client.get(close).status_code == 200
    client.post(close)
    assert client.post(close).status_code == 404
    for address, values in (
        (decide, {"text": "Trop tard."}),
        (reverse("governance:meeting_begin", args=[pk]), {}),
    ):
        assert said(client.post(address, values, follow=True))
    assert client.post(item, {"notes": "Trop tard.", "seen": "Vu."}).status_code == 404
    assert [row.text for row in MeetingDecision.objects.all()] == ["Prolonger."]
    world.item.refresh_from_db()
    assert (world.item.notes, world.item.is_done) == ("Vu.", True)


def test_words_of_minutes_are_words_on_every_page_and_in_the_document(world: World, sign_in: SignIn) -> None:
    """Nothing that somebody writes is run: as HTML on a page, as code in the document."""
    evil = '<script>alert(1)</script><img src=x onerror="a()"> #eval("1") #read("/etc/passwd") $x$ \\u{1}'
    client = sign_in(world.officer)
    client.post(
        reverse("governance:item", args=[world.meeting.pk, world.item.pk]),
        {"notes": evil, "is_done": "on", "seen": ""},
    )
    client.post(reverse("governance:meeting_decide", args=[world.meeting.pk]), {"text": evil})
    for address in (world.meeting.get_absolute_url(), world.item.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    client.post(reverse("governance:meeting_close", args=[world.meeting.pk]))
    row = Meeting.objects.get(pk=world.meeting.pk)
    assert row.minutes is not None
    with row.minutes.content.open("rb") as document:
        assert document.read(5) == b"%PDF-"
    assert evil in {entry["text"] for entry in row.record["decisions"]}  # type: ignore[index]


# --- Files -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vide.pdf", b""),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("programme.exe", b"MZ" + bytes(60)),
        ("image.png", b"%PDF-1.4\n%%EOF\n"),
        ("trop.pdf", b"%PDF-1.4\n" + bytes(3000)),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_its_reason(
    world: World, sign_in: SignIn, settings: Any, name: str, content: bytes
) -> None:
    settings.MAX_UPLOAD_BYTES = 2000
    address = reverse("governance:meeting_file", args=[world.meeting.pk])
    response = sign_in(world.officer).post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert said(response)
    assert not MeetingFile.objects.exists()
    assert not StoredFile.objects.exclude(uploaded_by=None).exists()


def test_an_infected_file_is_refused_and_one_of_another_meeting_is_not_served(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def scan(_address: str, content: Any, **_options: Any) -> None:
        content.seek(0)
        if EICAR in content.read():
            raise clamd.Infected("Eicar-Test-Signature")

    settings.CLAMD_ADDRESS = "local"
    monkeypatch.setattr(clamd, "scan", scan)
    client = sign_in(world.officer)
    address = reverse("governance:meeting_file", args=[world.meeting.pk])
    bad = SimpleUploadedFile("note.pdf", b"%PDF-1.4\n" + EICAR)
    assert "infect" in " ".join(said(client.post(address, {"file": bad}, follow=True)))
    assert not StoredFile.objects.exclude(uploaded_by=None).exists()
    client.post(address, {"file": SimpleUploadedFile("note.pdf", b"%PDF-1.4\n%%EOF\n"), "title": "Note"})
    kept = MeetingFile.objects.get()
    for person, status in ((world.trainer, 200), (world.carrier, 404), (world.stranger, 404), (None, 404)):
        reader = sign_in(person) if person is not None else HouseClient()
        response = reader.get(kept.file.get_absolute_url())
        if response.streaming:
            list(response.streaming_content)
        assert response.status_code == status
    remove = reverse("governance:meeting_file_remove", args=[world.meeting.pk, kept.pk])
    assert sign_in(world.stranger).post(remove).status_code == 404
    assert client.get(remove).status_code == 200
    client.post(remove)
    assert not StoredFile.objects.exclude(uploaded_by=None).exists()
