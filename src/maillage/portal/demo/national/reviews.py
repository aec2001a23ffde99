"""Ten thousand files of the national call, each read by three of three hundred reviewers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import connection

from maillage.accounts.models import User
from maillage.portal.demo.builders import people
from maillage.portal.demo.national.loading import Loading
from maillage.portal.demo.national.programme import SLUG
from maillage.programmes import grids
from maillage.programmes.actions import score
from maillage.programmes.enums import Role
from maillage.programmes.enums_matching import Wish
from maillage.programmes.enums_review import (
    AssignmentSource,
    AssignmentState,
    Comment,
    GridState,
    Recommendation,
    ReviewState,
)
from maillage.programmes.models import (
    Application,
    Assignment,
    Bid,
    Call,
    Expertise,
    Grid,
    GridVersion,
    MatchingPlan,
    ProgrammeRole,
    Review,
    ReviewRound,
)

EACH = 3
CRITERIA = (
    grids.Criterion("roots", "Ancrage dans le territoire", weight=Decimal(2), highest=10),
    grids.Criterion("model", "Modèle économique", weight=Decimal(2), highest=10, knock_out_below=2),
    grids.Criterion("team", "Équipe", weight=Decimal(1), highest=10, comment=Comment.NONE),
)


def write(load: Loading) -> None:
    call = Call.objects.select_related("programme").get(programme__slug=SLUG)
    readers = reviewers(load, call)
    files = list(Application.objects.filter(call=call).order_by("pk")[: load.size.reviews // EACH])
    # Nobody scores quite as their neighbour.
    severities = {reader.pk: load.rng.gauss(0, 0.6) for reader in readers}
    round_ = _round(load, call)
    drawn: list[Assignment] = []
    for file in files:
        for reader in load.rng.sample(readers, EACH):
            drawn.append(
                Assignment(
                    round=round_,
                    application=file,
                    reviewer=reader,
                    state=AssignmentState.DONE,
                    source=AssignmentSource.AUTOMATIC,
                    created_at=round_.opens_at,
                    assigned_at=round_.opens_at,
                    declared_at=round_.opens_at,
                )
            )
    assignments = load.insert(Assignment, drawn)
    merits = {file.pk: load.rng.gauss(6, 1.5) for file in files}
    load.insert(
        Review,
        (
            _review(load, round_, row, merits[row.application_id] + severities[row.reviewer_id])
            for row in assignments
        ),
    )
    load.insert(
        Bid,
        (
            Bid(
                round=round_,
                application=file,
                reviewer=readers[rank % len(readers)],
                wish=load.rng.choice(Wish.values),
                updated_at=round_.opens_at,
            )
            for rank, file in enumerate(files)
        ),
    )
    _count(round_)
    score.calibrate_round(round_)
    load.tell(f"{len(assignments)} reviews of {len(files)} files by {len(readers)} people")


def reviewers(load: Loading, call: Call) -> list[User]:
    readers = load.insert(
        User,
        [
            User(
                email=f"lecture{number:04d}@lecture.example",
                full_name=f"{load.rng.choice(load.words.first_names)} {load.rng.choice(load.words.surnames)}",
                password="!",  # noqa: S106 - unusable: nobody signs in as them
            )
            for number in range(load.size.reviewers)
        ],
    )
    starts_on = (call.opens_at - dt.timedelta(days=10)).date()
    load.insert(
        ProgrammeRole,
        (
            ProgrammeRole(programme=call.programme, user=reader, role=Role.REVIEWER, starts_on=starts_on)
            for reader in readers
        ),
    )
    trades = [trade.filed_as or trade.key for trade in load.words.trades]
    load.insert(
        Expertise,
        (
            Expertise(
                programme=call.programme,
                reviewer=reader,
                trades=sorted(set(load.rng.sample(trades, 4))),
                group="Artisans" if rank % 3 == 0 else "",
            )
            for rank, reader in enumerate(readers)
        ),
    )
    return readers


def _round(load: Loading, call: Call) -> ReviewRound:
    grid = Grid.objects.create(programme=call.programme, name="Grille nationale (mesure)")
    version = GridVersion.objects.create(
        grid=grid,
        number=1,
        state=GridState.PUBLISHED,
        content=grids.write(CRITERIA),
        published_at=call.opens_at,
        published_by=people.account("officer"),
    )
    round_ = ReviewRound.objects.create(
        call=call,
        title="Lecture nationale (mesure)",
        grid_version=version,
        reviewers_per_file=EACH,
        opens_at=call.closes_at + dt.timedelta(days=2),
        closes_at=call.closes_at + dt.timedelta(days=30),
    )
    MatchingPlan.objects.create(round=round_, most_files=load.size.reviews)
    return round_


def _review(load: Loading, round_: ReviewRound, row: Assignment, worth: float) -> Review:
    scores = {
        each.id: min(max(round(load.rng.gauss(worth, 1.2)), each.lowest), each.highest) for each in CRITERIA
    }
    sent_at = round_.opens_at + dt.timedelta(hours=load.rng.randrange(600))
    return Review(
        assignment=row,
        state=ReviewState.SUBMITTED,
        scores=scores,
        comments={},
        recommendation=load.rng.choice([each for each in Recommendation.values if each]),
        total=grids.total(CRITERIA, scores),
        is_knocked_out=bool(grids.knocked_out(CRITERIA, scores)),
        created_at=sent_at,
        updated_at=sent_at,
        submitted_at=sent_at,
    )


def _count(round_: ReviewRound) -> None:
    """What ``actions.score.renew`` does file after file, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO programmes_filescore
                   (round_id, application_id, reviews, mean, deviation, lowest, highest, gap, is_knocked_out,
                    standing)
               SELECT a.round_id, a.application_id, count(*), avg(r.total), stddev_samp(r.total),
                      min(r.total), max(r.total), max(r.total) - min(r.total), bool_or(r.is_knocked_out),
                      avg(r.total)
               FROM programmes_review r JOIN programmes_assignment a ON a.id = r.assignment_id
               WHERE a.round_id = %s GROUP BY a.round_id, a.application_id""",
            [round_.pk],
        )
