"""How far a project is, what shows it, and what becomes of it: dated, argued, kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from maillage.core import clock
from maillage.core.errors import Invalid, NotAllowed, TransitionRefused
from maillage.core.models import StoredFile
from maillage.core.states import unreachable
from maillage.directory.enums import Stage
from maillage.projects import actions, gates
from maillage.projects.actions import evidence as evidences
from maillage.projects.actions import outcome as outcomes
from maillage.projects.enums import (
    ARGUED,
    OUTCOME_TRANSITIONS,
    EvidenceState,
    Outcome,
    PassageKind,
    ProjectRole,
)
from maillage.projects.models import Evidence, Passage, Project
from maillage.projects.queries.stage import gates_of, open_items
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


def status(browser: Any, address: str) -> int:
    """The status of a page or a file, read to its end."""
    response = browser.get(address)
    if response.streaming:
        list(response.streaming_content)
    code: int = response.status_code
    return code


def settle(project: Project, stage: str) -> None:
    for item in gates.items_of(stage):
        evidences.give(project, stage, item.key, by=project.created_by, text="Fait.")


# --- Outcome -----------------------------------------------------------------------------------------------
def test_every_outcome_is_reached_and_only_a_merged_project_stays_what_it_is() -> None:
    assert unreachable(OUTCOME_TRANSITIONS, Outcome.RUNNING) == set()
    assert [outcome for outcome, after in OUTCOME_TRANSITIONS.items() if not after] == [Outcome.MERGED]


@pytest.mark.parametrize("outcome", sorted(ARGUED))
def test_setting_aside_and_reorienting_are_argued(outcome: str) -> None:
    project = ProjectFactory()
    with pytest.raises(Invalid) as refusal:
        outcomes.change_outcome(project, outcome, by=project.created_by, reason="Pas de local.")
    assert refusal.value.fields.keys() == {"next_step"}
    with pytest.raises(Invalid) as refusal:
        outcomes.change_outcome(project, outcome, by=project.created_by, next_step="Un emploi.")
    assert refusal.value.fields.keys() == {"reason"}
    day = clock.today() - dt.timedelta(days=9)
    project = outcomes.change_outcome(
        project,
        outcome,
        by=project.created_by,
        reason="Pas de local.",
        next_step="Un emploi à l’atelier voisin.",
        on=day,
    )
    row = Passage.objects.get()
    assert (project.outcome, project.outcome_on) == (outcome, day)
    assert (row.from_state, row.to_state, row.on, row.reason, row.next_step) == (
        "running",
        outcome,
        day,
        "Pas de local.",
        "Un emploi à l’atelier voisin.",
    )
    # The database holds to it too.
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.update(next_step="")


def test_what_was_set_aside_is_taken_up_again_and_days_go_forward() -> None:
    project = ProjectFactory()
    today = clock.today()
    project = outcomes.change_outcome(project, Outcome.PAUSED, by=project.created_by, on=today)
    for day in (today + dt.timedelta(days=1), today - dt.timedelta(days=1)):
        with pytest.raises(Invalid) as refusal:
            outcomes.change_outcome(project, Outcome.RUNNING, by=project.created_by, on=day)
        assert refusal.value.fields.keys() == {"on"}
    outcomes.change_outcome(project, Outcome.RUNNING, by=project.created_by)
    with pytest.raises(TransitionRefused):
        outcomes.change_outcome(project, Outcome.RUNNING, by=project.created_by)
    assert [(row.from_state, row.to_state) for row in Passage.objects.order_by("pk")] == [
        ("running", "paused"),
        ("paused", "running"),
    ]


def test_only_carriers_say_what_becomes_of_it() -> None:
    adviser = ProjectMemberFactory()
    with pytest.raises(NotAllowed):
        outcomes.change_outcome(adviser.project, Outcome.LAUNCHED, by=adviser.user)


def test_a_project_is_merged_into_another_or_is_not_merged() -> None:
    project, other = ProjectFactory(), ProjectFactory()
    for wrong in ({"outcome": Outcome.MERGED}, {"merged_into": other}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**wrong)


# --- Gates -------------------------------------------------------------------------------------------------
def test_each_stage_has_its_list_and_all_seven_subjects_come() -> None:
    assert set(gates.GATES) == set(Stage)
    assert {item.key for items in gates.GATES.values() for item in items} == {
        *("need", "model", "governance", "legal_form", "funding", "premises", "impact")
    }
    for items in gates.GATES.values():
        assert len({item.key for item in items}) == len(items)


def test_going_on_with_something_not_shown_asks_why_and_going_back_does_not() -> None:
    project = ProjectFactory(stage=Stage.EMERGENCE)
    settle(project, Stage.EMERGENCE)
    Evidence.objects.filter(item="premises").delete()
    with pytest.raises(Invalid) as refusal:
        actions.change_stage(project, Stage.CREATION, by=project.created_by)
    assert refusal.value.fields.keys() == {"why"}
    actions.change_stage(project, Stage.CREATION, by=project.created_by, why="Le local viendra.")
    actions.change_stage(project, Stage.IDEA, by=project.created_by)
    assert [(row.kind, row.to_state, row.reason) for row in Passage.objects.order_by("pk")] == [
        (PassageKind.STAGE, "creation", "Le local viendra."),
        (PassageKind.STAGE, "idea", ""),
    ]


def test_a_settled_gate_opens_and_an_argued_line_counts() -> None:
    project = ProjectFactory(stage=Stage.IDEA)
    evidences.give(project, "idea", "need", by=project.created_by, text="Douze entretiens.")
    assert [item.key for item in open_items(project)] == ["governance"]
    evidences.give(
        project,
        "idea",
        "governance",
        by=project.created_by,
        text="Je porte seule, pour l’instant.",
        state=EvidenceState.NOT_NEEDED,
    )
    assert open_items(project) == []
    assert [gate.settled for gate in gates_of(project)] == [2, 0, 0, 0, 0]
    actions.change_stage(project, Stage.EMERGENCE, by=project.created_by)
    evidences.take_back(Evidence.objects.get(item="need"), by=project.created_by)
    assert Evidence.objects.count() == 1


def test_evidence_is_written_by_those_who_write_in_the_logbook() -> None:
    project = ProjectFactory()
    reader = ProjectMemberFactory(project=project, advice__rights=["thread"]).user
    writer = ProjectMemberFactory(project=project).user
    for person in (
        reader,
        UserFactory(),
        ProjectMemberFactory(project=project, role=ProjectRole.OBSERVER).user,
    ):
        with pytest.raises(NotAllowed):
            evidences.give(project, "idea", "need", by=person, text="Oui.")
    assert evidences.give(project, "idea", "need", by=writer, text="Oui.").by == writer
    with pytest.raises(Invalid):
        evidences.give(project, "idea", "funding", by=writer, text="Oui.")
    with pytest.raises(Invalid):
        evidences.give(project, "idea", "need", by=writer, text="  ")


def test_the_pages_of_the_stages(sign_in: SignIn) -> None:
    project = ProjectFactory(stage=Stage.IDEA)
    adviser = ProjectMemberFactory(project=project, advice__rights=["thread"]).user
    browser = sign_in(project.created_by)
    line = reverse("projects:evidence", args=[project.pk, "idea", "need"])
    sent = {"state": "filled", "text": "Douze entretiens.", "file": pdf()}
    assert browser.post(line, sent)["Location"] == reverse("projects:path", args=[project.pk])
    row = Evidence.objects.get()
    assert row.file is not None
    first = row.file
    assert status(sign_in(adviser), first.get_absolute_url()) == 200
    assert status(sign_in(UserFactory()), first.get_absolute_url()) == 404
    browser.post(line, {**sent, "file": pdf()})
    assert StoredFile.objects.count() == 1
    assert not StoredFile.objects.filter(pk=first.pk).exists()
    change = reverse("projects:stage", args=[project.pk])
    today = clock.today().isoformat()
    page = browser.post(change, {"stage": "emergence", "on": today, "why": ""})
    assert page.context["form"].errors.keys() == {"why"}
    assert [item.key for item in page.context["open_items"]] == ["governance"]
    browser.post(change, {"stage": "emergence", "on": today, "why": "Une équipe se forme."})
    outcome = reverse("projects:outcome", args=[project.pk])
    page = browser.post(outcome, {"outcome": "set_aside", "on": today, "reason": "", "next_step": ""})
    assert page.context["form"].errors.keys() == {"reason", "next_step"}
    browser.post(outcome, {"outcome": "launched", "on": today})
    page = browser.get(reverse("projects:path", args=[project.pk]))
    assert [(row.to_state, row.on) for row in page.context["history"]] == [
        ("launched", clock.today()),
        ("emergence", clock.today()),
    ]
    seen = sign_in(adviser)
    assert seen.get(reverse("projects:path", args=[project.pk])).status_code == 200
    assert [seen.get(path).status_code for path in (line, change, outcome)] == [404, 404, 404]
    browser.post(reverse("projects:evidence_take_back", args=[project.pk, "idea", "need"]))
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("etude.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
