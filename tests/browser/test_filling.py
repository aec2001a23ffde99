"""Applicants fill a questionnaire in a real browser: without JavaScript, and with it on a bad connection."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from maillage.core.models import Event, OutboxMessage
from maillage.programmes.enums import Filing
from maillage.programmes.models import Application, Call
from maillage.projects.models import Project
from maillage.questionnaires.models import Response
from tests.browser.driving import Watcher
from tests.factories.accounts import UserFactory
from tests.factories.programmes import CallFactory, ProgrammeFactory
from tests.factories.projects import ProjectFactory
from tests.factories.questionnaires import EVERY_TYPE, VersionFactory, a_content, a_question
from tests.factories.territories import LYON, SAINT_AGREVE, commune

SEND = "main form button[type=submit]"
IN_ARDECHE = {"op": "in_territory", "question": "e.commune", "territories": ["department:07"]}
IS_OPEN = {"op": "eq", "left": {"answer": "e.open"}, "right": {"value": True}}
HALF = {
    "op": "le",
    "left": {"answer": "e.amount"},
    "right": {"op": "div", "of": [{"op": "sum", "question": "e.budget", "column": "cost"}, {"value": 2}]},
}


@pytest.fixture
def scene(transactional_db: None) -> dict[str, Any]:
    """A call whose questionnaire has every type, conditions, and an amount of half of the budget at most."""
    carrier = UserFactory(full_name="Camille Porteuse", language="en")
    officer = UserFactory(language="en")
    commune(SAINT_AGREVE)
    commune(LYON)
    asked = [
        question
        | ({"required": "submission"} if question["id"] in {"e.name", "e.commune"} else {})
        | (
            {"valid_if": [{"rule": HALF, "message": "La moitié du budget au plus."}]}
            if question["id"] == "e.amount"
            else {}
        )
        | (
            {"eligible_if": [{"rule": IS_OPEN, "reason": "Le lieu reçoit du public."}]}
            if question["id"] == "e.open"
            else {}
        )
        for question in EVERY_TYPE
    ]
    hours = {"op": "answered", "question": "e.hours"}
    asked += [
        a_question(
            "e.hours",
            "long_text",
            shows_if=IS_OPEN,
            eligible_if=[{"rule": hours, "reason": "Ses horaires sont dits."}],
        ),
        a_question("e.ardeche", shows_if=IN_ARDECHE),
    ]
    call = CallFactory(programme=ProgrammeFactory(officer=officer, slug="ateliers"))
    version = VersionFactory(published=True, content=a_content(*asked))
    call.stages.update(version=version)
    project = ProjectFactory(title="La Filature", carrier=carrier, created_by=carrier)
    return {"carrier": carrier, "call": call, "project": project}


def begin(page: Page, call: Call, project: Project) -> Application:
    page.goto(f"/programmes/appels/{call.pk}-{call.slug}/candidater/")
    page.locator(SEND).first.click()
    page.wait_for_url("**/rediger/")
    return Application.objects.get(project=project)


def answers() -> dict[str, Any]:
    return Response.objects.get().answers


def test_an_applicant_with_no_javascript_submits(
    new_context: Callable[..., BrowserContext],
    watcher: Watcher,
    sign_in_browser: Callable[[Page, Any], Page],
    scene: dict[str, Any],
) -> None:
    watcher.allow("422 .Unprocessable")
    context = new_context(java_script_enabled=False)
    watcher.watch(context)
    page = sign_in_browser(context.new_page(), scene["carrier"])
    draft = begin(page, scene["call"], scene["project"])
    # What hangs on an answer is there, with its condition in words.
    expect(page.locator("[data-question='e.hours'] .condition")).to_be_visible()
    page.locator("[name='e.name']").fill("La Filature")
    page.locator("[name='e.area']").fill("1 250,5")
    page.locator("[name='e.amount']").fill("beaucoup")
    page.locator("[name='e.open'][value=true]").check()
    page.locator("[name='e.hours']").fill("Du mardi au samedi.")
    page.locator("[name='e.form:other']").fill("Une coopérative")
    page.locator("[name='e.state:team'][value=good]").check()
    page.locator("[name='e.commune']").fill("saint agreve")
    page.locator("[name='e.area_of:add']").fill("Ardèche (département)")
    page.locator("[name='e.budget:0:label']").fill("Machines")
    page.locator("[name='e.budget:0:cost']").fill("30 000")
    page.locator("[name='e.files:new']").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    page.locator("[data-add-row]").click()
    # One word where an amount is asked: said at its place, all else is kept, and there are more lines.
    expect(page.locator("[data-summary] a")).to_have_count(1)
    assert page.locator("[name='e.amount']").input_value() == "beaucoup"
    assert page.locator("[name^='e.budget:'][name$=':label']").count() > 3
    assert answers()["e.commune"] == SAINT_AGREVE
    assert answers()["e.area_of"] == ["department:07"]
    page.locator("[name='e.amount']").fill("20 000")
    page.locator("button[name=submit]").click()
    page.wait_for_url("**/deposer/")
    expect(page.locator("main")).to_contain_text("La moitié du budget au plus.")
    page.locator("main a[href*='rediger']").first.click()
    page.locator("[name='e.amount']").fill("15 000")
    page.locator("button[name=submit]").click()
    page.wait_for_url("**/deposer/")
    page.locator(SEND).first.click()
    page.wait_for_url("**/recu/")
    draft.refresh_from_db()
    response = Response.objects.get()
    assert (draft.filing, str(draft.requested_amount)) == (Filing.SUBMITTED, "15000.00")
    assert response.answers == {
        "e.name": "La Filature",
        "e.area": "1250.5",
        "e.amount": "15000.00",
        "e.open": True,
        "e.hours": "Du mardi au samedi.",
        "e.form": {"other": "Une coopérative"},
        "e.state": {"team": "good"},
        "e.commune": SAINT_AGREVE,
        "e.area_of": ["department:07"],
        "e.budget": [{"label": "Machines", "cost": "30000.00"}],
    }
    assert [str(file) for file in response.snapshots.get().files.all()] == ["plan.pdf"]


def test_what_is_typed_survives_a_lost_connection_and_rules_ask_nobody(
    new_person: Callable[..., Page],
    axe: Callable[..., None],
    scene: dict[str, Any],
    watcher: Watcher,
) -> None:
    watcher.allow("ERR_INTERNET_DISCONNECTED")
    page = new_person(scene["carrier"])
    begin(page, scene["call"], scene["project"])
    axe(page)
    state = page.locator("[data-autosave-state]")
    hours = page.locator("[data-question='e.hours']")
    expect(hours).to_be_hidden()
    public, timed = page.locator("[data-eligible='e.open:0']"), page.locator("[data-eligible='e.hours:0']")
    expect(public.locator(".state:visible")).to_have_text("cannot tell yet")
    page.context.set_offline(True)
    # Rules are judged here: nothing answers on the other side.
    page.locator("[name='e.open'][value=false]").check()
    expect(public.locator(".state:visible")).to_have_text("not met")
    expect(timed).to_be_hidden()
    page.locator("[name='e.open'][value=true]").check()
    expect(public.locator(".state:visible")).to_have_text("met")
    expect(timed.locator(".state:visible")).to_have_text("not met")
    expect(hours).to_be_visible()
    page.locator("[name='e.hours']").fill("Écrit dans le train.")
    expect(timed.locator(".state:visible")).to_have_text("met")
    page.locator("[name='e.amount']").fill("20 000")
    page.locator("[name='e.budget:0:cost']").fill("30 000")
    expect(page.get_by_text("La moitié du budget au plus.")).to_be_visible()
    page.locator("[name='e.budget:1:cost']").fill("10 000")
    expect(page.get_by_text("La moitié du budget au plus.")).to_be_hidden()
    expect(state).to_contain_text(re.compile("browser"))
    assert answers() == {}
    page.context.set_offline(False)
    expect(state).to_contain_text(re.compile("Saved"))
    assert answers()["e.hours"] == "Écrit dans le train."
    # A commune brings what is known of it: the question of its département appears.
    local = page.locator("[data-question='e.ardeche']")
    expect(local).to_be_hidden()
    box = page.locator("[name='e.commune']")
    box.click()
    with page.expect_response(re.compile(r"q=st[+%20]*agreve$")):
        box.press_sequentially("st agreve", delay=30)
    page.get_by_role("option", name=re.compile("Saint-Agrève")).first.click()
    expect(local).to_be_visible()
    page.locator("[data-add-row]").click()
    page.locator("[name='e.budget:2:label']").fill("Tour")
    page.locator("main form .btn--quiet[type=submit]").last.click()
    expect(page.locator(".toast").first).to_be_visible()
    kept = answers()
    assert (kept["e.commune"], kept["e.budget"][2]) == (SAINT_AGREVE, {"label": "Tour"})
    axe(page)


def test_a_session_that_ends_a_double_click_and_the_back_button_lose_and_double_nothing(
    new_person: Callable[..., Page],
    sign_in_browser: Callable[[Page, Any], Page],
    scene: dict[str, Any],
) -> None:
    page = new_person(scene["carrier"])
    draft = begin(page, scene["call"], scene["project"])
    # The session ends while one types: said, and kept in this browser alone.
    Session.objects.all().delete()
    page.locator("[name='e.name']").fill("La Filature")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Your session has ended")
    assert answers() == {}
    # Sending by hand leads to signing in; one comes back and takes up what was typed.
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**/connexion/**")
    sign_in_browser(page, scene["carrier"])
    page.goto(f"/programmes/candidatures/{draft.reference}/rediger/")
    page.locator("[data-resume]").click()
    expect(page.locator("[name='e.name']")).to_have_value("La Filature")
    expect(page.locator("[data-autosave-state]")).to_contain_text("Saved")
    assert answers()["e.name"] == "La Filature"
    box = page.locator("[name='e.commune']")
    box.click()
    box.press_sequentially("st agreve", delay=30)
    page.get_by_role("option", name=re.compile("Saint-Agrève")).first.click()
    page.locator("[name='e.open'][value=true]").check()
    page.locator("[name='e.hours']").fill("Le mardi.")
    page.locator("button[name=submit]").click()
    page.wait_for_url("**/deposer/")
    # Pressed twice, gone back to, pressed again: one file, one receipt, one snapshot.
    page.locator(SEND).first.dblclick()
    page.wait_for_url("**/recu/")
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    if page.locator(SEND).count():
        page.locator(SEND).first.click()
    page.goto(f"/programmes/candidatures/{draft.reference}/deposer/")
    page.wait_for_url("**/recu/")
    assert Response.objects.get().snapshots.count() == 1
    assert OutboxMessage.objects.filter(template="programmes/email/receipt").count() == 1
    assert Event.objects.filter(verb="programmes.application_submitted").count() == 1
