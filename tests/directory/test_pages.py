"""Public pages: what everyone sees, at one address per record, in a fixed number of queries."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from maillage.directory import actions
from maillage.directory.enums import PlaceStatus, PlaceType, RecordKind, RelationKind, Stage, Trade
from maillage.directory.extensions import Label, LabelSource, label_sources
from maillage.directory.models import Organisation, Place, Service
from tests.directory.counting import MOST_QUERIES, queries_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import (
    LE_CHEYLARD,
    SAINT_AGREVE,
    SAINT_DENIS_REUNION,
    TENCE,
    commune,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


def test_the_page_of_a_place_says_what_it_is(client: Client) -> None:
    place = PlaceFactory(
        name="La Menuiserie partagée",
        opening_hours="24/7",
        trades=[Trade.WOOD],
        equipment="Une raboteuse",
        surface_m2=420,
    )
    page = client.get(place.get_absolute_url()).content.decode()
    for expected in (
        "La Menuiserie partagée",
        "Une raboteuse",
        "420",
        "Saint-Agrève",
        place.organisation.name,
    ):
        assert expected in page


def test_one_address_per_record(client: Client) -> None:
    place = PlaceFactory(name="L’Établi")
    assert place.get_absolute_url() == f"/lieux/{place.pk}-l-etabli/"
    for other in (f"/lieux/{place.pk}/", f"/lieux/{place.pk}-ancien-nom/"):
        response = client.get(other)
        assert (response.status_code, response["Location"]) == (302, place.get_absolute_url())


@pytest.mark.parametrize("factory", [PlaceFactory, OrganisationFactory, ServiceFactory])
def test_a_draft_does_not_exist_for_others(factory: Any, client: Client, sign_in: SignIn) -> None:
    insider = UserFactory()
    organisation = OrganisationFactory(administrator=insider, draft=factory is OrganisationFactory)
    draft = organisation if factory is OrganisationFactory else factory(draft=True, organisation=organisation)
    url = draft.get_absolute_url()
    assert client.get(url).status_code == 404
    assert sign_in(UserFactory()).get(url).status_code == 404
    assert sign_in(insider).get(url).status_code == 200
    assert sign_in(UserFactory(staff=True)).get(url).status_code == 200


def test_a_place_of_a_draft_organisation_does_not_name_it(client: Client) -> None:
    place = PlaceFactory(organisation=OrganisationFactory(draft=True, name="Le Secret"))
    assert "Le Secret" not in client.get(place.get_absolute_url()).content.decode()
    rows = b"".join(client.get("/lieux/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Le Secret" not in rows


def test_a_stale_record_is_marked_in_public(client: Client) -> None:
    stale, fresh = PlaceFactory(stale=True), PlaceFactory()
    mark = "note--wait"
    assert mark in client.get(stale.get_absolute_url()).content.decode()
    assert mark not in client.get(fresh.get_absolute_url()).content.decode()
    assert "badge--wait" in client.get("/lieux/").content.decode()


def test_the_page_of_an_organisation_gathers_what_it_does(client: Client) -> None:
    network = OrganisationFactory(name="Le Réseau des Ateliers", is_network=True)
    organisation = OrganisationFactory(siret="55203253400646", perimeter=[("department", "07")])
    commune(SAINT_AGREVE)
    place, service = PlaceFactory(organisation=organisation), ServiceFactory(organisation=organisation)
    hidden = PlaceFactory(organisation=organisation, draft=True, name="Lieu caché")
    actions.relate(organisation, RelationKind.MEMBER_OF_NETWORK, network, by=None)
    page = client.get(organisation.get_absolute_url()).content.decode()
    for expected in (place.name, service.name, network.name, "55203253400646", "Ardèche"):
        assert expected in page
    assert hidden.name not in page
    assert organisation.name in client.get(network.get_absolute_url()).content.decode()


def test_the_page_of_a_service_names_its_area(client: Client) -> None:
    commune(SAINT_AGREVE), commune(TENCE)
    own = ServiceFactory(area=[("commune", TENCE)])
    inherited = ServiceFactory(organisation=OrganisationFactory(perimeter=[("department", "07")]))
    assert "Tence" in client.get(own.get_absolute_url()).content.decode()
    assert "Ardèche" in client.get(inherited.get_absolute_url()).content.decode()


def test_labels_come_from_higher_floors(client: Client) -> None:
    place = PlaceFactory()
    source = label_sources.add(
        LabelSource("test", lambda places: {p.pk: [Label("Manufacture d’essai")] for p in places})
    )
    try:
        assert "Manufacture d’essai" in client.get(place.get_absolute_url()).content.decode()
        assert "Manufacture d’essai" in client.get("/lieux/").content.decode()
    finally:
        label_sources._entries.pop(source.key)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"scierie", "filature", "kaz"}),
        ("?type=fablab", {"kaz"}),
        ("?filiere=textile", {"filature"}),
        ("?departement=974", {"kaz"}),
        ("?q=filatures", {"filature"}),
        ("?q=introuvable", set()),
        ("?type=chateau", {"scierie", "filature", "kaz"}),
    ],
)
def test_filters_live_in_the_address(client: Client, query: str, expected: set[str]) -> None:
    commune(SAINT_DENIS_REUNION)
    PlaceFactory(name="scierie")
    PlaceFactory(name="filature", trades=[Trade.TEXTILE], commune=commune(LE_CHEYLARD))
    PlaceFactory(name="kaz", types=[PlaceType.FABLAB], commune=commune(SAINT_DENIS_REUNION))
    PlaceFactory(name="close", status=PlaceStatus.CLOSED)
    page = client.get(f"/lieux/{query}")
    assert {place.name for place in page.context["page"].rows} == expected


def test_services_are_found_by_stage_and_by_departement(client: Client) -> None:
    commune(SAINT_AGREVE), commune(TENCE)
    ardeche = ServiceFactory(area=[("commune", SAINT_AGREVE)], stages=[Stage.IDEA])
    france = ServiceFactory(area=[("country", "FR")], stages=[Stage.DEVELOPMENT])

    def found(query: str) -> set[Service]:
        return set(client.get(f"/accompagnements/{query}").context["page"].rows)

    assert found("?departement=07") == {ardeche, france}
    assert found("?departement=43") == {france}
    assert found("?stade=idea") == {ardeche}


@pytest.mark.parametrize("address", ["/lieux/", "/organisations/", "/accompagnements/"])
def test_an_empty_list_offers_the_first_step(client: Client, address: str) -> None:
    assert 'href="/organisations/nouvelle/"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "factory"),
    [
        ("/lieux/", PlaceFactory),
        ("/organisations/", OrganisationFactory),
        ("/accompagnements/", ServiceFactory),
    ],
)
def test_lists_cost_the_same_for_one_and_for_thirty(client: Client, address: str, factory: Any) -> None:
    factory()
    for_one = queries_of(lambda: client.get(address))
    factory.create_batch(29)
    assert queries_of(lambda: client.get(address)) == for_one <= MOST_QUERIES
    rows = b"".join(client.get(f"{address}?format=csv").streaming_content)  # type: ignore[attr-defined]
    table = list(csv.reader(io.StringIO(rows.decode("utf-8-sig")), delimiter=";"))
    assert len(table) == 1 + factory._meta.model.objects.public().count()


def test_pages_cost_the_same_for_one_and_for_thirty(client: Client) -> None:
    organisation = OrganisationFactory()
    PlaceFactory(organisation=organisation), ServiceFactory(organisation=organisation)
    for_one = queries_of(lambda: client.get(organisation.get_absolute_url()))
    PlaceFactory.create_batch(29, organisation=organisation)
    ServiceFactory.create_batch(29, organisation=organisation)
    assert queries_of(lambda: client.get(organisation.get_absolute_url())) == for_one <= MOST_QUERIES


def test_the_list_is_paged_by_name(client: Client) -> None:
    for number in range(35):
        PlaceFactory(name=f"Atelier {number:02}", organisation=None)
    first = client.get("/lieux/").context["page"]
    second = client.get(f"/lieux/?cursor={first.next_cursor}").context["page"]
    names = [place.name for place in [*first.rows, *second.rows]]
    assert names == [f"Atelier {number:02}" for number in range(35)]


def test_capitals_and_accents_do_not_scatter_the_list() -> None:
    for name in ("écorce", "Zinc", "Établi", "abeille"):
        PlaceFactory(name=name, organisation=None)
    names = list(Place.objects.order_by("name_key").values_list("name", flat=True))
    assert names == ["abeille", "écorce", "Établi", "Zinc"]


def test_a_merged_record_leads_to_the_kept_one(client: Client) -> None:
    keep, drop = PlaceFactory(), PlaceFactory()
    actions.merge(keep, drop, by=None)
    response = client.get(drop.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, keep.get_absolute_url())
    assert [place.pk for place in client.get("/lieux/").context["page"].rows] == [keep.pk]


def test_kinds_are_told_apart() -> None:
    assert [model.kind for model in (Organisation, Place, Service)] == list(RecordKind)


def test_the_lookup_finds_published_organisations(client: Client) -> None:
    found = OrganisationFactory(name="La Fabrique des Possibles")
    OrganisationFactory(name="La Fabrique cachée", draft=True)
    results = client.get("/organisations/recherche/?q=fabrique").json()["results"]
    assert results == [{"code": str(found.pk), "label": found.name, "hint": "Saint-Agrève"}]


def test_a_territory_page_shows_places_and_services() -> None:
    from maillage.directory.register import places_panel, services_panel

    home = commune(SAINT_AGREVE)
    place = PlaceFactory(commune=home)
    PlaceFactory(commune=commune(TENCE))
    service = ServiceFactory(area=[("region", "84")])
    ServiceFactory(area=[("commune", TENCE)])
    places = places_panel(home, None)
    services = services_panel(home, None)
    assert places is not None
    assert services is not None
    assert [line[0] for line in places.context["lines"]] == [place]
    assert services.context["services"] == [service]
    assert places_panel(commune(LE_CHEYLARD), None) is None
