"""Two projects become one: both histories stay, the other side agrees first, and it can be undone."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.core import clock
from maillage.core.errors import Conflict, DomainError, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.core.states import unreachable
from maillage.projects.actions import logbook, merging, outcome, similar_clock
from maillage.projects.enums import Outcome, Visibility
from maillage.projects.enums_similar import MERGER_TRANSITIONS, MergerState
from maillage.projects.models import Merger, Passage, Project
from maillage.projects.queries import thread
from maillage.projects.register.similar import merged_in_a_ring
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectMemberFactory
from tests.factories.similar import a_pair, carrier_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Any]


def later(days: float) -> Any:
    return clock.replaying(timezone.now() + dt.timedelta(days=days))


def proposed(**values: Any) -> tuple[Merger, Project, Project]:
    one, two = a_pair(**values)
    return merging.propose(one, two, by=carrier_of(one), reason="La même laine."), one, two


def test_every_state_is_reached() -> None:
    assert unreachable(MERGER_TRANSITIONS, MergerState.PROPOSED) == set()


def test_the_other_side_agrees_before_anything_changes() -> None:
    row, one, two = proposed()
    letter = OutboxMessage.objects.get()
    assert letter.recipient == carrier_of(two).email
    assert "La même laine." in letter.body_text
    with pytest.raises(NotAllowed):
        merging.accept(row, by=carrier_of(one))
    one.refresh_from_db()
    assert one.outcome == Outcome.RUNNING
    row = merging.accept(row, by=carrier_of(two))
    one.refresh_from_db()
    assert (one.outcome, one.merged_into) == (Outcome.MERGED, two)
    assert Passage.objects.get(project=one).to_state == Outcome.MERGED
    assert list(merged_in_a_ring()) == []
    with pytest.raises(DomainError):
        outcome.change_outcome(one, Outcome.LAUNCHED, by=carrier_of(one))


def test_the_carriers_join_and_both_histories_are_read(sign_in: SignIn) -> None:
    row, one, two = proposed(visibility=Visibility.NETWORK)
    mine, theirs = carrier_of(one), carrier_of(two)
    adviser = ProjectMemberFactory(project=two).user
    entry = logbook.write(one, by=mine, title="Premier essai de filage", sharing="shared")
    page = reverse("projects:logbook", args=[one.pk])
    assert sign_in(theirs).get(page).status_code == 404
    merging.accept(row, by=theirs)
    assert sorted(two.members.filter(role="carrier").values_list("user", flat=True)) == sorted(
        [mine.pk, theirs.pk]
    )
    assert sign_in(theirs).get(page).status_code == 200
    # An adviser of the survivor was given no consent by the carriers of the other one.
    assert sign_in(adviser).get(page).status_code == 404
    one.refresh_from_db()
    assert theirs.has_perm("projects.read_applications", one)
    assert not theirs.has_perm("projects.change_project", one)
    titles = [told.title for told in thread.timeline(two, theirs).entries]
    assert any(entry.title in title and title.startswith(one.title) for title in titles)
    seen = [told.title for told in thread.timeline(two, adviser).entries]
    assert not any(entry.title in title for title in seen)


def test_the_merged_project_keeps_its_page_and_says_where_it_goes_on(sign_in: SignIn) -> None:
    row, one, two = proposed()
    merging.accept(row, by=carrier_of(two))
    page = sign_in(UserFactory()).get(one.get_absolute_url()).content.decode()
    assert two.get_absolute_url() in page
    Project.objects.filter(pk=two.pk).update(visibility=Visibility.TEAM)
    page = sign_in(UserFactory()).get(one.get_absolute_url()).content.decode()
    assert two.get_absolute_url() not in page


def test_it_is_undone_until_its_day_and_only_those_who_joined_leave(sign_in: SignIn) -> None:
    row, one, two = proposed()
    outcome.change_outcome(one, Outcome.PAUSED, by=carrier_of(one))
    mine, theirs = carrier_of(one), carrier_of(two)
    both = ProjectMemberFactory(project=one, role="carrier").user
    ProjectMemberFactory(project=two, user=both, role="carrier")
    row = merging.accept(row, by=theirs)
    with pytest.raises(NotAllowed):
        merging.undo(row, by=UserFactory())
    with later(29):
        row = merging.undo(row, by=mine)
    one.refresh_from_db()
    assert (one.outcome, one.merged_into, row.state) == (Outcome.PAUSED, None, MergerState.UNDONE)
    assert set(two.members.values_list("user", flat=True)) == {theirs.pk, both.pk}
    assert list(merged_in_a_ring()) == []
    theirs.language = "en"
    theirs.save()
    page = sign_in(theirs).get(row.get_absolute_url()).content.decode()
    assert "The two projects are two again" in page
    assert page.count(f"by {mine}, ") == 2
    again = merging.accept(merging.propose(one, two, by=mine, reason="Tout de même."), by=theirs)
    with later(31), pytest.raises(Conflict):
        merging.undo(again, by=mine)


def test_undoing_leaves_no_project_without_a_carrier() -> None:
    row, _one, two = proposed()
    theirs = carrier_of(two)
    row = merging.accept(row, by=theirs)
    two.members.filter(user=theirs).delete()
    with pytest.raises(Conflict):
        merging.undo(row, by=two.members.get(role="carrier").user)


def test_what_was_proposed_with_the_absorbed_project_is_overtaken() -> None:
    row, one, two = proposed()
    back = merging.propose(two, one, by=carrier_of(two), reason="Dans l’autre sens.")
    merging.accept(row, by=carrier_of(two))
    back.refresh_from_db()
    assert back.state == MergerState.EXPIRED
    with pytest.raises(DomainError):
        merging.accept(back, by=carrier_of(one))


def test_refusals() -> None:
    row, one, two = proposed()
    with pytest.raises(Conflict):
        merging.propose(one, two, by=carrier_of(one), reason="Encore.")
    with pytest.raises(Invalid):
        merging.propose(one, one, by=carrier_of(one), reason="Moi.")
    with pytest.raises(Invalid):
        merging.propose(two, one, by=carrier_of(one), reason=" ")
    with pytest.raises(NotAllowed):
        merging.propose(two, one, by=UserFactory(), reason="Moi.")
    with pytest.raises(NotAllowed):
        merging.withdraw(row, by=carrier_of(two))
    merging.decline(row, by=carrier_of(two))
    assert OutboxMessage.objects.filter(recipient=carrier_of(one).email).count() == 1


def test_the_clock_reminds_once_then_ends_it() -> None:
    row, _one, two = proposed()
    with later(11):
        assert [similar_clock.tick(), similar_clock.tick()] == [1, 0]
    assert OutboxMessage.objects.filter(recipient=carrier_of(two).email).count() == 2
    with later(31):
        with pytest.raises(Conflict):
            merging.accept(row, by=carrier_of(two))
        assert similar_clock.tick() == 1
    row.refresh_from_db()
    assert row.state == MergerState.EXPIRED


# --- Two mergers that cross ---------------------------------------------------------------------------------
def cross() -> list[Any]:
    """A into B and B into A, accepted at the same moment."""
    one, two = a_pair()
    rows = [
        merging.propose(one, two, by=carrier_of(one), reason="Par ici."),
        merging.propose(two, one, by=carrier_of(two), reason="Par là."),
    ]
    people = [carrier_of(two), carrier_of(one)]
    start = threading.Barrier(2)

    def run(rank: int) -> Any:
        try:
            start.wait(timeout=20)
            return merging.accept(rows[rank], by=people[rank])
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        return [each.result(timeout=60) for each in [pool.submit(run, rank) for rank in (0, 1)]]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_mergers_that_cross_make_one() -> None:
    done = cross()
    assert sorted(isinstance(each, DomainError) for each in done) == [False, True]
    assert Project.objects.filter(outcome=Outcome.MERGED).count() == 1
    assert list(merged_in_a_ring()) == []


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_each_goes_on_within_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = threading.Barrier(2)
    whole = merging._both_stand

    def together(absorbed: Project, survivor: Project) -> None:
        whole(absorbed, survivor)
        if Merger.objects.count() == 2:
            meeting.wait(timeout=20)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    monkeypatch.setattr(merging, "_both_stand", together)
    monkeypatch.setattr(merging.emails, "merger", lambda *_given: None)
    # The overtaken ones are not the fault shown here: they would wait for one another.
    monkeypatch.setattr(Merger.objects.__class__, "of", lambda self, _project: self.none(), raising=False)
    cross()
    assert Project.objects.filter(outcome=Outcome.MERGED).count() == 2
    assert list(merged_in_a_ring()) != []
