"""Projects and referrals under attack: signed links, the form without an account, addresses that lead away,
cells and words, numbers of somebody else's rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.core import clamd, clock
from maillage.core.models import Event, OutboxMessage, StoredFile
from maillage.projects.actions import logbook as writing
from maillage.projects.actions import orientation
from maillage.projects.actions import referral as referrals
from maillage.projects.enums import Visibility
from maillage.projects.enums_referral import ReferralState
from maillage.projects.models import DoorRequest, LogbookEntry, Merger, Project, Referral
from tests.clamav import EICAR
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.orientation import a_referral, a_service
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.similar import a_pair, carrier_of
from tests.factories.territories import SAINT_AGREVE, commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], HouseClient]
SCRIPT = '<script>alert(1)</script><img src=x onerror="a()">'


def text(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode())


# --- Signed links ---------------------------------------------------------------------------------
def test_a_mail_scanner_that_opens_every_link_changes_nothing(sign_in: SignIn) -> None:
    row = a_referral()
    request = orientation.ask(
        email="sans@maillage.example", words="Un atelier.", commune=commune(SAINT_AGREVE)
    )
    before = Event.objects.count(), OutboxMessage.objects.count()
    for address in (
        reverse("orientation:receive", args=[row.token]),
        reverse("orientation:request", args=[request.token]),
    ):
        for _time in range(2):
            assert HouseClient().get(address).status_code == 200
    assert (Event.objects.count(), OutboxMessage.objects.count()) == before
    row.refresh_from_db()
    assert row.state == ReferralState.SENT


def test_a_link_opens_its_own_referral_and_no_other(sign_in: SignIn) -> None:
    row, other = a_referral(), a_referral()
    asked = orientation.ask(email="sans@maillage.example", words="Un atelier.", commune=commune(SAINT_AGREVE))
    token, own = row.token, asked.token
    forged = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        ":".join([other.token.partition(":")[0], *token.split(":")[1:]]),
        own,
        signing.dumps(other.pk, salt="pathways.speaker"),
        signing.dumps(0, salt="projects.referral"),
        str(other.pk),
        "",
    ]
    client = HouseClient()
    for word in filter(None, forged):
        for path in ("orientation:receive", "orientation:request"):
            if path == "orientation:request" and word == own:
                continue
            response = client.post(reverse(path, args=[word]), {"do": "see"})
            assert response.status_code == 404, (path, word)
    assert set(Referral.objects.values_list("state", flat=True)) == {ReferralState.SENT}


def test_an_answer_sent_again_counts_once_and_a_dead_link_says_nothing_of_the_person() -> None:
    project = ProjectFactory(title="Filature secrète", summary="Laine.")
    row = a_referral(project, reason="Choisir nos statuts, en secret.")
    client, address = HouseClient(), reverse("orientation:receive", args=[row.token])
    sent = {"do": "accept", "accept-words": "Venez.", "accept-meet_on": ""}
    client.post(address, {"do": "see"})
    client.post(address, sent)
    told = OutboxMessage.objects.count()
    assert client.post(address, sent).status_code == 302
    assert OutboxMessage.objects.count() == told
    referrals.withdraw(row, by=row.sender)
    for verb in (
        client.get(address),
        client.post(address, {"do": "close", "close-outcome": "supported"}, follow=True),
    ):
        page = text(verb)
        assert verb.status_code == 200
        for word in ("Filature", "secret", project.created_by.email, project.created_by.full_name):
            assert word not in page
    row.refresh_from_db()
    assert row.state == ReferralState.WITHDRAWN


def test_the_page_of_a_request_is_its_persons_until_they_take_it_back() -> None:
    asked = orientation.ask(
        email="sans@maillage.example", words="Un atelier.", commune=commune(SAINT_AGREVE), service=a_service()
    )
    client, address = HouseClient(), reverse("orientation:request", args=[asked.token])
    for _twice in range(2):
        client.post(address, {})
    assert Referral.objects.count() == 1
    client.post(address, {"do": "withdraw", "confirmed": ""})
    assert Referral.objects.get().state == ReferralState.WITHDRAWN
    client.post(address, {})
    assert Referral.objects.count() == 1


# --- The form without an account ------------------------------------------------------------------
def test_the_form_without_an_account_is_no_way_to_write_to_people() -> None:
    """What is typed reaches nobody before its address said yes; few letters leave."""
    cache.clear()
    client, address = HouseClient(), reverse("orientation:ask")
    values = {
        "commune": commune(SAINT_AGREVE).pk,
        "commune_code": commune(SAINT_AGREVE).pk,
        "words": "Achetez nos montres https://vente.example",
        "name": "Gagnez https://vente.example",
        "email": "victime@maillage.example",
        "consent": "on",
    }
    for _time in range(6):
        client.post(address, values)
    letters = OutboxMessage.objects.filter(recipient="victime@maillage.example")
    assert 1 <= letters.count() <= orientation.MOST_UNCONFIRMED
    assert not letters.filter(body_text__contains="vente.example").exists()
    assert not letters.filter(body_html__contains="vente.example").exists()
    for number in range(15):
        client.post(address, {**values, "email": f"victime{number}@maillage.example"})
    assert OutboxMessage.objects.count() <= 10
    for several in ("a@x.example,b@x.example", "a@x.example\nBcc: b@x.example", "a@x.example;b@x.example"):
        client.post(address, {**values, "email": several}, REMOTE_ADDR="192.0.2.9")
    assert not DoorRequest.objects.filter(email__contains="b@x.example").exists()
    cache.clear()


def test_titles_begin_no_header_of_a_letter() -> None:
    project = ProjectFactory(title="Bois")
    Project.objects.filter(pk=project.pk).update(title="Bois\r\nBcc: victime@maillage.example\n\nAchetez")
    project.refresh_from_db()
    adviser = ProjectMemberFactory(project=project).user
    a_referral(project, by=adviser)
    for message in OutboxMessage.objects.all():
        assert "\n" not in message.subject
        assert "\r" not in message.subject
        assert not {"bcc", "cc"} & {name.lower() for name in message.headers}


# --- Addresses that lead away ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "away",
    [
        "https://voleur.example/",
        "//voleur.example",
        "/\\voleur.example",
        "javascript:alert(1)",
        "https:voleur.example",
    ],
)
def test_no_page_leads_to_another_site(sign_in: SignIn, away: str) -> None:
    person = UserFactory()
    values = {"title": "Fournil", "summary": "Un four.", "commune": commune(SAINT_AGREVE).pk, "stage": "idea"}
    client = sign_in(person)
    for sent in ({**values, "visibility": "team", "next": away}, {**values, "visibility": "team"}):
        response = client.post(reverse("projects:create") + f"?next={away}", sent)
        assert response.status_code == 302
        assert "voleur" not in response["Location"]
        assert "javascript" not in response["Location"]
    response = client.post(reverse("core:set_language"), {"language": "en", "next": away})
    assert "voleur" not in response["Location"]
    signed_in = client.get(reverse("account_login") + f"?next={away}")
    assert "voleur" not in signed_in.get("Location", "")


# --- Numbers of somebody else's rows --------------------------------------------------------------
def test_a_number_of_another_project_opens_nothing(sign_in: SignIn) -> None:
    """Each address holds two numbers; the second is looked for within the first."""
    mine, theirs = ProjectFactory(), ProjectFactory()
    entry = writing.write(theirs, by=theirs.created_by, title="Secret", uploads=[pdf()])
    member = ProjectMemberFactory(project=theirs)
    advice = theirs.advice.get()
    client = sign_in(mine.created_by)
    file = entry.files.get()
    addresses = {
        reverse("projects:entry", args=[mine.pk, entry.pk]),
        reverse("projects:change", args=[mine.pk, entry.pk]),
        reverse("projects:take_away", args=[mine.pk, entry.pk]),
        reverse("projects:remove_file", args=[mine.pk, entry.pk, file.pk]),
        reverse("projects:rights", args=[mine.pk, advice.pk]),
        reverse("projects:withdraw", args=[mine.pk, advice.pk]),
        reverse("projects:remove_member", args=[mine.pk, member.pk]),
        file.file.get_absolute_url(),
    }
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )
    answers = {address: client.post(address, {"why": "x"}).status_code for address in addresses}
    assert set(answers.values()) <= {404, 405}
    assert LogbookEntry.objects.get().removed_at is None
    assert theirs.members.filter(pk=member.pk).exists()


def pdf(name: str = "note.pdf", content: bytes = b"%PDF-1.4\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vide.pdf", b""),
        ("page.pdf", b"<html></html>"),
        ("trop.pdf", b"%PDF-1.4\n" + bytes(3000)),
        ("infecte.pdf", b"%PDF-1.4\n" + EICAR),
        ("dessin.svg", b"<svg onload='alert(1)'/>"),
    ],
)
def test_a_file_of_the_logbook_that_cannot_be_is_refused_and_the_words_stay(
    sign_in: SignIn, settings: Any, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    def scan(_address: str, read: Any, **_options: Any) -> None:
        read.seek(0)
        if EICAR in read.read():
            raise clamd.Infected("Eicar-Test-Signature")

    settings.MAX_UPLOAD_BYTES, settings.CLAMD_ADDRESS = 2000, "local"
    monkeypatch.setattr(clamd, "scan", scan)
    project = ProjectFactory()
    values = {
        "title": "Réunion",
        "kind": "note",
        "on": clock.today().isoformat(),
        "sharing": "shared",
        "text": "On avance.",
    }
    # One good file and one bad: nothing of either is kept.
    sent = {**values, "uploads": [pdf(), pdf(name, content)]}
    response = sign_in(project.created_by).post(reverse("projects:write", args=[project.pk]), sent)
    assert response.context["form"].errors.keys() == {"uploads"}
    assert "On avance." in text(response)
    assert not LogbookEntry.objects.exists()
    assert not StoredFile.objects.exists()


# --- Cells and words ------------------------------------------------------------------------------
def test_cells_and_words_of_projects_are_neither_run(sign_in: SignIn) -> None:
    project = ProjectFactory(title="=1+1", visibility=Visibility.NETWORK, summary=SCRIPT)
    client = sign_in(project.created_by)
    entry = writing.write(project, by=project.created_by, title="+cmd|' /C calc'!A0", text=SCRIPT)
    a_referral(project, reason=SCRIPT)
    for address in (
        reverse("projects:logbook", args=[project.pk]) + "?format=csv",
        reverse("orientation:sent") + "?format=csv",
    ):
        cells = [
            cell.strip('"') for line in text(client.get(address)).splitlines()[1:] for cell in line.split(";")
        ]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    Project.objects.update(title=SCRIPT)
    project.refresh_from_db()
    row = Referral.objects.get()
    receiver = reverse("orientation:receive", args=[row.token])
    HouseClient().post(receiver, {"do": "see"})
    pages = [
        (client, project.get_absolute_url()),
        (client, entry.get_absolute_url()),
        (client, reverse("projects:logbook", args=[project.pk])),
        (client, row.get_absolute_url()),
        (HouseClient(), receiver),
        (sign_in(UserFactory()), project.get_absolute_url()),
    ]
    for reader, address in pages:
        page = text(reader.get(address))
        assert "alert(1)" in page, address
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


# --- Meetings and mergers, by their forms ---------------------------------------------------------
def test_two_projects_meet_by_their_forms(sign_in: SignIn) -> None:
    one, two = a_pair(visibility=Visibility.NETWORK)
    first, second = sign_in(carrier_of(one)), sign_in(carrier_of(two))
    address = reverse("projects:introduce", args=[one.pk, two.pk])
    assert sign_in(UserFactory()).post(address, {"message": "Bonjour."}).status_code == 404
    assert (
        first.post(reverse("projects:introduce", args=[one.pk, one.pk]), {"message": "Moi."}).status_code
        == 404
    )
    page = first.post(address, {"message": "Deux moulins."})["Location"]
    again = first.post(address, {"message": "Encore."})
    assert again.context["form"].non_field_errors()
    for person in (UserFactory(), ProjectMemberFactory(project=two, role="observer").user):
        assert sign_in(person).post(page, {"do": "accept"}).status_code == 404
    assert first.post(page, {"do": "accept"}).status_code == 404  # their side has said yes
    second.post(page, {"do": "accept"})
    mails = OutboxMessage.objects.filter(template="projects/email/introduced")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(
        [carrier_of(one).email, carrier_of(two).email]
    )
    # Once it is over, each button says so instead of failing.
    for verb in ("accept", "decline", "withdraw"):
        for client in (first, second):
            assert client.post(page, {"do": verb}).status_code in {302, 404}
    assert mails.count() == 2


def test_two_projects_become_one_by_their_forms(sign_in: SignIn) -> None:
    one, two = a_pair(visibility=Visibility.NETWORK)
    first, second = sign_in(carrier_of(one)), sign_in(carrier_of(two))
    adviser = ProjectMemberFactory(project=one).user
    address = reverse("projects:merge", args=[one.pk, two.pk])
    assert sign_in(adviser).post(address, {"which": "mine", "reason": "Non."}).status_code == 404
    assert first.post(address, {"which": "theirs", "reason": " "}).context["form"].errors.keys() == {"reason"}
    assert first.post(address, {"which": "autre", "reason": "Oui."}).context["form"].errors.keys() == {
        "which"
    }
    page = first.post(address, {"which": "theirs", "reason": "La même laine."})["Location"]
    row = Merger.objects.get()
    assert (row.absorbed, row.survivor) == (one, two)
    assert sign_in(UserFactory()).post(page, {"do": "accept"}).status_code == 404
    assert second.post(page, {"do": "voler"}).status_code == 404
    first.post(page, {"do": "accept"})  # the side that proposed does not answer
    row.refresh_from_db()
    assert row.state == "proposed"
    second.post(page, {"do": "accept"})
    one.refresh_from_db()
    assert one.merged_into == two
    again = second.post(page, {"do": "decline"}, follow=True)
    assert [str(message) for message in again.context["messages"]]
    second.post(page, {"do": "undo"})
    one.refresh_from_db()
    assert one.merged_into is None
