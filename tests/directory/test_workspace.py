"""An organisation's workspace: entering, editing, publishing; what another person wrote is never lost."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from maillage.accounts.models import User
from maillage.core import history
from maillage.directory import actions
from maillage.directory.actions import EditConflict
from maillage.directory.enums import LocationPrecision, MembershipRole, Publication
from maillage.directory.models import Membership, Organisation, OrganisationRelation, Place, Service
from maillage.directory.register import blockers, erase, export, workspaces_of
from tests.directory.counting import MOST_QUERIES, queries_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import LE_CHEYLARD, SAINT_AGREVE, commune

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory()
    return user


@pytest.fixture
def organisation(administrator: User) -> Organisation:
    made: Organisation = OrganisationFactory(administrator=administrator, name="L’Établi")
    return made


def place_values(place: Place, **changes: Any) -> dict[str, Any]:
    values = {
        "name": place.name,
        "status": place.status,
        "types": place.types,
        "trades": place.trades,
        "description": place.description,
        "commune": place.commune_id,
        "accessibility": place.accessibility,
        "version": place.version,
    }
    return {**values, **changes}


# --- Who enters -------------------------------------------------------------------------------------------
WORKSPACE_PAGES = ("", "fiche/", "equipe/", "lieux/", "accompagnements/", "reseau/", "confirmer/")


@pytest.mark.parametrize("word", WORKSPACE_PAGES)
def test_the_workspace_is_for_its_people(
    word: str, organisation: Organisation, administrator: User, sign_in: SignIn, client: Client
) -> None:
    address = f"/organisations/{organisation.pk}/espace/{word}"
    assert sign_in(administrator).get(address).status_code == 200
    assert sign_in(UserFactory(staff=True)).get(address).status_code == 200
    assert sign_in(UserFactory()).get(address).status_code == 404
    assert client.get(address).status_code == 302
    member = MembershipFactory(organisation=organisation).user
    expected = 403 if word in {"fiche/", "confirmer/"} else 200
    assert sign_in(member).get(address).status_code == expected


def test_someone_who_left_no_longer_enters(organisation: Organisation, sign_in: SignIn) -> None:
    member = MembershipFactory(organisation=organisation)
    actions.leave(member, by=member.user)
    address = f"/organisations/{organisation.pk}/espace/"
    assert sign_in(member.user).get(address).status_code == 404
    assert list(workspaces_of(member.user)) == []


def test_workspaces_are_listed_by_name(organisation: Organisation, administrator: User) -> None:
    MembershipFactory(user=administrator, organisation__name="Atelier")
    assert [space.name for space in workspaces_of(administrator)] == ["Atelier", "L’Établi"]


# --- Entering ---------------------------------------------------------------------------------------------
def test_entering_one_s_organisation(sign_in: SignIn) -> None:
    person = UserFactory()
    commune(SAINT_AGREVE)
    response = sign_in(person).post(
        "/organisations/nouvelle/",
        {"name": "Le Collectif", "legal_form": "informal_group", "commune": "saint agreve"},
    )
    made = Organisation.objects.get()
    assert response["Location"] == f"/organisations/{made.pk}/espace/"
    assert (made.commune_id, made.publication) == (SAINT_AGREVE, Publication.DRAFT)
    assert Membership.objects.get(user=person).role == MembershipRole.ADMINISTRATOR


def test_a_likely_copy_is_shown_first(organisation: Organisation, sign_in: SignIn) -> None:
    person = sign_in(UserFactory())
    values = {"name": "L'Etabli", "legal_form": "association", "commune": SAINT_AGREVE}
    page = person.post("/organisations/nouvelle/", values)
    assert page.status_code == 422
    assert page.context["similar"] == [organisation]
    assert Organisation.objects.count() == 1
    person.post("/organisations/nouvelle/", {**values, "is_another": "on"})
    assert Organisation.objects.count() == 2


def test_a_wrong_number_is_told_at_its_field(sign_in: SignIn) -> None:
    page = sign_in(UserFactory()).post(
        "/organisations/nouvelle/", {"name": "X", "legal_form": "sas", "siret": "552 032 534 00647"}
    )
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["siret"]
    assert "552 032 534 00647" in page.content.decode()


def test_a_new_place_is_a_draft_at_its_commune(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    home = commune(SAINT_AGREVE)
    sign_in(administrator).post(
        f"/organisations/{organisation.pk}/espace/lieux/nouveau/",
        {
            "name": "La Menuiserie",
            "status": "open",
            "types": ["fablab"],
            "commune": "07320 Saint-Agrève",
            "accessibility": "yes",
        },
    )
    place = Place.objects.get()
    assert (place.organisation, place.commune, place.types) == (organisation, home, ["fablab"])
    assert (place.publication, place.location_precision) == (Publication.DRAFT, LocationPrecision.COMMUNE)


def test_a_new_service_with_its_area_and_places(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    commune(LE_CHEYLARD)
    place, other = PlaceFactory(organisation=organisation), PlaceFactory()
    address = f"/organisations/{organisation.pk}/espace/accompagnements/nouveau/"
    values = {
        "name": "Premiers pas",
        "stages": ["idea"],
        "price_kind": "free",
        "area_add": "Le Cheylard",
        "places": [place.pk],
    }
    sign_in(administrator).post(address, values)
    service = Service.objects.get()
    assert (service.has_own_area, list(service.places.all())) == (True, [place])
    assert list(Service.objects.covering(commune(LE_CHEYLARD))) == [service]
    # Somebody else's place is no choice.
    page = sign_in(administrator).post(address, {**values, "places": [other.pk]})
    assert list(page.context["form"].errors) == ["places"]


# --- Editing ----------------------------------------------------------------------------------------------
def test_the_perimeter_is_edited_with_the_page(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    home = commune(SAINT_AGREVE)
    values = {
        "name": organisation.name,
        "legal_form": "epci",
        "version": organisation.version,
        "perimeter_add": "Ardèche",
    }
    page = f"/organisations/{organisation.pk}/espace/fiche/"
    sign_in(administrator).post(page, values)
    assert list(Organisation.objects.covering(home)) == [organisation]
    fresh = Organisation.objects.get()
    assert (fresh.is_local_authority, fresh.version) == (True, organisation.version + 1)
    assert "Ardèche" in sign_in(administrator).get(page).content.decode()


def test_the_later_of_two_writers_sees_both_texts_and_then_decides(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    place = PlaceFactory(organisation=organisation, description="Au départ")
    colleague = MembershipFactory(organisation=organisation, staff=True).user
    page = f"/lieux/{place.pk}/modifier/"
    first = sign_in(colleague).post(page, place_values(place, description="Écrit par la première"))
    assert first.status_code == 302
    second = sign_in(administrator).post(page, place_values(place, description="Écrit par le second"))
    assert second.status_code == 422
    text = second.content.decode()
    assert "Écrit par la première" in text
    assert "Écrit par le second" in text
    assert Place.objects.get().description == "Écrit par la première"
    # Sending the same form again, with the version that came back, is a decision.
    version = second.context["form"]["version"].value()
    third = sign_in(administrator).post(
        page, place_values(place, description="Écrit par le second", version=version)
    )
    assert third.status_code == 302
    assert Place.objects.get().description == "Écrit par le second"


def test_an_area_changed_meanwhile_is_a_conflict_too(organisation: Organisation) -> None:
    commune(SAINT_AGREVE), commune(LE_CHEYLARD)
    service = ServiceFactory(organisation=organisation)
    actions.set_service_area(service, [("commune", SAINT_AGREVE)], by=None)
    with pytest.raises(EditConflict) as conflict:
        actions.update_service(
            service, {}, by=None, area=[("commune", LE_CHEYLARD)], expected_version=service.version
        )
    assert list(conflict.value.theirs) == ["area"]
    assert list(Service.objects.covering(commune(SAINT_AGREVE))) == [service]


def test_typing_coordinates_makes_them_exact_and_emptying_goes_back(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    place = PlaceFactory(organisation=organisation)
    page, person = f"/lieux/{place.pk}/modifier/", sign_in(administrator)
    person.post(page, place_values(place, latitude="45.0102", longitude="4.3951"))
    place = Place.objects.get()
    assert (place.latitude, place.location_precision) == (45.0102, LocationPrecision.EXACT)
    half = person.post(page, place_values(place, latitude="45.01"))
    assert list(half.context["form"].errors) == ["longitude"]
    person.post(page, place_values(place))
    place = Place.objects.get()
    assert (place.latitude, place.location_precision) == (place.commune.latitude, LocationPrecision.COMMUNE)


def test_an_unknown_commune_keeps_what_was_typed(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    place = PlaceFactory(organisation=organisation)
    page = sign_in(administrator).post(
        f"/lieux/{place.pk}/modifier/", place_values(place, commune="Nullepart-sur-Rien", name="Nouveau")
    )
    assert list(page.context["form"].errors) == ["commune"]
    assert "Nullepart-sur-Rien" in page.content.decode()
    assert 'value="Nouveau"' in page.content.decode()


def test_strangers_and_plain_members_do_not_edit(organisation: Organisation, sign_in: SignIn) -> None:
    place = PlaceFactory(organisation=organisation)
    service = ServiceFactory(organisation=organisation)
    member = MembershipFactory(organisation=organisation).user
    for address in (f"/lieux/{place.pk}/modifier/", f"/accompagnements/{service.pk}/modifier/"):
        assert sign_in(UserFactory()).get(address).status_code == 404
        assert sign_in(member).get(address).status_code == 403


def test_publishing_from_the_workspace(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    place = PlaceFactory(organisation=organisation, draft=True)
    address = f"/lieux/{place.pk}/publication/"
    assert sign_in(UserFactory()).post(address).status_code == 404
    sign_in(administrator).post(address, {"publication": "published"})
    assert Place.objects.get().is_published
    member = MembershipFactory(organisation=organisation).user
    assert sign_in(member).post(address, {"publication": "draft"}).status_code == 403
    sign_in(administrator).post(address, {"publication": "draft"})
    assert not Place.objects.get().is_published


# --- People -----------------------------------------------------------------------------------------------
def test_roles_change_and_memberships_end_from_the_page(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    member = MembershipFactory(organisation=organisation)
    base = f"/organisations/{organisation.pk}/espace/equipe/{member.pk}"
    person = sign_in(administrator)
    person.post(f"{base}/role/", {"role": "staff"})
    assert Membership.objects.get(pk=member.pk).role == MembershipRole.STAFF
    assert person.get(f"{base}/fin/").status_code == 200
    assert Membership.objects.get(pk=member.pk).is_active
    person.post(f"{base}/fin/")
    assert not Membership.objects.get(pk=member.pk).is_active


def test_a_member_may_only_end_their_own(organisation: Organisation, sign_in: SignIn) -> None:
    member, other = MembershipFactory.create_batch(2, organisation=organisation)
    base = f"/organisations/{organisation.pk}/espace/equipe"
    person = sign_in(member.user)
    assert person.post(f"{base}/{other.pk}/fin/").status_code == 403
    assert person.post(f"{base}/{other.pk}/role/", {"role": "member"}).status_code == 403
    assert person.post(f"{base}/{member.pk}/role/", {"role": "administrator"}).status_code == 403
    assert person.post(f"{base}/{member.pk}/fin/").status_code == 302
    assert not Membership.objects.get(pk=member.pk).is_active


def test_handing_over_in_one_go(organisation: Organisation, administrator: User, sign_in: SignIn) -> None:
    mine = Membership.objects.get(user=administrator)
    address = f"/organisations/{organisation.pk}/espace/equipe/{mine.pk}/transmettre/"
    # Nobody to hand over to yet: the page says what to do.
    assert "#inviter" in sign_in(administrator).get(address).content.decode()
    successor = MembershipFactory(organisation=organisation)
    stranger = UserFactory()
    page = sign_in(administrator).post(address, {"to": stranger.pk})
    assert page.status_code == 422
    sign_in(administrator).post(address, {"to": successor.user_id})
    assert Membership.objects.get(pk=successor.pk).role == MembershipRole.ADMINISTRATOR
    assert not Membership.objects.get(pk=mine.pk).is_active


def test_the_people_page_costs_the_same_for_one_and_for_thirty(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    address, person = f"/organisations/{organisation.pk}/espace/equipe/", sign_in(administrator)
    for_one = queries_of(lambda: person.get(address))
    MembershipFactory.create_batch(29, organisation=organisation)
    assert queries_of(lambda: person.get(address)) == for_one <= MOST_QUERIES


@pytest.mark.parametrize(("word", "factory"), [("lieux", PlaceFactory), ("accompagnements", ServiceFactory)])
def test_workspace_lists_cost_the_same_for_one_and_for_thirty(
    word: str, factory: Any, organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    address, person = f"/organisations/{organisation.pk}/espace/{word}/", sign_in(administrator)
    factory(organisation=organisation)
    for_one = queries_of(lambda: person.get(address))
    factory.create_batch(29, organisation=organisation)
    assert queries_of(lambda: person.get(address)) == for_one <= MOST_QUERIES


def test_members_download_for_those_who_manage(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    address = f"/organisations/{organisation.pk}/espace/equipe.csv"
    text = b"".join(sign_in(administrator).get(address).streaming_content).decode()  # type: ignore[attr-defined]
    assert administrator.email in text
    staff = MembershipFactory(organisation=organisation, staff=True).user
    assert sign_in(staff).get(address).status_code == 403


# --- Network and photos -----------------------------------------------------------------------------------
def test_a_relation_is_added_and_ended_from_the_page(
    organisation: Organisation, administrator: User, sign_in: SignIn
) -> None:
    network = OrganisationFactory(name="Le Réseau des Ateliers")
    address, person = f"/organisations/{organisation.pk}/espace/reseau/", sign_in(administrator)
    person.post(address, {"kind": "member", "target": "Le Réseau des Ateliers"})
    relation = OrganisationRelation.objects.get()
    assert (relation.source, relation.target) == (organisation, network)
    page = person.post(address, {"kind": "member", "target": "Inconnue"})
    assert list(page.context["form"].errors) == ["target"]
    person.post(f"{address}{relation.pk}/terminer/")
    assert OrganisationRelation.objects.get().ended_on is not None
    other = sign_in(MembershipFactory(administrator=True).user)
    assert other.post(f"{address}{relation.pk}/terminer/").status_code == 404


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "green").save(content, "JPEG")
    return SimpleUploadedFile("atelier.jpg", content.getvalue(), "image/jpeg")


def test_a_photo_needs_its_words(organisation: Organisation, administrator: User, sign_in: SignIn) -> None:
    place = PlaceFactory(organisation=organisation)
    address, person = f"/lieux/{place.pk}/photos/", sign_in(administrator)
    page = person.post(address, {"file": picture(), "alt_text": ""})
    assert list(page.context["form"].errors) == ["alt_text"]
    page = person.post(
        address, {"file": SimpleUploadedFile("x.jpg", b"<html>", "image/jpeg"), "alt_text": "Un tour"}
    )
    assert list(page.context["form"].errors) == ["file"]
    person.post(address, {"file": picture(), "alt_text": "Le tour à bois"})
    assert 'alt="Le tour à bois"' in person.get(place.get_absolute_url()).content.decode()
    photo = place.photos.get()
    person.post(f"{address}{photo.pk}/texte/", {"alt_text": "", "credit": "x"})
    assert place.photos.get().alt_text == "Le tour à bois"
    person.post(f"{address}{photo.pk}/texte/", {"alt_text": "Le tour, la nuit", "credit": "L’Établi"})
    assert 'alt="Le tour, la nuit"' in person.get(address).content.decode()
    person.post(f"{address}{photo.pk}/retirer/")
    assert not place.photos.exists()


def test_a_photo_is_seen_by_those_who_see_the_place(organisation: Organisation, client: Client) -> None:
    from maillage.core import files

    place = PlaceFactory(organisation=organisation)
    stored = files.receive(picture(), by=None, accepted=files.PICTURES)
    actions.add_photo(place, stored, "Le tour à bois", by=None)

    def status() -> int:
        response = client.get(stored.get_absolute_url())
        if response.streaming:  # read to its end, which closes the file
            assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
        return int(response.status_code)

    assert status() == 200
    actions.unpublish(place, by=None)
    assert status() == 404


# --- Personal data ----------------------------------------------------------------------------------------
def test_the_last_administrator_cannot_close_their_account(
    organisation: Organisation, administrator: User
) -> None:
    (sentence,) = blockers(administrator)
    assert "L’Établi" in str(sentence)
    MembershipFactory(organisation=organisation, administrator=True)
    assert list(blockers(administrator)) == []


def test_export_and_erasure(organisation: Organisation, administrator: User) -> None:
    actions.confirm_freshness([organisation], by=administrator)
    held = export(administrator)
    assert [entry["organisation"] for entry in held["memberships"]] == ["L’Établi"]
    erase(administrator)
    assert not Membership.objects.filter(user=administrator).exists()
    assert not history.versions_of(Membership).filter(user=administrator).exists()
    fresh = Organisation.objects.get()
    assert (fresh.confirmed_by, fresh.confirmed_at is None) == (None, False)
