"""Writing an application over HTTP: what it judges, part by part, for somebody else, completed afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
import zeal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from maillage.core.models import StoredFile
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import completion
from maillage.programmes.enums import CompletionState, RuleKind
from maillage.programmes.models import Application, CompletionRequest, StageFile
from maillage.projects.enums import ProjectRole
from maillage.questionnaires.definition import parse
from maillage.questionnaires.models import Response
from tests import clamav
from tests.clamav import EICAR
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeRoleFactory
from tests.factories.projects import ProjectMemberFactory
from tests.factories.questionnaires import VersionFactory, a_content, a_question
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]
PDF = b"%PDF-1.4\n%%EOF\n"


def test_the_writing_page_judges_eligibility_at_each_save(world: World, sign_in: SignIn) -> None:
    is_open = {"op": "eq", "left": {"answer": "q.open"}, "right": {"value": True}}
    version = VersionFactory(
        published=True,
        content=a_content(
            a_question("q.open", "yes_no", eligible_if=[{"rule": is_open, "reason": "Ouvert à tous."}]),
            a_question(
                "q.hours",
                shows_if=is_open,
                eligible_if=[{"rule": {"op": "answered", "question": "q.hours"}, "reason": "Horaires dits."}],
            ),
        ),
    )
    world.call.stages.update(version=version)
    world.call.rules.create(
        position=1, kind=RuleKind.LEGAL_FORM, sentence="Une association.", legal_forms=["association"]
    )
    draft = applications.start(world.call, world.project, by=world.carrier)
    path = reverse("programmes:write", args=[draft.reference])
    browser = sign_in(world.carrier)

    def shown() -> dict[str, tuple[bool | None, bool]]:
        page = browser.get(path)
        assert [rule.sentence for rule in page.context["rules"]] == ["Une association."]
        return {each.key: (each.truth, each.is_asked) for each in page.context["page"].eligibility}

    assert shown() == {"q.open:0": (None, True), "q.hours:0": (None, True)}
    browser.post(path, {":revision": "1", "q.open": "false"})
    assert shown() == {"q.open:0": (False, True), "q.hours:0": (None, False)}
    browser.post(path, {":revision": "2", "q.open": "true", "q.hours": ""})
    assert shown() == {"q.open:0": (True, True), "q.hours:0": (False, True)}
    lines = browser.get(path).text.split("data-eligible=")[1:]
    assert [line.split(" hidden", 1)[0].count("<li") for line in lines] == [0, 0]
    assert 'data-truth="false" hidden' in lines[0]
    assert 'data-truth="true" hidden' in lines[1]


def test_two_who_write_are_told_of_each_other(world: World, sign_in: SignIn) -> None:
    draft = applications.start(world.call, world.project, by=world.carrier)
    other = UserFactory(full_name="Dominique Associée")
    ProjectMemberFactory(project=world.project, user=other, role=ProjectRole.CARRIER)
    write = reverse("programmes:write", args=[draft.reference])
    fragment = reverse("programmes:others", args=[draft.reference])
    first, second = sign_in(world.carrier), sign_in(other)
    assert first.get(write).context["others"] == []
    assert "Camille Porteuse" in second.get(write).text
    assert "Dominique Associée" in first.get(fragment).text
    assert fragment in first.get(write).text
    # Who left is no longer there; who has no part in it learns nothing.
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=3), tick=False):
        assert first.get(fragment).context["others"] == []
    assert sign_in(UserFactory()).get(fragment).status_code == 404


# --- Completing ---------------------------------------------------------------------------------------------
def test_the_page_to_complete_has_what_was_asked_and_nothing_else(world: World, sign_in: SignIn) -> None:
    content = a_content(a_question("q.name", required="submission"), a_question("q.lease"))
    world.call.stages.update(version=VersionFactory(published=True, content=content))
    answers = {"q.name": "La Scierie", "q.lease": "Aucun."}
    draft = applications.start(world.call, world.project, by=world.carrier, answers=answers)
    sent = applications.submit(draft, by=world.carrier)
    due = timezone.now() + dt.timedelta(days=4)
    completion.ask(sent, ["q.lease"], message="Le bail ?", due_at=due, by=world.officer)
    browser = sign_in(world.carrier)
    page = reverse("programmes:complete", args=[sent.reference])
    shown = browser.get(page)
    assert list(shown.context["form"].fields) == ["q.lease"]
    # The whole file stays closed: its own page only shows it.
    write = reverse("programmes:write", args=[sent.reference])
    assert browser.get(write)["Location"] == browser.post(write, {"q.name": "Autre"})["Location"]
    values = {":revision": "1", "q.lease": "Trois ans.", "q.name": "Autre", "submit": "yes"}
    with zeal.zeal_ignore():  # saved, then handed in: two actions lock the same rows, no list does
        assert browser.post(page, values)["Location"] == sent.get_absolute_url()
    response = StageFile.objects.get().response
    assert response is not None
    assert response.answers == {"q.name": "La Scierie", "q.lease": "Trois ans."}
    assert CompletionRequest.objects.get().state == CompletionState.DONE
    # Pressed again, or come back to: nothing more happens.
    assert browser.post(page, values)["Location"] == sent.get_absolute_url()
    assert response.snapshots.count() == 2
    compared = sign_in(world.officer).get(reverse("programmes:compare", args=["ateliers", sent.reference]))
    (asked,) = compared.context["requests"]
    assert [(each.label, each.has_changed) for each in asked["compared"]] == [("Q.lease", True)]
    assert sign_in(UserFactory()).get(page).status_code == 404


def test_completing_saves_by_itself_and_a_refused_answer_shows_no_closed_question(
    world: World, sign_in: SignIn
) -> None:
    content = a_content(a_question("q.name", required="submission"), a_question("q.area", "number"))
    world.call.stages.update(version=VersionFactory(published=True, content=content))
    draft = applications.start(world.call, world.project, by=world.carrier, answers={"q.name": "La Scierie"})
    sent = applications.submit(draft, by=world.carrier)
    due = timezone.now() + dt.timedelta(days=5)
    completion.ask(sent, ["q.area"], message="Quelle surface ?", due_at=due, by=world.officer)
    browser = sign_in(world.carrier)
    page = reverse("programmes:complete", args=[sent.reference])
    assert f'data-autosave-url="{page}"' in browser.get(page).text
    kept = browser.post(page, {":revision": "1", "q.area": "120"}, headers={"X-Autosave": "1"})
    assert (kept.status_code, list(kept.json()["seen"])) == (200, ["q.area"])
    assert Response.objects.get().answers == {"q.name": "La Scierie", "q.area": "120"}
    refused = browser.post(page, {":revision": "2", "q.area": "grande", "q.area:seen": ""})
    assert refused.status_code == 422
    assert list(refused.context["form"].fields) == ["q.area"]


# --- Files --------------------------------------------------------------------------------------------------
def test_an_infected_file_is_refused_by_the_form_and_all_else_is_kept(
    world: World, sign_in: SignIn, settings: Any, tmp_path: Path
) -> None:
    content = a_content(a_question("q.name"), a_question("q.plan", "files", max_files=2))
    world.call.stages.update(version=VersionFactory(published=True, content=content))
    draft = applications.start(world.call, world.project, by=world.carrier)
    path = reverse("programmes:write", args=[draft.reference])
    browser = sign_in(world.carrier)
    body = b"%PDF-1.4\n% " + EICAR + b"\n%%EOF\n"
    files = [SimpleUploadedFile("plan.pdf", PDF), SimpleUploadedFile("piege.pdf", body)]
    sent = {":revision": "1", "q.name": "La Scierie", "q.plan:seen": "", "q.plan:new": files}
    # The answers are saved, then each file: three actions lock the same rows.
    with clamav.daemon(tmp_path) as settings.CLAMD_ADDRESS, zeal.zeal_ignore():
        page = browser.post(path, sent)
    assert page.status_code == 422
    (refused,) = page.context["form"].errors["q.plan"]
    assert "piege.pdf" in refused
    assert "Eicar" in refused or "infect" in refused
    response = Response.objects.get()
    assert response.answers == {"q.name": "La Scierie"}
    assert [str(joined) for joined in response.files.all()] == ["plan.pdf"]
    assert list(StoredFile.objects.values_list("name", flat=True)) == ["plan.pdf"]
    # A scanner that is away lets nothing through.
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    late = {"q.plan:seen": "", "q.plan:new": SimpleUploadedFile("b.pdf", PDF)}
    with zeal.zeal_ignore():
        assert browser.post(path, {":revision": "9", **late}).status_code == 422
    assert StoredFile.objects.count() == 1


# --- Part by part, for somebody else, by officers ----------------------------------------------------------
TWO_PARTS = {
    "sections": [
        {"id": "one", "title": "Le projet", "questions": [a_question("one.name", required="submission")]},
        {
            "id": "two",
            "title": "Le lieu",
            "questions": [a_question("two.place"), a_question("two.advice", officers_only=True)],
        },
    ]
}


def two_parts(world: World) -> Application:
    world.call.stages.update(version=VersionFactory(published=True, content=parse(TWO_PARTS).as_json()))
    return applications.start(world.call, world.project, by=world.carrier)


def test_a_part_is_written_alone_and_leads_to_the_next(world: World, sign_in: SignIn) -> None:
    draft = two_parts(world)
    path = reverse("programmes:write", args=[draft.reference])
    browser = sign_in(world.carrier)
    shown = browser.get(f"{path}?partie=one")
    assert list(shown.context["form"].fields) == ["one.name"]
    values = {":revision": "1", "one.name": "La Scierie", "next": "yes"}
    answer = browser.post(f"{path}?partie=one", values)
    assert answer["Location"] == f"{path}?partie=two"
    # What officers ask themselves is on no part, and not taken from an applicant.
    last = browser.get(answer["Location"])
    assert list(last.context["form"].fields) == ["two.place"]
    values = {":revision": "2", "two.place": "Saint-Agrève", "two.advice": "Oui", "next": "yes"}
    done = browser.post(answer["Location"], values)
    assert done["Location"] == reverse("programmes:submit", args=[draft.reference])
    response = Response.objects.get()
    assert response.answers == {"one.name": "La Scierie", "two.place": "Saint-Agrève"}
    assert browser.get(f"{path}?partie=ailleurs").context["page"].section is None


def test_an_adviser_writes_for_somebody_once_they_said_so(world: World, sign_in: SignIn) -> None:
    draft = two_parts(world)
    adviser = ProjectMemberFactory(project=world.project, role=ProjectRole.ADVISER).user
    write = reverse("programmes:write", args=[draft.reference])
    declare = reverse("programmes:write_for", args=[draft.reference])
    browser = sign_in(adviser)
    assert browser.get(write).status_code == 404
    assert browser.get(declare).status_code == 200
    assert browser.post(declare, {"person": world.carrier.pk, "why": ""}).context["form"].errors
    said = {"person": world.carrier.pk, "why": "Elle me l’a dicté au téléphone."}
    assert browser.post(declare, said)["Location"] == write
    browser.post(write, {":revision": "1", "one.name": "La Scierie"})
    response = Response.objects.get()
    assert (response.answers, response.saved_by) == ({"one.name": "La Scierie"}, adviser)
    assert response.on_behalf is not None
    assert response.on_behalf.person == world.carrier
    assert "Elle me l’a dicté au téléphone." in sign_in(world.carrier).get(write).text
    # Writing is not sending: only who carries the project does.
    assert browser.get(reverse("programmes:submit", args=[draft.reference])).status_code == 404
    observer = ProjectMemberFactory(project=world.project, role=ProjectRole.OBSERVER).user
    for other in (observer, world.officer, UserFactory()):
        assert sign_in(other).get(declare).status_code == 404


def test_officers_answer_what_only_they_see(world: World, sign_in: SignIn) -> None:
    draft = two_parts(world)
    Response.objects.update(answers={"one.name": "La Scierie"})
    sent = applications.submit(draft, by=world.carrier)
    notes = reverse("programmes:officer_notes", args=["ateliers", sent.reference])
    officer = sign_in(world.officer)
    assert list(officer.get(notes).context["form"].fields) == ["two.advice"]
    values = {":revision": "1", "two.advice": "Solide.", "one.name": "Autre"}
    answer = officer.post(notes, values)
    assert answer["Location"] == reverse("programmes:file", args=["ateliers", sent.reference])
    assert Response.objects.get().answers == {"one.name": "La Scierie", "two.advice": "Solide."}
    page = sign_in(world.carrier).get(sent.get_absolute_url())
    assert "La Scierie" in page.text
    assert "Solide." not in page.text
    observer = ProgrammeRoleFactory(programme=world.programme, role="observer").user
    for other in (observer, world.carrier, UserFactory()):
        assert sign_in(other).get(notes).status_code == 404
