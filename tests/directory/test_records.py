"""Creating, changing, publishing organisations, places and support offers."""

from __future__ import annotations

import pytest

from maillage.core import events
from maillage.core.errors import Invalid
from maillage.directory import actions
from maillage.directory.enums import (
    LegalForm,
    LocationPrecision,
    PlaceType,
    PriceKind,
    RelationKind,
    Trade,
)
from maillage.directory.models import Organisation, OrganisationRelation, Place, Service
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import (
    LE_CHEYLARD,
    MAMOUDZOU,
    PRIVAS,
    SAINT_AGREVE,
    SAINT_DENIS_REUNION,
    SAINT_PIERRE_ET_MIQUELON,
    TENCE,
    commune,
)

pytestmark = pytest.mark.django_db


def test_an_organisation_without_any_number_is_first_class() -> None:
    founder = UserFactory()
    organisation = actions.create_organisation(
        {"name": "Le Collectif des Établis", "legal_form": LegalForm.INFORMAL_GROUP},
        by=founder,
        administrator=founder,
    )
    assert (organisation.siret, organisation.rna) == ("", "")
    assert organisation.slug == "le-collectif-des-etablis"
    assert not organisation.is_published
    assert [event.verb for event in events.about(organisation)] == [
        "directory.member_added",
        "directory.organisation_created",
    ]


@pytest.mark.parametrize(
    ("typed", "kept"), [("552 032 534 00646", "55203253400646"), ("356 000 000 00100", "35600000000100")]
)
def test_a_siret_is_kept_without_its_spaces(typed: str, kept: str) -> None:
    organisation = actions.create_organisation({"name": "Une société", "siret": typed}, by=None)
    assert (organisation.siret, organisation.siren) == (kept, kept[:9])


@pytest.mark.parametrize("wrong", ["55203253400647", "5520325340064", "ABCDEFGHIJKLMN"])
def test_a_wrong_siret_is_refused_at_its_field(wrong: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.create_organisation({"name": "Une société", "siret": wrong}, by=None)
    assert list(refusal.value.fields) == ["siret"]
    assert not Organisation.objects.exists()


def test_an_rna_number_is_checked() -> None:
    organisation = actions.create_organisation({"name": "Une association", "rna": "w07 1234567"}, by=None)
    assert organisation.rna == "W071234567"
    with pytest.raises(Invalid):
        actions.create_organisation({"name": "Une autre", "rna": "W12"}, by=None)


def test_a_local_authority_has_a_perimeter() -> None:
    commune(SAINT_AGREVE)
    epci = commune(SAINT_AGREVE).epci
    assert epci is not None
    authority = actions.create_organisation(
        {"name": epci.name, "legal_form": LegalForm.EPCI}, by=None, perimeter=[("epci", epci.code)]
    )
    assert authority.is_local_authority
    assert list(Organisation.objects.covering(commune(SAINT_AGREVE))) == [authority]
    assert list(Organisation.objects.covering(commune(PRIVAS))) == []


def test_a_place_without_coordinates_stands_at_its_commune_and_says_so() -> None:
    home = commune(SAINT_AGREVE)
    place = actions.create_place({"name": "L’Établi", "commune": home}, by=None)
    assert (place.latitude, place.longitude) == (home.latitude, home.longitude)
    assert place.location_precision == LocationPrecision.COMMUNE


def test_a_place_overseas_keeps_its_exact_point() -> None:
    place = actions.create_place(
        {"name": "La Kaz", "commune": commune(SAINT_DENIS_REUNION), "latitude": -20.88, "longitude": 55.45},
        by=None,
    )
    assert place.location_precision == LocationPrecision.EXACT


def test_a_place_that_moves_follows_its_commune() -> None:
    place = actions.create_place({"name": "L’Établi", "commune": commune(SAINT_AGREVE)}, by=None)
    moved = actions.update_place(place, {"commune": commune(LE_CHEYLARD)}, by=None)
    assert (moved.latitude, moved.longitude) == (
        commune(LE_CHEYLARD).latitude,
        commune(LE_CHEYLARD).longitude,
    )


def test_opening_hours_follow_openstreetmap() -> None:
    values = {"name": "L’Établi", "commune": commune()}
    place = actions.create_place({**values, "opening_hours": "Mo-Fr 09:00-18:00; PH off"}, by=None)
    assert place.opening_hours == "Mo-Fr 09:00-18:00; PH off"
    with pytest.raises(Invalid) as refusal:
        actions.create_place({**values, "opening_hours": "du lundi au vendredi"}, by=None)
    assert list(refusal.value.fields) == ["opening_hours"]


def test_workshops_fit_in_the_place() -> None:
    with pytest.raises(Invalid):
        actions.create_place(
            {"name": "L’Établi", "commune": commune(), "surface_m2": 100, "workshop_surface_m2": 200}, by=None
        )


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        actions.create_place({"name": "L’Établi", "commune": commune(), "types": ["castle"]}, by=None)
    assert list(refusal.value.fields) == ["types"]


def test_an_unchanged_record_is_not_written_again() -> None:
    place = PlaceFactory()
    same = actions.update_place(place, {"name": place.name}, by=None)
    assert same.version == place.version
    assert not events.about(place).exists()


def test_what_changed_is_in_the_event() -> None:
    place = PlaceFactory()
    actions.update_place(place, {"name": "Autre nom", "equipment": place.equipment}, by=None)
    assert events.about(place).get().data == {"changed": ["name"]}


def test_publishing_and_taking_back() -> None:
    place = PlaceFactory(draft=True)
    assert list(Place.objects.public()) == []
    actions.publish(place, by=None)
    assert list(Place.objects.public()) == [place]
    actions.unpublish(place, by=None, why="under works")
    assert list(Place.objects.public()) == []


def test_a_free_service_costs_nothing() -> None:
    organisation = OrganisationFactory()
    with pytest.raises(Invalid):
        actions.create_service(
            {
                "name": "Un rendez-vous",
                "organisation": organisation,
                "price_kind": PriceKind.FREE,
                "price_amount": 10,
            },
            by=None,
        )


def test_a_service_follows_its_organisation_until_it_has_its_own_area() -> None:
    home, elsewhere = commune(SAINT_AGREVE), commune(TENCE)
    organisation = OrganisationFactory(perimeter=[("department", "07")])
    service = actions.create_service({"name": "Un rendez-vous", "organisation": organisation}, by=None)
    assert list(Service.objects.covering(home)) == [service]
    assert list(Service.objects.covering(elsewhere)) == []
    actions.set_service_area(service, [("commune", TENCE)], by=None)
    assert list(Service.objects.covering(home)) == []
    assert list(Service.objects.covering(elsewhere)) == [service]
    actions.set_service_area(service, [], by=None)
    assert list(Service.objects.covering(home)) == [service]


def test_levels_never_mix_and_overseas_counts() -> None:
    # Région 01 is Guadeloupe and département 01 is Ain: the level makes the difference.
    service = ServiceFactory(area=[("region", "01")])
    mayotte = ServiceFactory(area=[("department", "976")])
    france = ServiceFactory(area=[("country", "FR")])
    assert set(Service.objects.covering(commune("01001"))) == {france}
    assert set(Service.objects.covering(commune("97105"))) == {france, service}
    assert set(Service.objects.covering(commune(MAMOUDZOU))) == {france, mayotte}
    assert set(Service.objects.covering(commune(SAINT_PIERRE_ET_MIQUELON))) == {france}


def test_near_measures_from_the_point() -> None:
    here = PlaceFactory(commune=commune(SAINT_AGREVE))
    there = PlaceFactory(commune=commune(LE_CHEYLARD))
    far = PlaceFactory(commune=commune(SAINT_DENIS_REUNION))
    found = list(Place.objects.near_commune(commune(SAINT_AGREVE), 30).order_by("distance_km"))
    assert found == [here, there]
    assert 10 < found[1].distance_km < 25
    assert far not in found


@pytest.mark.parametrize(
    "typed",
    ["menuiserie", "menuiseries", "MENUISERIE", "la menuiserie partagée", "partagees", "menuis", "menuisrie"],
)
def test_text_forgives_endings_accents_and_a_letter(typed: str) -> None:
    wanted = PlaceFactory(name="La Menuiserie partagée")
    PlaceFactory(name="Filature du Dorlay", types=[PlaceType.CULTURAL], trades=[Trade.TEXTILE])
    assert list(Place.objects.matching(typed).order_by("-relevance", "pk")) == [wanted]


def test_text_finds_categories_in_french() -> None:
    loom = PlaceFactory(name="Filature", trades=[Trade.TEXTILE], types=[PlaceType.CULTURAL])
    PlaceFactory(name="Forge", trades=[Trade.METAL], types=[PlaceType.FABLAB])
    assert list(Place.objects.matching("textile")) == [loom]


def test_relations_are_written_once_and_end() -> None:
    network, member = OrganisationFactory(is_network=True), OrganisationFactory()
    relation = actions.relate(member, RelationKind.MEMBER_OF_NETWORK, network, by=None)
    with pytest.raises(Invalid):
        actions.relate(member, RelationKind.MEMBER_OF_NETWORK, network, by=None)
    actions.end_relation(relation, by=None)
    actions.relate(member, RelationKind.MEMBER_OF_NETWORK, network, by=None)
    assert OrganisationRelation.objects.count() == 2
    with pytest.raises(Invalid):
        actions.relate(member, RelationKind.PARTNER, member, by=None)


def test_drafts_show_to_their_organisation_only() -> None:
    insider, stranger, team = UserFactory(), UserFactory(), UserFactory(staff=True)
    draft = PlaceFactory(draft=True, organisation=OrganisationFactory(administrator=insider))
    assert list(Place.objects.visible_to(insider)) == [draft]
    assert list(Place.objects.visible_to(team)) == [draft]
    assert list(Place.objects.visible_to(stranger)) == []
    assert list(Place.objects.editable_by(insider)) == [draft]
