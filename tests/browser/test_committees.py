"""A committee hears what a project needs; the action that answers it ends with the project's word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions.meeting import When
from maillage.governance.enums import ActionState, CommitteeKind, NeedState, Seat
from maillage.governance.models import Action, Meeting, SupportNeed
from maillage.programmes.enums import MemberState, Role
from maillage.programmes.models import Cohort, CohortMember
from tests.factories.accounts import UserFactory
from tests.factories.programmes import (
    ApplicationFactory,
    CallFactory,
    ProgrammeFactory,
    ProgrammeRoleFactory,
)
from tests.factories.projects import ProjectFactory

Person = Callable[..., Page]
Judge = Callable[..., None]


@pytest.fixture
def people(transactional_db: None) -> dict[str, Any]:
    """An officer, a trainer, a project in a promotion; an expert committee planned for now."""
    officer = UserFactory(full_name="Olive Officier", email="olive@operateur.example", language="en")
    programme = ProgrammeFactory(officer=officer, slug="ateliers")
    trainer = UserFactory(full_name="Tom Formateur", email="tom@formation.example", language="en")
    ProgrammeRoleFactory(programme=programme, user=trainer, role=Role.TRAINER)
    carrier = UserFactory(full_name="Camille Porteuse", email="camille@copeaux.example", language="en")
    project = ProjectFactory(title="Atelier des Copeaux", carrier=carrier, created_by=carrier)
    application = ApplicationFactory(
        call=CallFactory(programme=programme), project=project, retained=True, decided_by=officer
    )
    today = timezone.localdate()
    cohort = Cohort.objects.create(
        programme=programme, name="Promotion 1", starts_on=today, ends_on=today + dt.timedelta(days=300)
    )
    CohortMember.objects.create(cohort=cohort, application=application, state=MemberState.ACTIVE)
    host = ("programme", programme.pk)
    committee = committees.create(host, kind=CommitteeKind.EXPERT, name="Experts", by=officer, quorum=2)
    committees.seat(committee, officer, seat=Seat.PRESIDENT, by=officer)
    committees.seat(committee, trainer, by=officer)
    meeting = meetings.plan(committee, When("Point de mars", timezone.now(), quorum=2), by=officer)
    meetings.add_item(meeting, project=project, by=officer)
    return {"officer": officer, "trainer": trainer, "carrier": carrier, "meeting": meeting}


def test_a_need_becomes_an_action_that_the_project_closes(
    new_person: Person, axe: Judge, people: dict[str, Any]
) -> None:
    officer = new_person(people["officer"])
    officer.goto(f"/suivi/reunions/{people['meeting'].pk}/")
    axe(officer)
    officer.get_by_role("button", name="Open the meeting").click()
    officer.get_by_role("link", name="Atelier des Copeaux").click()
    # The officer decided on the project's money: the page says that they may not coach it.
    expect(officer.locator("main .note--wait")).to_contain_text("Olive Officier")
    axe(officer)
    officer.locator("[name=theme]").select_option("legal")
    officer.locator("[name=urgency][value=now]").check()
    officer.locator("[name=said]").fill("Quels statuts pour accueillir des artisans ?")
    officer.get_by_role("button", name="Record the need").click()
    officer.get_by_role("link", name="Give an action").click()
    axe(officer)
    officer.locator("[name=title]").fill("Relire les statuts")
    officer.locator("[name=due_on]").fill((timezone.localdate() + dt.timedelta(days=9)).isoformat())
    officer.locator("[name=owner]").select_option(label="Olive Officier")
    officer.get_by_role("button", name="Give the action").click()
    expect(officer.locator("main")).to_contain_text("cannot coach it")
    assert not Action.objects.exists()
    officer.locator("[name=owner]").select_option(label="Tom Formateur")
    officer.get_by_role("button", name="Give the action").click()
    expect(officer.locator("main")).to_contain_text("Being answered")

    trainer = new_person(people["trainer"], phone=True)
    trainer.goto("/suivi/?pour=moi")
    axe(trainer)
    trainer.get_by_role("link", name="Relire les statuts").click()
    trainer.locator("[name=evidence]").fill("Statuts relus et renvoyés.")
    axe(trainer)
    trainer.get_by_role("button", name="It is done").click()
    expect(trainer.locator("main")).to_contain_text("The project has the last word.")

    carrier = new_person(people["carrier"], phone=True)
    carrier.goto("/suivi/?pour=moi")
    carrier.get_by_role("link", name="Relire les statuts").click()
    expect(carrier.locator("main")).to_contain_text("Statuts relus et renvoyés.")
    axe(carrier)
    carrier.get_by_role("button", name="Yes, it is done").click()
    expect(carrier.locator("main .state").first).to_contain_text("Finished")
    assert Action.objects.get().state == ActionState.CLOSED
    assert SupportNeed.objects.get().state == NeedState.MET

    officer.goto(f"/suivi/reunions/{people['meeting'].pk}/clore/")
    officer.locator("main form button").first.click()
    expect(officer.get_by_role("link", name="The minutes")).to_be_visible()
    assert Meeting.objects.get().record["items"][0]["needs"][0]["actions"][0]["title"] == "Relire les statuts"
    officer.goto("/suivi/besoins/")
    expect(officer.locator("main")).to_contain_text("Promotion 1")
    axe(officer)
