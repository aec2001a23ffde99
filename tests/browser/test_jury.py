"""A jury deliberates; then letters leave. Two journeys in a real browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from maillage.core import delivery
from maillage.core.models import OutboxMessage
from maillage.programmes.actions import conflict as conflicts
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import jury
from maillage.programmes.enums import Decision, JuryRole, Role
from maillage.programmes.enums_review import Ground
from maillage.programmes.models import Application, JurySession, Letter
from tests.browser.driving import Watcher
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
    """An officer who keeps the minutes, a president and a juror who is bound to the second of two files."""
    officer = UserFactory(full_name="Olive Officier", email="olive@operateur.example", language="en")
    programme = ProgrammeFactory(officer=officer, slug="ateliers")
    call = CallFactory(programme=programme, title="Vague 1", places=2)
    rows = []
    for title in ("Atelier bois", "Brasserie"):
        carrier = UserFactory(email=f"contact@{title.split()[0].lower()}.example", language="en")
        project = ProjectFactory(title=title, carrier=carrier, created_by=carrier)
        rows.append(ApplicationFactory(call=call, project=project, submitted=True))
    president = UserFactory(full_name="Prune Présidente", email="prune@ailleurs.example", language="en")
    bound = UserFactory(full_name="Lise Liée", email="lise@partout.example", language="en")
    for person in (president, bound):
        ProgrammeRoleFactory(programme=programme, user=person, role=Role.JUROR)
    conflicts.declare(rows[1], ground=Ground.FAMILY, by=bound)
    session = jury.create(call, title="Jury", held_at=timezone.now(), quorum=1, by=officer)
    jury.seat(session, president, role=JuryRole.PRESIDENT, by=officer)
    jury.seat(session, bound, by=officer)
    jury.seat(session, officer, role=JuryRole.SECRETARY, by=officer)
    return {
        "officer": officer,
        "call": call,
        "rows": rows,
        "president": president,
        "bound": bound,
        "session": session,
    }


def test_a_jury_deliberates(new_person: Person, axe: Judge, people: dict[str, Any], watcher: Watcher) -> None:
    """The agenda, the roll call, notes, a proposal, votes; a bound juror sees one file of the two."""
    watcher.allow("404")
    session = people["session"]
    base = f"/programmes/ateliers/pilotage/jurys/{session.pk}/"
    officer, president = new_person(people["officer"]), new_person(people["president"])
    bound = new_person(people["bound"], phone=True)

    officer.goto(f"{base}dossiers/")
    axe(officer)
    officer.locator("main form button").first.click()
    officer.wait_for_url(f"**{base}")
    officer.get_by_role("button", name="Open the session").click()
    axe(officer)

    # A file that nobody is kept from: notes, a proposal, two votes.
    officer.get_by_role("link", name="Atelier bois").click()
    officer.get_by_role("button", name="Call this file").click()
    officer.locator("[name=notes]").fill("Budget solide.")
    expect(officer.locator("[data-autosave-state]")).not_to_be_empty()
    officer.locator("[name=decision][value=retained]").check()
    officer.locator("[name=opinion]").fill("Beau projet.")
    officer.get_by_role("button", name="Put it to the vote").click()
    axe(officer)
    here = officer.url
    president.goto(here)
    # Who presides may also count hands: each member has their own choice.
    president.get_by_role("group", name="Prune Présidente").get_by_label("For", exact=True).check()
    president.get_by_role("button", name="Keep the votes").click()
    bound.goto(here)
    axe(bound)
    bound.locator("input[type=radio][value=abstain]").check()
    bound.get_by_role("button", name="Keep the votes").click()
    screen = new_person(people["president"])
    screen.goto(f"{base}ecran/")
    expect(screen.locator("main")).to_contain_text("Budget solide.")
    expect(screen.locator("main")).to_contain_text("1 for · 0 against · 1 abstentions")
    axe(screen)
    officer.reload()
    officer.get_by_role("button", name="Close the vote").click()
    expect(officer.locator("main .badge, main .state").first).to_contain_text("Adopted")

    # The file that the second juror is bound to: they are out of it, and told so nowhere else.
    officer.get_by_role("link", name="The next file").first.click()
    officer.get_by_role("button", name="Call this file").click()
    expect(officer.locator("main")).to_contain_text("Lise Liée")
    answer = bound.goto(officer.url)
    assert answer is not None
    assert answer.status == 404
    bound.goto(base)
    expect(bound.locator("main")).not_to_contain_text("Brasserie")
    axe(bound)
    officer.get_by_role("button", name="Postpone").click()

    officer.goto(f"{base}clore/")
    officer.locator("main form button").first.click()
    officer.wait_for_url(f"**{base}")
    axe(officer)
    kept = JurySession.objects.get()
    assert kept.state == "closed"
    assert [file["presence"]["out"] for file in kept.record["files"]] == [[], ["Lise Liée"]]
    officer.get_by_role("button", name="Prepare the decision that it adopted").click()
    officer.wait_for_url("**/candidatures/")
    row = Application.objects.get(pk=people["rows"][0].pk)
    assert (row.decision, row.decision_reason) == ("retained", "Beau projet.")


def test_letters_leave(new_person: Person, axe: Judge, people: dict[str, Any]) -> None:
    """A letter with a hole stops everything; mended, each applicant receives theirs with its PDF."""
    officer, rows = people["officer"], people["rows"]
    decisions.decide(rows[0], Decision.REFUSED, reason="Hors sujet.", by=officer)
    decisions.decide(rows[1], Decision.REFUSED, reason="Budget trop court.", by=officer)
    base = f"/programmes/ateliers/pilotage/appels/{people['call'].pk}/"
    page = new_person(officer)
    page.goto(f"{base}courriers/")
    axe(page)
    page.get_by_role("link", name="Not retained").click()
    page.locator("[name=subject]").fill("{{ projet }} : notre réponse")
    page.locator("[name=body]").fill("Bonjour {{ porteurs }},\n\n{{ motif }}\n\nMontant : {{ montant }}.")
    page.get_by_role("button", name="Try without keeping").click()
    expect(page.locator(".note--no").first).to_contain_text("montant")
    axe(page)
    page.get_by_role("button", name="Keep the letter").click()
    page.goto(f"{base}decisions/")
    expect(page.locator(".note--no").first).to_contain_text(rows[0].reference)
    page.locator("main form button.btn").last.click()
    page.wait_for_load_state()
    assert (Letter.objects.count(), OutboxMessage.objects.count()) == (0, 0)

    page.goto(f"{base}courriers/refused/")
    page.locator("[name=body]").fill("Bonjour {{ porteurs }},\n\n{{ motif }}")
    page.get_by_role("button", name="Keep the letter").click()
    page.goto(f"{base}decisions/")
    page.locator("[name=appeal_days]").fill("30")
    axe(page)
    page.get_by_role("button", name="Publish 2 decisions").click()
    page.wait_for_url("**/candidatures/")
    delivery.sweep()

    received = {message.to[0]: message for message in mail.outbox}
    for row in rows:
        message = received[row.created_by.email]
        [attached] = message.attachments
        text = " ".join(PdfReader(io.BytesIO(attached.content)).pages[0].extract_text().split())
        assert message.subject == f"{row.title} : notre réponse"
        assert row.decision_reason in text
    applicant = new_person(rows[0].created_by)
    applicant.goto(f"/programmes/candidatures/{rows[0].reference}/")
    expect(applicant.get_by_role("link", name="notre réponse")).to_be_visible()
    axe(applicant)
    applicant.get_by_role("link", name="Object to the decision").click()
    axe(applicant)
