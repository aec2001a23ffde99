"""The pages of attendance, without JavaScript, and its papers."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from maillage.core import formatting
from maillage.core.models import Event
from maillage.core.registry import personal_data
from maillage.pathways import codes
from maillage.pathways.actions import attendance
from maillage.pathways.actions.attendance import Said
from maillage.pathways.enums_attendance import Means, Outcome, Presence
from maillage.pathways.models import Enrolment, Mark, Sheet
from maillage.pathways.queries import attendance as read
from maillage.pathways.register import attendance as register
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Group, group

SIGNED = [[[100, 100], [200, 150], [300, 120], [400, 200]]]


@pytest.fixture
def scene(db: None) -> Group:
    return group()


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def sent(scene: Group, **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "half_day": scene.half_day.pk,
        "person": scene.people[0].pk,
        "presence": "present",
        "means": "trainer",
        "taken_at": timezone.now().isoformat(),
        **more,
    }


def post_marks(client: Any, scene: Group, *marks: Any) -> Any:
    return client.post(
        f"/emargement/seances/{scene.session.pk}/marques/",
        json.dumps({"marks": marks}),
        content_type="application/json",
    )


def test_a_sheet_is_taken_without_javascript(scene: Group, client: Any) -> None:
    client.force_login(scene.trainer)
    page = f"/emargement/seances/{scene.session.pk}/"
    told = 'data-status role="status"'
    assert f"{told}>" in client.get(page).content.decode()
    key, other = (f"{scene.half_day.pk}-{person.pk}" for person in scene.people[:2])
    client.post(page, {f"presence-{key}": "present", f"presence-{other}": "absent"})
    assert list(Mark.objects.order_by("user__full_name").values_list("presence", flat=True)) == [
        "present",
        "absent",
    ]
    # What the page showed already is not said again.
    seen = Mark.objects.get(user=scene.people[0]).client_id
    client.post(page, {f"presence-{key}": "present", f"was-{key}": "present", f"seen-{key}": seen})
    assert Mark.objects.count() == 2
    client.post(f"/emargement/demi-journees/{scene.half_day.pk}/reste/", {"presence": "absent"})
    address = f"/emargement/demi-journees/{scene.half_day.pk}/cosignature/"
    assert client.get(address).status_code == 200
    client.post(address, {"typed_name": "Thierry Tuteur", "strokes": json.dumps(SIGNED)})
    assert Sheet.objects.get().strokes == SIGNED
    correct = f"/emargement/demi-journees/{scene.half_day.pk}/personnes/{scene.people[0].pk}/"
    assert client.post(correct, {"presence": "absent", "why": ""}).status_code == 200
    assert client.post(correct, {"presence": "absent", "why": "Malade"}).status_code == 302
    assert "Malade" in client.get(correct).content.decode()
    # Nothing is left to take: nothing is left to send.
    assert f"{told} hidden>" in client.get(page).content.decode()


def test_a_sheet_is_in_the_order_of_the_alphabet(scene: Group) -> None:
    for person, name in zip(scene.people, ("Élie Doucine", "Robin Bouvet", "Zoé Alêne"), strict=True):
        person.full_name = name
        person.save()
    (page,) = read.pages_of(scene.session)
    assert [str(line.person) for line in page.lines] == ["Élie Doucine", "Robin Bouvet", "Zoé Alêne"]


def test_marks_in_json(scene: Group, client: Any) -> None:
    client.force_login(scene.trainer)
    mark = sent(scene)
    first, again = post_marks(client, scene, mark), post_marks(client, scene, mark)
    assert first.json()["results"] == again.json()["results"]
    assert first.json()["results"][0]["outcome"] == Outcome.COUNTS
    known = first.json()["sheets"][str(scene.half_day.pk)][str(scene.people[0].pk)]
    assert (known["mark"], known["presence"]) == (mark["id"], "present")
    elsewhere = post_marks(client, scene, sent(scene, half_day=0)).json()["results"][0]
    assert elsewhere["outcome"] == ""
    for broken in ({}, {"id": "x"}, "x", sent(scene, id="x")):
        assert post_marks(client, scene, broken).status_code == 400
    client.force_login(scene.people[0])
    assert post_marks(client, scene, sent(scene)).status_code == 404


def test_the_code_is_shown_and_confirmed_by_a_button(scene: Group, client: Any) -> None:
    client.force_login(scene.trainer)
    page = f"/emargement/demi-journees/{scene.half_day.pk}/code/"
    assert "<svg" in client.get(page).content.decode()
    fragment = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="code"')
    address = f"/emargement/code/{codes.token_of(scene.half_day)}/"
    client.force_login(scene.people[0])
    assert client.get(address).status_code == 200
    assert not Mark.objects.exists()
    client.post(address, {"strokes": json.dumps(SIGNED)})
    assert Mark.objects.get().means == Means.SIGNATURE
    assert client.get(address).status_code == 200
    assert client.get("/emargement/code/forge/").status_code == 410
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_papers_say_what_the_pages_say(scene: Group, client: Any) -> None:
    first, second, third = scene.people
    attendance.take(
        scene.half_day,
        Said(person=first.pk, presence=Presence.PRESENT, means=Means.SIGNATURE, strokes=SIGNED),
        by=scene.trainer,
    )
    attendance.mark_the_rest(scene.half_day, presence=Presence.ABSENT, by=scene.trainer)
    client.force_login(scene.runner)
    attestation = (
        f"/emargement/parcours/{scene.pathway.pk}/attestations/{Enrolment.objects.get(user=first).pk}.pdf"
    )
    assert client.get(attestation).status_code == 302  # nothing is co-signed yet
    attendance.cosign(scene.half_day, typed_name="Thierry Tuteur", strokes=SIGNED, by=scene.trainer)
    attendance.correct(
        scene.half_day, second, presence=Presence.PRESENT, minutes=60, why="Arrivée à 11 h", by=scene.trainer
    )
    sheet = text_of(client.get(f"/emargement/seances/{scene.session.pk}/feuille.pdf").content)
    for words in ("Personne 00", "Thierry Tuteur", "Arrivée à 11 h"):
        assert words in sheet
    # The day stands once above its table, with its hours beneath; the co-signature says when it was given.
    shown = formatting.day(scene.half_day.day)
    assert f"{shown}, {formatting.hour(scene.half_day.starts_at)}" not in sheet
    client.force_login(first)
    assert "Personne 00" in text_of(client.get(attestation).content)
    client.force_login(third)
    assert client.get(attestation).status_code == 404


def test_hours_as_a_page_and_as_a_list(scene: Group, client: Any) -> None:
    attendance.mark_the_rest(scene.half_day, presence=Presence.PRESENT, by=scene.trainer)
    attendance.cosign(scene.half_day, typed_name="Thierry", by=scene.trainer)
    client.force_login(scene.runner)
    page = f"/emargement/parcours/{scene.pathway.pk}/"
    assert "Personne 02" in client.get(page).content.decode()
    lines = b"".join(client.get(page, {"format": "csv"}).streaming_content).decode().splitlines()
    assert len(lines) == 4
    assert ";180;0;" in lines[1]
    client.force_login(scene.people[0])
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_hours_are_read_in_the_same_number_of_queries(
    db: None, django_assert_num_queries: Any, client: Any, people: int
) -> None:
    scene = group(people=people)
    attendance.mark_the_rest(scene.half_day, presence=Presence.PRESENT, by=scene.trainer)
    client.force_login(scene.runner)
    client.get("/")
    with django_assert_num_queries(14):
        client.get(f"/emargement/parcours/{scene.pathway.pk}/")


def test_closing_an_account_forgets_the_hand_and_keeps_the_presence(scene: Group) -> None:
    person = scene.people[0]
    said = Said(
        person=person.pk, presence=Presence.PRESENT, means=Means.SIGNATURE, strokes=SIGNED, typed_name="Moi"
    )
    attendance.take(scene.half_day, said, by=scene.trainer)
    source = personal_data.get("attendance")
    assert source is not None
    assert source.erase is not None
    assert source.export(person)["attendance"][0]["signature"] == SIGNED
    source.erase(person)
    mark = Mark.objects.get()
    assert (mark.strokes, mark.typed_name, mark.presence) == (None, "", Presence.PRESENT)
    assert not mark.history.exclude(typed_name="").exists()
    assert not Event.objects.filter(subject_label__contains=person.full_name).exists()


def test_signatures_are_forgotten_after_five_years(scene: Group, time_machine: Any) -> None:
    said = Said(person=scene.people[0].pk, presence=Presence.PRESENT, means=Means.SIGNATURE, strokes=SIGNED)
    attendance.take(scene.half_day, said, by=scene.trainer)
    assert register.forget_signatures(timezone.now()) == 0
    later = timezone.now() + dt.timedelta(days=register.SIGNATURE_DAYS + 1)
    assert register.forget_signatures(later) == 1
    assert Mark.objects.get().strokes is None
