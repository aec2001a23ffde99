"""Every page type in a real Chromium, as the person whose page it is, wide and on a phone.

axe finds nothing, nobody scrolls sideways, no script or policy error: on each address that
``tests/access_matrix.txt`` says is a page. Pages are read here and never sent, so that one scene and one
browser per person serve all of them; a page is opened at one width and brought to the other, the first one
wide, the next one narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Error, Page

from tests.browser.driving import AXE, DESKTOP, PHONE, Watcher, resize
from tests.scene import ROLES, Scene, addresses
from tests.test_access_matrix import expected

# The last of these whose column says 200 opens the page: the one with the most to see.
BY_INTEREST = (
    *("visitor", "person", "staff", "observer", "member", "administrator", "carrier", "reviewer"),
    *("juror", "officer"),
)
# The longest first, and in parts: test processes share them.
GROUPS = (
    ("programmes", 4),
    ("directory", 2),
    ("projects", 2),
    ("governance", 2),
    ("questionnaires", 1),
    ("orientation", 1),
    ("portal", 1),
    ("pathways", 1),
    ("kits", 1),
    ("accounts", 1),
    ("core", 1),
    ("attendance", 1),
    ("agenda", 1),
    ("territories", 1),
    ("deliverables", 1),
    ("labels", 1),
    ("surveys", 1),
    ("importing", 1),
    ("exporting", 1),
)


def owner_of(statuses: list[str]) -> str | None:
    by_role = dict(zip(ROLES, statuses, strict=True))
    pages = [role for role in BY_INTEREST if by_role[role] == "200"]
    # What everybody sees is looked at as a visitor would.
    return None if not pages else "visitor" if by_role["visitor"] == "200" else pages[-1]


def opens(page: Page, url: str) -> bool:
    """Whether a page stands there: a fragment of one, or a file, is none."""
    try:
        page.goto(url)
    except Error as refused:
        if "Download is starting" in refused.message or "net::ERR_ABORTED" in refused.message:
            return False
        raise
    return bool(page.evaluate("document.doctype !== null"))


class Walk:
    """A scene that stays for all the pages, and a browser per person."""

    def __init__(self, scene: Scene, open_browser: Callable[[Client], Page]) -> None:
        self.scene = scene
        self.clients = {role: self._client(role) for role in ROLES}
        self._open = open_browser
        self._pages: dict[str, Page] = {}

    def _client(self, role: str) -> Client:
        client = Client()
        if (person := self.scene.people[role]) is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def page(self, role: str) -> Page:
        if role not in self._pages:
            self._pages[role] = self._open(self.clients[role])
        return self._pages[role]


@pytest.fixture(scope="module")
def watching() -> Watcher:
    return Watcher()


@pytest.fixture(scope="module")
def walk(
    django_db_setup: None,
    django_db_blocker: Any,
    browser: Browser,
    browser_context_args: dict[str, Any],
    base_url: str,
    watching: Watcher,
) -> Iterator[Walk]:
    contexts = []

    def open_browser(client: Client) -> Page:
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        watching.watch(context)
        # Each page is judged: the browser is handed the judge once, not with every page.
        context.add_init_script(AXE.axe_script)
        context.add_cookies(
            [{"name": name, "value": kept.value, "url": base_url} for name, kept in client.cookies.items()]
        )
        return context.new_page()

    with django_db_blocker.unblock():
        with translation.override("fr"):
            yield Walk(Scene(), open_browser)
        for context in contexts:
            context.close()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def transactional_db(walk: Walk) -> None:
    """The scene is written for good and outlives a test; it goes when the last page was seen."""


@pytest.fixture
def watcher(watching: Watcher) -> Iterator[Watcher]:
    watching.faults.clear()
    yield watching
    assert watching.unexpected() == []


@pytest.mark.parametrize(
    ("group", "part", "parts"), [(group, part, parts) for group, parts in GROUPS for part in range(parts)]
)
def test_every_page_is_accessible_wide_and_on_a_phone(
    group: str, part: int, parts: int, walk: Walk, watcher: Watcher, axe: Callable[..., None]
) -> None:
    table = expected()
    seen = 0
    widths = cycle([(DESKTOP, PHONE), (PHONE, DESKTOP)])
    names = [name for name in addresses() if name.startswith(f"{group}:") and not name.endswith("_csv")]
    for name in names[part::parts]:
        role = owner_of(table[name])
        if role is None:
            continue
        page = walk.page(role)
        first, second = next(widths)
        page.set_viewport_size(first)
        said = len(watcher.faults)
        if not opens(page, walk.scene.url(name)):
            # What the browser itself shows of a file, it shows against our policy.
            del watcher.faults[said:]
            continue
        axe(page)
        resize(page, second)
        axe(page)
        seen += 1
    assert seen > 0
