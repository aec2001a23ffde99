"""Versions: one draft at a time, published for good, and no write over another's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from maillage.core.errors import Conflict, Invalid, NotAllowed, TransitionRefused
from maillage.core.states import unreachable
from maillage.directory.enums import MembershipRole
from maillage.questionnaires import rules
from maillage.questionnaires.actions import questionnaire as questionnaires
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import Definition, InvalidDefinition
from maillage.questionnaires.enums import VERSION_TRANSITIONS, VersionState
from maillage.questionnaires.models import Questionnaire, Version
from maillage.questionnaires.queries import questionnaire as queries
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.questionnaires import STORY, VersionFactory, a_content, a_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(db: Any) -> Any:
    return UserFactory(full_name="Olive Officier")


@pytest.fixture
def form(writer: Any) -> Questionnaire:
    owner = OrganisationFactory(administrator=writer)
    return questionnaires.create(title="Dossier", owner=owner, by=writer, content=a_content(STORY))


def draft_of(form: Questionnaire) -> Version:
    return Version.objects.drafts().get(questionnaire=form)


def test_every_state_is_reached() -> None:
    assert unreachable(VERSION_TRANSITIONS, VersionState.DRAFT) == set()


def test_a_questionnaire_begins_with_a_draft(form: Questionnaire, writer: Any) -> None:
    draft = draft_of(form)
    assert (draft.number, draft.revision, draft.saved_by) == (1, 0, writer)
    assert [question.id for question in draft.definition] == ["place.story"]
    assert queries.present(form) is None


def test_who_writes_questionnaires(form: Questionnaire) -> None:
    officer, stranger = UserFactory(), UserFactory()
    ProgrammeFactory(operator=form.owner, officer=officer)
    member, employee = UserFactory(), UserFactory()
    MembershipFactory(organisation=form.owner, user=member, role=MembershipRole.MEMBER)
    MembershipFactory(organisation=form.owner, user=employee, role=MembershipRole.STAFF)
    platform = UserFactory(is_staff=True)
    people = (officer, employee, platform, member, stranger)
    assert [rules.writes(person, form) for person in people] == [True, True, True, False, False]
    for person in (member, stranger):
        with pytest.raises(NotAllowed):
            versions.save_draft(draft_of(form), a_content(), revision=0, by=person)
        with pytest.raises(NotAllowed):
            questionnaires.create(title="Autre", owner=form.owner, by=person)


def test_a_title_and_a_key_are_held(form: Questionnaire, writer: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        questionnaires.create(title=" ", owner=form.owner, by=writer)
    assert set(refusal.value.fields) == {"title"}
    questionnaires.create(title="Deux", owner=form.owner, by=writer, key="default")
    with pytest.raises(Invalid):
        questionnaires.create(title="Trois", owner=form.owner, by=writer, key="default")
    assert questionnaires.rename(form, title="Le dossier", by=writer).title == "Le dossier"


def test_a_draft_is_saved_and_a_malformed_one_changes_nothing(form: Questionnaire, writer: Any) -> None:
    saved = versions.save_draft(draft_of(form), a_content(STORY, a_question("b")), revision=0, by=writer)
    assert saved.revision == 1
    with pytest.raises(InvalidDefinition):
        versions.save_draft(saved, {"sections": [{"id": "?"}]}, revision=1, by=writer)
    assert draft_of(form).content == saved.content


def test_the_later_of_two_writes_is_told_and_changes_nothing(form: Questionnaire, writer: Any) -> None:
    draft = draft_of(form)
    first = versions.save_draft(draft, a_content(a_question("mine")), revision=0, by=writer)
    with pytest.raises(Conflict) as refusal:
        versions.save_draft(draft, a_content(a_question("theirs")), revision=0, by=writer)
    assert "Olive Officier" in str(refusal.value)
    assert draft_of(form).content == first.content


def test_changes_of_different_things_join(form: Questionnaire, writer: Any) -> None:
    def retitled(definition: Definition) -> Definition:
        return Definition(tuple(replace(section, title="Autre") for section in definition.sections))

    draft = draft_of(form)
    versions.save_draft(draft, a_content(STORY, a_question("b")), revision=0, by=writer)
    joined = versions.change_draft(draft, retitled, by=writer)
    assert [section.title for section in joined.definition.sections] == ["Autre"]
    assert [question.id for question in joined.definition] == ["place.story", "b"]


def test_publication_then_a_new_draft_of_it(form: Questionnaire, writer: Any) -> None:
    first = versions.publish(draft_of(form), by=writer)
    assert (first.state, first.published_by) == (VersionState.PUBLISHED, writer)
    assert queries.present(form) == first
    with pytest.raises(TransitionRefused):
        versions.publish(first, by=writer)
    second = versions.start_draft(form, by=writer)
    assert (second.number, second.content, second.state) == (2, first.content, VersionState.DRAFT)
    assert versions.start_draft(form, by=writer) == second
    with pytest.raises(Conflict):
        versions.save_draft(first, a_content(), revision=0, by=writer)


def test_a_draft_that_changed_since_it_was_read_is_not_published(form: Questionnaire, writer: Any) -> None:
    draft = draft_of(form)
    versions.save_draft(draft, a_content(STORY, a_question("b")), revision=0, by=writer)
    with pytest.raises(Conflict):
        versions.publish(draft, by=writer, revision=0)
    assert versions.publish(draft, by=writer, revision=1).state == VersionState.PUBLISHED


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE questionnaires_version SET content = '{\"sections\": []}' WHERE id = %s",
        "UPDATE questionnaires_version SET state = 'draft', published_at = NULL WHERE id = %s",
        "DELETE FROM questionnaires_version WHERE id = %s",
    ],
)
def test_the_database_itself_keeps_a_published_version(sql: str) -> None:
    published = VersionFactory(published=True)
    with (
        pytest.raises(ProgrammingError, match="Cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [published.pk])
    published.refresh_from_db()
    draft = VersionFactory(questionnaire=published.questionnaire, number=2)
    with connection.cursor() as cursor:
        cursor.execute(sql, [draft.pk])
        assert cursor.rowcount == 1, "a draft may change: the guard is about what is published"


def test_the_database_allows_one_draft(form: Questionnaire) -> None:
    with pytest.raises(IntegrityError, match="questionnaires_one_draft"), transaction.atomic():
        VersionFactory(questionnaire=form, number=2)
