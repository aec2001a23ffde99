"""Publication, end to end: answers go to the new version or keep theirs, and none is lost."""

from __future__ import annotations

import io
import json
from typing import Any
from unittest import mock

import jsonschema
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from maillage.core.models import Event
from maillage.programmes import standard_form
from maillage.programmes.enums import Filing
from maillage.programmes.models import Stage, StageFile
from maillage.questionnaires import codebook, schema
from maillage.questionnaires.actions import on_behalf, submission
from maillage.questionnaires.actions import response as responses
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.codebook import Line
from maillage.questionnaires.definition import Definition, parse
from maillage.questionnaires.models import Response, Version
from maillage.questionnaires.queries.effect import effect_of
from maillage.questionnaires.queries.filling import unasked
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.programmes import ApplicationFactory, CallFactory, ProgrammeFactory
from tests.factories.questionnaires import QuestionnaireFactory, VersionFactory, a_content, a_question

PAIR = [{"id": "wood", "label": "Bois"}, {"id": "iron", "label": "Fer"}]
STORY = a_question("story", "long_text", required="submission")
TRADE = a_question("trade", "choice", choices=PAIR)
GONE = a_question("gone", "short_text")


class Scene:
    """A published version with a draft answer and one handed in, and a second draft version."""

    def __init__(self) -> None:
        self.officer, self.writer = UserFactory(), UserFactory()
        owner = OrganisationFactory(administrator=self.officer)
        self.form = QuestionnaireFactory(owner=owner)
        self.first = VersionFactory(
            questionnaire=self.form, published=True, content=a_content(STORY, TRADE, GONE)
        )
        answers = {"story": "Un atelier.", "trade": "iron", "gone": "Gardé."}
        self.writing = responses.start(self.first, by=self.writer, answers=answers)
        self.handed_in = responses.start(self.first, by=self.writer, answers=answers)
        submission.hand_in(self.handed_in, by=self.writer)
        new = a_question("new", "yes_no", required="submission")
        kept = {**TRADE, "choices": PAIR[:1]}
        self.second = VersionFactory(questionnaire=self.form, number=2, content=a_content(STORY, kept, new))


@pytest.fixture
def scene(db: Any) -> Scene:
    return Scene()


def test_the_effect_is_told_before_publication(scene: Scene) -> None:
    effect = effect_of(scene.second)
    assert (effect.drafts, effect.handed_in) == (1, 1)
    assert [(item.question, item.label, item.answers) for item in effect.no_longer_asked] == [
        ("gone", "Gone", 2)
    ]
    assert [(item.question, item.answers) for item in effect.set_aside] == [("trade", 2)]
    assert [(item.question, item.answers) for item in effect.newly_needed] == [("new", 1)]


def test_drafts_follow_and_what_was_handed_in_keeps_its_version(scene: Scene) -> None:
    versions.publish(scene.second, by=scene.officer)
    writing = Response.objects.get(pk=scene.writing.pk)
    assert writing.version_id == scene.second.pk
    assert writing.answers["gone"] == "Gardé."
    assert {(row.question, row.answer) for row in unasked(writing)} == {("gone", "Gardé."), ("trade", "iron")}
    kept = Response.objects.get(pk=scene.handed_in.pk)
    assert (kept.version_id, kept.answers, kept.retired) == (scene.first.pk, scene.handed_in.answers, [])


def test_what_is_open_again_for_some_questions_keeps_its_version(scene: Scene) -> None:
    submission.reopen(scene.handed_in, by=scene.officer, why="Le récit.", questions=["story"])
    effect = effect_of(scene.second)
    assert (effect.drafts, effect.handed_in) == (1, 1)
    versions.publish(scene.second, by=scene.officer)
    scene.handed_in.refresh_from_db()
    assert scene.handed_in.version == scene.first


def test_what_was_handed_in_follows_when_the_officer_says_so_and_its_snapshot_stays(scene: Scene) -> None:
    versions.publish(scene.second, by=scene.officer, handed_in_follow=True)
    moved = Response.objects.get(pk=scene.handed_in.pk)
    assert moved.version_id == scene.second.pk
    assert moved.closed_at is not None
    assert {row.question for row in unasked(moved)} == {"gone", "trade"}
    snapshot = moved.snapshots.get()
    assert (snapshot.version_id, snapshot.answers["trade"]) == (scene.first.pk, "iron")


def test_a_question_that_comes_back_finds_its_answers(scene: Scene) -> None:
    versions.publish(scene.second, by=scene.officer)
    third = versions.start_draft(scene.form, by=scene.officer)
    third = versions.save_draft(third, a_content(STORY, TRADE, GONE), revision=0, by=scene.officer)
    versions.publish(third, by=scene.officer)
    writing = Response.objects.get(pk=scene.writing.pk)
    assert writing.answers == {"story": "Un atelier.", "trade": "iron", "gone": "Gardé."}
    assert unasked(writing) == []


def test_many_drafts_follow_as_each_would_alone(scene: Scene) -> None:
    """Together and one by one, the same answers, the same marks, the same trace; a batch is two here."""
    adviser, third = UserFactory(), UserFactory()
    given = [
        {"story": "Un.", "trade": "iron", "gone": "Gardé."},  # a choice that is no longer there
        {"story": "Deux.", "trade": "wood"},  # nothing changes for it
        {"story": "Trois."},
        {},
        {"story": "Cinq.", "gone": "Gardé."},
    ]
    drafts = [responses.start(scene.first, by=third, answers=answers) for answers in given]
    on_behalf.write_for(drafts[2], by=scene.officer, name="Un habitant", why="Par téléphone.")
    on_behalf.write_for(drafts[3], by=adviser, name="Une habitante", why="Par téléphone.")
    alone = [Response.objects.get(pk=row.pk) for row in drafts]
    with transaction.atomic():
        # A draft version is followed by nobody: published in a savepoint that is undone.
        Version.objects.filter(pk=scene.second.pk).update(state="published", published_at=timezone.now())
        second = Version.objects.get(pk=scene.second.pk)
        expected = [told(submission.follow_version(row, second, by=scene.officer)) for row in alone]
        transaction.set_rollback(True)
    with mock.patch.object(submission, "TOGETHER", 2):
        versions.publish(scene.second, by=scene.officer)
    assert [told(Response.objects.get(pk=row.pk)) for row in drafts] == expected
    followed = Event.objects.filter(verb="questionnaires.version_followed", data={"from": 1, "to": 2})
    assert followed.count() == len(drafts) + 1  # the draft of the scene
    assert {row.actor for row in followed} == {scene.officer}


def told(response: Response) -> tuple[Any, ...]:
    """What following changed in it."""
    return (
        response.version_id,
        response.answers,
        response.retired,
        response.revision,
        response.saved_by_id,
        response.on_behalf_id,
    )


@pytest.mark.parametrize("number", [1, 30])
def test_publication_costs_the_same_for_one_draft_and_for_thirty(
    scene: Scene, number: int, django_assert_num_queries: Any
) -> None:
    for _draft in range(number):
        responses.start(scene.first, by=scene.writer, answers={"story": "Un.", "trade": "iron"})
    with django_assert_num_queries(23):
        versions.publish(scene.second, by=scene.officer)


def test_stages_ask_the_new_version(scene: Scene) -> None:
    call = CallFactory(programme=ProgrammeFactory(operator=scene.form.owner, officer=scene.officer))
    stage = _stage(call, scene.first)
    assert [use.label for use in effect_of(scene.second).uses] != []
    versions.publish(scene.second, by=scene.officer)
    assert Stage.objects.get(pk=stage.pk).version_id == scene.second.pk


def _stage(call: Any, version: Version) -> Stage:
    stage = Stage.objects.filter(call=call).first() or Stage.objects.create(
        call=call, position=1, slug="dossier", title="Dossier"
    )
    Stage.objects.filter(pk=stage.pk).update(version=version)
    return Stage.objects.get(pk=stage.pk)


# --- JSON Schema -----------------------------------------------------------------------------------------
def every_type() -> Definition:
    from tests.factories.questionnaires import EVERY_TYPE

    return parse(a_content(*EVERY_TYPE))


GOOD: dict[str, Any] = {
    "e.name": "La Scierie",
    "e.story": "Long.",
    "e.area": "120.5",
    "e.amount": "25000",
    "e.opened": "2020-05-01",
    "e.works": {"from": "2026-01-01", "to": "2026-06-30"},
    "e.open": True,
    "e.form": {"other": "Coopérative"},
    "e.trades": ["wood"],
    "e.ready": 3,
    "e.state": {"tools": "good"},
    "e.commune": "2A004",
    "e.area_of": ["department:07", "country:FR"],
    "e.carrier": {"siret": "12345678901234", "name": "Les Copeaux"},
    "e.place": 12,
    "e.files": 2,
    "e.budget": [{"label": "Scie", "cost": "1200.5", "on": "2026-03-01", "kind": "buy"}, {"cost": "800"}],
}


def test_the_schema_is_one_and_says_what_an_answer_is() -> None:
    definition = every_type()
    data = schema.schema_of(definition, title="Tout", identifier="https://maillage.example/schema")
    jsonschema.Draft202012Validator.check_schema(data)
    validator = jsonschema.Draft202012Validator(data)
    assert set(GOOD) == set(definition.by_id)
    assert list(validator.iter_errors(GOOD)) == []
    wrong: dict[str, Any] = {
        "e.area": 120.5,
        "e.amount": "beaucoup",
        "e.opened": "01/05/2020",
        "e.works": {"during": "2026"},
        "e.open": "oui",
        "e.form": "sci",
        "e.trades": ["stone"],
        "e.ready": 9,
        "e.state": {"tools": "broken"},
        "e.commune": "Lyon",
        "e.area_of": ["Ardèche"],
        "e.carrier": "Les Copeaux",
        "e.place": "ici",
        "e.files": 3,
        "e.budget": [{"cost": "cher"}],
        "e.name": 3,
        "e.story": "x" * 2001,
        "unknown": "x",
    }
    for name, value in wrong.items():
        assert list(validator.iter_errors({**GOOD, name: value})) != [], name


@pytest.mark.django_db
def test_the_ready_questionnaire_can_be_published_as_it_is() -> None:
    officer = UserFactory()
    form = QuestionnaireFactory(owner=OrganisationFactory(administrator=officer))
    draft = VersionFactory(questionnaire=form, content=parse(standard_form.content()).as_json())
    assert versions.publish(draft, by=officer).published_at is not None


# --- Downloads -------------------------------------------------------------------------------------------
def test_answers_as_columns_with_their_codebook() -> None:
    definition = every_type()
    with translation.override("en"):
        heads = [cell.key for cell in codebook.cells(definition)]
        (line,) = list(codebook.csv_of(definition, ["N°"], [Line(["A-1"], GOOD)]))[1:]
        book = load_workbook(
            io.BytesIO(codebook.xlsx_of(definition, ["N°"], [Line(["A-1"], GOOD), Line(["=1+1"], {})]))
        )
    assert heads == [row[0] for row in codebook.rows(definition)]
    assert len(set(heads)) == len(heads)
    for expected in ("Coopérative", "Bois", "120.5", "En place", "department:07; country:FR", "2000.5"):
        assert expected in line, expected
    answers = book["Answers"]
    values = dict(zip((cell.value for cell in answers[1]), (cell.value for cell in answers[2]), strict=True))
    assert values["N°"] == "A-1"
    assert next(cell.value for cell in answers[3]) == "'=1+1"
    assert 120.5 in values.values()
    table = book[definition.by_id["e.budget"].label]
    assert [[cell.value for cell in row][:3] for row in table.iter_rows(min_row=2)] == [
        ["A-1", "Scie", 1200.5],
        ["A-1", None, 800],
    ]
    assert book["Codebook"].max_row == len(heads) + 1


def test_an_answer_of_another_shape_is_shown_rather_than_dropped() -> None:
    odd = {name: ["?"] if not isinstance(value, list) else {"?": "?"} for name, value in GOOD.items()}
    text = "".join(codebook.csv_of(every_type(), ["N°"], [Line(["A-1"], odd)]))
    assert "?" in text


@pytest.mark.django_db
def test_officers_download_the_answers_of_a_stage(scene: Scene, sign_in: Any) -> None:
    call = CallFactory(programme=ProgrammeFactory(operator=scene.form.owner, officer=scene.officer))
    application = ApplicationFactory(call=call, submitted=True)
    stage = _stage(call, scene.first)
    StageFile.objects.filter(application=application).delete()
    StageFile.objects.create(
        application=application,
        stage=stage,
        filing=Filing.SUBMITTED,
        response=scene.handed_in,
        opened_by=scene.writer,
        submitted_at=application.submitted_at,
        submitted_by=scene.writer,
    )
    versions.publish(scene.second, by=scene.officer)
    client = sign_in(scene.officer)
    slug = call.programme.slug
    assert client.get(reverse("programmes:answers", args=[slug, call.pk])).status_code == 200

    def file(suffix: str) -> Any:
        return client.get(reverse("programmes:answers_file", args=[slug, call.pk, stage.slug, suffix]))

    text = b"".join(file("reponses.csv").streaming_content).decode()
    assert application.reference in text
    assert "Gardé." in text, "what is no longer asked keeps its column"
    book = load_workbook(io.BytesIO(file("reponses.xlsx").content))
    assert len(book.sheetnames) == 2
    assert b"gone" in b"".join(file("codebook.csv").streaming_content)
    assert file("autre.txt").status_code == 404
    stranger = sign_in(UserFactory())
    assert stranger.get(reverse("programmes:answers", args=[slug, call.pk])).status_code == 404


@pytest.mark.django_db
def test_the_schema_is_downloaded(scene: Scene, sign_in: Any) -> None:
    page = sign_in(scene.officer).get(reverse("questionnaires:schema", args=[scene.form.pk, 1]))
    data = json.loads(page.content)
    jsonschema.Draft202012Validator.check_schema(data)
    assert set(data["properties"]) == {"story", "trade", "gone"}
