"""The gallery in a real browser: accessibility, width, keyboard, maps, drafts, dialogs, no scripts."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import BrowserContext, Error, Locator, Page, Route, expect

from tests.browser.driving import side_scroll, until

GALLERY = "/composants/"
PAUSE = 130  # ms, just over what a look-up waits after the last letter
VIEWS = ["", "?frame=workspace", "?frame=atlas", "?form=wrong"]
LAND = (243, 236, 223)
RING = (154, 91, 0)


def share(part: Locator, wanted: tuple[int, int, int]) -> float:
    """How much of an element's picture has nearly that colour, between 0 and 1."""
    image = Image.open(io.BytesIO(part.screenshot())).convert("RGB")
    near = [
        channel.point([255 * (abs(value - aim) <= 14) for value in range(256)])
        for channel, aim in zip(image.split(), wanted, strict=True)
    ]
    alike = reduce(ImageChops.darker, near)
    return alike.histogram()[255] / (image.width * image.height)


def ready_map(page: Page, number: int = 0) -> Locator:
    drawn = page.locator("[data-map]").nth(number)
    drawn.scroll_into_view_if_needed()
    expect(drawn).to_have_attribute("data-ready", "yes", timeout=20_000)
    return drawn


@pytest.mark.parametrize("view", VIEWS)
def test_gallery_has_no_accessibility_fault(view: str, page: Page, axe: Callable[[Page], None]) -> None:
    page.goto(GALLERY + view)
    axe(page)


@pytest.mark.parametrize("view", VIEWS)
def test_gallery_has_no_accessibility_fault_on_a_phone(
    view: str, phone_page: Page, axe: Callable[[Page], None]
) -> None:
    phone_page.goto(GALLERY + view)
    axe(phone_page)


def test_open_menus_and_dialogs_have_no_accessibility_fault(
    page: Page, phone_page: Page, axe: Callable[[Page], None]
) -> None:
    page.goto(GALLERY + "?frame=workspace")
    page.locator(".switch > summary").click()
    axe(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Supprimer l’appel").click()
    axe(page)
    phone_page.goto(GALLERY + "?frame=workspace")
    phone_page.locator(".space-bar__open").click()
    expect(phone_page.get_by_role("link", name="Candidatures 241")).to_be_visible()
    axe(phone_page)


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_scrolls_sideways_at_320_pixels(view: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(GALLERY + view)
    assert side_scroll(page) == 0


def test_every_target_is_at_least_24_pixels(page: Page) -> None:
    """WCAG 2.5.8, but for links inside a sentence, which it excepts."""
    page.goto(GALLERY)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, select, input, .btn, .chip, nav a')]
             .filter((target) => target.type !== 'hidden' && !target.closest('label'))
             .filter((target) => target.checkVisibility())
             .map((target) => [target.getBoundingClientRect(), target.outerHTML.slice(0, 80)])
             .filter(([box]) => box.width < 24 || box.height < 24)
             .map(([box, html]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${html}`)"""
    )
    assert small == []


# --- keyboard -------------------------------------------------------------------------------------
def test_the_first_key_reaches_the_content(page: Page) -> None:
    page.goto(GALLERY)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_escape_closes_a_menu_and_gives_the_focus_back(page: Page) -> None:
    page.goto(GALLERY)
    summary = page.locator(".title__actions .menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("link", name="Voir le formulaire en erreur")
    expect(item).to_be_visible()
    page.keyboard.press("Tab")
    expect(item).to_be_focused()
    page.keyboard.press("Escape")
    expect(item).to_be_hidden()
    expect(summary).to_be_focused()


def test_errors_take_the_focus_and_lead_to_their_field(page: Page) -> None:
    page.goto(GALLERY + "?form=wrong")
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Forme juridique").click()
    expect(page.locator("#id_legal_form")).to_be_focused()


# --- asking before destroying ---------------------------------------------------------------------
def test_a_destructive_link_asks_then_posts(page: Page) -> None:
    posted: list[str] = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            posted.append(route.request.post_data or "")
            route.fulfill(status=200, body="<title>fait</title>", content_type="text/html")
        else:
            route.continue_()

    page.route("**/composants/**", answer)
    page.goto(GALLERY)
    link = page.get_by_role("link", name="Supprimer l’appel")
    dialog = page.locator("#confirm-dialog")
    link.click()
    expect(dialog).to_contain_text("L’appel et ses 12 brouillons seront perdus.")
    expect(dialog.get_by_role("button").first).to_be_focused()  # the way out, not the danger
    dialog.get_by_role("button").first.click()
    expect(dialog).to_be_hidden()
    assert posted == []
    link.click()
    dialog.get_by_role("button", name="Supprimer l’appel").click()
    page.wait_for_load_state()
    expect(page).to_have_title("fait")
    assert len(posted) == 1
    assert "confirmed=yes" in posted[0]
    assert "csrfmiddlewaretoken=" in posted[0]


def test_a_form_is_sent_once(page: Page) -> None:
    page.goto(GALLERY)
    button = page.get_by_role("button", name="Déposer la candidature")
    expect(page.locator("html")).to_have_class("js")
    # What the browser would do with each click; nothing is really sent, so that the page stays.
    page.evaluate(
        """() => {
             window.stopped = [];
             window.addEventListener('submit', (event) => {
               window.stopped.push(event.defaultPrevented);
               event.preventDefault();
             });
           }"""
    )
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    assert page.evaluate("stopped") == [False, True]


# --- drafts ---------------------------------------------------------------------------------------
def test_what_is_typed_survives_leaving_and_is_forgotten_once_sent(page: Page) -> None:
    page.goto(GALLERY)
    page.locator("#id_summary").fill("Un métier à tisser pour la vallée.")
    page.locator("#id_stage_1").check()
    expect(page.locator("[data-autosave-state]")).not_to_be_empty()
    page.goto("about:blank")
    page.goto(GALLERY)
    expect(page.locator("#id_summary")).to_have_value("")
    page.locator("[data-resume]").click()
    expect(page.locator("#id_summary")).to_have_value("Un métier à tisser pour la vallée.")
    expect(page.locator("#id_stage_1")).to_be_checked()
    # An answer without the summary of errors means that the form was taken.
    page.get_by_role("button", name="Déposer la candidature").click()
    page.wait_for_load_state()
    page.goto(GALLERY)
    expect(page.locator("[data-autosave-offer]")).to_be_hidden()


def test_a_refused_form_keeps_its_draft_and_a_forgotten_one_goes(page: Page) -> None:
    page.goto(GALLERY)
    page.locator("#id_summary").fill("Un four à pain.")
    expect(page.locator("[data-autosave-state]")).not_to_be_empty()
    page.route("**/composants/", lambda route: route.continue_(url=route.request.url + "?form=wrong"))
    page.get_by_role("button", name="Déposer la candidature").click()
    page.wait_for_load_state()
    page.unroute_all()
    page.goto(GALLERY)
    page.locator("[data-forget]").click()
    page.goto(GALLERY)
    expect(page.locator("[data-autosave-offer]")).to_be_hidden()


def test_signing_out_leaves_no_draft_behind(page: Page, new_person: Callable[..., Page], db: None) -> None:
    from maillage.accounts.models import User

    person = new_person(User.objects.create_user(email="porteuse@exemple.example"))
    person.goto(GALLERY)
    person.locator("#id_summary").fill("Un secret.")
    expect(person.locator("[data-autosave-state]")).not_to_be_empty()
    assert person.evaluate("Object.keys(localStorage).length") == 1
    person.locator("[data-signs-out] button").click()
    person.wait_for_load_state()
    assert person.evaluate("Object.keys(localStorage).length") == 0


# --- look-up --------------------------------------------------------------------------------------
def test_a_commune_is_completed_by_keyboard(page: Page) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.split("?")[1])
        route.fulfill(
            json={
                "results": [
                    {"code": "07204", "label": "Saint-Agrève", "hint": "Ardèche, 07320"},
                    {"code": "42010", "label": "Saint-<b>André", "hint": "Loire"},
                ]
            }
        )

    page.route("**/territoires/communes/**", answer)
    page.clock.install(time=0)
    page.goto(GALLERY)
    field, code = page.locator("#id_commune"), page.locator("[data-lookup-code]")
    expect(page.get_by_role("combobox", name="Commune")).to_be_visible()
    page.clock.pause_at(60_000)  # the page's time stands still: letters as near as one likes
    field.press_sequentially("saint-a")
    assert asked == []
    page.clock.run_for(PAUSE)
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Saint-Agrève")
    expect(page.get_by_role("option").nth(1)).to_contain_text("Saint-<b>André")
    assert asked == ["q=saint-a"]  # one question per pause, not per letter
    page.clock.resume()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Saint-Agrève")
    expect(code).to_have_value("07204")
    described = field.get_attribute("aria-describedby") or ""
    assert described.split()[0] == "id_commune_helptext"
    field.press("Backspace")
    expect(code).to_have_value("")


def test_an_answer_that_comes_late_neither_opens_the_list_again_nor_changes_it(page: Page) -> None:
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        if route.request.url.endswith("q=sa"):
            route.fulfill(json={"results": [{"code": "07204", "label": "Saint-Agrève", "hint": "Ardèche"}]})
        else:
            waiting.append(route)

    page.route("**/territoires/communes/**", answer)
    page.goto(GALLERY)
    field, option = page.locator("#id_commune"), page.locator(".autocomplete__option")
    field.press_sequentially("sa")
    expect(option).to_contain_text("Saint-Agrève")
    field.press("i")
    until(page, lambda: waiting)
    page.keyboard.press("ArrowDown")
    with suppress(Error):  # the page may have stopped listening
        waiting[0].fulfill(json={"results": [{"code": "42206", "label": "Saint-Chamond", "hint": "Loire"}]})
    page.wait_for_timeout(300)
    expect(option).to_contain_text("Saint-Agrève")
    # One more letter, whose question waits for its turn when the choice is made by hand.
    page.keyboard.press("ArrowUp")
    field.press("n")
    option.click()
    expect(page.locator("[data-lookup-code]")).to_have_value("07204")
    page.wait_for_timeout(PAUSE + 300)
    assert len(waiting) == 1, "nobody wants to know any more"
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("Saint-Agrève")


# --- maps -----------------------------------------------------------------------------------------
def test_a_map_is_drawn_and_linked_to_its_list(page: Page) -> None:
    page.goto(GALLERY + "?frame=atlas")
    drawn = ready_map(page)
    canvas = drawn.locator("canvas")
    until(page, lambda: share(canvas, LAND) > 0.15)
    assert share(canvas, RING) < 0.0005
    page.locator("[data-map-point='3']").hover()
    until(page, lambda: share(canvas, RING) > 0.0002)
    lit = share(canvas, RING)
    page.mouse.move(5, 5)
    until(page, lambda: share(canvas, RING) < lit / 2)
    # The keyboard lights it too.
    page.locator("[data-map-point='3'] a").focus()
    until(page, lambda: share(canvas, RING) == pytest.approx(lit, rel=0.2))


def test_a_map_goes_overseas_and_opens_a_point(page: Page) -> None:
    page.goto(GALLERY + "?frame=atlas")
    drawn = ready_map(page)
    before = share(drawn.locator("canvas"), LAND)
    drawn.locator("[data-map-jump] > summary").click()
    entries = drawn.locator("[data-map-jump] button")
    # The five départements are always there, whatever the list holds.
    words = " ".join(entries.all_inner_texts())
    for name in ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"):
        assert name in words
    entries.filter(has_text="Martinique").click()
    until(page, lambda: share(drawn.locator("canvas"), LAND) != before)
    until(page, lambda: drawn.evaluate("(map) => map.drawnPoints().points") == 1)
    item = page.locator("[data-map-point='4']")
    expect(item).not_to_have_attribute("data-active", "true")
    # Martinique alone in the window: its one point is below the middle of the map, on the west coast.
    box = drawn.locator("canvas").bounding_box()
    assert box is not None
    position = page.evaluate(
        """() => new Promise((resolve) => {
             const map = document.querySelector('[data-map]');
             resolve(map.project([-61.07, 14.61]));
           })"""
    )
    page.mouse.click(box["x"] + position["x"], box["y"] + position["y"])
    popup = page.locator(".maplibregl-popup-content")
    expect(popup.get_by_role("link", name="Atelier du bourg")).to_be_visible()
    expect(item).to_have_attribute("data-active", "true")
    popup.get_by_role("button").click()
    expect(item).not_to_have_attribute("data-active", "true")


def test_thousands_of_points_come_packed_and_grouped(page: Page) -> None:
    page.goto(GALLERY)
    drawn = ready_map(page, 1)
    count = drawn.evaluate("(map) => map.pointCount()")
    assert count == 2400
    until(page, lambda: drawn.evaluate("(map) => map.drawnPoints().clusters") > 5)


def test_searching_where_one_looks_keeps_the_other_filters(page: Page) -> None:
    page.goto(GALLERY + "?frame=atlas&q=bois&cursor=abc")
    drawn = ready_map(page)
    here = drawn.locator("[data-map-here]")
    expect(here).to_be_hidden()
    drawn.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(here).to_be_visible()
    here.click()
    page.wait_for_url("**zone=**")
    query = dict(pair.split("=") for pair in page.url.split("?")[1].split("&"))
    assert query["q"] == "bois"
    assert "cursor" not in query
    west, south, east, north = (float(edge) for edge in query["zone"].replace("%2C", ",").split(","))
    assert -30 < west < 2 < east < 40
    assert 30 < south < 46 < north < 60


def test_a_browser_without_graphics_is_told_that_the_list_says_the_same(page: Page, watcher: Any) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(GALLERY + "?frame=atlas")
    expect(page.locator("[data-map-fallback]")).to_be_visible()
    expect(page.locator("[data-map]")).not_to_have_attribute("data-ready", "yes")


def test_a_phone_shows_the_list_then_the_map(phone_page: Page) -> None:
    asked: list[str] = []
    phone_page.on("request", lambda request: asked.append(request.url))
    phone_page.goto(GALLERY + "?frame=atlas")
    expect(phone_page.locator(".atlas__panel")).to_be_visible()
    phone_page.wait_for_load_state("networkidle")
    assert [url for url in asked if "maplibre" in url] == []
    phone_page.locator("[data-atlas-switch]").click()
    ready_map(phone_page)
    expect(phone_page.locator(".atlas__panel")).to_be_hidden()
    phone_page.locator("[data-atlas-switch]").click()
    expect(phone_page.locator(".atlas__panel")).to_be_visible()


# --- phones, and no script ------------------------------------------------------------------------
def test_a_phones_menus_rise_and_close(phone_page: Page) -> None:
    phone_page.goto(GALLERY + "?frame=workspace")
    entry = phone_page.get_by_role("link", name="Suites à donner 38")
    expect(entry).to_be_hidden()
    phone_page.locator(".space-bar__open").click()
    expect(entry).to_be_visible()
    phone_page.locator("#space-menu .sheet__close").click()
    expect(entry).to_be_hidden()
    phone_page.locator(".bar__toggle").click()
    expect(phone_page.locator(".language")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_without_scripts_everything_is_there(new_context: Callable[..., BrowserContext], width: int) -> None:
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(GALLERY + "?frame=workspace")
    if width == 390:
        page.locator(".space-bar__open").click()  # a popover needs no script
    expect(page.get_by_role("link", name="Candidatures 241")).to_be_visible()
    page.goto(GALLERY + "?frame=atlas")
    expect(page.get_by_role("link", name="Filature partagée du Dorlay")).to_be_visible()
    expect(page.locator("[data-atlas-switch]")).to_be_hidden()
    page.goto(GALLERY)
    expect(page.locator("#id_commune")).to_be_editable()
    expect(page.locator("[data-map-jump]").first).to_be_hidden()
    # The destructive action leads to its page instead of a dialog.
    page.get_by_role("link", name="Supprimer l’appel").click()
    expect(page.locator("h1")).to_be_visible()
    context.close()
