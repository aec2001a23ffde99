"""The pages of an import: who may, what they say, and that nothing is written before the button."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.directory import extensions
from maillage.directory.enums import ImportState, MembershipRole
from maillage.directory.importing import views
from maillage.directory.models import ImportMapping, ImportRun, Membership, Place
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.territories import SAINT_AGREVE, commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]
CONTENT = (
    "id;intitulé du lieu;insee;types\na1;Atelier du Plateau;07204;fablab, soucoupe\na2;Sans commune;99999;\n"
)


@pytest.fixture(autouse=True)
def _somewhere() -> None:
    commune(SAINT_AGREVE)


def upload(person: Any, content: str | bytes = CONTENT, name: str = "liste.csv", **fields: Any) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return person.post(
        "/imports/", {"file": SimpleUploadedFile(name, body), "source": "Pays de Test", **fields}
    )


def answer(person: Any, run: ImportRun, **columns: str) -> Any:
    page = person.get(f"/imports/{run.pk}/colonnes/")
    given = {key: value for key, value in page.context["form"].initial.items() if value}
    return person.post(f"/imports/{run.pk}/colonnes/", {**given, **columns})


def test_a_list_goes_in_by_file_columns_trial_and_button(sign_in: SignIn) -> None:
    editor = UserFactory(staff=True)
    person = sign_in(editor)

    sent = upload(person)

    run = ImportRun.objects.get()
    assert sent["Location"] == f"/imports/{run.pk}/colonnes/"
    assert (run.source, run.state, run.created_by) == ("pays-de-test", ImportState.PREPARED, editor)
    columns = person.get(sent["Location"])
    assert columns.context["form"].initial["commune_code"] == "insee"
    assert columns.context["sample"][0] == ["a1", "Atelier du Plateau", "07204", "fablab, soucoupe"]

    missing = answer(person, run)
    assert missing.status_code == 422
    assert set(missing.context["form"].errors) == {"name"}

    tried = answer(person, run, name="intitulé du lieu")
    assert tried["Location"] == f"/imports/{run.pk}/"
    page = person.get(tried["Location"])
    assert page.context["counts"]["created"] == 1
    assert page.context["counts"]["refused"] == 1
    assert "soucoupe" in page.content.decode()
    assert Place.objects.count() == 0

    done = person.post(f"/imports/{run.pk}/importer/")
    assert done["Location"] == f"/imports/{run.pk}/"
    run.refresh_from_db()
    assert (run.state, run.counts["created"]) == (ImportState.APPLIED, 1)
    assert Place.objects.get().name == "Atelier du Plateau"
    assert person.get(f"/imports/{run.pk}/").status_code == 200

    again = person.post(f"/imports/{run.pk}/importer/")
    assert again.status_code == 409


def test_columns_are_proposed_as_they_were_answered_before(sign_in: SignIn) -> None:
    person = sign_in(UserFactory(staff=True))
    upload(person)
    first = ImportRun.objects.get()
    answer(person, first, name="intitulé du lieu")
    person.post(f"/imports/{first.pk}/importer/")
    assert ImportMapping.objects.count() == 1
    upload(person, CONTENT.replace("intitulé", "Intitulé"))
    second = ImportRun.objects.order_by("-pk")[0]
    page = person.get(f"/imports/{second.pk}/colonnes/")
    assert page.context["form"].initial["name"] == "Intitulé du lieu"


def test_the_report_is_downloaded_line_by_line(sign_in: SignIn) -> None:
    person = sign_in(UserFactory(staff=True))
    upload(person)
    run = ImportRun.objects.get()
    assert person.get(f"/imports/{run.pk}/rapport.csv").status_code == 404
    assert person.get(f"/imports/{run.pk}/")["Location"] == f"/imports/{run.pk}/colonnes/"
    answer(person, run, name="intitulé du lieu")
    body = b"".join(person.get(f"/imports/{run.pk}/rapport.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(body.splitlines(), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["2", "3"]
    refused = person.get(f"/imports/{run.pk}/", {"montrer": "refused"})
    assert [line["position"] for line in refused.context["lines"]] == [3]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.csv", b""),
        ("liste.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
        ("liste.json", b'{"a": 1}'),
        ("liste.csv", b'nom;ville\n"A";B\n"C;D\n'),
    ],
)
def test_an_unreadable_file_is_refused_at_its_field(sign_in: SignIn, name: str, content: bytes) -> None:
    person = sign_in(UserFactory(staff=True))
    response = upload(person, content, name)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_of_every_encoding_are_received(sign_in: SignIn, encoding: str) -> None:
    person = sign_in(UserFactory(staff=True))
    assert upload(person, CONTENT.encode(encoding)).status_code == 302


def test_an_import_is_given_up_with_its_file(
    sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    person = sign_in(UserFactory(staff=True))
    upload(person)
    run = ImportRun.objects.get()
    stored = run.file
    assert stored is not None
    assert person.get(f"/imports/{run.pk}/abandonner/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        person.post(f"/imports/{run.pk}/abandonner/")
    assert ImportRun.objects.count() == 0
    assert not stored.content.storage.exists(stored.content.name)


# --- Who may -----------------------------------------------------------------------------------------
def test_people_without_a_role_import_nothing(sign_in: SignIn, client: Any) -> None:
    assert client.get("/imports/").status_code == 302
    member = UserFactory()
    Membership.objects.create(organisation=OrganisationFactory(), user=member, role=MembershipRole.MEMBER)
    for somebody in (UserFactory(), member):
        assert sign_in(somebody).get("/imports/").status_code == 404
        assert upload(sign_in(somebody)).status_code == 404


def test_an_organisation_s_staff_import_its_own_places_only(sign_in: SignIn) -> None:
    editor, mine, other = UserFactory(), OrganisationFactory(), OrganisationFactory()
    Membership.objects.create(organisation=mine, user=editor, role=MembershipRole.STAFF)
    PlaceFactory(name="Atelier du Plateau", organisation=other)
    person = sign_in(editor)
    assert upload(person).status_code == 422
    assert upload(person, organisation=other.pk).status_code == 422
    assert upload(person, organisation=mine.pk).status_code == 302
    run = ImportRun.objects.get()
    answer(person, run, name="intitulé du lieu")
    run.refresh_from_db()
    assert run.counts["refused"] == 2
    Membership.objects.filter(user=editor).update(ended_on="2026-01-01", started_on="2025-01-01")
    assert person.get(f"/imports/{run.pk}/").status_code == 404


def test_somebody_else_s_import_is_not_seen_but_by_the_platform_s_team(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, other = UserFactory(), UserFactory()
    role = extensions.ImporterRole("test", lambda user: user in {officer, other})
    extensions.importer_roles.add(role)
    try:
        assert upload(sign_in(officer)).status_code == 302
        run = ImportRun.objects.get()
        for path in ("", "colonnes/", "rapport.csv", "abandonner/"):
            assert sign_in(other).get(f"/imports/{run.pk}/{path}").status_code == 404
        assert sign_in(other).post(f"/imports/{run.pk}/importer/").status_code == 404
        assert sign_in(officer).get(f"/imports/{run.pk}/colonnes/").status_code == 200
        assert sign_in(UserFactory(staff=True)).get(f"/imports/{run.pk}/colonnes/").status_code == 200
        assert list(sign_in(other).get("/imports/").context["received"]) == []
    finally:
        del extensions.importer_roles._entries["test"]


def test_a_long_report_shows_its_beginning(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN_LINES", 1)
    person = sign_in(UserFactory(staff=True))
    upload(person)
    run = ImportRun.objects.get()
    answer(person, run, name="intitulé du lieu")
    page = person.get(f"/imports/{run.pk}/")
    assert (len(page.context["lines"]), page.context["hidden"]) == (1, 1)
