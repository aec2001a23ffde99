"""Every page type in a real Chromium, as the person whose page it is, wide and on a phone.

axe finds nothing, nobody scrolls sideways, no script or policy error: on each address that
``tests/access_matrix.txt`` says is a page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser.driving import DESKTOP, PHONE
from tests.scene import ROLES, Scene, addresses
from tests.test_access_matrix import expected

# The last of these whose column says 200 opens the page: the one with the most to see.
BY_INTEREST = (
    *("visitor", "person", "staff", "observer", "member", "administrator", "carrier", "reviewer"),
    *("juror", "officer"),
)
GROUPS = (
    "core",
    "accounts",
    "territories",
    "projects",
    "orientation",
    "governance",
    "kits",
    "pathways",
    "agenda",
    "attendance",
    "deliverables",
    "questionnaires",
    "labels",
    "directory",
    "portal",
)


def owner_of(statuses: list[str]) -> str | None:
    by_role = dict(zip(ROLES, statuses, strict=True))
    pages = [role for role in BY_INTEREST if by_role[role] == "200"]
    # What everybody sees is looked at as a visitor would.
    return None if not pages else "visitor" if by_role["visitor"] == "200" else pages[-1]


def is_page(url: str, person: Any) -> bool:
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(url, follow=True)
    if response.streaming:
        list(response.streaming_content)  # type: ignore[arg-type]
        return False
    # A fragment of a page, or a file, is no page.
    return bool(response.content.lstrip().lower().startswith(b"<!doctype html"))


# The longest group in parts: test processes share them.
PARTS = [(group, at, 3) for group in ("programmes",) for at in range(3)]


@pytest.mark.parametrize(("group", "part", "parts"), [*((group, 0, 1) for group in GROUPS), *PARTS])
def test_every_page_is_accessible_wide_and_on_a_phone(
    group: str, part: int, parts: int, new_person: Callable[..., Page], axe: Callable[..., None]
) -> None:
    scene = Scene()
    table = expected()
    browsers: dict[str, Page] = {}
    seen = 0
    names = [name for name in addresses() if name.startswith(f"{group}:") and not name.endswith("_csv")]
    for name in names[part::parts]:
        role = owner_of(table[name])
        if role is None:
            continue
        url = scene.url(name)
        if not is_page(url, scene.people[role]):
            continue
        if role not in browsers:
            browsers[role] = new_person(scene.people[role])
        page = browsers[role]
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            page.goto(url)
            axe(page)
        seen += 1
    assert seen > 0
