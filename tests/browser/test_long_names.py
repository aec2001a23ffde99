"""A name that is one long word stays inside the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.factories.accounts import UserFactory
from tests.factories.attendance import group
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

Person = Callable[..., Page]
LONG = "Manufacturedeproximitedesmontsduforez" * 2
# A telephone's window grows with what is too wide; the block that pages are laid out in does not.
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What a title, or a menu's name, covers of its neighbours: text wider than its own box.
SPILLS = """() => {
  const named = "h1, .switch__name, .space-bar__open span, .crumbs li, .person";
  const spills = (each) => each.clientWidth && each.scrollWidth > each.clientWidth + 1;
  return [...document.querySelectorAll(named)].filter(spills).map((each) => each.outerHTML);
}"""


@pytest.mark.parametrize("phone", [True, False])
def test_a_name_of_one_long_word_breaks(transactional_db: None, new_person: Person, phone: bool) -> None:
    person = UserFactory(full_name=f"Ida {LONG}")
    project = ProjectFactory(title=LONG)
    ProjectMemberFactory(project=project, user=person, role="carrier")
    scene: Any = group()
    type(scene.session).objects.filter(pk=scene.session.pk).update(title=LONG)
    type(scene.pathway).objects.filter(pk=scene.pathway.pk).update(title=LONG)
    page = new_person(person, phone=phone)
    page.goto(project.get_absolute_url())
    assert (page.evaluate(EXCESS), page.evaluate(SPILLS)) == (0, [])
    page = new_person(scene.trainer, phone=phone)
    for address in (scene.session.get_absolute_url(), f"/emargement/seances/{scene.session.pk}/"):
        page.goto(address)
        assert (page.evaluate(EXCESS), page.evaluate(SPILLS)) == (0, [])
