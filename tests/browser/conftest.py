"""A real Chromium before a live server on the test database.

- ``page``: a visitor at 1440 px. ``phone_page``: a visitor at 390 px, with touch.
- ``new_person(user=None, phone=False)``: another browser, already signed in when a user is given.
- ``sign_in_browser(page, user)``: signs that page's browser in, by session cookie.
- ``axe(page)``: fails unless axe finds no fault and nobody has to scroll sideways.
- ``last_email(to)``: the newest message of the outbox to that address.
- ``watcher``: fails the test on a script error, a CSP refusal, a missing resource or a 5xx;
  ``watcher.allow(regex)`` names what a test provokes on purpose.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import pytest_django
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils.cache import patch_cache_control
from playwright.sync_api import BrowserContext, Page

from tests.browser.driving import DESKTOP, PHONE, Watcher, accessibility_faults, side_scroll

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# Playwright's synchronous interface runs an event loop in this thread; Django would take that for
# asynchronous code and refuse its own connection.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = _script("ensure_chromium").find()
    if path is None:
        pytest.fail("No Chromium: run `make chromium`, or give its path in MAILLAGE_CHROMIUM.")
    arguments = ["--disable-dev-shm-usage", "--force-color-profile=srgb", "--font-render-hinting=none"]
    # Maps draw by WebGL; where there is no graphics card, by Chromium's own software renderer.
    arguments += ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    # Only maps: the rest of a page is drawn several times sooner by the plain painter than through that
    # renderer, which Debian's Chromium would take for a graphics card.
    arguments += ["--disable-gpu-rasterization", "--disable-gpu-compositing"]
    if os.geteuid() == 0:
        # Chromium's sandbox refuses to run as root, as continuous integration does.
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_kept() -> Iterator[None]:
    """As in production, where their names hold a digest: a browser asks for each of them once."""
    answer = StaticFilesHandler.get_response

    def kept(self: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = answer(self, request)
        if response.status_code == 200:
            patch_cache_control(response, max_age=3600, immutable=True)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "get_response", kept)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_stays_connected(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The live server's threads end some time after their browser: their connections would keep the test
    database from being dropped. So would this very one: while Playwright's event loop runs, Django may keep
    another connection for this thread than the one that it closes afterwards."""
    yield
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": base_url,
        "viewport": DESKTOP,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True)
def _fresh_frame(transactional_db: None, settings: Any, base_url: str) -> None:
    """Addresses in e-mails lead to the live server; no rate limit is left over from another test."""
    settings.BASE_URL = base_url
    cache.clear()


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    watcher = Watcher()
    yield watcher
    assert watcher.unexpected() == []


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], watcher: Watcher) -> BrowserContext:
    context = new_context()
    watcher.watch(context)
    return context


@pytest.fixture
def sign_in_browser(base_url: str) -> Callable[[Page, Any], Page]:
    def sign_in(page: Page, user: Any) -> Page:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page.context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": base_url}
                for name, morsel in client.cookies.items()
            ]
        )
        return page

    return sign_in


@pytest.fixture
def new_person(
    new_context: Callable[..., BrowserContext],
    watcher: Watcher,
    sign_in_browser: Callable[[Page, Any], Page],
) -> Callable[..., Page]:
    """``new_person(user)``: a page in a browser of its own, with its own cookies."""

    def person(user: Any = None, *, phone: bool = False) -> Page:
        context = new_context(**({"is_mobile": True, "has_touch": True} if phone else {}))
        watcher.watch(context)
        page = context.new_page()
        if phone:
            page.set_viewport_size(PHONE)
        return page if user is None else sign_in_browser(page, user)

    return person


@pytest.fixture
def phone_page(new_person: Callable[..., Page]) -> Page:
    return new_person(phone=True)


@pytest.fixture
def axe() -> Callable[..., None]:
    def judge(page: Page, *, within: str | None = None) -> None:
        assert accessibility_faults(page, within=within) == [], page.url
        assert side_scroll(page) == 0, f"{page.url} scrolls sideways"

    return judge


@pytest.fixture
def last_email() -> Callable[[str], Any]:
    from maillage.core.models import OutboxMessage

    def newest(to: str) -> Any:
        message = OutboxMessage.objects.filter(recipient=to).order_by("-pk").first()
        assert message is not None, f"no e-mail to {to}"
        return message

    return newest
