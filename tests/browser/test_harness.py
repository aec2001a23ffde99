"""The judges of the browser tests judge: each is shown a fault and must name it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from maillage.accounts.models import User
from tests.browser.driving import Watcher, accessibility_faults, side_scroll

HEAD = (
    "<!doctype html><html lang='fr'><head><title>Banc d’essai</title><link rel='icon' href='data:,'></head>"
    "<body><main><h1>Banc</h1>"
)


@pytest.fixture
def show(page: Page) -> Callable[..., None]:
    def show(body: str, headers: dict[str, str] | None = None, status: int = 200) -> None:
        def answer(route: Route) -> None:
            route.fulfill(
                status=status,
                body=HEAD + body + "</main></body></html>",
                headers={"Content-Type": "text/html; charset=utf-8", **(headers or {})},
            )

        page.route("**/banc", answer)
        page.goto("/banc")

    return show


def test_axe_names_an_image_without_words(show: Callable[..., None], page: Page) -> None:
    show("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    faults = accessibility_faults(page)
    assert [fault.split(" ")[0] for fault in faults] == ["image-alt"]


def test_axe_passes_a_sound_page_and_fails_a_wide_one(
    show: Callable[..., None], page: Page, axe: Callable[[Page], None]
) -> None:
    show("<p>Bien.</p>")
    axe(page)
    page.add_style_tag(content="p { width: 3000px }")
    assert side_scroll(page) > 0
    with pytest.raises(AssertionError):
        axe(page)


def test_watcher_sees_script_errors_and_refused_scripts(
    show: Callable[..., None], page: Page, watcher: Watcher
) -> None:
    show("<script>console.log('x')</script>", {"Content-Security-Policy": "script-src 'self'"})
    assert [fault.split(":")[0] for fault in watcher.unexpected()] == ["console"]
    page.evaluate("setTimeout(() => { throw new Error('cassé') })")
    page.wait_for_timeout(50)
    assert "cassé" in watcher.unexpected()[-1]
    watcher.allow("cassé")
    watcher.allow("Content Security Policy")
    assert watcher.unexpected() == []


def test_watcher_sees_server_faults(show: Callable[..., None], page: Page, watcher: Watcher) -> None:
    show("", status=500)
    assert any(fault.startswith("server: 500") for fault in watcher.unexpected())
    watcher.allow("500")


def test_two_people_have_their_own_sessions(
    new_person: Callable[..., Page], django_user_model: type[User]
) -> None:
    one = django_user_model.objects.create_user("une@maillage.example")
    first, second = new_person(one), new_person(phone=True)
    for person in (first, second):
        person.route("**/banc", lambda route: route.fulfill(body=HEAD, content_type="text/html"))
        person.goto("/banc")
    names = [{cookie["name"] for cookie in person.context.cookies()} for person in (first, second)]
    assert names == [{"sessionid"}, set()]
    assert second.viewport_size == {"width": 390, "height": 844}
