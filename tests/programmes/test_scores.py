"""Raw figures follow every review at once; calibrated scores stand beside them and say when they are late."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.db import transaction

from maillage.accounts.models import User
from maillage.core.errors import NotAllowed
from maillage.programmes import grids
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import review as reviews
from maillage.programmes.actions import score
from maillage.programmes.enums import Filing, Role
from maillage.programmes.enums_review import AssignmentState
from maillage.programmes.models import (
    Application,
    Assignment,
    FileScore,
    Review,
    ReviewerSeverity,
    ReviewRound,
    RoundCalibration,
)
from maillage.programmes.queries.score import Totals, severities, totals
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ApplicationFactory, ProgrammeRoleFactory
from tests.factories.reviews import AssignmentFactory, ReviewFactory, ReviewRoundFactory
from tests.programmes.conftest import World
from tests.programmes.test_concurrency import together


def reviewer_of(world: World, rank: int) -> User:
    person = UserFactory(email=f"relecteur{rank}@maison{rank}.example", full_name=f"Relecteur {rank}")
    ProgrammeRoleFactory(programme=world.programme, user=person, role=Role.REVIEWER)
    return person


@pytest.fixture
def round_(world: World) -> ReviewRound:
    return ReviewRoundFactory(call=world.call)


def sent(round_: ReviewRound, application: Application, reviewer: User, total: float) -> Review:
    """A sent review of that total, counted."""
    assignment = AssignmentFactory(round=round_, application=application, reviewer=reviewer, done=True)
    review = ReviewFactory(assignment=assignment, total=Decimal(str(round(total, 2))))
    score.renew(assignment)
    return review


def scored(
    round_: ReviewRound, world: World, files: int = 8, severities: tuple[float, ...] = (-9, 0, 9)
) -> None:
    """Each file is read by two of three reviewers; the second half is better by far."""
    people = [reviewer_of(world, rank) for rank in range(len(severities))]
    for rank in range(files):
        application = ApplicationFactory(call=world.call, submitted=True, project__title=f"File {rank:02}")
        for shift in (0, 1):
            reader = (rank + shift) % len(people)
            merit = 40 + (4 if files <= 8 else 1) * rank + (1 if shift else -1)
            sent(round_, application, people[reader], merit + severities[reader])


@pytest.mark.django_db
def test_raw_figures_follow_each_review(world: World, round_: ReviewRound) -> None:
    application = ApplicationFactory(call=world.call, submitted=True)
    first = sent(round_, application, reviewer_of(world, 0), 60)
    row = FileScore.objects.get()
    assert (row.reviews, row.mean, row.deviation, row.gap) == (1, 60, None, 0)
    sent(round_, application, reviewer_of(world, 1), 80)
    row.refresh_from_db()
    assert (row.reviews, row.mean, row.lowest, row.highest, row.gap) == (2, 70, 60, 80, 20)
    assert row.deviation == pytest.approx(14.142, abs=0.001)
    reviews.revise(first.assignment, by=first.assignment.reviewer)
    row.refresh_from_db()
    assert (row.reviews, row.mean) == (1, 80)


@pytest.mark.django_db
def test_a_review_that_is_sent_counts_at_once(world: World, round_: ReviewRound) -> None:
    draft = ReviewFactory(
        draft=True,
        assignment__round=round_,
        assignment__application=ApplicationFactory(call=world.call, submitted=True),
        assignment__reviewer=reviewer_of(world, 0),
    )
    reviews.submit(draft.assignment, by=draft.assignment.reviewer)
    assert FileScore.objects.get().mean == pytest.approx(float(draft.total))
    assert RoundCalibration.objects.get().is_stale


@pytest.mark.django_db
def test_a_review_taken_back_counts_no_more(world: World, round_: ReviewRound) -> None:
    application = ApplicationFactory(call=world.call, submitted=True)
    review = sent(round_, application, reviewer_of(world, 0), 60)
    assignments.take_back(review.assignment, by=world.officer, why="Erreur.")
    assert not FileScore.objects.exists()
    assert RoundCalibration.objects.get().is_stale


@pytest.mark.django_db
def test_calibrated_scores_stand_beside_the_raw_ones(world: World, round_: ReviewRound) -> None:
    scored(round_, world)
    raw = dict(FileScore.objects.order_by("pk").values_list("pk", "mean"))
    assert score.calibrate_stale() == 1
    rows = list(FileScore.objects.order_by("application__title_key"))
    assert dict(FileScore.objects.order_by("pk").values_list("pk", "mean")) == raw
    assert [row.calibrated for row in rows] == pytest.approx([40 + 4 * rank for rank in range(8)], abs=1.5)
    assert all(row.low < row.calibrated < row.high and row.standing == row.calibrated for row in rows)
    assert [row.rank for row in rows] == list(range(8, 0, -1))
    severities = ReviewerSeverity.objects.order_by("reviewer__full_name")
    assert [row.effect for row in severities] == pytest.approx([-9, 0, 9], abs=1.5)
    kept = RoundCalibration.objects.get()
    assert not kept.is_stale
    assert (kept.refusal, kept.reviews, kept.places) == ("", 16, 3)
    # Half-way between the third and the fourth of a ladder of four points.
    assert kept.line == pytest.approx(58, abs=1.5)
    assert score.calibrate_stale() == 0


@pytest.mark.django_db
def test_a_review_after_the_calibration_marks_it_late_and_keeps_the_order(
    world: World, round_: ReviewRound
) -> None:
    scored(round_, world)
    score.calibrate_round(round_)
    row = FileScore.objects.order_by("pk")[0]
    sent(round_, row.application, UserFactory(email="tard@loin.example"), 99)
    row.refresh_from_db()
    assert row.reviews == 3
    assert row.standing == row.calibrated
    assert RoundCalibration.objects.get().is_stale


@pytest.mark.django_db
def test_two_groups_of_reviewers_are_not_compared(world: World, round_: ReviewRound) -> None:
    scored(round_, world)
    score.calibrate_round(round_)
    assert FileScore.objects.filter(calibrated__isnull=False).count() == 8
    strangers = [reviewer_of(world, 10), reviewer_of(world, 11)]
    apart = ApplicationFactory(call=world.call, submitted=True)
    for person in strangers:
        sent(round_, apart, person, 50)
    kept = score.calibrate_round(round_)
    assert kept.refusal == "disconnected"
    assert kept.noise is None
    assert [(piece["files"], len(piece["reviewers"])) for piece in kept.pieces] == [(8, 3), (1, 2)]
    assert sorted(kept.pieces[1]["reviewers"]) == sorted(person.pk for person in strangers)
    # Nothing of the former calibration remains: it would compare what cannot be.
    assert not FileScore.objects.filter(calibrated__isnull=False).exists()
    assert all(row.standing == row.mean for row in FileScore.objects.order_by("pk"))
    assert not ReviewerSeverity.objects.exists()


@pytest.mark.django_db
def test_withdrawn_files_leave_the_calibration(world: World, round_: ReviewRound) -> None:
    scored(round_, world)
    gone = Application.objects.order_by("title_key")[0]
    Application.objects.filter(pk=gone.pk).update(filing="withdrawn", withdrawn_at=gone.submitted_at)
    score.calibrate_round(round_)
    assert FileScore.objects.get(application=gone).calibrated is None
    assert FileScore.objects.filter(calibrated__isnull=False).count() == 7


@pytest.mark.django_db
def test_totals_leave_out_the_files_that_were_withdrawn(world: World, round_: ReviewRound) -> None:
    assert totals(round_) == Totals(0, 0, 0)
    people = [reviewer_of(world, rank) for rank in range(2)]
    files = [ApplicationFactory(call=world.call, submitted=True) for _rank in range(3)]
    for file in files:
        for person in people:
            sent(round_, file, person, 50)
    FileScore.objects.filter(application__in=files[1:]).update(is_knocked_out=True)
    assert totals(round_) == Totals(files=3, reviews=6, knocked_out=2)
    Application.objects.filter(pk=files[2].pk).update(
        filing=Filing.WITHDRAWN, withdrawn_at=files[2].submitted_at
    )
    assert totals(round_) == Totals(files=2, reviews=4, knocked_out=1)


def test_of_many_reviewers_the_two_ends_are_shown(
    world: World, round_: ReviewRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored(round_, world, severities=(-9, -3, 0, 3, 9))
    score.calibrate_round(round_)
    whole = severities(round_)
    assert [len(whole.rows), whole.total] == [5, 5]
    monkeypatch.setattr("maillage.programmes.queries.score.MOST_SHOWN", 4)
    monkeypatch.setattr("maillage.programmes.queries.score.SHOWN_PER_END", 1)
    ends = severities(round_)
    assert [ends.rows, ends.total] == [[whole.rows[0], whole.rows[-1]], 5]
    assert severities(round_, every=True).rows == whole.rows


def test_calibrating_costs_the_same_for_any_number(
    world: World, round_: ReviewRound, django_assert_num_queries: Any
) -> None:
    scored(round_, world, files=4)
    score.calibrate_round(round_)
    with django_assert_num_queries(13):
        score.calibrate_round(round_)
    more = ApplicationFactory(call=world.call, submitted=True)
    for person in User.objects.filter(full_name__startswith="Relecteur").order_by("pk"):
        sent(round_, more, person, 55)
    with django_assert_num_queries(13):
        score.calibrate_round(round_)


@pytest.mark.django_db
def test_only_officers_ask_for_a_calibration(world: World, round_: ReviewRound) -> None:
    with pytest.raises(NotAllowed):
        score.ask(round_, by=reviewer_of(world, 0))
    assert score.ask(round_, by=world.officer)


def test_equal_scores_share_a_rank() -> None:
    assert score._ranks(np.array([3.0, 5.0, 3.0, 1.0])).tolist() == [2, 1, 2, 4]


# --- Two reviewers at once ----------------------------------------------------------------------------------
def both_send(world: World, round_: ReviewRound) -> FileScore:
    """Two reviews of one file are sent at the same moment."""
    application = ApplicationFactory(call=world.call, submitted=True)
    rows = [
        ReviewFactory(
            assignment__round=round_,
            assignment__application=application,
            assignment__reviewer=reviewer_of(world, rank),
            assignment__state=AssignmentState.STARTED,
            total=Decimal(40 + 20 * rank),
        ).assignment
        for rank in (0, 1)
    ]

    def send(assignment: Assignment) -> None:
        with transaction.atomic():
            Assignment.objects.filter(pk=assignment.pk).update(state=AssignmentState.DONE)
            score.renew(assignment)

    assert together(lambda: send(rows[0]), lambda: send(rows[1])) == [None, None]
    return FileScore.objects.get(application=application)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_reviews_sent_together_are_both_counted(world: World, round_: ReviewRound) -> None:
    row = both_send(world, round_)
    assert (row.reviews, row.mean) == (2, 50)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_one_of_them_is_lost(
    world: World, round_: ReviewRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = threading.Barrier(2)

    def spread(values: Any) -> grids.Spread:
        found = grids_spread(values)
        meeting.wait(10)  # both have read before either writes
        return found

    grids_spread = grids.spread
    monkeypatch.setattr(score, "_lock", lambda _space, _key: None)
    monkeypatch.setattr(grids, "spread", spread)
    assert both_send(world, round_).reviews == 1
