"""Giving files to reviewers: the fit, the computation and what it keeps, changes by hand, wishes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import OutboxMessage
from maillage.programmes import fit
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import expertise, matching
from maillage.programmes.enums import Decision, Role
from maillage.programmes.enums_matching import RunState
from maillage.programmes.enums_review import AssignmentSource, AssignmentState, Ground
from maillage.programmes.models import (
    Application,
    Assignment,
    Bid,
    Expertise,
    MatchingPlan,
    MatchingRun,
    ReviewRound,
)
from maillage.programmes.models import Conflict as Tie
from maillage.programmes.queries.matching import scene
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, ProgrammeRoleFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reviews import AssignmentFactory, ConflictFactory, ReviewRoundFactory
from tests.programmes.conftest import World

pytestmark = pytest.mark.django_db


@dataclass
class Table:
    round: ReviewRound
    officer: User
    files: list[Application]
    reviewers: list[User]

    def pairs(self, **only: Any) -> set[tuple[int, int]]:
        """(file, reviewer) that stand, as positions in the lists."""
        files = {row.pk: rank for rank, row in enumerate(self.files)}
        people = {row.pk: rank for rank, row in enumerate(self.reviewers)}
        rows = Assignment.objects.standing().filter(round=self.round, **only).order_by("pk")
        return {(files[row.application_id], people[row.reviewer_id]) for row in rows}

    def row(self, file: int, reviewer: int) -> Assignment:
        return Assignment.objects.get(
            round=self.round, application=self.files[file], reviewer=self.reviewers[reviewer]
        )

    def ask(self, **settings: Any) -> MatchingRun:
        matching.settle(self.round, by=self.officer, **settings)
        return matching.ask(self.round, by=self.officer)


def reviewer_of(world: World, rank: int) -> User:
    person = UserFactory(email=f"relecteur{rank}@maison{rank}.example", full_name=f"Relecteur {rank}")
    ProgrammeRoleFactory(programme=world.programme, user=person, role=Role.REVIEWER)
    return person


@pytest.fixture
def table(world: World) -> Table:
    """Six files, four reviewers, two reviewers for each file."""
    files = [
        ApplicationFactory(
            call=world.call,
            submitted=True,
            project=ProjectFactory(trades=["wood"] if rank < 3 else ["metal"]),
        )
        for rank in range(6)
    ]
    round_ = ReviewRoundFactory(call=world.call, reviewers_per_file=2)
    return Table(round_, world.officer, files, [reviewer_of(world, rank) for rank in range(4)])


# --- The fit ------------------------------------------------------------------------------------------------
WOOD = fit.FileFacts(1, frozenset({"wood"}), frozenset({"funding", "skills"}), frozenset({"department:07"}))


def test_the_fit_weighs_what_is_shared() -> None:
    scale = fit.Scale({"trades": 2, "themes": 1, "territory": 1, "wish": 0})
    carpenter = fit.ReviewerFacts(1, frozenset({"wood", "metal"}), frozenset({"skills"}), frozenset())
    sides = fit.one(WOOD, carpenter, "", scale)
    # (2 × 1 + 1 × ½ of the themes + 1 × ½ unknown) / 4
    assert sides.fit == 750
    assert sides.trades == {"wood"}
    assert sides.themes == {"skills"}
    assert not sides.knows_territory


@pytest.mark.parametrize(
    ("wish", "expected"), [("eager", 1000), ("willing", 700), ("", 500), ("reluctant", 0)]
)
def test_a_wish_counts_as_said(wish: str, expected: int) -> None:
    assert fit.one(WOOD, fit.ReviewerFacts(1), wish, fit.Scale({"wish": 3})).fit == expected


def test_the_matrix_says_the_same_as_each_pair() -> None:
    rng = np.random.default_rng(0)

    def some(words: str) -> frozenset[str]:
        return frozenset(word for word in words if rng.random() < 0.4)

    files = [fit.FileFacts(key, some("abcd"), some("efg"), some("hij")) for key in range(12)]
    people = [fit.ReviewerFacts(key, some("abcd"), some("efg"), some("hij")) for key in range(9)]
    wishes = {(2, 3): "eager", (4, 5): "reluctant", (4, 6): "willing", (99, 3): "eager"}
    scale = fit.Scale({"trades": 3, "themes": 1, "territory": 2, "wish": 2})
    found = fit.matrix(files, people, wishes, scale)
    assert found.tolist() == [
        [fit.one(file, person, wishes.get((file.key, person.key), ""), scale).fit for person in people]
        for file in files
    ]


# --- Computing ---------------------------------------------------------------------------------------------
def test_files_go_to_those_who_know_their_trade(world: World, table: Table) -> None:
    for rank, reviewer in enumerate(table.reviewers):
        trade = "wood" if rank < 2 else "metal"
        expertise.describe(world.programme, reviewer, by=reviewer, trades=[trade])
    run = table.ask(most_files=3)
    assert run.state == RunState.FOUND
    wood = {(file, reviewer) for file in range(3) for reviewer in (0, 1)}
    metal = {(file, reviewer) for file in range(3, 6) for reviewer in (2, 3)}
    assert table.pairs() == wood | metal
    figures = MatchingPlan.objects.get(round=table.round).figures
    assert (figures["pairs"], figures["short"], figures["least_load"], figures["most_load"]) == (12, 0, 3, 3)
    assert figures["total"] == run.outcome["total"]


def test_nobody_is_told_before_the_officers_send(table: Table) -> None:
    table.ask(most_files=3)
    assert {row.state for row in Assignment.objects.filter(round=table.round)} == {AssignmentState.PROPOSED}
    assert not OutboxMessage.objects.exists()


def test_a_tie_keeps_a_file_from_its_reviewer(table: Table) -> None:
    ConflictFactory(application=table.files[0], person=table.reviewers[0])
    ConflictFactory(application=table.files[0], person=table.reviewers[1])
    table.ask(most_files=6)
    assert {pair for pair in table.pairs() if pair[0] == 0} == {(0, 2), (0, 3)}


def test_what_is_known_or_begun_or_given_by_hand_stays(table: Table) -> None:
    matching.settle(table.round, by=table.officer, most_files=6)
    known = AssignmentFactory(round=table.round, application=table.files[0], reviewer=table.reviewers[0])
    matching.add(table.round, table.files[1], table.reviewers[0], by=table.officer)
    # Everything speaks against them.
    for file in (0, 1):
        Bid.objects.create(
            round=table.round, application=table.files[file], reviewer=table.reviewers[0], wish="reluctant"
        )
    table.ask()
    assert {(0, 0), (1, 0)} <= table.pairs()
    known.refresh_from_db()
    assert known.state == AssignmentState.ASSIGNED


def test_a_new_computation_replaces_what_was_only_proposed(table: Table) -> None:
    table.ask(most_files=6, least_files=0)
    before = table.pairs()
    for file, reviewer in before:
        Bid.objects.create(
            round=table.round,
            application=table.files[file],
            reviewer=table.reviewers[reviewer],
            wish="reluctant",
        )
    run = table.ask()
    assert table.pairs().isdisjoint(before)
    assert run.outcome["dropped"] == len(before) == 12
    assert {row.state for row in Assignment.objects.filter(round=table.round)} == {
        AssignmentState.PROPOSED,
        AssignmentState.REASSIGNED,
    }


def test_a_pair_taken_out_by_hand_is_not_proposed_again(table: Table) -> None:
    for file in range(6):
        Bid.objects.create(
            round=table.round, application=table.files[file], reviewer=table.reviewers[0], wish="eager"
        )
    table.ask(most_files=6)
    matching.remove(table.row(0, 0), by=table.officer)
    assert MatchingPlan.objects.get(round=table.round).figures["short"] == 1
    table.ask()
    assert (0, 0) not in table.pairs()
    assert (1, 0) in table.pairs()
    assert MatchingPlan.objects.get(round=table.round).figures["short"] == 0


def test_a_declined_file_goes_to_somebody_else(table: Table) -> None:
    row = AssignmentFactory(round=table.round, application=table.files[0], reviewer=table.reviewers[0])
    assignments.decline(row, why="Pas le temps.", by=table.reviewers[0])
    table.ask(most_files=6)
    assert len([pair for pair in table.pairs() if pair[0] == 0]) == 2
    assert (0, 0) not in table.pairs()


def test_a_reviewer_who_takes_few_files_gets_few(world: World, table: Table) -> None:
    expertise.describe(world.programme, table.reviewers[0], by=table.reviewers[0], most_files=1)
    table.ask(most_files=4, least_files=2)
    assert len([pair for pair in table.pairs() if pair[1] == 0]) == 1


def test_somebody_of_the_group_is_on_every_file(world: World, table: Table) -> None:
    for rank in (0, 1):
        expertise.describe(world.programme, table.reviewers[rank], by=table.officer, group="Artisans")
        for file in table.files:
            Bid.objects.create(
                round=table.round, application=file, reviewer=table.reviewers[rank], wish="reluctant"
            )
    table.ask(most_files=6, required_group="Artisans")
    by_file = {file: {reviewer for f, reviewer in table.pairs() if f == file} for file in range(6)}
    assert all(people & {0, 1} for people in by_file.values())
    assert MatchingPlan.objects.get(round=table.round).figures["without_group"] == 0


def test_an_impossible_assignment_says_what_to_relax_and_changes_nothing(table: Table) -> None:
    run = table.ask(most_files=2)
    assert run.state == RunState.IMPOSSIBLE
    assert not table.pairs()
    ways = {wishes[0]["family"]: wishes[0]["amounts"] for wishes in run.outcome["alternatives"]}
    assert ways["most"] == {str(person.pk): 1 for person in table.reviewers}
    assert sum(ways["wanted"].values()) == 4


def test_a_file_with_too_few_free_reviewers_is_named(table: Table) -> None:
    for reviewer in table.reviewers[:3]:
        ConflictFactory(application=table.files[0], person=reviewer)
    run = table.ask(most_files=6)
    assert run.outcome["necessary"] == [
        {"family": "wanted", "group": "", "amounts": {str(table.files[0].pk): 1}}
    ]
    assert not run.outcome["alternatives"]


def test_inadmissible_files_are_not_given(table: Table) -> None:
    Application.objects.filter(pk=table.files[0].pk).update(
        decision=Decision.INADMISSIBLE,
        decision_reason="x",
        decided_by=table.officer,
        decided_at=timezone.now(),
    )
    table.ask(most_files=6)
    assert 0 not in {file for file, _reviewer in table.pairs()}


def test_only_officers_ask(table: Table) -> None:
    with pytest.raises(NotAllowed):
        matching.ask(table.round, by=table.reviewers[0])


def test_two_computations_at_once_are_one(table: Table) -> None:
    matching.settle(table.round, by=table.officer, most_files=6)
    waiting = MatchingRun.objects.create(round=table.round, asked_by=table.officer)
    with pytest.raises(Conflict):
        matching.ask(table.round, by=table.officer)
    assert matching.carry_out(waiting).state == RunState.FOUND
    # The queue runs a job twice when a worker was killed.
    proposed = Assignment.objects.count()
    matching.carry_out(waiting)
    assert Assignment.objects.count() == proposed


def test_a_computation_that_fails_does_not_bar_the_next(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_problem: Any) -> None:
        raise RuntimeError("time limit")

    with monkeypatch.context() as patched:
        patched.setattr(matching, "solve", broken)
        assert table.ask(most_files=6).state == RunState.FAILED
    assert table.ask().state == RunState.FOUND


def test_a_large_computation_is_left_to_the_queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(matching, "AT_ONCE", 10)
    monkeypatch.setattr("maillage.programmes.tasks.run_matching.defer", lambda run_id: asked.append(run_id))
    run = table.ask(most_files=6)
    assert run.state == RunState.WAITING
    assert asked == [run.pk]


def test_the_largest_load_is_not_under_the_smallest(table: Table) -> None:
    with pytest.raises(Invalid):
        matching.settle(table.round, by=table.officer, least_files=5, most_files=4)


def test_weighing_costs_the_same_for_any_number(table: Table, django_assert_max_num_queries: Any) -> None:
    table.ask(most_files=6)
    plan = MatchingPlan.objects.select_related("round__call__programme").get(round=table.round)
    with django_assert_max_num_queries(26):
        scene(plan)


# --- Profiles and wishes ------------------------------------------------------------------------------------
def test_a_reviewer_describes_themself_and_officers_alone_give_a_group(world: World, table: Table) -> None:
    me, other = table.reviewers[:2]
    profile = expertise.describe(
        world.programme, me, by=me, trades=["wood"], territories=[("department", "07")], most_files=5
    )
    assert [str(row.ref) for row in profile.territories.all()] == ["department:07"]
    with pytest.raises(NotAllowed):
        expertise.describe(world.programme, me, by=me, group="Artisans")
    with pytest.raises(NotAllowed):
        expertise.describe(world.programme, me, by=other, trades=["wood"])
    expertise.describe(world.programme, me, by=table.officer, trades=["wood"], group="  Artisans ")
    assert Expertise.objects.get(reviewer=me).group == "Artisans"


def test_wishes_are_taken_until_their_moment(table: Table) -> None:
    me = table.reviewers[0]
    with pytest.raises(Conflict):
        expertise.wish(table.round, {table.files[0].pk: "eager"}, by=me)
    matching.settle(table.round, by=table.officer, bids_until=timezone.now() + dt.timedelta(days=1))
    assert expertise.wish(table.round, {table.files[0].pk: "eager", table.files[1].pk: ""}, by=me) == 1
    assert expertise.wish(table.round, {table.files[0].pk: "eager"}, by=me) == 0
    assert expertise.wish(table.round, {table.files[0].pk: "reluctant"}, by=me) == 1
    assert [row.wish for row in Bid.objects.all()] == ["reluctant"]
    assert expertise.wish(table.round, {table.files[0].pk: ""}, by=me) == 1
    assert not Bid.objects.exists()
    matching.settle(table.round, by=table.officer, bids_until=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(Conflict):
        expertise.wish(table.round, {table.files[0].pk: "eager"}, by=me)


def test_a_wish_on_a_file_in_conflict_is_passed_over(table: Table) -> None:
    me = table.reviewers[0]
    matching.settle(table.round, by=table.officer, bids_until=timezone.now() + dt.timedelta(days=1))
    ConflictFactory(application=table.files[0], person=me)
    assert expertise.wish(table.round, {table.files[0].pk: "eager"}, by=me) == 0


def test_declaring_a_tie_instead_of_a_wish_removes_the_wish(table: Table) -> None:
    me = table.reviewers[0]
    matching.settle(table.round, by=table.officer, bids_until=timezone.now() + dt.timedelta(days=1))
    expertise.wish(table.round, {table.files[0].pk: "eager"}, by=me)
    expertise.declare_tie(table.round, table.files[0], ground=Ground.FAMILY, by=me)
    assert not Bid.objects.exists()
    assert Tie.objects.filter(person=me, application=table.files[0]).count() == 1
    with pytest.raises(Invalid):
        expertise.declare_tie(table.round, table.files[1], ground="nonsense", by=me)


def test_a_pair_that_an_officer_makes_manual_stays_manual(table: Table) -> None:
    table.ask(most_files=6)
    file, reviewer = sorted(table.pairs())[0]
    row = matching.add(table.round, table.files[file], table.reviewers[reviewer], by=table.officer)
    assert row.source == AssignmentSource.MANUAL
