"""Open data: held against the standards' own validators, and stable for the programs that read it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema.v1 import Service as StandardService
from data_inclusion.schema.v1 import Structure
from django.core.management import CommandError, call_command
from django.utils import timezone

from maillage.core.exports import FORMULA_STARTS
from maillage.directory import data_inclusion as words
from maillage.directory.actions import update_place
from maillage.directory.enums import (
    Audience,
    PlaceType,
    PriceKind,
    Referrer,
    ServiceFormat,
    Stage,
    Theme,
    Trade,
)
from maillage.directory.exporting import exports
from maillage.directory.exporting.data_inclusion import (
    services,
    structures_of_organisations,
    structures_of_places,
)
from maillage.directory.importing import apply as importing
from maillage.directory.importing.plan import Options
from maillage.directory.models import Place
from tests.factories.directory import OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import SAINT_AGREVE, SAINT_DENIS_REUNION, commune

pytestmark = pytest.mark.django_db
STRICT = {"ignore_warnings": False}


def exported(key: str, format_: str) -> str:
    export = exports.get(key)
    assert export is not None
    return "".join(export.formats[format_]())


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines(), delimiter=";"))


# --- data·inclusion -------------------------------------------------------------------------------------
@pytest.fixture
def directory() -> None:
    """Records that stretch every field of the standard."""
    organisation = OrganisationFactory(
        name="Coopérative des Hauts Ateliers de la Montagne et de la Vallée. " * 3,
        siret="44306184100047",
        website="https://hauts-ateliers.org",
        email="accueil@hauts-ateliers.org",
        description="ok",
        perimeter=[("region", "84")],
    )
    place = PlaceFactory(
        name="Le",
        organisation=organisation,
        description="",
        postal_code="07320",
        opening_hours="Mo-Fr 09:00-18:00",
        website="",
        email="contact@lieu.example",
    )
    PlaceFactory(
        name="Outre-mer etc.",
        commune=commune(SAINT_DENIS_REUNION),
        organisation=None,
        confirmed_at=timezone.now(),
    )
    common = {"organisation": organisation, "description": ""}
    held = ServiceFactory(name="Un atelier.", formats=[ServiceFormat.GROUP], **common)
    held.places.add(place)
    ServiceFactory(name="France entière", area=[("country", "FR")], price_kind=PriceKind.FREE, **common)
    ServiceFactory(
        name="Deux départements",
        area=[("department", "07"), ("commune", SAINT_AGREVE), ("epci", "200073245")],
        themes=[Theme.ECOLOGY],
        stages=[],
        formats=[],
        **common,
    )
    for theme in Theme:
        for audience in Audience:
            ServiceFactory(
                name=f"{theme} {audience}",
                themes=[theme],
                audiences=[audience],
                formats=list(ServiceFormat),
                referrers=list(Referrer),
                price_kind=PriceKind.BY_MEANS,
                **common,
            )


@pytest.mark.usefixtures("directory")
def test_every_structure_and_service_passes_the_standard_s_validator() -> None:
    structures = [
        Structure.model_validate(row, context=STRICT)
        for row in [*structures_of_places(), *structures_of_organisations()]
    ]
    offers = [StandardService.model_validate(row, context=STRICT) for row in services()]
    assert len(structures) == 3
    assert len(offers) == 3 + len(Theme) * len(Audience)
    assert {offer.structure_id for offer in offers} <= {structure.id for structure in structures}


@pytest.mark.usefixtures("directory")
def test_the_whole_directory_refers_to_nothing_outside_itself() -> None:
    document = json.loads(exported("directory", "data-inclusion"))
    known = {row["id"] for row in document["structures"]}
    assert {row["structure_id"] for row in document["services"]} <= known
    for row in document["structures"]:
        Structure.model_validate(row, context=STRICT)


@pytest.mark.usefixtures("directory")
def test_areas_are_written_with_official_codes() -> None:
    areas = {row["nom"]: row["zone_eligibilite"] for row in services()}
    assert areas["France entière"] == ["france"]
    assert areas["Deux départements"] == ["07", SAINT_AGREVE, "200073245"]
    # Its organisation's perimeter, a région, is written as its départements.
    assert areas["Un atelier"] == ["07"]


@pytest.mark.usefixtures("directory")
def test_vocabularies_map_to_the_closed_lists() -> None:
    offers = {row["nom"]: row for row in services()}
    assert offers["Un atelier"]["type"] == "atelier"
    assert offers["Un atelier"]["modes_accueil"] == ["en-presentiel"]
    assert offers["France entière"]["frais"] == "gratuit"
    assert offers["Deux départements"]["thematiques"] is None
    assert offers[f"{Theme.FUNDING} {Audience.JOB_SEEKERS}"]["thematiques"] == [words.STRUCTURING]
    assert offers[f"{Theme.FUNDING} {Audience.JOB_SEEKERS}"]["publics"] == ["demandeurs-emploi"]
    assert offers[f"{Theme.FUNDING} {Audience.INHABITANTS}"]["publics"] == ["tous-publics"]


def test_every_word_of_the_directory_has_a_place_in_the_standard_s_lists() -> None:
    from data_inclusion.schema.v1 import Frais, PersonneMobilisatrice, Public, Thematique

    assert set(words.THEMATICS.values()) <= {value.value for value in Thematique}
    assert set(words.THEMES_OF_THEMATICS) <= {value.value for value in Thematique}
    assert set(words.STAGE_THEMATICS) == set(Stage)
    assert set(words.PUBLICS.values()) <= {value.value for value in Public}
    assert set(words.AUDIENCES) <= {value.value for value in Public}
    assert set(words.FEES.values()) == {value.value for value in Frais}
    assert set(words.MOBILISERS.values()) == {value.value for value in PersonneMobilisatrice}
    assert set(words.MOBILISERS) == set(Referrer)


def test_what_goes_out_as_data_inclusion_comes_in_again() -> None:
    organisation = OrganisationFactory(name="La Couveuse", siret="44306184100047")
    place = PlaceFactory(name="La Ruche", organisation=organisation)
    service = ServiceFactory(name="Se lancer", organisation=organisation, area=[("department", "07")])
    service.places.add(place)
    document = exported("directory", "data-inclusion")
    Place.objects.all().delete()

    request = importing.prepare(document.encode(), "annuaire.json", Options(source="miroir"))
    made = importing.dry_run(request)

    assert [line["outcome"] for line in made["lines"]] == ["created", "created"]


# --- CSV, GeoJSON ---------------------------------------------------------------------------------------
def test_places_come_out_as_csv_with_their_categories_in_words() -> None:
    place = PlaceFactory(name="Forge", types=[PlaceType.FABLAB], trades=[Trade.WOOD], surface_m2=120)
    PlaceFactory(name="Brouillon", draft=True)
    (row,) = table(exported("places", "csv"))
    assert (row["id"], row["nom"], row["code_insee"], row["departement"]) == (
        str(place.pk),
        "Forge",
        SAINT_AGREVE,
        "07",
    )
    assert (row["types"], row["surface_m2"]) == (PlaceType.FABLAB.label, "120")
    assert row["page"].endswith(place.get_absolute_url())


@pytest.mark.parametrize("start", FORMULA_STARTS[:4])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    PlaceFactory(name=f"{start}cmd|'/C calc'!A0")
    assert table(exported("places", "csv"))[0]["nom"].startswith("'")


def test_geojson_follows_rfc_7946() -> None:
    place = PlaceFactory(latitude=45.0101, longitude=4.3961)
    OrganisationFactory(name="Sans commune", commune=None)
    document = json.loads(exported("places", "geojson"))
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    (feature,) = document["features"]
    assert feature["type"] == "Feature"
    assert feature["id"] == place.pk
    assert feature["geometry"] == {"type": "Point", "coordinates": [4.3961, 45.0101]}
    assert feature["properties"]["nom"] == place.name
    organisations = json.loads(exported("organisations", "geojson"))["features"]
    assert {row["properties"]["nom"]: row["geometry"] for row in organisations}["Sans commune"] is None


def test_an_empty_directory_is_valid_in_every_format() -> None:
    assert json.loads(exported("places", "geojson"))["features"] == []
    assert json.loads(exported("directory", "data-inclusion")) == {"structures": [], "services": []}
    assert table(exported("services", "csv")) == []


# --- Addresses ------------------------------------------------------------------------------------------
def body(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def test_downloads_are_public_and_revalidated_by_version(client: Any) -> None:
    place = PlaceFactory()
    first = client.get("/donnees/lieux.csv")
    assert first.status_code == 200
    assert first["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="maillage-lieux-' in first["Content-Disposition"]
    assert first["Last-Modified"]
    assert "licence-ouverte" in first["Link"]
    assert place.name in body(first)
    kept = client.get("/donnees/lieux.csv", headers={"If-None-Match": first["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")
    update_place(place, {"name": "Autre nom"}, by=None)
    changed = client.get("/donnees/lieux.csv", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "Autre nom" in body(changed)


def test_formats_have_an_etag_each_and_unknown_ones_do_not_exist(client: Any) -> None:
    PlaceFactory()
    etags = {
        client.get(f"/donnees/lieux.{suffix}")["ETag"] for suffix in ("csv", "geojson", "data-inclusion.json")
    }
    assert len(etags) == 3
    for path in ("lieux.xml", "accompagnements.geojson", "rien.csv"):
        assert client.get(f"/donnees/{path}").status_code == 404


def test_the_page_of_open_data_lists_every_public_file(client: Any) -> None:
    page = client.get("/donnees/").content.decode()
    for export in exports:
        if export.is_public:
            assert f"/donnees/{export.slug}." in page
    assert "Licence Ouverte" in page


def test_the_command_writes_to_a_file_or_to_the_output(tmp_path: Path, capsys: Any) -> None:
    PlaceFactory(name="Forge")
    path = tmp_path / "lieux.geojson"
    call_command("export", "places", format="geojson", output=path, stdout=io.StringIO())
    assert json.loads(path.read_text())["features"][0]["properties"]["nom"] == "Forge"
    call_command("export", "places")
    assert "Forge" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("export", "services", format="geojson")


def test_dates_of_the_standard_are_never_in_the_future() -> None:
    PlaceFactory(updated_at=timezone.now() + dt.timedelta(days=3))
    (row,) = structures_of_places()
    Structure.model_validate(row, context=STRICT)
