"""Whoever is bound to a file never sees it: every address, every export, its files, its messages, its counts.

The scene's reviewer accepted a file; then something binds them to it. Every page of the platform is asked
in their name, and none may hold a word of the file.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation

from maillage.accounts.models import User
from maillage.core import registry
from maillage.core.errors import NotAllowed
from maillage.core.models import StoredFile
from maillage.directory.models import Membership
from maillage.programmes import conflicts
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import conflict as ties
from maillage.programmes.actions import discussion
from maillage.programmes.actions import programme as programmes
from maillage.programmes.actions import review as reviews
from maillage.programmes.enums import Role
from maillage.programmes.enums_review import Ground, Mask
from maillage.programmes.models import Conflict, MatchingPlan, ReviewRound
from maillage.programmes.queries import review as read
from maillage.projects.models import Project
from maillage.questionnaires.models import Response, ResponseFile
from tests.conftest import HouseClient
from tests.factories.directory import MembershipFactory
from tests.factories.programmes import ApplicationFactory
from tests.scene import Scene, addresses
from tests.test_access_matrix import client_of

pytestmark = pytest.mark.django_db

ANSWER = "Un secret de fabrication."
MESSAGE = "Que penser de ce secret ?"
# The scene's file is retained and announced: its number stands in the promotion, which the whole team reads.
ANNOUNCED = ("programmes:cohort_csv",)


class Bound:
    """The scene, with a file that holds a secret, an attachment and a message."""

    client: HouseClient

    def __init__(self) -> None:
        self.scene = Scene()
        reviewer = self.scene.people["reviewer"]
        assert reviewer is not None
        self.reviewer: User = reviewer
        self.file = self.scene.retained
        self.response = self.file.response
        Response.objects.filter(pk=self.response.pk).update(
            answers={**self.file.answers, "presentation.project": ANSWER}
        )
        self.stored = StoredFile.objects.create(
            content=ContentFile(b"%PDF-1.4", name="plan.pdf"),
            name="plan.pdf",
            media_type="application/pdf",
            size=8,
            sha256="0" * 64,
        )
        ResponseFile.objects.create(
            response=self.response,
            question_id="budget.files",
            file=self.stored,
            joined_by=self.response.created_by,
        )
        discussion.post(self.scene.round, self.file, body=MESSAGE, by=self.scene.people["officer"])
        # Wishes are over: until then a file's title is shown (test_matching_pages looks at those).
        MatchingPlan.objects.filter(round=self.scene.round).update(bids_until=None)

    def copy(self) -> Bound:
        """The same rows, in objects of its own, before a browser of its own."""
        twin = copy.deepcopy(self)
        twin.client = client_of(twin.scene, "reviewer")
        return twin

    def seen(self) -> list[str]:
        """The addresses that hold a word of the file, its number or its message."""
        found = []
        for name in addresses():
            text = body_of(self.client, self.scene.url(name))
            words = [ANSWER, MESSAGE, "plan.pdf", *([] if name in ANNOUNCED else [self.file.reference])]
            if any(word in text for word in words):
                found.append(name)
        return found

    def status(self, end: str = "") -> int:
        answer = self.client.get(f"/programmes/evaluations/{self.scene.assignment.pk}/{end}")
        return int(answer.status_code)

    def downloads(self) -> int:
        answer = self.client.get(self.stored.get_absolute_url())
        if answer.streaming:
            list(answer.streaming_content)
        return int(answer.status_code)

    def todo(self) -> list[str]:
        return [item.url for source in registry.todo_sources for item in source.items_for(self.reviewer)]


def body_of(client: HouseClient, url: str) -> str:
    """What a page holds; "" of a refusal, which may repeat the address that was asked."""
    answer = client.get(url)
    if answer.status_code != 200:
        return ""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[Bound]:
    """Written once; each test undoes what it does to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("fr"):
            yield Bound()
        transaction.set_rollback(True)


@pytest.fixture
def bound(written: Bound, db: None) -> Bound:
    return written.copy()


def by_own_word(bound: Bound) -> None:
    assignments.declare(bound.scene.assignment, ground=Ground.FAMILY, by=bound.reviewer)


def by_joining_the_organisation(bound: Bound) -> None:
    MembershipFactory(organisation=bound.file.project.place.organisation, user=bound.reviewer)


def by_having_belonged(bound: Bound) -> None:
    today = timezone.localdate()
    Membership.objects.create(
        organisation=bound.file.project.place.organisation,
        user=bound.reviewer,
        started_on=today - dt.timedelta(days=900),
        ended_on=today - dt.timedelta(days=700),
    )


WAYS = [by_own_word, by_joining_the_organisation, by_having_belonged]


def test_a_cleared_reviewer_reads_the_file_on_their_own_pages_only(bound: Bound) -> None:
    """The control of the tests below: without a conflict the very same walk finds the file."""
    assert bound.seen() == ["programmes:review"]
    assert (bound.status(), bound.downloads()) == (200, 200)
    assert "/programmes/evaluations/" in bound.todo()


@pytest.mark.parametrize("bind", WAYS)
def test_a_bound_reviewer_finds_the_file_nowhere(bound: Bound, bind: Callable[[Bound], None]) -> None:
    bind(bound)
    assert bind is not by_joining_the_organisation or bound.seen() == []
    assert [bound.status(end) for end in ("", "rendre/")] == [404, 404]
    assert bound.downloads() == 404
    assert bound.todo() == []
    assert read.table(bound.reviewer) == []
    base = f"/programmes/evaluations/{bound.scene.assignment.pk}/"
    assert bound.client.post(f"{base}messages/", {"body": "Moi aussi."}).status_code == 404
    assert bound.client.post(base, {"version": "0", "score-c1": "5"}).status_code == 404
    assert bound.client.get(f"/programmes/evaluations/liens/{bound.scene.round.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        reviews.save(bound.scene.assignment, by=bound.reviewer, version=0, scores={}, comments={})


def test_another_role_opens_no_back_door(bound: Bound) -> None:
    """An observer reads the whole call; a reviewer who observes reads all but what binds them."""
    officer = bound.scene.people["officer"]
    other = ApplicationFactory(call=bound.scene.call, submitted=True)
    programmes.give_role(bound.scene.programme, user=bound.reviewer, role=Role.OBSERVER, by=officer)
    space = f"/programmes/{bound.scene.programme.slug}/pilotage/"
    listed = body_of(bound.client, f"{space}appels/{bound.scene.call.pk}/candidatures/")
    assert bound.file.reference in listed
    assert bound.client.get(f"{space}candidatures/{bound.file.reference}/").status_code == 200
    by_joining_the_organisation(bound)
    listed = body_of(bound.client, f"{space}appels/{bound.scene.call.pk}/candidatures/")
    assert (bound.file.reference in listed, other.reference in listed) == (False, True)
    assert bound.client.get(f"{space}candidatures/{bound.file.reference}/").status_code == 404
    assert bound.downloads() == 404


def test_an_applicant_who_reviews_keeps_their_own_file_and_no_review_of_it(bound: Bound) -> None:
    """They wrote it: they read it as its carriers, never as its reviewers."""
    carrier = bound.file.project.created_by
    programmes.give_role(
        bound.scene.programme, user=carrier, role=Role.REVIEWER, by=bound.scene.people["officer"]
    )
    client = HouseClient()
    client.force_login(carrier, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/programmes/candidatures/{bound.file.reference}/").status_code == 200
    assert conflicts.is_kept_out(carrier, bound.file)
    with pytest.raises(assignments.InConflict):
        assignments.propose(bound.scene.round, bound.file, carrier, by=bound.scene.people["officer"])


def test_an_officers_written_word_opens_the_file_again(bound: Bound) -> None:
    by_having_belonged(bound)
    ties.look_for(bound.scene.round, by=None)
    for row in Conflict.objects.filter(person=bound.reviewer).order_by("pk"):
        ties.overrule(row, reason="Un stage de deux mois.", by=bound.scene.people["officer"])
    assert (bound.status(), bound.downloads()) == (200, 200)


def test_nothing_is_read_before_the_links_are_declared(bound: Bound) -> None:
    officer: Any = bound.scene.people["officer"]
    assignments.take_back(bound.scene.assignment, by=officer)
    assert (bound.status(), bound.downloads()) == (404, 404)
    assignments.assign(bound.scene.round, bound.file, bound.reviewer, by=officer)
    assert (bound.status(), bound.downloads(), bound.seen()) == (302, 404, [])


def test_attachments_are_masked_with_the_rest(bound: Bound) -> None:
    rounds = ReviewRound.objects.filter(pk=bound.scene.round.pk)
    rounds.update(is_anonymous=True, masked_fields=[Mask.AMOUNT])
    assert bound.downloads() == 200
    rounds.update(masked_fields=[Mask.FILES])
    assert bound.downloads() == 404
    assert "plan.pdf" not in body_of(bound.client, f"/programmes/evaluations/{bound.scene.assignment.pk}/")


def test_a_reviewer_reads_nothing_of_the_project_beyond_the_file(bound: Bound) -> None:
    project = Project.objects.get(pk=bound.file.project_id)
    assert bound.client.get(project.get_absolute_url()).status_code == 404
