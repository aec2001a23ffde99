"""What programmes show in the rest of the house: labels, panels, to-do, exports, people, invariants."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.core import registry
from maillage.directory import exporting, extensions
from maillage.directory.models import Place
from maillage.programmes.actions import label as labels
from maillage.programmes.eligibility import CommuneCount
from maillage.programmes.enums import Decision, RuleKind
from maillage.programmes.models import Application, Call, EligibilityRule, Label, ProgrammeRole, StageFile
from maillage.programmes.queries import call as calls
from maillage.programmes.register import labels as label_register
from maillage.programmes.register import personal
from maillage.projects.enums import Visibility
from maillage.territories.actions import set_territories
from maillage.territories.enums import Level
from maillage.territories.models import TypologyRelease, TypologyValue
from maillage.territories.refs import TerritoryRef
from tests.factories.accounts import UserFactory
from tests.factories.directory import PlaceFactory, ServiceFactory
from tests.factories.programmes import (
    ApplicationFactory,
    CallFactory,
    LabelFactory,
    ProgrammeFactory,
)
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.territories import LE_CHEYLARD, LYON, PRIVAS, SAINT_AGREVE, commune
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db


def todo(user: Any) -> list[str]:
    source = registry.todo_sources.get("programmes")
    assert source is not None
    return [item.url for item in source.items_for(user)]


def broken(key: str) -> list[str]:
    invariant = registry.invariants.get(key)
    assert invariant is not None
    return list(invariant.broken())


def test_a_labelled_place_says_so_in_the_directory_and_on_the_map(world: World) -> None:
    label = LabelFactory(programme=world.programme, place=world.place)
    over = LabelFactory(programme=world.programme, ends_on=timezone.localdate() - dt.timedelta(days=1))
    draft = PlaceFactory(publication="draft")
    found = extensions.labels_of([world.place, over.place, draft])
    assert {pk: [row.name for row in rows] for pk, rows in found.items()} == {
        world.place.pk: [world.programme.label_name]
    }
    assert [row.url for row in found[world.place.pk]] == [label.get_absolute_url()]
    assert list(Place.objects.filter(extensions.is_labelled())) == [label.place]
    version = label_register.labels_version()
    labels.suspend(label, why="Travaux.", by=world.officer)
    assert label_register.labels_version() != version
    assert list(Place.objects.filter(extensions.is_labelled())) == []


def test_labels_are_exported_as_csv_and_geojson(world: World) -> None:
    LabelFactory(programme=world.programme, project=world.project, place=world.place)
    LabelFactory(programme=ProgrammeFactory(is_public=False))
    LabelFactory(place=PlaceFactory(publication="draft"))
    export = exporting.exports.get("labels")
    assert export is not None
    lines = "".join(export.formats["csv"]()).splitlines()
    assert lines[0].lstrip("\ufeff").split(";")[:5] == ["programme", "label", "promotion", "projet", "lieu"]
    assert [line.split(";")[4] for line in lines[1:]] == ["La Scierie"]
    shape = json.loads("".join(export.formats["geojson"]()))
    assert [feature["properties"]["code_insee"] for feature in shape["features"]] == [SAINT_AGREVE]


def test_a_communes_page_shows_the_open_calls_it_is_eligible_to(world: World) -> None:
    world.call.rules.create(
        position=1, kind=RuleKind.POPULATION_BELOW, sentence="Petite.", population_below=20000
    )
    CallFactory(closed=True), CallFactory(draft=True), CallFactory(upcoming=True)
    only_scic = CallFactory()
    only_scic.rules.create(position=1, kind=RuleKind.LEGAL_FORM, sentence="SCIC.", legal_forms=["scic"])
    panel = registry.territory_panels.get("calls")
    assert panel is not None

    def shown(code: str) -> set[Call]:
        built = panel.build(commune(code), None)
        return {found.call for found in built.context["opportunities"]} if built else set()

    assert shown(SAINT_AGREVE) == {world.call, only_scic}
    assert shown(LYON) == {only_scic}


def test_the_page_of_a_commune_that_has_everything_asks_twelve_questions(world: World, client: Any) -> None:
    """Labelled places, offers, public projects, a call with rules, typologies: no panel asks again what the
    page asks."""
    LabelFactory(programme=world.programme, place=world.place)
    PlaceFactory(commune=world.place.commune)
    ServiceFactory(area=[("country", "FR")])
    ProjectFactory(commune=world.place.commune, visibility=Visibility.PUBLIC)
    release = TypologyRelease.objects.create(kind="pvd", vintage="2026", source="test")
    TypologyValue.objects.create(release=release, commune=world.place.commune, value="yes")
    rule = world.call.rules.create(position=1, kind=RuleKind.TERRITORY, sentence="En Ardèche.")
    set_territories(rule.territories, [TerritoryRef(Level.DEPARTMENT, "07")])
    address = world.place.commune.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert [panel["key"] for panel in response.context["panels"]] == [
        "directory.places",
        "directory.services",
        "projects",
        "calls",
    ]
    assert len(captured) <= 12, [query["sql"][:150] for query in captured]
    asked = [query["sql"] for query in captured if "territories_typologyrelease" in query["sql"]]
    assert len(asked) == 1


def test_wider_territories_say_how_many_of_their_communes_a_call_admits(world: World, client: Any) -> None:
    ardeche = commune(SAINT_AGREVE).department
    for code in (LE_CHEYLARD, PRIVAS):
        assert commune(code).department == ardeche
    rule = world.call.rules.create(
        position=1, kind=RuleKind.POPULATION_BELOW, sentence="Petite.", population_below=2600
    )
    CallFactory(closed=True), CallFactory(draft=True)
    assert [(one.call, one.communes) for one in calls.open_within(ardeche)] == [
        (world.call, CommuneCount(total=3, eligible=1, ineligible=2))
    ]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for territory in (ardeche, ardeche.region):
        assert "1 commune of 3 is eligible" in client.get(territory.get_absolute_url()).text
    # The counts are kept; a call that opens is counted at once.
    everywhere = CallFactory()
    asked = CallFactory()
    asked.rules.create(position=1, kind=RuleKind.TYPOLOGY, sentence="PVD.", typologies=["pvd:yes"])
    found = {one.call: one for one in calls.open_within(ardeche)}
    assert (found[world.call].is_whole, found[everywhere].is_whole) == (False, True)
    assert found[asked].communes == CommuneCount(total=3, eligible=0, ineligible=0)
    # Where nobody may answer, the call is not named.
    EligibilityRule.objects.filter(pk=rule.pk).update(population_below=1)
    cache.clear()
    assert [one.call for one in calls.open_within(ardeche)] == [everywhere, asked]


def test_what_waits_is_on_the_right_desk(world: World) -> None:
    closed = CallFactory(programme=world.programme, closed=True)
    ApplicationFactory(call=world.call, project=world.project)
    ApplicationFactory(call=closed, submitted=True)
    ApplicationFactory(call=closed, waiting=True)
    asked = ApplicationFactory(
        call=world.call, eligibility="ineligible", derogation_request="Quartier isolé."
    )
    assert [url.rsplit("/", 2)[-2] for url in todo(world.carrier)] == ["rediger"]
    desk = todo(world.officer)
    base = "/programmes/ateliers/pilotage/appels"
    assert desk == [
        f"{base}/{closed.pk}/candidatures/?etat=a-decider",
        f"{base}/{closed.pk}/decisions/",
        f"{base}/{asked.call_id}/candidatures/#exceptions",
    ]
    assert todo(UserFactory()) == []


def test_a_file_of_an_application_is_read_by_its_people_only(world: World) -> None:
    from django.core.files.base import ContentFile

    from maillage.core import files
    from maillage.programmes.actions import application as applications
    from maillage.programmes.actions import filling

    draft = ApplicationFactory(call=world.call, project=world.project)
    upload = ContentFile(b"%PDF-1.4\n%%EOF\n", name="budget.pdf")
    stored = filling.receive_file(draft, "budget.files", upload, by=world.carrier).file
    adviser = ProjectMemberFactory(project=world.project).user
    readers = [world.carrier, adviser, world.officer, UserFactory()]
    assert [files.may_read(stored, person) for person in readers] == [True, True, False, False]
    applications.submit(draft, by=world.carrier)
    assert [files.may_read(stored, person) for person in readers] == [True, True, True, False]


def test_personal_data_is_exported_and_closing_waits_for_a_successor(world: World) -> None:
    ApplicationFactory(call=world.call, project=world.project, submitted=True)
    source = registry.personal_data.get("programmes")
    assert source is not None
    assert source.blockers is not None
    assert source.erase is not None
    given = source.export(world.carrier)
    assert [row["project"] for row in given["applications"]] == ["Atelier des Copeaux"]
    assert len(list(source.blockers(world.officer))) == 1
    assert len(list(source.blockers(world.carrier))) == 1
    Application.objects.update(
        decision=Decision.RETAINED,
        decided_at=timezone.now(),
        decided_by=world.officer,
        announced_decision=Decision.RETAINED,
        announced_at=timezone.now(),
    )
    assert list(source.blockers(world.carrier)) == []
    source.erase(world.officer)
    assert ProgrammeRole.objects.filter(user=world.officer).count() == 0


def test_closing_an_account_removes_drafts_of_its_own_and_keeps_submitted_files(world: World) -> None:
    draft = ApplicationFactory(call=world.call, project=world.project)
    personal.erase(world.carrier)
    assert Application.objects.filter(pk=draft.pk).count() == 0
    sent = ApplicationFactory(call=world.call, project=world.project, submitted=True)
    personal.erase(world.carrier)
    assert Application.objects.filter(pk=sent.pk).count() == 1


@pytest.mark.parametrize(
    "key",
    [
        "programmes.officer",
        "programmes.places",
        "programmes.late",
        "programmes.stages",
        "programmes.stage_files",
        "programmes.waves",
        "programmes.cohorts",
        "programmes.labels",
        "programmes.periods",
    ],
)
def test_doctor_finds_nothing_in_a_sane_house_and_each_fault_in_a_broken_one(world: World, key: str) -> None:
    ApplicationFactory(call=world.call, project=world.project, submitted=True)
    assert broken(key) == []
    if key == "programmes.officer":
        ProgrammeRole.objects.all().delete()
    elif key == "programmes.late":
        StageFile.objects.update(submitted_at=world.call.closes_at + dt.timedelta(seconds=1))
    elif key == "programmes.stages":
        Application.objects.update(wave=CallFactory(programme=world.programme).waves.get())
    elif key == "programmes.stage_files":
        StageFile.objects.all().delete()
    elif key == "programmes.waves":
        world.call.waves.update(places=2)
    elif key == "programmes.labels":
        LabelFactory(programme=world.programme, application=Application.objects.get())
    elif key == "programmes.periods":
        LabelFactory(programme=world.programme).periods.update(ends_on=timezone.localdate())
    else:
        for _row in range(world.call.places + 1):
            ApplicationFactory(call=world.call, retained=True, announced=True)
    assert len(broken(key)) >= 1
    assert Label.objects.count() == (1 if key in {"programmes.labels", "programmes.periods"} else 0)
