"""Open answers grouped by hand: several groups, gestures that are undone, two people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.pathways.actions import grouping
from maillage.pathways.actions import survey as surveys
from maillage.pathways.enums_surveys import AskState, Moment, StepKind
from maillage.pathways.models import AnswerGroup, GroupedAnswer, GroupingStep, Survey, SurveyRequest
from maillage.pathways.queries import grouping as read
from maillage.questionnaires.models import Response
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory
from tests.pathways.conftest import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
QUESTION = "aide"
TEXTS = ("Le groupe, et l’animation", "Le groupe", "Les visites")


@pytest.fixture
def survey(world: World) -> Survey:
    return answered(world)


def answered(world: World) -> Survey:
    """A questionnaire after, with an answer of each person to its open question."""
    made = surveys.plan(world.pathway, Moment.AFTER, questionnaire="avis.apres", by=world.runner)
    for enrolment, text in zip(world.pathway.enrolments.order_by("pk"), TEXTS, strict=True):
        SurveyRequest.objects.create(
            survey=made,
            enrolment=enrolment,
            state=AskState.ANSWERED,
            answered_at=timezone.now(),
            ends_at=timezone.now(),
            response=Response.objects.create(
                version=made.version,
                answers={"recommandation": 9, QUESTION: text},
                created_by=enrolment.user,
                saved_by=enrolment.user,
            ),
        )
    return Survey.objects.select_related("pathway__organisation", "pathway__programme").get(pk=made.pk)


def keys(survey: Survey) -> list[int]:
    return list(survey.requests.order_by("pk").values_list("pk", flat=True))


def counts(survey: Survey) -> dict[str, int]:
    question = next(one for one in read.open_questions(survey) if one.id == QUESTION)
    return {row.group.label: row.count for row in read.board(survey, question).groups}


def last(survey: Survey) -> GroupingStep:
    return GroupingStep.objects.select_related("survey__pathway").filter(survey=survey)[0]


def test_an_answer_goes_into_several_groups_and_out_again(world: World, survey: Survey) -> None:
    first, second, third = keys(survey)
    group = grouping.make_group(survey, QUESTION, " Le  groupe ", by=world.runner)
    trainer = grouping.make_group(survey, QUESTION, "L’animation", by=world.runner)
    grouping.place(
        survey,
        QUESTION,
        {first: {group.pk, trainer.pk}, second: {group.pk}, third: set()},
        {},
        by=world.runner,
    )
    assert counts(survey) == {"L’animation": 1, "Le groupe": 2}
    grouping.place(survey, QUESTION, {first: {trainer.pk}}, {first: {group.pk, trainer.pk}}, by=world.runner)
    assert counts(survey) == {"L’animation": 1, "Le groupe": 1}
    grouping.undo(last(survey), by=world.runner)
    assert counts(survey) == {"L’animation": 1, "Le groupe": 2}
    assert (
        grouping.place(survey, QUESTION, {first: {trainer.pk}}, {first: {trainer.pk}}, by=world.runner)
        is None
    )


def test_a_label_is_one_group_however_it_is_written(world: World, survey: Survey) -> None:
    first = keys(survey)[0]
    group = grouping.make_group(survey, QUESTION, "Le groupe", by=world.runner)
    assert grouping.make_group(survey, QUESTION, "le GROUPE", by=world.runner) == group
    grouping.place(survey, QUESTION, {first: set()}, {}, new={first: "LE groupe"}, by=world.runner)
    assert counts(survey) == {"Le groupe": 1}
    for label, error in (("", Invalid), ("x" * 81, Invalid)):
        with pytest.raises(error):
            grouping.make_group(survey, QUESTION, label, by=world.runner)
    with pytest.raises(Invalid):
        grouping.make_group(survey, "recommandation", "Notes", by=world.runner)
    with pytest.raises(NotAllowed):
        grouping.make_group(survey, QUESTION, "Le lieu", by=world.people[0])


def test_merging_counts_each_answer_once_and_is_undone(world: World, survey: Survey) -> None:
    first, second, third = keys(survey)
    a, b, c = (grouping.make_group(survey, QUESTION, label, by=world.runner) for label in ("A", "B", "C"))
    grouping.place(
        survey, QUESTION, {first: {a.pk, b.pk}, second: {b.pk}, third: {c.pk}}, {}, by=world.runner
    )
    grouping.merge(a, b, by=world.runner)
    assert counts(survey) == {"B": 2, "C": 1}
    merged = last(survey)
    grouping.merge(b, c, by=world.runner)
    assert counts(survey) == {"C": 3}
    grouping.place(survey, QUESTION, {first: set()}, {first: {c.pk}}, by=world.runner)
    assert counts(survey) == {"C": 2}
    for _time in range(2):
        grouping.undo(last_undone(survey), by=world.runner)
    assert counts(survey) == {"B": 2, "C": 1}
    grouping.undo(merged, by=world.runner)
    assert counts(survey) == {"A": 1, "B": 2, "C": 1}
    with pytest.raises(Conflict):
        grouping.undo(merged, by=world.runner)
    with pytest.raises(Conflict):
        grouping.merge(a, a, by=world.runner)


def last_undone(survey: Survey) -> GroupingStep:
    return read.latest_steps(survey, QUESTION)[0]


def test_renamed_and_removed_come_back_unless_their_label_is_taken(world: World, survey: Survey) -> None:
    first = keys(survey)[0]
    group = grouping.make_group(survey, QUESTION, "Grupe", by=world.runner)
    grouping.place(survey, QUESTION, {first: {group.pk}}, {}, by=world.runner)
    grouping.rename(group, "Groupe", seen="Grupe", by=world.runner)
    renamed = last(survey)
    grouping.remove(group, by=world.runner)
    removed = last(survey)
    assert counts(survey) == {}
    other = grouping.make_group(survey, QUESTION, "groupe", by=world.runner)
    with pytest.raises(Conflict):
        grouping.undo(removed, by=world.runner)
    grouping.remove(other, by=world.runner)
    grouping.undo(removed, by=world.runner)
    grouping.undo(renamed, by=world.runner)
    assert counts(survey) == {"Grupe": 1}
    grouping.rename(group, "Entraide", seen="Grupe", by=world.runner)
    with pytest.raises(Conflict):
        grouping.undo(renamed, by=world.runner)


def test_two_people_who_group_at_once_lose_nothing(world: World, survey: Survey) -> None:
    """Both opened the page when the first answer was in A; each changes something else."""
    first, second, _third = keys(survey)
    a, b, c = (grouping.make_group(survey, QUESTION, label, by=world.runner) for label in ("A", "B", "C"))
    grouping.place(survey, QUESTION, {first: {a.pk}}, {}, by=world.runner)
    seen = {first: {a.pk}, second: set[int]()}
    colleague = UserFactory()
    MembershipFactory(organisation=world.organisation, user=colleague, role="staff")
    grouping.place(survey, QUESTION, {first: {a.pk, b.pk}, second: set()}, seen, by=world.runner)
    grouping.place(survey, QUESTION, {first: {c.pk}, second: {c.pk}}, seen, by=colleague)
    placed = set(GroupedAnswer.objects.values_list("request", "group"))
    assert placed == {(first, b.pk), (first, c.pk), (second, c.pk)}
    grouping.rename(a, "Accueil", seen="A", by=colleague)
    with pytest.raises(Conflict):
        grouping.rename(a, "Ambiance", seen="A", by=world.runner)


def test_a_group_that_is_gone_takes_nothing_more(world: World, survey: Survey) -> None:
    first = keys(survey)[0]
    group = grouping.make_group(survey, QUESTION, "A", by=world.runner)
    grouping.remove(group, by=world.runner)
    assert grouping.place(survey, QUESTION, {first: {group.pk}}, {}, by=world.runner) is None
    with pytest.raises(Conflict):
        grouping.rename(group, "B", seen="A", by=world.runner)


def test_an_answer_corrected_since_is_marked_and_one_taken_back_is_gone(world: World, survey: Survey) -> None:
    first, second, third = keys(survey)
    group = grouping.make_group(survey, QUESTION, "A", by=world.runner)
    grouping.place(survey, QUESTION, {key: {group.pk} for key in (first, second, third)}, {}, by=world.runner)
    Response.objects.filter(survey_request=first).update(answers={QUESTION: "Autre chose"})
    SurveyRequest.objects.filter(pk=second).update(state=AskState.DECLINED, answered_at=None)
    question = next(one for one in read.open_questions(survey) if one.id == QUESTION)
    board = read.board(survey, question)
    assert (board.total, board.stale, board.groups[0].answers) == (2, {first}, {first, third})


# --- Pages --------------------------------------------------------------------------------
def test_grouping_without_a_script(world: World, survey: Survey, sign_in: SignIn) -> None:
    client = sign_in(world.runner)
    at = [world.pathway.pk, "after", QUESTION]
    url = reverse("surveys:grouping", args=at)
    first, second, third = keys(survey)
    assert client.post(url, {"label": "Le groupe"}).status_code == 302
    group = AnswerGroup.objects.get()
    sent = {
        "answer": [first, second, third],
        f"groups-{first}": [group.pk],
        f"seen-{first}": "",
        f"groups-{second}": [group.pk],
        f"new-{third}": "Les visites",
    }
    assert client.post(url, sent).status_code == 302
    assert counts(survey) == {"Le groupe": 2, "Les visites": 1}
    page = client.get(url)
    assert page.status_code == 200
    assert [row.text for row in page.context["page"].rows] == list(TEXTS)
    of_group = client.get(url, {"groupe": group.pk}).context["page"].rows
    assert [row.pk for row in of_group] == [first, second]
    assert client.get(url, {"groupe": "aucun"}).context["page"].rows == []
    visits = AnswerGroup.objects.get(label="Les visites")
    place = reverse("surveys:group", args=[*at, visits.pk])
    assert client.get(place).status_code == 200
    assert client.post(place, {"do": "merge", "into": group.pk}).status_code == 302
    assert counts(survey) == {"Le groupe": 3}
    step = GroupingStep.objects.get(kind=StepKind.MERGED)
    assert client.post(reverse("surveys:undo", args=[*at, step.pk])).status_code == 302
    assert counts(survey) == {"Le groupe": 2, "Les visites": 1}
    assert client.post(place, {"do": "remove"}).status_code == 302
    lines = b"".join(client.get(reverse("surveys:grouping_csv", args=at))).decode().splitlines()  # type: ignore[arg-type]
    assert lines[1:] == [
        "1;Le groupe, et l’animation;Le groupe;1",
        "2;Le groupe;Le groupe;1",
        "3;Les visites;;0",
    ]


def test_words_are_read_by_the_team_alone(world: World, survey: Survey, sign_in: SignIn) -> None:
    at = [world.pathway.pk, "after", QUESTION]
    for person in (world.people[0], world.author):
        client = sign_in(person)
        for name in ("grouping", "grouping_csv"):
            assert client.get(reverse(f"surveys:{name}", args=at)).status_code == 404
    runner = sign_in(world.runner)
    for moment, question in (("before", QUESTION), ("after", "recommandation"), ("never", QUESTION)):
        url = reverse("surveys:grouping", args=[world.pathway.pk, moment, question])
        assert runner.get(url).status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_the_board_costs_the_same_for_one_and_thirty(
    world: World, survey: Survey, django_assert_num_queries: Any, people: int
) -> None:
    survey.requests.exclude(pk=keys(survey)[0]).delete()
    for _rank in range(people - 1):
        person = UserFactory()
        SurveyRequest.objects.create(
            survey=survey,
            enrolment=world.pathway.enrolments.create(user=person),
            state=AskState.ANSWERED,
            answered_at=timezone.now(),
            ends_at=timezone.now(),
            response=Response.objects.create(
                version=survey.version, answers={QUESTION: "Oui"}, created_by=person, saved_by=person
            ),
        )
    group = grouping.make_group(survey, QUESTION, "A", by=world.runner)
    grouping.place(survey, QUESTION, {key: {group.pk} for key in keys(survey)}, {}, by=world.runner)
    question = next(one for one in read.open_questions(survey) if one.id == QUESTION)
    with django_assert_num_queries(4):
        assert read.board(survey, question).groups[0].count == people
