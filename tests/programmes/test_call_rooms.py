"""The rooms of a call over HTTP: documents, questions, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maillage.core.models import OutboxMessage, StoredFile
from maillage.programmes.actions import call_page
from maillage.programmes.models import CallDocument
from tests.conftest import HouseClient
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, ProgrammeRoleFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], HouseClient]


def pdf(content: bytes = b"%PDF-1.4\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("reglement.pdf", content, "application/pdf")


def room(world: World, name: str, **more: Any) -> str:
    keywords = {"slug": world.programme.slug, "pk": world.call.pk, **more}
    return reverse(f"programmes:{name}", kwargs=keywords)


def test_documents_are_joined_and_taken_away(world: World, sign_in: SignIn, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 2000
    client, address = sign_in(world.officer), room(world, "call_documents")
    for bad in (pdf(b""), pdf(b"<html></html>"), pdf(b"%PDF-1.4\n" + bytes(3000))):
        assert client.post(address, {"title": "Règlement", "file": bad}).context["form"].errors.keys() == {
            "file"
        }
    assert not StoredFile.objects.exists()
    client.post(address, {"title": "Règlement", "file": pdf()})
    row = CallDocument.objects.get()
    # Its name and its size stand in the room and on the public page.
    for reader, page in ((client, address), (HouseClient(), world.call.get_absolute_url())):
        assert "Règlement" in reader.get(page).content.decode()
    gone = room(world, "call_document_remove", document=row.pk)
    other = ProgrammeRoleFactory()
    for person in (other.user, world.carrier, UserFactory()):
        assert sign_in(person).post(gone).status_code == 404
    # By a call of one's own, the document of another one is not found.
    theirs = {"slug": other.programme.slug, "pk": world.call.pk, "document": row.pk}
    assert (
        sign_in(other.user).post(reverse("programmes:call_document_remove", kwargs=theirs)).status_code == 404
    )
    client.post(gone)
    assert client.post(gone).status_code == 404
    assert not CallDocument.objects.exists()


def test_questions_are_answered_to_all_or_to_one_and_corrected(world: World, sign_in: SignIn) -> None:
    asker = UserFactory()
    first = call_page.ask(world.call, "Peut-on être deux ?", by=asker)
    second = call_page.ask(world.call, "Mon voisin peut-il ?", by=asker)
    client = sign_in(world.officer)
    address = room(world, "call_question", question=first.pk)
    assert client.post(address, {"wording": "", "answer": ""}).context["form"].errors.keys() == {
        "wording",
        "answer",
    }
    client.post(address, {"wording": "Peut-on porter à deux ?", "answer": "Oui."})
    client.post(address, {"answer": "Oui, à deux ou plus."})
    apart = room(world, "call_question", question=second.pk)
    client.post(apart, {"wording": "Mon voisin ?", "answer": "Écrivez-nous.", "private": ""})
    assert client.get(apart).status_code == 404
    first.refresh_from_db()
    assert first.answer == "Oui, à deux ou plus."
    page = HouseClient().get(world.call.get_absolute_url()).content.decode()
    assert "à deux ou plus" in page
    assert "voisin" not in page
    assert sign_in(world.carrier).post(address, {"answer": "Non."}).status_code == 404


def test_a_call_is_withdrawn_with_its_reason(world: World, sign_in: SignIn) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    client, address = sign_in(world.officer), room(world, "call_withdraw")
    assert client.post(address, {"why": " "}).context["form"].errors.keys() == {"why"}
    assert sign_in(world.carrier).post(address, {"why": "Moi."}).status_code == 404
    client.post(address, {"why": "Plus de budget."})
    world.call.refresh_from_db()
    assert world.call.state == "withdrawn"
    assert client.post(address, {"why": "Encore."}).status_code == 404
    told = OutboxMessage.objects.filter(body_text__contains="Plus de budget.")
    assert draft.created_by.email in set(told.values_list("recipient", flat=True))
