"""The directory in a real browser: pages judged by axe, two people on one page, an area without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from maillage.accounts.models import User
from maillage.directory import actions
from maillage.directory.emails import freshness_token
from maillage.directory.models import Organisation, Place, Service
from tests.browser.driving import Watcher
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import LE_CHEYLARD, SAINT_AGREVE, commune

SignIn = Callable[[Page, Any], Page]
Judge = Callable[[Page], None]


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory(full_name="Camille Rabot")
    return user


@pytest.fixture
def organisation(administrator: User) -> Organisation:
    made: Organisation = OrganisationFactory(
        name="Les Ateliers du Plateau", administrator=administrator, siret="55203253400646"
    )
    MembershipFactory(organisation=made, staff=True)
    actions.invite(made, "nouvelle@maillage.example", "member", by=administrator)
    return made


@pytest.fixture
def place(organisation: Organisation) -> Place:
    made: Place = PlaceFactory(
        name="La Menuiserie", organisation=organisation, opening_hours="Mo-Fr 09:00-18:00", stale=True
    )
    return made


def test_public_pages_on_a_phone(phone_page: Page, place: Place, axe: Judge) -> None:
    service = ServiceFactory(organisation=place.organisation, area=[("commune", SAINT_AGREVE)])
    assert place.organisation is not None
    for address in (
        "/lieux/",
        "/organisations/",
        "/accompagnements/",
        place.get_absolute_url(),
        place.organisation.get_absolute_url(),
        service.get_absolute_url(),
        f"/fiches/confirmer/{freshness_token([place], None)}/",
    ):
        phone_page.goto(address)
        axe(phone_page)


def test_the_workspace(
    page: Page,
    organisation: Organisation,
    place: Place,
    administrator: User,
    sign_in_browser: SignIn,
    axe: Judge,
) -> None:
    sign_in_browser(page, administrator)
    for word in ("", "fiche/", "equipe/", "lieux/", "lieux/nouveau/", "accompagnements/nouveau/", "reseau/"):
        page.goto(f"/organisations/{organisation.pk}/espace/{word}")
        axe(page)
    page.goto(f"/lieux/{place.pk}/photos/")
    axe(page)


def test_the_team_s_comparison(page: Page, place: Place, sign_in_browser: SignIn, axe: Judge) -> None:
    PlaceFactory(name="La Menuiserie")
    actions.propose_duplicates()
    sign_in_browser(page, UserFactory(staff=True))
    page.goto("/doublons/")
    axe(page)
    page.locator("main table a.btn").first.click()
    axe(page)
    page.locator("main form button[name=keep]").first.click()
    expect(page.locator("main .rows li")).to_have_count(1)
    assert Place.objects.filter(merged_into__isnull=False).count() == 1


def test_what_another_person_wrote_is_shown_beside_one_s_own(
    page: Page,
    place: Place,
    administrator: User,
    sign_in_browser: SignIn,
    axe: Judge,
    watcher: Watcher,
) -> None:
    watcher.allow("422")
    sign_in_browser(page, administrator)
    page.goto(f"/lieux/{place.pk}/modifier/")
    actions.update_place(place, {"description": "Écrit entre-temps"}, by=None)
    page.locator("textarea[name=description]").fill("Écrit ici")
    page.locator("main form.form > .actions button").click()
    expect(page.locator("main .note--wait")).to_contain_text("Écrit entre-temps")
    expect(page.locator("textarea[name=description]")).to_have_value("Écrit ici")
    axe(page)
    page.locator("main form.form > .actions button").click()
    page.wait_for_url(f"**{place.get_absolute_url()}")
    assert Place.objects.get(pk=place.pk).description == "Écrit ici"


def test_an_area_is_drawn_without_scripts(
    browser: Browser, base_url: str, organisation: Organisation, administrator: User, sign_in_browser: SignIn
) -> None:
    commune(SAINT_AGREVE), commune(LE_CHEYLARD)
    service = ServiceFactory(organisation=organisation)
    page = browser.new_context(java_script_enabled=False, base_url=base_url, locale="fr-FR").new_page()
    sign_in_browser(page, administrator)
    page.goto(f"/accompagnements/{service.pk}/modifier/")
    page.locator("input[name=area_add]").fill("Ardèche; Le Cheylard")
    page.locator("main form.form > .actions button").click()
    page.wait_for_url(f"**{service.get_absolute_url()}")
    refs = {str(row.ref) for row in Service.objects.get(pk=service.pk).territories.all()}
    assert refs == {"department:07", f"commune:{LE_CHEYLARD}"}
    page.context.close()
