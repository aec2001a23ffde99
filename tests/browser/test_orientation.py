"""Doors in a real browser: a person without an account is answered; a portfolio changes hands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from maillage.core.models import OutboxMessage
from maillage.projects.enums_referral import ReferralState
from maillage.projects.models import Advice, Referral
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory
from tests.factories.orientation import a_service
from tests.factories.projects import ProjectFactory, ProjectMemberFactory
from tests.factories.territories import SAINT_AGREVE, commune

Person = Callable[..., Page]
Judge = Callable[..., None]
SEND = "main form[method=post] .actions .btn:first-child"


def link_to(address: str) -> str:
    message = OutboxMessage.objects.filter(recipient=address).order_by("-pk").first()
    assert message is not None
    found = re.search(r"https?://[^/]+(/orientation/\S+)", message.body_text)
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("transactional_db")
def test_a_person_without_an_account_finds_a_door_and_is_answered(
    phone_page: Page, new_person: Person, axe: Judge
) -> None:
    commune(SAINT_AGREVE)
    service = a_service(name="Premiers pas")
    page = phone_page
    page.goto("/orientation/")
    axe(page)
    page.locator("[name=commune]").fill("Saint-Agrève")
    page.locator("[name=etape]").select_option("idea")
    page.locator("main form .actions .btn").first.click()
    expect(page.get_by_role("link", name="Premiers pas").first).to_be_visible()
    axe(page)
    page.locator(f"a[href*='/demander/{service.pk}/']").click()
    page.locator("[name=words]").fill("Une épicerie tenue à plusieurs.")
    page.locator("[name=email]").fill("lise@maillage.example")
    page.locator("[name=consent]").check()
    axe(page)
    page.locator(SEND).first.click()
    expect(page.locator("main")).to_contain_text("lise@maillage.example")
    page.goto(link_to("lise@maillage.example"))
    axe(page)
    page.locator(SEND).first.click()
    expect(page.locator("main form[method=post] [value=withdraw]")).to_have_count(1)
    # The service has no account either: its link, a button to read, an answer.
    desk = new_person()
    desk.goto(link_to("accueil@structure.example"))
    axe(desk)
    expect(desk.locator("main")).not_to_contain_text("Une épicerie")
    desk.locator("main form[method=post] .btn").first.click()
    expect(desk.locator("main")).to_contain_text("Une épicerie tenue à plusieurs.")
    axe(desk)
    desk.locator("[name=accept-words]").fill("Passez jeudi à dix heures.")
    desk.locator("form:has([name=accept-words]) .btn").first.click()
    desk.wait_for_load_state()
    page.goto(link_to("lise@maillage.example"))
    expect(page.locator("main")).to_contain_text("Passez jeudi à dix heures.")
    axe(page)
    assert Referral.objects.get().state == ReferralState.ACCEPTED


@pytest.fixture
def team(transactional_db: None) -> dict[str, Any]:
    organisation = OrganisationFactory(administrator=UserFactory())
    adviser = MembershipFactory(organisation=organisation, user__full_name="Basile Départ").user
    colleague = MembershipFactory(organisation=organisation, user__full_name="Inès Suite").user
    projects = [
        ProjectMemberFactory(
            project=ProjectFactory(title=title), user=adviser, advice__organisation=organisation
        ).project
        for title in ("Filature", "Scierie")
    ]
    return {"organisation": organisation, "adviser": adviser, "colleague": colleague, "projects": projects}


def test_an_adviser_hands_a_portfolio_over(team: dict[str, Any], new_person: Person, axe: Judge) -> None:
    page = new_person(team["adviser"])
    page.goto("/orientation/portefeuille/")
    axe(page)
    expect(page.get_by_role("link", name="Filature").first).to_be_visible()
    page.locator(f"a[href$='/passation/{team['adviser'].pk}/']").first.click()
    axe(page)
    page.get_by_label("Inès Suite").check()
    page.locator(SEND).first.click()
    page.wait_for_url("**/orientation/portefeuille/")
    # Nothing changes hands before the carriers agree.
    colleague = new_person(team["colleague"])
    colleague.goto("/orientation/portefeuille/")
    expect(colleague.get_by_role("link", name="Filature")).to_have_count(0)
    for offer in Advice.objects.filter(adviser=team["colleague"]).order_by("pk"):
        carrier = new_person(offer.project.created_by)
        carrier.goto(f"/projets/{offer.project_id}/regards/{offer.pk}/")
        carrier.locator(SEND).first.click()
        carrier.wait_for_url(f"**/projets/{offer.project_id}/regards/")
    colleague.reload()
    expect(colleague.get_by_role("link", name="Filature").first).to_be_visible()
    expect(colleague.get_by_role("link", name="Scierie").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Filature")).to_have_count(0)
