"""Two officers at the same second on one draft: real threads, real connections, and the control without the
lock, where one write is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from maillage.core.errors import Conflict, DomainError
from maillage.questionnaires import editing
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.models import Version
from tests.factories.accounts import UserFactory
from tests.factories.directory import MembershipFactory, OrganisationFactory
from tests.factories.questionnaires import QuestionnaireFactory, VersionFactory, a_content, a_question

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at once, each with its connection; what each gave or was refused."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def scene(transactional_db: None) -> tuple[Version, list[Any]]:
    people = [UserFactory(), UserFactory()]
    owner = OrganisationFactory(administrator=people[0])
    MembershipFactory(organisation=owner, user=people[1], role="staff")
    content = a_content(a_question("one"), a_question("two"))
    return VersionFactory(questionnaire=QuestionnaireFactory(owner=owner), content=content), people


def relabelled(draft: Version, name: str, label: str) -> editing.Change:
    question = draft.definition.by_id[name]
    return editing.edit_question(replace(question, label=label), seen=editing.fingerprint(question))


def labels(draft: Version) -> dict[str, str]:
    return {question.id: question.label for question in Version.objects.get(pk=draft.pk).definition}


def race(draft: Version, people: list[Any], *names: str) -> list[Any]:
    changes = [relabelled(draft, name, f"Par {rank}") for rank, name in enumerate(names)]
    return together(
        *(
            lambda change=change, by=by: versions.change_draft(draft, change, by=by)  # type: ignore[misc]
            for change, by in zip(changes, people, strict=True)
        )
    )


def test_of_two_changes_of_one_question_one_is_written_and_the_other_told(
    scene: tuple[Version, list[Any]],
) -> None:
    draft, people = scene
    answers = race(draft, people, "one", "one")
    winners = [rank for rank, answer in enumerate(answers) if isinstance(answer, Version)]
    assert len(winners) == 1
    assert isinstance(answers[1 - winners[0]], Conflict)
    assert labels(draft)["one"] == f"Par {winners[0]}"


def test_changes_of_two_questions_are_both_written(scene: tuple[Version, list[Any]]) -> None:
    draft, people = scene
    race(draft, people, "one", "two")
    assert labels(draft) == {"one": "Par 0", "two": "Par 1"}


def test_without_the_lock_one_of_two_changes_is_lost(
    scene: tuple[Version, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, people = scene
    meeting = threading.Barrier(2)

    def unlocked(version: Version) -> Version:
        row = Version.objects.select_related("questionnaire", "saved_by").get(pk=version.pk)
        meeting.wait(timeout=20)
        return row

    monkeypatch.setattr(versions, "_locked", unlocked)
    answers = race(draft, people, "one", "two")
    assert all(isinstance(answer, Version) for answer in answers)
    assert len({label for label in labels(draft).values() if label.startswith("Par")}) == 1
