"""Self-diagnoses: three ready ones, whose results explain themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from maillage.core.errors import Invalid, NotAllowed
from maillage.directory.enums import Stage
from maillage.projects import diagnoses
from maillage.projects.actions.diagnosis import diagnose
from maillage.projects.diagnoses import DIAGNOSES, INNOVATION, NO, PARTLY, SOLIDARITY, STANDING, YES
from maillage.projects.models import SelfDiagnosis
from maillage.projects.queries.diagnosis import result_of
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory, ProjectMemberFactory

SignIn = Callable[[Any], Any]


def answers(diagnosis: diagnoses.Diagnosis, **others: str) -> dict[str, str]:
    return {asked.key: others.get(asked.key, YES) for asked in diagnosis.questions}


@pytest.mark.parametrize("diagnosis", DIAGNOSES.values(), ids=lambda each: each.key)
def test_each_is_a_sound_questionnaire(diagnosis: diagnoses.Diagnosis) -> None:
    asked = [question.id for question in diagnosis.definition()]
    assert asked == [question.key for question in diagnosis.questions]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    ("others", "tone"),
    [
        ({}, "ok"),
        ({"form": NO}, "ok"),
        ({"form": NO, "utility": NO}, "wait"),
        ({"governance": PARTLY}, "wait"),
        ({"profits": NO}, "no"),
    ],
)
def test_the_solidarity_economy_holds_to_three_principles(others: dict[str, str], tone: str) -> None:
    verdict, lines = diagnoses.read(SOLIDARITY, answers(SOLIDARITY, **others))
    assert verdict.tone == tone
    assert {line.asked.key for line in lines if not line.is_met} == set(others)


def test_innovation_counts_its_signs_and_needs_a_need() -> None:
    def tone(**others: str) -> str:
        return diagnoses.read(INNOVATION, answers(INNOVATION, **others))[0].tone

    assert tone(users=NO, spread=NO) == "ok"
    assert tone(users=NO, spread=NO, trial=PARTLY) == "wait"
    assert tone(unmet=NO) == "info"


@pytest.mark.django_db
def test_the_first_stage_with_an_open_question_is_where_one_stands() -> None:
    project = ProjectFactory()
    given = answers(STANDING, figures=NO, legal=NO)
    result = result_of(diagnose(project, STANDING.key, given, by=project.created_by))
    assert str(Stage.EMERGENCE.label) in str(result.verdict.title)
    assert [line.asked.key for line in result.steps] == ["figures"]
    assert diagnoses.read(STANDING, answers(STANDING))[0].tone == "ok"
    # What was never answered counts as not known, not as a yes.
    assert diagnoses.read(STANDING, {})[0].tone == "info"


@pytest.mark.django_db
def test_it_is_finished_before_it_says_anything_and_made_by_the_team() -> None:
    project = ProjectFactory()
    reader = ProjectMemberFactory(project=project, advice__rights=["thread"]).user
    with pytest.raises(Invalid) as refusal:
        diagnose(project, SOLIDARITY.key, {"aim": YES}, by=project.created_by)
    assert refusal.value.fields.keys() == {"governance", "profits", "form", "utility"}
    with pytest.raises(NotAllowed):
        diagnose(project, SOLIDARITY.key, answers(SOLIDARITY), by=reader)
    assert not SelfDiagnosis.objects.exists()


@pytest.mark.django_db
def test_the_pages_of_a_self_diagnosis(sign_in: SignIn) -> None:
    project = ProjectFactory()
    reader = ProjectMemberFactory(project=project, advice__rights=["thread"]).user
    browser, seen, stranger = sign_in(project.created_by), sign_in(reader), sign_in(UserFactory())
    fill = reverse("projects:diagnosis", args=[project.pk, SOLIDARITY.key])
    result = reverse("projects:diagnosis_result", args=[project.pk, SOLIDARITY.key])
    assert browser.get(result).status_code == 404
    assert browser.post(fill, {"aim": "yes"}).status_code == 422
    given = answers(SOLIDARITY, profits=NO, utility=PARTLY)
    for again in (given, answers(SOLIDARITY)):
        assert browser.post(fill, again)["Location"].startswith(result)
    first, last = SelfDiagnosis.objects.order_by("pk")
    assert browser.get(result).context["result"].made == last
    page = browser.get(f"{result}?fait={first.pk}")
    assert page.context["result"].verdict.tone == "no"
    # The essential ones come first.
    assert [line.asked.key for line in page.context["result"].steps] == ["profits", "utility"]
    everything = reverse("projects:diagnoses", args=[project.pk])
    shown = {each.key: bool(made) for each, made in seen.get(everything).context["diagnoses"]}
    assert shown == {"ou-en-suis-je": False, "economie-sociale": True, "innovation-sociale": False}
    assert seen.get(result).status_code == 200
    assert seen.get(fill).status_code == 404
    assert [stranger.get(path).status_code for path in (everything, fill, result)] == [404, 404, 404]
