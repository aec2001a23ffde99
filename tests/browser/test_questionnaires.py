"""An officer builds a conditional form and publishes it, without a line of code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from maillage.questionnaires.models import Version
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeFactory

Person = Callable[..., Page]


def add_question(page: Page, kind: str, label: str) -> None:
    page.get_by_role("link", name="Add a question").first.click()
    page.get_by_role("link", name=kind, exact=True).click()
    page.get_by_label("Question").fill(label)
    page.get_by_role("button", name="Add the question").click()
    expect(page.get_by_role("link", name=label)).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_an_officer_builds_a_conditional_form_and_publishes_it(
    new_person: Person, axe: Callable[..., Any]
) -> None:
    officer = UserFactory(full_name="Olive Officier", language="en")
    ProgrammeFactory(officer=officer)
    page = new_person(officer)
    page.goto("/questionnaires/")
    page.get_by_role("link", name="Write a questionnaire").click()
    page.get_by_label("Title").fill("Dossier complet")
    page.get_by_label("Nothing: an empty questionnaire").check()
    page.get_by_role("button", name="Create the questionnaire").click()
    page.get_by_role("link", name="Add a section").click()
    page.get_by_label("Title of the section").fill("Votre lieu")
    page.get_by_role("button", name="Save the section").click()
    add_question(page, "Yes or no", "Le lieu est-il ouvert ?")
    add_question(page, "Number", "Quelle surface ?")
    axe(page)

    # A condition, chosen step by step and read back as it grows.
    page.get_by_role("link", name="Quelle surface ?").click()
    page.get_by_role("link", name="Show it only if…").click()
    page.get_by_label("What is looked at").select_option(label="Le lieu est-il ouvert ?")
    page.get_by_label("How it is compared").select_option(label="is")
    page.get_by_label("Compared with").select_option(label="yes")
    reading = page.locator("#reading")
    expect(reading).to_have_text("Shown if “Le lieu est-il ouvert ?” is yes.")
    axe(page)
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text("Shown if “Le lieu est-il ouvert ?” is yes.")).to_be_visible()

    # The preview already obeys it.
    page.get_by_role("link", name="Dossier complet").click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Preview").click()
    surface = page.get_by_label("Quelle surface ?")
    expect(surface).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    expect(surface).to_be_visible()

    # Moved with a button, without leaving the page; then published for good.
    page.get_by_role("link", name="Dossier complet").click()
    page.get_by_role("button", name="Move “Quelle surface ?” up").click()
    expect(page.locator(".builder__questions > li").first).to_contain_text("Quelle surface ?")
    page.get_by_role("link", name="Publish…").click()
    axe(page)
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("button", name="Change it in a new draft")).to_be_visible()
    published = Version.objects.published().get()
    assert [question.label for question in published.definition] == [
        "Quelle surface ?",
        "Le lieu est-il ouvert ?",
    ]
    assert published.definition.by_id["votre-lieu.quelle-surface"].shows_if is not None
