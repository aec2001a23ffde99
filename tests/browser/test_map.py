"""``/carte/`` as people use it: with a mouse, a keyboard, a phone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from maillage.directory.enums import PlaceType, Trade
from maillage.directory.models import Place
from maillage.portal.atlas import points, text
from tests.browser.driving import PHONE
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory, PlaceFactory, ServiceFactory
from tests.factories.territories import PRIVAS, SAINT_AGREVE, TENCE, commune

Judge = Callable[..., None]
READY = "[data-map][data-ready=yes]"


@pytest.fixture(autouse=True)
def places(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Place]:
    monkeypatch.setattr(points, "_versions", {})
    monkeypatch.setattr(points, "_kept", {})
    monkeypatch.setattr(text, "_kept", None)
    organisation = OrganisationFactory(name="Les Hauts Ateliers", perimeter=[("department", "07")])
    ServiceFactory(name="Passer de l’idée au projet", organisation=organisation)
    return {
        "ici": PlaceFactory(
            name="Atelier du Plateau",
            organisation=organisation,
            equipment="Raboteuse, scie à ruban",
            types=[PlaceType.SHARED_WORKSHOP],
            trades=[Trade.WOOD],
            opening_hours="24/7",
        ),
        "beside": PlaceFactory(
            name="Fablab des Sucs",
            organisation=organisation,
            commune=commune(TENCE),
            types=[PlaceType.FABLAB],
            trades=[Trade.DIGITAL_FABRICATION],
        ),
        "far": PlaceFactory(
            name="Halle de Privas", organisation=organisation, commune=commune(PRIVAS), trades=[]
        ),
    }


def names(page: Page) -> list[str]:
    return page.locator("#resultats .item__title").all_inner_texts()


def test_a_search_is_shared_by_its_address(page: Page, axe: Judge) -> None:
    page.goto("/carte/")
    page.wait_for_selector(READY)
    assert len(names(page)) == 3
    axe(page)

    page.locator("#carte_q").fill("raboteuze")
    page.locator("#carte_q").press("Enter")
    page.wait_for_url("**/carte/?*q=raboteuze*")
    assert names(page) == ["Atelier du Plateau"]
    expect(page.locator(".note")).to_contain_text("raboteuse")
    axe(page)

    address = page.url
    page.goto("/carte/")
    page.goto(address)
    assert names(page) == ["Atelier du Plateau"]
    assert page.locator("#carte_q").input_value() == "raboteuze"


def test_a_municipality_is_chosen_from_the_suggestions(page: Page) -> None:
    page.goto("/carte/")
    near = page.locator("input[name=pres]")
    near.click()
    near.press_sequentially("saint agr", delay=30)
    page.get_by_role("option", name=re.compile("Saint-Agrève")).click()
    page.locator("select[name=km]").select_option("20")
    page.locator(".seek__go button").first.click()
    page.wait_for_url(f"**/carte/?*{SAINT_AGREVE}*")
    assert names(page) == ["Atelier du Plateau", "Fablab des Sucs"]
    assert "km" in page.locator("#resultats .item__meta").nth(1).inner_text()


def test_filters_and_kinds_narrow_the_list_and_the_map(page: Page) -> None:
    page.goto("/carte/")
    page.wait_for_selector(READY)
    page.locator(".seek summary").click()
    page.locator("select[name=type]").select_option("fablab")
    page.locator(".seek details .seek__go button").click()
    page.wait_for_url("**/carte/?*type=fablab*")
    assert names(page) == ["Fablab des Sucs"]
    page.wait_for_selector(READY)
    with page.expect_request(re.compile(r"/carte/points\.json.*type=fablab")) as asked:
        page.reload()
    # Asked again: the browser may drop a body that its page no longer needs.
    assert len(page.request.get(asked.value.url).json()["id"]) == 1

    page.locator(".filters .chip").nth(1).click()
    page.wait_for_url("**/carte/?*quoi=accompagnements*")
    assert names(page) == ["Passer de l’idée au projet"]


def test_the_map_finds_the_line_of_a_point_and_shows_its_card(page: Page, places: dict[str, Place]) -> None:
    page.add_init_script(
        "addEventListener('map:ready', (event) => { globalThis.drawn = event.detail.map; }, true);"
    )
    page.goto("/carte/")
    page.wait_for_selector(READY)
    # Asked once and answered by the page: to ask again and again needs eval, which the policy forbids.
    page.evaluate(
        """() => new Promise((done) => {
            const map = globalThis.drawn;
            if (map.areTilesLoaded()) done();
            else map.once("idle", () => done());
        })"""
    )
    chosen = places["far"]
    box = page.locator("[data-map-canvas] canvas").bounding_box()
    where = page.evaluate(
        "([lon, lat]) => { const at = drawn.project([lon, lat]); return [at.x, at.y]; }",
        [chosen.longitude, chosen.latitude],
    )
    assert box is not None
    page.mouse.click(box["x"] + where[0], box["y"] + where[1])

    line = page.locator(f'[data-map-point="{chosen.pk}"]')
    expect(line).to_have_attribute("data-active", "true")
    expect(page.locator("[data-map] .stack a", has_text=chosen.name)).to_be_visible()

    other = page.locator(f'[data-map-point="{places["ici"].pk}"] a')
    other.focus()
    lit = page.evaluate(
        "async () => (await drawn.getSource('lit').getData()).features.map((f) => f.properties.id)"
    )
    assert lit == [str(places["ici"].pk)]


def test_on_a_phone_the_list_comes_first_and_the_map_is_one_touch_away(phone_page: Page, axe: Judge) -> None:
    phone_page.goto("/carte/")
    expect(phone_page.locator("#resultats")).to_be_visible()
    expect(phone_page.locator(".atlas__map")).to_be_hidden()
    axe(phone_page)
    phone_page.locator("[data-atlas-switch]").click()
    expect(phone_page.locator(".atlas__map")).to_be_visible()
    expect(phone_page.locator("#resultats")).to_be_hidden()
    phone_page.wait_for_selector(READY)
    phone_page.locator("[data-atlas-switch]").click()
    expect(phone_page.locator("#resultats")).to_be_visible()


@pytest.fixture
def plain(browser: Browser, base_url: str) -> Any:
    """A browser whose reader has turned scripts off."""
    context: BrowserContext = browser.new_context(
        base_url=base_url, java_script_enabled=False, locale="fr-FR", viewport=PHONE
    )
    yield context.new_page()
    context.close()


def test_without_javascript_the_map_is_a_list(plain: Page) -> None:
    plain.goto("/carte/")
    assert len(names(plain)) == 3
    plain.locator("#carte_q").fill("plateau")
    plain.locator("input[name=pres]").fill("saint-agreve")
    plain.locator(".seek__go button").first.click()
    assert "q=plateau" in plain.url
    assert names(plain) == ["Atelier du Plateau"]
    plain.locator("#resultats a").first.click()
    assert "/lieux/" in plain.url


def test_a_list_is_imported_from_its_pages(new_person: Any, axe: Judge) -> None:
    page = new_person(UserFactory(staff=True))
    page.goto("/imports/")
    axe(page)
    content = "id;libellé;insee;lat;lon\nz1;La Forge;07204;45.01;4.39\nz2;Perdue;99999;;\n"
    page.set_input_files(
        "input[type=file]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.locator("[name=source]").fill("essai")
    page.locator("main form .actions button").click()
    page.wait_for_url("**/colonnes/")
    assert page.locator("[name=name]").input_value() == "libellé"
    axe(page)
    page.locator("main form .actions button").click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))
    axe(page)
    assert not Place.objects.filter(name="La Forge").exists()
    page.locator(".title__actions form button").click()
    expect(page.locator(".title__actions form")).to_have_count(0)
    assert Place.objects.get(name="La Forge").latitude == 45.01
    page.goto("/carte/?q=forge")
    assert names(page) == ["La Forge"]


def test_open_data_is_one_page(page: Page, axe: Judge) -> None:
    page.goto("/donnees/")
    axe(page)
    with page.expect_download() as download:
        page.locator('a[href$="lieux.csv"]').click()
    assert "Atelier du Plateau" in download.value.path().read_text(encoding="utf-8-sig")
