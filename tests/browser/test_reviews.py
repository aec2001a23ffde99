"""Two reviewers in a real browser: one who is bound to a file is kept out of it; one reviews on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from maillage.programmes.enums import Role
from maillage.programmes.enums_review import AssignmentState, ReviewState
from maillage.programmes.models import Assignment, Conflict, Review
from maillage.projects.models import ProjectOrganisation
from tests.browser.driving import Watcher
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory
from tests.factories.programmes import ApplicationFactory, CallFactory, ProgrammeFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reviews import AssignmentFactory, ReviewRoundFactory
from tests.factories.territories import SAINT_AGREVE, commune

Person = Callable[..., Page]
Judge = Callable[..., None]
SEND = "main form .actions .btn:first-child"


@pytest.fixture
def scene(transactional_db: None) -> dict[str, Any]:
    """A round with two files given to somebody who has said nothing yet."""
    officer = UserFactory(full_name="Olive Officier", language="en")
    programme = ProgrammeFactory(officer=officer, slug="ateliers")
    commune(SAINT_AGREVE)
    call = CallFactory(programme=programme, title="Vague 1")
    round_ = ReviewRoundFactory(call=call)
    reviewer = UserFactory(full_name="René Relecteur", language="en")
    ProgrammeRoleFactory(programme=programme, user=reviewer, role=Role.REVIEWER)
    rows = {}
    for title in ("Filature", "Scierie"):
        organisation = OrganisationFactory(name=f"Association {title}")
        project = ProjectFactory(title=title)
        ProjectOrganisation.objects.create(project=project, organisation=organisation, is_lead=True)
        file = ApplicationFactory(call=call, project=project, submitted=True)
        rows[title] = AssignmentFactory(round=round_, application=file, reviewer=reviewer)
    return {"reviewer": reviewer, "officer": officer, "round": round_, "rows": rows}


def test_a_reviewer_with_a_conflict_is_kept_out(
    scene: dict[str, Any], new_person: Person, axe: Judge, watcher: Watcher
) -> None:
    page = new_person(scene["reviewer"])
    page.goto("/programmes/evaluations/")
    axe(page)
    page.locator(f"a[href$='/liens/{scene['round'].pk}/']").click()
    axe(page)
    expect(page.locator("main")).to_contain_text("Association Filature")
    filature, scierie = scene["rows"]["Filature"], scene["rows"]["Scierie"]
    page.locator(f"[name=link-{filature.pk}][value=family]").check()
    page.locator(f"[name=detail-{filature.pk}]").fill("Ma sœur la préside.")
    page.locator(f"[name=link-{scierie.pk}][value=no]").check()
    page.locator(SEND).first.click()
    page.wait_for_url("**/evaluations/")
    expect(page.get_by_role("link", name="Scierie")).to_be_visible()
    expect(page.get_by_text("Filature")).to_have_count(0)
    # Not by its address either; and the other file closes when something binds them to it later.
    watcher.allow("404")
    assert page.goto(f"/programmes/evaluations/{filature.pk}/").status == 404  # type: ignore[union-attr]
    assert page.goto(f"/programmes/evaluations/{scierie.pk}/").status == 200  # type: ignore[union-attr]
    organisation = scierie.application.project.organisations.get().organisation
    MembershipFactory(organisation=organisation, user=scene["reviewer"], started_on=timezone.localdate())
    assert page.goto(f"/programmes/evaluations/{scierie.pk}/").status == 404  # type: ignore[union-attr]
    page.goto("/programmes/evaluations/")
    expect(page.get_by_text("Scierie")).to_have_count(0)
    # The officers see why, and to whom the file may be given.
    officer = new_person(scene["officer"])
    officer.goto(f"/programmes/ateliers/pilotage/evaluations/{scene['round'].pk}/liens/")
    expect(officer.locator("main table")).to_contain_text("Ma sœur la préside.")
    axe(officer)
    assert Conflict.objects.count() == 1


def test_a_cleared_reviewer_reviews_on_a_phone(
    scene: dict[str, Any], new_person: Person, axe: Judge, watcher: Watcher
) -> None:
    row: Assignment = scene["rows"]["Scierie"]
    page = new_person(scene["reviewer"], phone=True)
    page.goto(f"/programmes/evaluations/liens/{scene['round'].pk}/")
    axe(page)
    page.locator(f"[name=link-{row.pk}][value=no]").check()
    page.locator(SEND).first.click()
    page.wait_for_url("**/evaluations/")
    axe(page)
    page.get_by_role("link", name="Scierie").click()
    axe(page)
    page.locator("[name=score-roots][value='4']").check()
    page.locator("[name=comment-roots]").fill("Bien entouré.")
    # Kept by itself: the server's own word says so.
    expect(page.locator("[name=version]")).to_have_value("1")
    page.locator("[name=score-model][value='3']").check()
    watcher.allow("422")
    # Sent too early: what is missing is said at its place, and nothing is lost.
    page.locator("button[name=send]").click()
    expect(page.locator("#id_score-novelty_group")).to_have_class("field field--invalid")
    expect(page.locator("[name=comment-roots]")).to_have_value("Bien entouré.")
    axe(page)
    page.locator("[name=score-novelty][value='1']").check()
    page.locator("[name=recommendation][value=retain]").check()
    page.locator("button[name=send]").click()
    page.wait_for_url("**/evaluations/")
    row.refresh_from_db()
    review = Review.objects.get()
    assert (row.state, review.state, str(review.total)) == (
        AssignmentState.DONE,
        ReviewState.SUBMITTED,
        "75.00",
    )
