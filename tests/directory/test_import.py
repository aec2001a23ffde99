"""Lists come in whole or not at all, twice without effect, and never over a local edit in silence."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections
from django.utils import translation

from maillage.core.errors import Invalid
from maillage.core.models import Event
from maillage.directory.actions import update_place
from maillage.directory.enums import (
    ConfirmationSource,
    ImportState,
    LocationPrecision,
    PlaceType,
    PriceKind,
    Theme,
    Trade,
)
from maillage.directory.importing import apply as importing
from maillage.directory.importing import mapping, report
from maillage.directory.importing.plan import Options
from maillage.directory.importing.readers import normalised, read
from maillage.directory.models import (
    ExternalId,
    ImportedValues,
    ImportMapping,
    ImportRun,
    Organisation,
    Place,
    Service,
)
from maillage.territories.actions import load_territories
from maillage.territories.enums import CommuneKind
from maillage.territories.models import Commune, Vintage
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.territories import GUERET, LE_CHEYLARD, LYON, PRIVAS, SAINT_AGREVE, TENCE, commune


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def _communes(db: None) -> None:
    for code in (SAINT_AGREVE, LE_CHEYLARD, PRIVAS, TENCE, LYON, GUERET):
        commune(code)


HEADER = "id;nom;insee;lat;lon;types;site"
LINES = (
    "a1;Atelier du Plateau;07204;45.0101;4.3961;atelier partagé, fablab;atelier.example.org",
    "a2;La Filature;07064;44.9060;4.4230;tiers-lieu;",
)


def listed(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines]).encode()


def bring_in(
    content: bytes,
    *,
    source: str = "région",
    columns: dict[str, str] | None = None,
    by: Any = None,
    department: str = "",
    **options: Any,
) -> dict[str, Any]:
    request = importing.prepare(
        content, "liste.csv", Options(source=source, **options), columns=columns, department=department
    )
    run = importing.apply(request, by=by, file_name="liste.csv", digest="0" * 64)
    assert run.report is not None
    return run.report


def trial(content: bytes, *, source: str = "région", **options: Any) -> dict[str, Any]:
    return importing.dry_run(importing.prepare(content, "liste.csv", Options(source=source, **options)))


def outcomes(made: dict[str, Any]) -> dict[int, str]:
    return {line["position"]: line["outcome"] for line in made["lines"]}


def line(made: dict[str, Any], position: int) -> dict[str, Any]:
    return next(line for line in made["lines"] if line["position"] == position)


# --- Creating, doing it again, updating ---------------------------------------------------------------
@pytest.mark.usefixtures("_communes")
def test_a_list_creates_public_places_with_what_it_says() -> None:
    made = bring_in(listed(*LINES))

    assert outcomes(made) == {2: "created", 3: "created"}
    place = Place.objects.get(name="Atelier du Plateau")
    assert place.commune_id == SAINT_AGREVE
    assert (place.latitude, place.longitude) == (45.0101, 4.3961)
    assert place.location_precision == LocationPrecision.EXACT
    assert place.types == [PlaceType.SHARED_WORKSHOP, PlaceType.FABLAB]
    assert place.website == "https://atelier.example.org"
    assert place.is_published
    assert place.confirmed_at is None
    assert list(Place.objects.public().matching("plateau")) == [place]
    assert list(place.external_ids.values_list("source", "identifier")) == [("région", "a1")]


@pytest.mark.usefixtures("_communes")
def test_the_same_file_again_changes_nothing() -> None:
    bring_in(listed(*LINES))
    before = list(Place.objects.order_by("pk").values())
    events = Event.objects.filter(verb__startswith="directory.place").count()

    made = bring_in(listed(*LINES))

    assert outcomes(made) == {2: "unchanged", 3: "unchanged"}
    assert list(Place.objects.order_by("pk").values()) == before
    assert Event.objects.filter(verb__startswith="directory.place").count() == events
    assert ExternalId.objects.count() == 2


@pytest.mark.usefixtures("_communes")
def test_a_list_without_identifiers_recognises_its_lines_by_name_and_municipality() -> None:
    content = listed("L’Atelier;07204", header="nom;insee")
    bring_in(content)

    made = bring_in(listed("l'atelier;07204", header="nom;insee"))

    assert outcomes(made) == {2: "unchanged"}
    assert Place.objects.count() == 1


@pytest.mark.usefixtures("_communes")
def test_a_changed_line_updates_its_place_and_leaves_an_event() -> None:
    editor = UserFactory()
    bring_in(listed(*LINES))
    changed = LINES[0].replace("Atelier du Plateau", "Atelier du Haut Plateau").replace("45.0101", "45.0102")

    made = bring_in(listed(changed, LINES[1]), by=editor)

    assert outcomes(made) == {2: "updated", 3: "unchanged"}
    place = Place.objects.get(external_ids__identifier="a1")
    assert (place.name, place.latitude, place.version) == ("Atelier du Haut Plateau", 45.0102, 2)
    event = Event.objects.get(verb="directory.place_updated")
    assert (event.subject_id, event.actor) == (str(place.pk), editor)
    assert event.data["changed"] == ["name", "position"]
    assert list(Place.objects.matching("haut")) == [place]


@pytest.mark.usefixtures("_communes")
def test_an_empty_cell_erases_nothing() -> None:
    bring_in(listed(*LINES))
    bring_in(listed("a1;Atelier du Plateau;07204;;;;", LINES[1]))
    place = Place.objects.get(external_ids__identifier="a1")
    assert (place.website, place.latitude) == ("https://atelier.example.org", 45.0101)


@pytest.mark.usefixtures("_communes")
def test_a_place_entered_here_is_found_by_name_and_only_completed() -> None:
    place = PlaceFactory(name="ATELIER DU PLATEAU", website="", types=[PlaceType.CAFE], phone="0400000000")
    content = listed(
        "a1;Atelier du Plateau;07204;45.0101;4.3961;fablab;atelier.example.org;0411111111",
        header=f"{HEADER};tel",
    )

    made = bring_in(content)

    place.refresh_from_db()
    assert outcomes(made) == {2: "updated"}
    assert place.name == "ATELIER DU PLATEAU"
    assert place.website == "https://atelier.example.org"
    assert place.types == [PlaceType.CAFE, PlaceType.FABLAB]
    assert (place.latitude, place.location_precision) == (45.0101, LocationPrecision.EXACT)
    assert place.phone == "0400000000"
    assert [conflict["field"] for conflict in line(made, 2)["conflicts"]] == ["phone"]


@pytest.mark.usefixtures("_communes")
def test_a_renamed_place_is_found_by_its_siret() -> None:
    siret = "44306184100047"
    place = PlaceFactory(name="Ancien nom", organisation=OrganisationFactory(siret=siret))
    made = bring_in(listed(f"Nouveau nom;07204;{siret}", header="nom;insee;siret"))
    assert Place.objects.count() == 1
    assert outcomes(made) == {2: "unchanged"}
    assert line(made, 2)["conflicts"][0]["there"] == "Nouveau nom"
    assert place.external_ids.count() == 1


# --- Local edits --------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_communes")
def test_a_local_edit_is_told_and_kept_when_the_list_changes_the_same_field() -> None:
    bring_in(listed(*LINES))
    place = Place.objects.get(external_ids__identifier="a1")
    update_place(place, {"website": "https://chez-nous.example.org"}, by=None)
    changed = listed(LINES[0].replace("atelier.example.org", "autre.example.org"), LINES[1])

    first, again = bring_in(changed), bring_in(changed)

    place.refresh_from_db()
    assert place.website == "https://chez-nous.example.org"
    for made in (first, again):
        assert made["counts"]["conflicts"] == 1
        assert line(made, 2)["conflicts"] == [
            {
                "field": "website",
                "here": "https://chez-nous.example.org",
                "there": "https://autre.example.org",
            }
        ]


@pytest.mark.usefixtures("_communes")
def test_a_local_edit_stands_when_the_list_has_not_changed() -> None:
    bring_in(listed(*LINES))
    place = Place.objects.get(external_ids__identifier="a1")
    update_place(place, {"name": "Notre atelier", "types": [PlaceType.FABLAB]}, by=None)

    made = bring_in(listed(*LINES))

    place.refresh_from_db()
    assert (place.name, place.types) == ("Notre atelier", [PlaceType.FABLAB])
    assert outcomes(made) == {2: "unchanged", 3: "unchanged"}
    assert made["counts"]["conflicts"] == 0


@pytest.mark.usefixtures("_communes")
def test_the_list_wins_a_conflict_when_the_importer_says_so() -> None:
    bring_in(listed(*LINES))
    place = Place.objects.get(external_ids__identifier="a1")
    update_place(place, {"website": "https://chez-nous.example.org"}, by=None)
    changed = listed(LINES[0].replace("atelier.example.org", "autre.example.org"), LINES[1])

    made = bring_in(changed, take_theirs=True)

    place.refresh_from_db()
    assert (place.website, made["counts"]["conflicts"]) == ("https://autre.example.org", 0)


@pytest.mark.usefixtures("_communes")
def test_the_day_of_the_list_confirms_unless_somebody_confirmed_since() -> None:
    header = "id;nom;insee;date_maj"
    bring_in(listed("a1;Un;07204;2024-01-31", "a2;Deux;07204;", header=header))
    one, two = Place.objects.order_by("external_ids__identifier")
    assert one.confirmed_at is not None
    assert (one.confirmed_at.date().isoformat(), one.confirmed_source) == ("2024-01-31", "import")
    assert two.confirmed_at is None
    later = PlaceFactory(name="Trois")
    made = bring_in(listed("a3;Trois;07204;2024-01-31", header=header))
    later.refresh_from_db()
    assert later.confirmed_source == ConfirmationSource.TEAM
    assert outcomes(made) == {2: "unchanged"}


# --- Where a place is -----------------------------------------------------------------------------------
def former(code: str, successor: str, name: str) -> Commune:
    heir = commune(successor)
    return Commune.objects.create(
        code=code,
        name=name,
        search_name=normalised(name),
        kind=CommuneKind.FORMER,
        is_current=False,
        successor=heir,
        department=heir.department,
        vintage="test",
    )


@pytest.mark.usefixtures("_communes")
def test_municipalities_are_found_by_code_else_by_name_and_departement_never_by_postal_code_alone() -> None:
    former("07999", LE_CHEYLARD, "Vieux-Bourg")
    saint_agreve = Commune.objects.get(pk=SAINT_AGREVE)
    twin = commune(TENCE)
    Commune.objects.filter(pk=TENCE).update(name=saint_agreve.name, search_name=saint_agreve.search_name)
    header = "nom;insee;commune;departement;code_postal"
    made = bring_in(
        listed(
            "Par code;07204;;;",
            "Code coupé;7204;;;",
            "Fusionnée;07999;;;",
            "Inconnu;07998;;;",
            "Postal;07320;;;",
            "Pas un code;abc;;;",
            "Nom et département;;St Agrève;07;",
            "Nom et nom du département;;SAINT-AGREVE;Ardèche;",
            "Nom et code postal;;Saint-Agrève;;07320",
            "Nom seul à deux;;Saint-Agrève;;",
            "Nom seul unique;;Le Cheylard;;",
            "Postal seul;;;;07320",
            "Rien;;;;",
            "Autre nom;07204;Privas;;",
            header=header,
        )
    )
    assert outcomes(made) == {
        2: "created",
        3: "created",
        4: "created",
        5: "refused",
        6: "refused",
        7: "refused",
        8: "created",
        9: "created",
        10: "created",
        11: "refused",
        12: "created",
        13: "refused",
        14: "refused",
        15: "created",
    }
    assert all(row["reason"] for row in made["lines"] if row["outcome"] == "refused")
    assert Place.objects.get(name="Code coupé").commune_id == SAINT_AGREVE
    assert Place.objects.get(name="Fusionnée").commune_id == LE_CHEYLARD
    assert "Vieux-Bourg" in line(made, 4)["notices"][0]
    assert Place.objects.get(name="Nom et code postal").commune_id == SAINT_AGREVE
    assert "07, 43" in line(made, 11)["reason"]
    assert "Privas" in line(made, 15)["notices"][0]
    assert twin.department_id == "43"


@pytest.mark.usefixtures("_communes")
def test_the_departement_of_the_list_completes_its_lines() -> None:
    made = bring_in(listed("Un;Saint-Agrève", header="nom;ville"), department="07")
    assert outcomes(made) == {2: "created"}
    made = bring_in(listed("Deux;Saint-Agrève", header="nom;ville"), department="43")
    assert outcomes(made) == {2: "refused"}


@pytest.mark.usefixtures("_communes")
def test_coordinates_are_checked_against_the_municipality() -> None:
    centre = commune(SAINT_AGREVE)
    made = bring_in(
        listed(
            "a;Juste;07204;45.02;4.40;;",
            "b;Échangées;07204;4.40;45.02;;",
            "c;Ailleurs;07204;48.85;2.35;;",
            "d;Absentes;07204;;;;",
            "e;Virgule;07204;45,02;4,41;;",
            "f;Lambert;07204;800000;6400000;;",
        )
    )
    placed = {place.name: place for place in Place.objects.all()}
    assert (placed["Échangées"].latitude, placed["Échangées"].longitude) == (45.02, 4.40)
    assert placed["Virgule"].longitude == 4.41
    for name in ("Ailleurs", "Absentes", "Lambert"):
        place = placed[name]
        assert (place.latitude, place.longitude) == (centre.latitude, centre.longitude)
        assert place.location_precision == LocationPrecision.COMMUNE
    assert [bool(row["notices"]) for row in made["lines"]] == [False, True, True, True, False, True]


@pytest.mark.usefixtures("_communes")
def test_coordinates_that_are_all_centres_are_said_to_be_centres() -> None:
    codes = [SAINT_AGREVE, LE_CHEYLARD, PRIVAS, TENCE, LYON, GUERET]
    lines = [
        f"{rank}{code};Lieu {rank} {code};{code};{commune(code).latitude};{commune(code).longitude};;"
        for code in codes
        for rank in (1, 2)
    ]
    made = bring_in(listed(*lines))
    assert set(Place.objects.values_list("location_precision", flat=True)) == {LocationPrecision.COMMUNE}
    assert len(made["notices"]) == 1


# --- Words ----------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_communes")
def test_unknown_words_are_listed_with_their_count_and_malformed_values_told() -> None:
    header = "nom;insee;types;filieres;site_web;courriel;horaires;siret"
    made = bring_in(
        listed(
            "Un;07204;fablab, soucoupe;bois;pas une adresse;personne;Mo-Fr 09:00-18:00;123",
            "Deux;07204;soucoupe;licorne;;a@lieu.example.org;tous les jours;",
            header=header,
        )
    )
    assert made["unknown_words"] == {"types": {"soucoupe": 2}, "trades": {"licorne": 1}}
    one, two = Place.objects.order_by("-name")
    assert (one.types, one.trades, one.website, one.email) == ([PlaceType.FABLAB], [Trade.WOOD], "", "")
    assert one.opening_hours == "Mo-Fr 09:00-18:00"
    assert (two.opening_hours, two.opening_note) == ("", "tous les jours")
    assert len(line(made, 2)["notices"]) == 4


@pytest.mark.usefixtures("_communes")
def test_a_programme_gives_a_type_and_a_sentence_once() -> None:
    header = "id;libelle;insee;programme"
    content = listed("m1;La Forge;07204;manufacture_de_proximite", header=header)
    bring_in(content)
    place = Place.objects.get()
    assert place.types == [PlaceType.SHARED_WORKSHOP]
    assert place.description == "Figure sur la liste « Manufacture de proximite »."
    update_place(place, {"description": "Le nôtre."}, by=None)
    assert outcomes(bring_in(content)) == {2: "unchanged"}
    place.refresh_from_db()
    assert place.description == "Le nôtre."


@pytest.mark.usefixtures("_communes")
def test_a_doubled_label_is_refused_and_names_the_other_line() -> None:
    header = "id;libelle;insee;programme"
    content = listed(
        "m1;La Forge;07204;manufacture_de_proximite",
        "m2;LA FORGE;07204;manufacture_de_proximite",
        "f1;la forge;07204;fabrique_de_territoire",
        "m1;Autre;07204;manufacture_de_proximite",
        header=header,
    )
    made = bring_in(content)
    assert outcomes(made) == {2: "created", 3: "refused", 4: "updated", 5: "refused"}
    assert "line 2" in line(made, 3)["reason"]
    assert set(Place.objects.get().types) == {PlaceType.SHARED_WORKSHOP, PlaceType.THIRD_PLACE}
    assert outcomes(bring_in(content)) == {2: "unchanged", 3: "refused", 4: "unchanged", 5: "refused"}


@pytest.mark.usefixtures("_communes")
def test_organisations_named_by_the_list_are_found_or_made_once() -> None:
    known = OrganisationFactory(name="Les Hauts Ateliers")
    header = "nom;insee;structure_porteuse;siret"
    content = listed(
        "Un;07204;les hauts ateliers;",
        "Deux;07204;Neuve;44306184100047",
        "Trois;07064;Neuve;44306184100047",
        header=header,
    )
    made = bring_in(content)
    assert Place.objects.get(name="Un").organisation == known
    new = Organisation.objects.get(siret="44306184100047")
    assert set(new.places.values_list("name", flat=True)) == {"Deux", "Trois"}
    assert made["counts"]["organisations"] == 1
    assert outcomes(bring_in(content)) == {2: "unchanged", 3: "unchanged", 4: "unchanged"}
    assert Organisation.objects.count() == 2


@pytest.mark.usefixtures("_communes")
def test_a_list_never_takes_a_place_from_its_organisation() -> None:
    place = PlaceFactory(name="Un")
    owner = place.organisation
    made = bring_in(listed("Un;07204;Quelqu’un d’autre", header="nom;insee;organisation"))
    place.refresh_from_db()
    assert place.organisation == owner
    assert [conflict["field"] for conflict in line(made, 2)["conflicts"]] == ["organisation"]


@pytest.mark.usefixtures("_communes")
def test_an_organisation_imports_its_own_places_and_no_other() -> None:
    mine, other = OrganisationFactory(), PlaceFactory(name="À d’autres")
    bring_in(listed("x9;Ailleurs;07064;;;;"), source="anct")

    made = bring_in(
        listed("b1;Le nôtre;07204;;;;", "b2;À d’autres;07204;;;;", "x9;Neuf;07204;;;;"),
        source="anct",
        organisation=mine,
    )

    assert outcomes(made) == {2: "created", 3: "refused", 4: "created"}
    assert Place.objects.get(name="Le nôtre").organisation == mine
    other.refresh_from_db()
    assert other.organisation != mine
    assert Place.objects.get(name="Ailleurs").organisation is None


# --- All or nothing -------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_communes")
def test_a_trial_writes_nothing() -> None:
    tables = [Place, ExternalId, ImportRun, ImportedValues, ImportMapping, Event, Organisation]
    before = [model.objects.count() for model in tables]
    made = trial(listed(*LINES))
    assert outcomes(made) == {2: "created", 3: "created"}
    assert [model.objects.count() for model in tables] == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "table", ["directory_place", "directory_externalid", "core_event", "directory_importmapping"]
)
def test_a_failure_half_way_leaves_nothing_behind(table: str) -> None:
    commune(SAINT_AGREVE)
    lines = [f"n{rank};Lieu {rank};07204;;;;" for rank in range(40)]
    events = Event.objects.count()
    written: list[str] = []

    def break_off(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith(f'INSERT INTO "{table}"'):
            written.append(sql)
            raise IntegrityError("the connection breaks here")
        return result

    with connection.execute_wrapper(break_off), pytest.raises(IntegrityError):
        bring_in(listed(*lines))

    assert written, "the import never wrote to that table: the test proves nothing"
    assert (Place.objects.count(), ExternalId.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    assert (ImportMapping.objects.count(), Event.objects.count()) == (0, events)
    made = bring_in(listed(*lines))
    assert made["counts"]["created"] == 40


def _import_at_once(*, locked: bool, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Two imports of one list by two connections; the second starts while the first has planned."""
    commune(SAINT_AGREVE)
    both_planned = threading.Barrier(2, timeout=1.5)
    planned = importing._planned

    def meet(*arguments: Any, **keywords: Any) -> Any:
        made = planned(*arguments, **keywords)
        # Broken: the other one waits for the lock, as it should.
        with contextlib.suppress(threading.BrokenBarrierError):
            both_planned.wait()
        return made

    monkeypatch.setattr(importing, "_planned", meet)
    if not locked:
        monkeypatch.setattr(importing, "hold_the_lock", lambda: None)
    results: list[Any] = []

    def work() -> None:
        try:
            results.append(bring_in(listed("Un;07204", header="nom;insee"))["counts"])
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _rank in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    results = _import_at_once(locked=True, monkeypatch=monkeypatch)
    assert sorted((made["created"], made["unchanged"]) for made in results) == [(0, 1), (1, 0)]
    assert Place.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the race that the lock closes does exist."""
    results = _import_at_once(locked=False, monkeypatch=monkeypatch)
    assert any(isinstance(made, Exception) for made in results) or Place.objects.count() == 2


# --- Columns --------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_communes")
def test_columns_given_once_are_remembered_for_that_source_and_header() -> None:
    content = listed("Forge;07204", header="Quoi;Où")
    with pytest.raises(Invalid) as refusal:
        trial(content)
    assert set(refusal.value.fields) == {"name", "commune_code"}
    bring_in(content, columns={"name": "Quoi", "commune_code": "Où"})
    assert outcomes(trial(listed("Forge;07204", header="QUOI;ou"))) == {2: "unchanged"}
    with pytest.raises(Invalid):
        trial(content, source="autre")


def test_a_column_called_commune_is_a_code_or_a_name_by_what_it_holds() -> None:
    codes = read(b"nom;commune\nA;07204\nB;2A004\n")
    names = read("nom;commune\nA;Saint-Agrève\nB;Tence\n".encode())
    assert mapping.proposed(codes)["commune_code"] == "commune"
    assert mapping.proposed(names) == {"name": "nom", "commune_name": "commune"}


@pytest.mark.parametrize(
    "given", [{"nonsense": "nom"}, {"name": "absent"}, {"name": ""}, {"latitude": "nom", "longitude": ""}]
)
def test_a_mapping_that_cannot_work_is_refused(given: dict[str, str]) -> None:
    table = read(b"nom;insee\nA;07204\n")
    with pytest.raises(Invalid):
        mapping.checked({**mapping.proposed(table), **given}, table)


def test_a_mapping_is_written_on_the_command_line() -> None:
    assert mapping.parsed(["name=libellé", '{"types": "cat"}']) == {"name": "libellé", "types": "cat"}
    with pytest.raises(Invalid):
        mapping.parsed(["libellé"])


@pytest.mark.usefixtures("_communes")
def test_the_report_as_csv_has_a_row_per_line() -> None:
    made = bring_in(listed(*LINES, "a3;;07204;;;;"))
    rows = list(report.rows(made))
    assert [(row[0], row[2]) for row in rows] == [(2, "created"), (3, "created"), (4, "refused")]
    assert len(rows[0]) == len(report.HEADER)
    assert made["counts"]["lines"] == 3


# --- data·inclusion, GeoJSON ------------------------------------------------------------------------------
def inclusion(**service: Any) -> bytes:
    structure = {
        "source": "dora",
        "id": "dora--1",
        "nom": "La Couveuse",
        "date_maj": "2026-01-15",
        "code_insee": SAINT_AGREVE,
        "adresse": "1 place Verte",
        "siret": "44306184100047",
        "latitude": 45.01,
        "longitude": 4.39,
    }
    offer = {
        "source": "dora",
        "id": "dora--s1",
        "structure_id": "dora--1",
        "nom": "Créer son activité",
        "description": "Six mois pour tester une idée.",
        "date_maj": "2026-01-15",
        "type": "accompagnement",
        "thematiques": [
            "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
            "sante--addictions",
        ],
        "frais": "gratuit",
        "modes_accueil": ["en-presentiel"],
        "zone_eligibilite": ["07", "99999"],
        **service,
    }
    orphan = {**offer, "id": "dora--s2", "structure_id": "dora--404"}
    return json.dumps({"structures": [structure], "services": [offer, orphan]}).encode()


@pytest.mark.usefixtures("_communes")
def test_data_inclusion_brings_places_organisations_and_offers() -> None:
    made = bring_in(inclusion(), source="dora")

    assert outcomes(made) == {1: "created", 2: "created", 3: "refused"}
    place = Place.objects.get()
    assert place.organisation is not None
    assert (place.organisation.name, place.organisation.siret) == ("La Couveuse", "44306184100047")
    service = Service.objects.get()
    assert (service.organisation, service.price_kind) == (place.organisation, PriceKind.FREE)
    assert service.themes == [Theme.BUSINESS_CREATION]
    assert [area.ref for area in service.territories.all()] == [("department", "07")]
    assert list(service.places.all()) == [place]
    assert len(line(made, 2)["notices"]) == 2

    again = bring_in(inclusion(), source="dora")
    assert outcomes(again) == {1: "unchanged", 2: "unchanged", 3: "refused"}
    changed = bring_in(inclusion(nom="Créer son entreprise", zone_eligibilite=["france"]), source="dora")
    assert outcomes(changed)[2] == "updated"
    service.refresh_from_db()
    assert service.name == "Créer son entreprise"
    assert [area.ref for area in service.territories.all()] == [("country", "FR")]


@pytest.mark.usefixtures("_communes")
def test_geojson_is_imported_like_a_table() -> None:
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"nom": "Forge", "insee": SAINT_AGREVE},
                "geometry": {"type": "Point", "coordinates": [4.3961, 45.0101]},
            }
        ],
    }
    bring_in(json.dumps(document).encode())
    assert Place.objects.get().latitude == 45.0101


# --- The real list ----------------------------------------------------------------------------------------
def shared(name: str) -> Path | None:
    """A file handed beside the repository (``../shared/data``), or in MAILLAGE_SHARED."""
    roots = [Path(os.environ["MAILLAGE_SHARED"])] if "MAILLAGE_SHARED" in os.environ else []
    roots += [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
    return next((root / name for root in roots if (root / name).is_file()), None)


@pytest.mark.django_db
def test_the_real_list_of_fabriques_and_manufactures_is_accounted_for_line_by_line(tmp_path: Path) -> None:
    path = shared("fabriques_manufactures_anct.csv")
    if path is None:
        pytest.skip("the handed lists (../shared/data) are not beside this repository")
    if not Vintage.objects.exists():
        load_territories()
    written = tmp_path / "rapport.csv"

    call_command("import_places", path, source="anct", report=written, stdout=io.StringIO())

    rows = list(csv.DictReader(written.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    run = ImportRun.objects.get()
    assert run.state == ImportState.APPLIED
    assert run.counts == {
        "created": 490,
        "updated": 1,
        "unchanged": 0,
        "refused": 2,
        "lines": 493,
        "conflicts": 0,
        "noticed": 4,
        "organisations": 0,
    }
    assert sorted(int(next(iter(row.values()))) for row in rows) == list(range(2, 495))
    made = run.report or {}
    # Two doubled labels, one place with two labels, one without coordinates, one merged municipality,
    # one name longer than a name may be.
    assert {n: line(made, n)["kind"] for n in (456, 470)} == {456: "doubled", 470: "doubled"}
    assert outcomes(made)[440] == "updated"
    assert "Luz" in Place.objects.get(external_ids__identifier="manuprox-2-95").name
    anis = Place.objects.get(external_ids__identifier="fabt-364")
    assert (anis.commune_id, anis.location_precision) == ("97801", LocationPrecision.COMMUNE)
    assert anis.latitude == pytest.approx(18.07, abs=0.1)
    assert Place.objects.get(external_ids__identifier="fabt-379").commune_id == "49126"
    assert [row["position"] for row in made["lines"] if row["notices"]] == [96, 191, 383, 440]
    assert Place.objects.filter(types__contains=[PlaceType.SHARED_WORKSHOP]).count() == 109

    call_command("import_places", path, source="anct", stdout=io.StringIO())
    again = ImportRun.objects.order_by("-pk")[0].counts
    assert (again["unchanged"], again["refused"], again["created"], again["updated"]) == (491, 2, 0, 0)
