"""The platform's main job, in a real browser, as four people who never meet.

An officer opens a call; a workshop applies from its commune; somebody in a big city is told at once
that they are not eligible; the officer selects and announces; a visitor sees the labelled place on
the public map and downloads the export.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from maillage.programmes.models import Application, Call, Label
from maillage.projects.models import Project
from tests.browser.driving import Watcher
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory
from tests.factories.programmes import ApplicationFactory, CallFactory, ProgrammeFactory
from tests.factories.projects import ProjectFactory
from tests.factories.territories import LYON, SAINT_AGREVE, commune

Person = Callable[..., Page]
Judge = Callable[..., None]
SEND = "main form button[type=submit]"


@pytest.fixture
def people(transactional_db: None) -> dict[str, Any]:
    """An officer and their programme, the manager of a workshop and their place."""
    officer = UserFactory(full_name="Olive Officier", language="en")
    programme = ProgrammeFactory(officer=officer, name="Ateliers de proximité", slug="ateliers")
    manager = UserFactory(full_name="Camille Porteuse", language="en")
    organisation = OrganisationFactory(name="Les Copeaux", administrator=manager)
    commune(SAINT_AGREVE)
    commune(LYON)
    place = PlaceFactory(name="La Scierie", organisation=organisation)
    return {"officer": officer, "programme": programme, "manager": manager, "place": place}


def in_paris(days: float) -> str:
    return timezone.localtime(timezone.now() + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def choose_commune(page: Page, label: str | re.Pattern[str], typed: str, wanted: str) -> None:
    """Types in the look-up and takes a suggestion with the keyboard, as people do."""
    box = page.get_by_label(label)
    box.click()
    box.press_sequentially(typed, delay=30)
    expect(page.get_by_role("option", name=re.compile(wanted)).first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")


def open_a_call(page: Page, axe: Judge) -> Call:
    """The officer's way: words and moments, a condition, publication."""
    page.goto("/programmes/ateliers/pilotage/")
    axe(page)
    page.locator(".title__actions .btn").first.click()
    page.locator("[name=title]").fill("Vague 1")
    page.locator("[name=summary]").fill("Pour des ateliers partagés à la campagne.")
    page.locator("[name=opens_at]").fill(in_paris(-1))
    page.locator("[name=closes_at]").fill(in_paris(20))
    page.locator("[name=places]").fill("2")
    page.locator("[name=next_steps]").fill("Réponse sous deux mois.")
    axe(page)
    page.locator(SEND).first.click()
    page.wait_for_url("**/regles/")
    axe(page)
    page.locator("a[href$='/ajouter/population_below/']").click()
    page.locator("[name=population_below]").fill("20000")
    page.locator("[name=sentence]").fill("La commune a moins de 20 000 habitants.")
    page.locator(SEND).first.click()
    expect(page.get_by_text("La commune a moins de 20 000 habitants.").first).to_be_visible()
    page.locator(".title__actions .btn").first.click()
    page.wait_for_url("**/publier/")
    axe(page)
    page.locator(SEND).first.click()
    page.wait_for_url("**/pilotage/appels/")
    return Call.objects.get(title="Vague 1")


def told_at_once(page: Page, call: Call, axe: Judge) -> None:
    """Somebody in Lyon, on a phone, without an account."""
    page.goto("/programmes/")
    axe(page)
    page.get_by_role("link", name="Vague 1").click()
    page.wait_for_url("**/programmes/appels/**")
    axe(page)
    choose_commune(page, re.compile("commune", re.I), "lyon", "Lyon")
    page.locator(SEND).first.click()
    page.wait_for_url("**/eligibilite/**")
    verdict = page.locator(".note--no")
    expect(verdict).to_contain_text("Lyon")
    expect(verdict).to_contain_text("La commune a moins de 20 000 habitants.")
    axe(page)
    assert Application.objects.count() == 0


def apply_from_the_commune(page: Page, call: Call, axe: Judge, people: dict[str, Any]) -> Application:
    """The manager's way: a project first, then its application, read again, submitted once."""
    page.goto(f"/programmes/appels/{call.pk}-{call.slug}/")
    page.locator(".title__actions .btn").first.click()
    page.wait_for_url("**/candidater/")
    axe(page)
    page.locator("main .btn").first.click()
    page.wait_for_url("**/projets/nouveau/**")
    page.locator("[name=title]").fill("Atelier des Copeaux")
    page.locator("[name=summary]").fill("Un atelier bois ouvert aux artisans et aux habitants.")
    choose_commune(page, re.compile("Où|Where"), "st agreve", "Saint-Agrève")
    page.get_by_label("Les Copeaux").check()
    page.locator("[name=place]").select_option(label="La Scierie")
    axe(page)
    page.locator(SEND).first.click()
    page.wait_for_url("**/candidater/")
    expect(page.locator("main .badge--ok")).to_be_visible()
    page.locator(SEND).first.click()
    page.wait_for_url("**/rediger/")
    axe(page)
    page.locator("[name='presentation.project']").fill("Mettre en commun nos machines.")
    # The draft saves itself: another device would find it.
    expect(page.locator("[data-autosave-state]")).not_to_be_empty()
    draft = Application.objects.get()
    assert draft.answers["presentation.project"] == "Mettre en commun nos machines."
    page.locator("[name='presentation.activities']").fill("Menuiserie, tournage, réparation.")
    page.locator("[name='means.team']").fill("Trois menuisiers et une coordinatrice.")
    page.locator("[name='budget.requested_amount']").fill("25 000")
    page.locator("button[name=submit]").click()
    page.wait_for_url("**/deposer/")
    axe(page)
    page.locator(SEND).first.dblclick()
    page.wait_for_url("**/recu/")
    expect(page.locator("h1")).to_contain_text(draft.reference)
    axe(page)
    return Application.objects.get()


def select_and_announce(page: Page, application: Application, axe: Judge) -> None:
    """The officer ticks, decides, reads what publishing does, and publishes."""
    page.goto(f"/programmes/ateliers/pilotage/appels/{application.call_id}/candidatures/")
    axe(page)
    page.get_by_role("link", name="Atelier des Copeaux").click()
    page.wait_for_url("**/pilotage/candidatures/**")
    axe(page)
    page.locator("[name=decision][value=retained]").check()
    page.locator("aside form button[type=submit]").first.click()
    expect(page.locator(".toast").first).to_be_visible()
    page.goto(f"/programmes/ateliers/pilotage/appels/{application.call_id}/candidatures/")
    page.locator(".title__actions .btn").first.click()
    page.wait_for_url("**/decisions/")
    axe(page)
    page.locator("[name=name]").fill("Promotion 1")
    page.locator(SEND).first.click()
    page.wait_for_url("**/promotions/")
    axe(page)
    page.get_by_role("link", name="See the labels").click()
    page.wait_for_url("**/labels/")
    expect(page.get_by_role("link", name="La Scierie", exact=True)).to_be_visible()
    axe(page)


def find_the_cohort(page: Page, axe: Judge, people: dict[str, Any]) -> None:
    """Anybody: the programme's map and list, the place's page, the files, the common map."""
    page.goto("/programmes/ateliers/")
    expect(page.get_by_role("link", name="La Scierie").first).to_be_visible()
    packed = json.loads(page.locator("[data-map] script[type='application/json']").text_content() or "{}")
    assert [point["title"] for point in packed["points"]] == ["La Scierie"]
    axe(page)
    with page.expect_download() as csv_file:
        page.locator("a[href$='labels.csv']").click()
    rows = list(csv.DictReader(io.StringIO(csv_file.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [(row["lieu"], row["promotion"], row["code_insee"]) for row in rows] == [
        ("La Scierie", "Promotion 1", SAINT_AGREVE)
    ]
    with page.expect_download() as shape_file:
        page.locator("a[href$='labels.geojson']").click()
    shape = json.loads(shape_file.value.path().read_text())
    assert [feature["properties"]["projet"] for feature in shape["features"]] == ["Atelier des Copeaux"]
    page.goto(people["place"].get_absolute_url())
    expect(page.get_by_text("Atelier de proximité").first).to_be_visible()
    page.goto("/carte/?q=scierie")
    expect(page.get_by_text("La Scierie").first).to_be_visible()
    expect(page.get_by_text("Atelier de proximité").first).to_be_visible()


def test_the_main_job_as_four_people(
    new_person: Person, axe: Judge, people: dict[str, Any], last_email: Callable[[str], Any]
) -> None:
    officer = new_person(people["officer"])
    call = open_a_call(officer, axe)
    told_at_once(new_person(phone=True), call, axe)
    manager = new_person(people["manager"])
    application = apply_from_the_commune(manager, call, axe, people)
    assert application.reference in last_email(people["manager"].email).subject
    assert [row.commune_id for row in Project.objects.all()] == [SAINT_AGREVE]
    select_and_announce(officer, application, axe)
    assert Label.objects.get().place == people["place"]
    assert "Atelier de proximité" in last_email(people["manager"].email).body_text
    # The manager reads it in the project's thread.
    manager.goto(application.project.get_absolute_url())
    expect(manager.locator("main")).to_contain_text("La Scierie")
    axe(manager)
    find_the_cohort(new_person(), axe, people)


def test_a_draft_written_on_two_devices_loses_nothing(
    new_person: Person, axe: Judge, people: dict[str, Any], watcher: Watcher
) -> None:
    """Two windows of the same person: the second is told, and both texts are on the screen."""
    watcher.allow("409 .Conflict.")
    manager = people["manager"]
    project = ProjectFactory(carrier=manager, created_by=manager)
    draft = ApplicationFactory(call=CallFactory(programme=people["programme"]), project=project)
    path = f"/programmes/candidatures/{draft.reference}/rediger/"
    desk, phone = new_person(manager), new_person(manager, phone=True)
    desk.goto(path)
    phone.goto(path)
    phone.locator("[name='means.team']").fill("Écrit sur le téléphone.")
    expect(phone.locator("[data-autosave-state]")).not_to_be_empty()
    axe(phone)
    desk.locator("[name='means.team']").fill("Écrit au bureau.")
    expect(desk.locator("[data-autosave-state]")).not_to_be_empty()
    draft.refresh_from_db()
    assert draft.answers["means.team"] == "Écrit sur le téléphone."
    desk.locator("main form .btn--quiet[type=submit]").first.click()
    desk.wait_for_load_state()
    expect(desk.locator(".note--wait").first).to_contain_text("Écrit sur le téléphone.")
    assert desk.locator("[name='means.team']").input_value() == "Écrit au bureau."
    axe(desk)
    desk.locator("main form .btn--quiet[type=submit]").first.click()
    desk.wait_for_load_state()
    draft.refresh_from_db()
    assert draft.answers["means.team"] == "Écrit au bureau."
