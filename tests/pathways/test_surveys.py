"""What a pathway asks before and after: once each, by link, paired per person, told without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import time_machine
import zeal
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.core import clock
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.pathways.actions import enrolment as enrolments
from maillage.pathways.actions import kit as kits
from maillage.pathways.actions import pathway as pathways
from maillage.pathways.actions import session as sessions
from maillage.pathways.actions import survey as surveys
from maillage.pathways.actions import survey_answer as answering
from maillage.pathways.actions.ready import load_ready_kits
from maillage.pathways.enums_surveys import (
    ASK_TRANSITIONS,
    SURVEY_TRANSITIONS,
    AskState,
    Moment,
    SurveyState,
)
from maillage.pathways.models import Kit, Pathway, Session, Survey, SurveyRequest
from maillage.pathways.queries import pathway as reading
from maillage.pathways.queries import survey as read
from maillage.pathways.ready.surveys import SURVEYS
from maillage.pathways.register import surveys as register
from maillage.questionnaires.actions import standard
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.checks import faults_of
from maillage.questionnaires.definition import parse
from maillage.questionnaires.models import Response
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.pathways.conftest import World, mails

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
BEFORE, AFTER = SURVEYS["projet.avant"], SURVEYS["projet.apres"]


@contextmanager
def later(**gap: float) -> Iterator[None]:
    """What the process and the database call now is later."""
    moment = timezone.now() + dt.timedelta(**gap)
    with time_machine.travel(moment, tick=False), clock.replaying(moment):
        yield


def said(clear: int = 2, plan: bool = False, **more: Any) -> dict[str, Any]:
    """Answers to everything that the ready questionnaire asks before."""
    scales = {f"idee.{name}": clear for name in ("claire", "utile", "argent", "decider", "capable")}
    return {**scales, "idee.essai": False, "idee.plan": plan, "idee.appuis": "3", **more}


def said_after(clear: int = 4, plan: bool = True, mark: int = 9, **more: Any) -> dict[str, Any]:
    return said(clear, plan, recommandation=mark, suite="lancer", **more)


@pytest.fixture
def asked(world: World) -> World:
    """The pathway, open, with its first session in ten days, and both questionnaires planned."""
    surveys.plan(world.pathway, Moment.BEFORE, questionnaire=BEFORE.key, by=world.runner)
    surveys.plan(world.pathway, Moment.AFTER, questionnaire=AFTER.key, by=world.runner)
    world.dated(10)
    world.pathway.refresh_from_db()
    return world


def requests(world: World, moment: Moment) -> list[SurveyRequest]:
    rows = SurveyRequest.objects.filter(survey__pathway=world.pathway, survey__moment=moment)
    return list(rows.select_related("survey", "enrolment__user").order_by("pk"))


def ended(world: World) -> None:
    """Every session is over and the clock has passed: people are asked what changed."""
    for session in world.pathway.sessions.filter(state="to_date").order_by("pk"):
        sessions.cancel(session, why="Une seule séance.", by=world.runner)
    surveys.tick()


def of(row: SurveyRequest) -> SurveyRequest:
    return SurveyRequest.objects.select_related("survey", "enrolment__user", "response").get(pk=row.pk)


def scope_of(world: World, user: Any) -> reading.Scope:
    return reading.scope(user, world.pathway.pk)


# --- Ready questionnaires ---------------------------------------------------------------------------------
def test_every_state_is_reached() -> None:
    assert unreachable(SURVEY_TRANSITIONS, SurveyState.PLANNED) == set()
    assert unreachable(ASK_TRANSITIONS, AskState.ASKED) == set()


@pytest.mark.parametrize("key", sorted(SURVEYS))
def test_ready_questionnaires_can_be_published_and_compared(key: str) -> None:
    definition = parse(SURVEYS[key].content())
    version = standard.provide(
        key, title=SURVEYS[key].title, owner=OrganisationFactory(), content=SURVEYS[key].content()
    )
    assert faults_of(version) == []
    assert (definition.with_role("recommendation") is not None) == key.endswith("apres")
    other = SURVEYS.get(key.replace("avant", "apres"))
    if key.endswith("avant") and other is not None:
        after = parse(other.content()).by_id
        shared = [question for question in definition if question.id in after]
        assert len(shared) >= 4
        assert all(after[one.id] == one for one in shared)


def test_ready_kits_name_ready_questionnaires() -> None:
    load_ready_kits()
    named = {}
    for kit in Kit.objects.exclude(ready_key="").select_related("published"):
        assert kit.published is not None
        content = kit.published.says
        named[kit.ready_key] = (content.before, content.after)
        assert {content.before, content.after} <= {"", *SURVEYS}
    assert named["premiers-pas"] == ("projet.avant", "projet.apres")
    assert named["journee-impact"] == ("impact.avant", "impact.apres")


# --- Asked once -------------------------------------------------------------------------------------------
def test_nobody_is_asked_before_the_pathway_opens_then_each_once(world: World) -> None:
    survey = surveys.plan(world.pathway, Moment.BEFORE, questionnaire=BEFORE.key, by=world.runner)
    assert (survey.state, mails("survey")) == (SurveyState.PLANNED, [])
    world.dated(10)
    assert mails("survey") == sorted(person.email for person in world.people)
    surveys.tick()
    surveys.advance(world.pathway)
    assert len(mails("survey")) == 3
    assert {row.ends_at for row in requests(world, Moment.BEFORE)} == {world.at(10)}


def test_the_kit_names_the_questionnaire_and_the_organisation_gets_its_own_copy(world: World) -> None:
    with pytest.raises(Invalid):
        surveys.plan(world.pathway, Moment.BEFORE, by=world.runner)
    draft = kits.begin_draft(world.kit, by=world.author)
    kits.save_frame(draft, revision=draft.revision, before=BEFORE.key, after=AFTER.key, by=world.author)
    version = kits.publish(world.kit, by=world.author)
    pathways.adopt_version(world.pathway, version, by=world.runner)
    survey = surveys.plan(Pathway.objects.get(pk=world.pathway.pk), Moment.BEFORE, by=world.runner)
    assert survey.version.questionnaire.owner == world.organisation
    assert survey.version.questionnaire.title == BEFORE.title


def test_only_those_who_run_it_plan(world: World) -> None:
    for person in (world.people[0], world.author):
        with pytest.raises(NotAllowed):
            surveys.plan(world.pathway, Moment.BEFORE, questionnaire=BEFORE.key, by=person)


def test_somebody_who_enters_late_has_a_before_of_their_own(asked: World) -> None:
    """Until the next session; and none when no session is left."""
    second = asked.sessions[1]
    sessions.schedule(second, asked.spans(20), by=asked.runner)
    Pathway.objects.update(capacity=10)
    again = asked.at(20)
    with later(days=12):
        surveys.tick()
        assert {row.state for row in requests(asked, Moment.BEFORE)} == {AskState.SILENT}
        late = UserFactory(full_name="Denise")
        enrolments.enrol(asked.pathway, late, by=asked.runner)
        (row,) = [one for one in requests(asked, Moment.BEFORE) if one.enrolment.user == late]
        assert (row.ends_at, row.is_open) == (again, True)
    ended(asked)
    with later(days=21):
        surveys.tick()
        assert Survey.objects.get(moment=Moment.BEFORE).state == SurveyState.CLOSED


def test_one_reminder_half_way_then_silence(asked: World) -> None:
    first, second, third = requests(asked, Moment.BEFORE)
    answering.answer(first, said(), by=first.enrolment.user)
    answering.decline(second, by=second.enrolment.user)
    with later(days=6):
        surveys.tick()
        surveys.tick()
        assert mails("survey").count(third.enrolment.user.email) == 2
        assert len(mails("survey")) == 4
    with later(days=11):
        surveys.tick()
    assert [of(row).state for row in (first, second, third)] == ["answered", "declined", "silent"]
    assert len(mails("survey")) == 4


def test_a_session_that_moves_takes_the_deadline_with_it(asked: World) -> None:
    """Brought forward: what comes after it is no "before", whatever the link said."""
    row = requests(asked, Moment.BEFORE)[0]
    sessions.schedule(Session.objects.get(pk=asked.sessions[0].pk), asked.spans(3), by=asked.runner)
    with later(days=5), pytest.raises(Conflict):
        answering.answer(row, said(), by=row.enrolment.user)
    with later(days=1):
        answering.answer(row, said(), by=row.enrolment.user)
    assert of(row).ends_at == asked.at(3)


def test_after_is_asked_when_the_last_session_is_over(asked: World) -> None:
    with later(days=11):
        surveys.tick()
        assert requests(asked, Moment.AFTER) == []  # a session has no day yet
        ended(asked)
        rows = requests(asked, Moment.AFTER)
        assert len(rows) == 3
        assert rows[0].ends_at == timezone.now() + dt.timedelta(days=21)
    with later(days=33):
        surveys.tick()
        survey = Survey.objects.get(moment=Moment.AFTER)
        assert (survey.state, {of(row).state for row in rows}) == (SurveyState.CLOSED, {AskState.SILENT})


def test_what_is_long_past_is_not_asked_by_the_clock(asked: World) -> None:
    for session in asked.sessions[1:]:
        sessions.cancel(session, why="Une seule.", by=asked.runner)
    with later(days=60):
        surveys.tick()
        assert (requests(asked, Moment.AFTER), Survey.objects.get(moment=Moment.AFTER).state) == (
            [],
            "closed",
        )


def test_a_cancelled_pathway_asks_nothing_more(asked: World) -> None:
    pathways.cancel(asked.pathway, why="Pas assez d’inscrits.", by=asked.runner)
    assert set(Survey.objects.values_list("state", flat=True)) == {SurveyState.CLOSED}
    assert {row.state for row in requests(asked, Moment.BEFORE)} == {AskState.SILENT}
    with pytest.raises(Conflict):
        surveys.plan(asked.pathway, Moment.BEFORE, questionnaire=BEFORE.key, by=asked.runner)


def test_more_days_reach_those_who_are_asked(asked: World) -> None:
    with later(days=11):
        ended(asked)
        surveys.plan(asked.pathway, Moment.AFTER, questionnaire=_key(Moment.AFTER), days=40, by=asked.runner)
        assert requests(asked, Moment.AFTER)[0].ends_at == timezone.now() + dt.timedelta(days=40)
        with pytest.raises(Conflict):
            surveys.plan(asked.pathway, Moment.AFTER, questionnaire=BEFORE.key, by=asked.runner)
        with pytest.raises(Invalid):
            surveys.plan(asked.pathway, Moment.AFTER, questionnaire=AFTER.key, days=400, by=asked.runner)


def _key(moment: Moment) -> str:
    return read.key_of(Survey.objects.get(moment=moment).version.questionnaire_id)


def test_planned_is_withdrawn_asked_is_not(asked: World) -> None:
    surveys.withdraw(Survey.objects.select_related("pathway").get(moment=Moment.AFTER), by=asked.runner)
    assert not Survey.objects.filter(moment=Moment.AFTER).exists()
    with pytest.raises(Conflict):
        surveys.withdraw(Survey.objects.select_related("pathway").get(moment=Moment.BEFORE), by=asked.runner)


# --- Answering --------------------------------------------------------------------------------------------
def test_sent_twice_is_kept_once_and_a_correction_replaces(asked: World) -> None:
    row = requests(asked, Moment.BEFORE)[0]
    for _time in range(2):
        answering.answer(of(row), said(2), by=row.enrolment.user)
    kept = of(row).response
    assert kept is not None
    assert (Response.objects.count(), kept.snapshots.count(), kept.answers["idee.claire"]) == (1, 1, 2)
    answering.answer(of(row), said(3), by=row.enrolment.user)
    kept.refresh_from_db()
    assert (kept.answers["idee.claire"], kept.snapshots.count(), of(row).state) == (3, 2, "answered")


def test_kept_for_later_counts_for_nothing_until_it_is_sent(asked: World) -> None:
    row = requests(asked, Moment.BEFORE)[0]
    answering.keep(row, {"idee.claire": 2}, by=row.enrolment.user)
    assert (of(row).state, read.tallies(asked.pathway)[0].before) == ("asked", 0)
    with pytest.raises(Invalid) as refused:
        answering.answer(of(row), {"idee.claire": 2}, by=row.enrolment.user)
    assert "idee.plan" in refused.value.fields
    answering.answer(of(row), said(), by=row.enrolment.user)
    assert read.tallies(asked.pathway)[0].before == 1


def test_answers_taken_back_are_erased_and_may_be_given_again(asked: World) -> None:
    row = requests(asked, Moment.BEFORE)[0]
    answering.answer(row, said(), by=row.enrolment.user)
    answering.decline(of(row), by=row.enrolment.user)
    assert (Response.objects.count(), of(row).state, of(row).answered_at) == (0, "declined", None)
    answering.answer(of(row), said(4), by=row.enrolment.user)
    assert of(row).state == AskState.ANSWERED


def test_a_person_in_two_pathways_is_paired_within_each(asked: World) -> None:
    person = asked.people[0]
    other = pathways.create(
        asked.kit, asked.organisation, title="Printemps", starts_on=timezone.localdate(), by=asked.runner
    )
    enrolments.enrol(other, person, by=asked.runner)
    surveys.plan(other, Moment.BEFORE, questionnaire=BEFORE.key, by=asked.runner)
    sessions.schedule(other.sessions.order_by("position")[0], asked.spans(4), by=asked.runner)
    pathways.open_(other, by=asked.runner)
    here = requests(asked, Moment.BEFORE)[0]
    there = SurveyRequest.objects.get(survey__pathway=other)
    assert here.enrolment.user == there.enrolment.user == person
    assert mails("survey").count(person.email) == 2
    answering.answer(here, said(2), by=person)
    assert (of(there).state, read.tallies(other)[0].before) == (AskState.ASKED, 0)
    titles = [item.title.replace("\N{NO-BREAK SPACE}", " ") for item in register.todo_for(person)]
    assert titles == ["Avant « Printemps » : où en êtes-vous ?"]


def test_who_leaves_is_asked_nothing_more_and_what_they_said_stays(asked: World) -> None:
    first, second, _third = requests(asked, Moment.BEFORE)
    answering.answer(first, said(), by=first.enrolment.user)
    for row in (first, second):
        enrolments.leave(row.enrolment, by=row.enrolment.user)
    assert [of(row).state for row in (first, second)] == ["answered", "silent"]
    with later(days=11):
        ended(asked)
        assert len(requests(asked, Moment.AFTER)) == 1
    assert read.tallies(asked.pathway)[0].before == 1


# --- The page behind the link -------------------------------------------------------------------------------
def posted(answers: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in answers.items()
    }


def test_the_link_opens_without_an_account_and_answers(asked: World, client: Client) -> None:
    row = requests(asked, Moment.BEFORE)[0]
    url = reverse("surveys:answer", args=[row.token])
    body = OutboxMessage.objects.filter(template="pathways/email/survey").order_by("pk")[0].body_text
    assert url in body
    page = client.get(url)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert Response.objects.count() == 0
    with zeal.zeal_ignore():  # kept, then handed in: two actions lock the same answers, no list does
        missing = client.post(url, {"idee.claire": "2"})
        assert (missing.status_code, of(row).state) == (422, AskState.ASKED)
        kept = client.post(url, {"idee.claire": "2", "do": "keep"})
        assert (kept.status_code, of(row).state) == (302, AskState.ASKED)
        assert client.post(url, posted(said())).status_code == 302
    answered = of(row)
    assert answered.response is not None
    assert (answered.state, answered.response.answers["idee.plan"]) == (AskState.ANSWERED, False)
    assert client.post(url, {"do": "decline"}).status_code == 302
    assert (of(row).state, Response.objects.count()) == (AskState.DECLINED, 0)


def test_an_old_link_says_so_and_takes_nothing(asked: World, client: Client) -> None:
    row = requests(asked, Moment.BEFORE)[0]
    url = reverse("surveys:answer", args=[row.token])
    with later(days=11):
        surveys.tick()
        page = client.get(url)
        assert "pathways/surveys/answer.html" in [one.name for one in page.templates]
        assert page.context["is_open"] is False
        client.post(url, posted(said()))
    assert (of(row).state, Response.objects.count()) == (AskState.SILENT, 0)
    assert client.get(reverse("surveys:answer", args=["rien"])).status_code == 404
    asked.people[0].is_active = False
    asked.people[0].save()
    assert client.get(url).status_code == 404


# --- A questionnaire that changes -------------------------------------------------------------------------
def test_a_new_version_is_asked_from_then_on_and_compares_what_it_still_asks_the_same_way(
    asked: World,
) -> None:
    rows = requests(asked, Moment.BEFORE)
    answering.answer(rows[0], said(2), by=rows[0].enrolment.user)
    survey = Survey.objects.get(moment=Moment.AFTER)
    draft = versions.start_draft(survey.version.questionnaire, by=asked.runner)
    content = draft.content
    questions = content["sections"][0]["questions"]
    questions[0] |= {"to": 10, "labels": {}}
    draft = versions.save_draft(draft, content, revision=draft.revision, by=asked.runner)
    versions.publish(draft, by=asked.runner)
    survey.refresh_from_db()
    assert survey.version == draft
    with later(days=11):
        ended(asked)
        after = requests(asked, Moment.AFTER)[0]
        answering.answer(after, said_after(4) | {"idee.claire": 9}, by=after.enrolment.user)
        found = {row.id: row for row in read.tallies(asked.pathway)}
        assert (found["idee.claire"].pairs, found["idee.claire"].changed) == (0, 1)
        assert (found["idee.utile"].pairs, found["idee.utile"].total) == (1, 2)


# --- Results ----------------------------------------------------------------------------------------------
@pytest.fixture
def six(asked: World) -> World:
    """Six people answered both, one only before; both questionnaires are closed."""
    Pathway.objects.update(capacity=10)
    for name in ("Denise", "Émile", "Fatou", "Gaël"):
        enrolments.enrol(asked.pathway, UserFactory(full_name=name), by=asked.runner)
    for rank, row in enumerate(requests(asked, Moment.BEFORE)):
        answering.answer(row, said(1 + rank % 3, attentes="Avancer."), by=row.enrolment.user)
    with later(days=11):
        ended(asked)
        for rank, row in enumerate(requests(asked, Moment.AFTER)[:6]):
            answering.answer(
                row,
                said_after(4, mark=10 if rank else 5, aide=f"Le groupe {rank}"),
                by=row.enrolment.user,
            )
    return asked


def close(world: World) -> None:
    with later(days=40):
        surveys.tick()


def test_results_pair_people_and_count_those_who_answered_once(six: World) -> None:
    found = read.results(scope_of(six, six.runner))
    (clear,) = (row for row in found.figures.changes if row.row.id == "idee.claire")
    assert (clear.row.pairs, clear.row.only_before, clear.row.only_after) == (6, 1, 0)
    assert (clear.before, clear.after) == (2, 4)
    assert clear.change is not None
    assert clear.change.value == 2
    (score,) = found.figures.scores
    assert (score.answers, score.value) == (6, pytest.approx(100 * 4 / 6))
    assert (found.before.answered, found.after.asked, found.after.answered) == (7, 7, 6)
    assert [(one.question.id, one.texts) for one in found.questions] == [("attentes", 7), ("aide", 6)]


def test_outside_the_team_figures_come_at_the_end_and_never_words(six: World) -> None:
    trainer = UserFactory()
    session = six.sessions[0]
    session.speakers.create(user=trainer, name="Odile", state="accepted")
    assert read.results(scope_of(six, trainer)).figures.is_empty
    close(six)
    found = read.results(scope_of(six, trainer))
    assert (len(found.figures.changes), found.questions) == (8, [])
    assert found.figures.changes[0].change is not None


def test_small_groups_show_their_figures_to_the_team_alone(asked: World) -> None:
    for row in requests(asked, Moment.BEFORE):
        answering.answer(row, said(2), by=row.enrolment.user)
    with later(days=11):
        ended(asked)
        for row in requests(asked, Moment.AFTER):
            answering.answer(row, said_after(4), by=row.enrolment.user)
    close(asked)
    trainer = UserFactory()
    asked.sessions[0].speakers.create(user=trainer, name="Odile", state="accepted")
    mine, theirs = (read.results(scope_of(asked, user)).figures for user in (asked.runner, trainer))
    assert mine.changes[0].change is not None
    assert [row.change for row in theirs.changes] == [None] * 8
    assert read.kit_results(asked.kit).figures.is_empty


def test_totals_reach_the_authors_of_the_kit_once_all_is_closed(six: World, client: Client) -> None:
    assert read.kit_results(six.kit).figures.is_empty
    close(six)
    found = read.kit_results(six.kit)
    assert (found.pathways, found.figures.scores[0].answers, len(found.figures.changes)) == (1, 6, 8)
    page = client.get(six.kit.get_absolute_url())
    assert page.context["results"].figures.scores[0].value == pytest.approx(100 * 4 / 6)


def test_pages_of_results(six: World, sign_in: SignIn) -> None:
    runner, person = sign_in(six.runner), sign_in(six.people[0])
    url = reverse("surveys:results", args=[six.pathway.pk])
    page = runner.get(url)
    assert page.status_code == 200
    assert "Le groupe" not in page.content.decode()
    assert person.get(url).status_code == 404
    lines = b"".join(runner.get(reverse("surveys:csv", args=[six.pathway.pk]))).decode().splitlines()  # type: ignore[arg-type]
    assert len(lines) == 1 + 6 * (8 + 1 + 3) + 9
    assert "Aïcha" not in "".join(lines)
    assert person.get(reverse("surveys:csv", args=[six.pathway.pk])).status_code == 404


def test_planning_through_the_page(world: World, sign_in: SignIn) -> None:
    runner = sign_in(world.runner)
    url = reverse("surveys:plan", args=[world.pathway.pk, "before"])
    assert runner.get(url).status_code == 200
    assert runner.post(url, {"questionnaire": BEFORE.key}).status_code == 302
    assert runner.post(url, {"questionnaire": "q999999"}).status_code == 200
    after = reverse("surveys:plan", args=[world.pathway.pk, "after"])
    assert runner.post(after, {"questionnaire": AFTER.key, "days": "14"}).status_code == 302
    assert list(Survey.objects.order_by("pk").values_list("moment", "days")) == [
        ("before", 21),
        ("after", 14),
    ]
    gone = reverse("surveys:withdraw", args=[world.pathway.pk, "before"])
    assert runner.get(gone).status_code == 200
    assert runner.post(gone).status_code == 302
    assert Survey.objects.count() == 1
    assert runner.get(reverse("surveys:plan", args=[world.pathway.pk, "never"])).status_code == 404
    assert sign_in(world.people[0]).get(url).status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_results_cost_the_same_for_one_and_thirty(
    world: World, sign_in: SignIn, django_assert_num_queries: Any, people: int
) -> None:
    survey = surveys.plan(world.pathway, Moment.BEFORE, questionnaire=BEFORE.key, by=world.runner)
    world.pathway.enrolments.all().delete()
    for _rank in range(people):
        person = UserFactory()
        SurveyRequest.objects.create(
            survey=survey,
            enrolment=world.pathway.enrolments.create(user=person),
            state=AskState.ANSWERED,
            answered_at=timezone.now(),
            ends_at=timezone.now(),
            response=Response.objects.create(
                version=survey.version, answers=said(2), created_by=person, saved_by=person
            ),
        )
    scope = scope_of(world, world.runner)
    with django_assert_num_queries(4):
        assert read.results(scope).before.answered == people


# --- Personal data ----------------------------------------------------------------------------------------
def test_closing_an_account_erases_answers_but_not_closed_totals(six: World) -> None:
    close(six)
    before = Survey.objects.get(moment=Moment.AFTER).summary
    user = six.people[0]
    assert [row["state"] for row in register.export(user)] == ["a répondu", "a répondu"]
    register.erase(user)
    assert not Response.objects.filter(created_by=user).exists()
    assert Survey.objects.get(moment=Moment.AFTER).summary == before
    assert len(read.people_of(read.surveys_of(six.pathway))) == 6


def test_answers_are_forgotten_three_years_later_and_large_totals_stay(six: World) -> None:
    close(six)
    with later(days=3 * 365):
        assert register.forget_old_answers(clock.moment()) == 0
    with later(days=3 * 365 + 50):
        assert register.forget_old_answers(clock.moment()) == 13
        assert register.forget_old_answers(clock.moment()) == 0
    assert Response.objects.count() == 0
    (clear,) = (
        row for row in read.results(scope_of(six, six.runner)).figures.changes if row.row.id == "idee.claire"
    )
    assert clear.row.pairs == 6


def test_totals_of_few_people_go_with_their_answers(asked: World) -> None:
    row = requests(asked, Moment.BEFORE)[0]
    answering.answer(row, said(2), by=row.enrolment.user)
    with later(days=11):
        ended(asked)
        after = requests(asked, Moment.AFTER)[0]
        answering.answer(after, said_after(4), by=after.enrolment.user)
    close(asked)
    with later(days=3 * 365 + 50):
        register.forget_old_answers(clock.moment())
    summary = Survey.objects.get(moment=Moment.AFTER).summary
    assert summary is not None
    assert {(one["pairs"], one["before"], one["total"], one["promoters"]) for one in summary} == {
        (0, 0, 0, 0)
    }


def test_the_kit_form_offers_questionnaires_of_ones_own(world: World, sign_in: SignIn) -> None:
    kits.begin_draft(world.kit, by=world.author)
    url = reverse("kits:frame", args=[world.kit.pk])
    client = sign_in(world.author)
    draft = world.kit.versions.get(state="draft")
    values = {
        "revision": draft.revision,
        "group_min": 2,
        "group_max": 6,
        "every_days": 7,
        "calendar": "Chaque semaine.",
    }
    assert client.post(url, {**values, "before": "projet.avant", "after": "projet.apres"}).status_code == 302
    says = world.kit.versions.get(state="draft").says
    assert (says.before, says.after) == ("projet.avant", "projet.apres")
    assert says == replace(draft.says, group_max=6, before="projet.avant", after="projet.apres")
