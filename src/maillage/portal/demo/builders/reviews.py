"""Rounds of reviews: one that is over, one under way. Wishes, ties, the solver's assignment, reviews, words.

Scores are the file's quality seen through each reviewer's own severity, so that calibration has something
to find. What a reviewer does of a file depends on their names alone: the same at every run, and a run that
was stopped goes on where it was.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from statistics import fmean
from typing import Any

from maillage.accounts.models import User
from maillage.core import events
from maillage.portal.demo import content, progress
from maillage.portal.demo.applicants import SEED, Applicant
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import between, day, step, stories
from maillage.portal.demo.builders.programme import call_of, grid_version
from maillage.portal.demo.content import Reviewer, Round
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import conflict as ties
from maillage.programmes.actions import discussion, expertise, matching, review_round, score
from maillage.programmes.actions import review as reviews
from maillage.programmes.enums_matching import RunState, Wish
from maillage.programmes.enums_review import (
    STANDING,
    AssignmentSource,
    AssignmentState,
    Comment,
    Ground,
    Mask,
    Recommendation,
    Shown,
)
from maillage.programmes.models import (
    Application,
    Assignment,
    Bid,
    FileScore,
    MatchingRun,
    ReviewMessage,
    ReviewRound,
)
from maillage.programmes.queries.matching import files_of

_S = AssignmentState
# How far a review comes; a later state includes the earlier ones.
FAR = {_S.ASSIGNED: 0, _S.ACCEPTED: 1, _S.STARTED: 2, _S.DONE: 3}
# In the round under way, the share of their pile that reviewers have done, in turn; 0: nothing begun.
PACES = (0.9, 0.7, 0.5, 0.35, 0.6, 0.0)
WISHING = 14
DECLINED_EVERY = 45
DISCUSSED = 9


def build_past() -> None:
    """The round of the decided call."""
    _Round(next(each for each in content.reviews().rounds if each.call == "premiere-vague")).build()


def build_present() -> None:
    """The round that is under way: the printed reviewer has files at every step."""
    _Round(next(each for each in content.reviews().rounds if each.call == "ateliers-ouverts")).build()


class _Round:
    def __init__(self, written: Round) -> None:
        self.written = written
        self.call = call_of(written.call)
        self.officer = people.account("officer")
        self.opens_at = day(written.opens_in_days, 8)
        self.closes_at = day(written.closes_in_days, 20)
        self.is_over = written.closes_in_days < 0
        self.until = self.closes_at if self.is_over else dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
        self.told: dict[int, Applicant] = {}
        self.people: dict[int, Reviewer] = {}

    def build(self) -> None:
        round_ = ReviewRound.objects.filter(call=self.call, title=self.written.title).first()
        if round_ is not None and self._is_made(round_):
            return
        self.told = stories(self.call)
        self.people = {people.reviewer(each).pk: each for each in content.reviews().reviewers}
        round_ = round_ or self._open()
        self._wishes(round_)
        self._give_out(round_)
        self._some_decline(round_)
        self._read(round_)
        if self.is_over:
            self._talk(round_)
        self._end(round_)

    def _is_made(self, round_: ReviewRound) -> bool:
        """The last thing that is done: the officer asks for the calibration."""
        return events.about(round_).filter(verb="programmes.calibration_asked").exists()

    def _open(self) -> ReviewRound:
        with step(self.opens_at - dt.timedelta(days=9)):
            round_ = review_round.create(
                self.call,
                grid_version=grid_version(),
                title=self.written.title,
                reviewers_per_file=self.written.reviewers_per_file,
                opens_at=self.opens_at,
                closes_at=self.closes_at,
                discussion_ends_at=day(self.written.discussion_ends_in_days, 20),
                guidance=self.written.guidance,
                reviews_shown=Shown.SUBMITTED,
                stage=self.call.stages.order_by("-position")[0],
                is_anonymous=not self.is_over,
                masked_fields=[] if self.is_over else [Mask.PEOPLE.value],
                by=self.officer,
            )
            matching.settle(
                round_,
                bids_until=self.opens_at - dt.timedelta(days=2),
                required_group="Artisans",
                by=self.officer,
            )
            ties.look_for(round_, by=self.officer)
        return ReviewRound.objects.select_related("call__programme", "grid_version").get(
            call=self.call, title=self.written.title
        )

    # --- Wishes and assignment -------------------------------------------------------------------------
    def _wishes(self, round_: ReviewRound) -> None:
        """Some reviewers say what they would like to read; one says that something binds them."""
        if self._has_run(round_):
            return
        files = list(files_of(round_).select_related("project").order_by("pk"))
        at = self.opens_at - dt.timedelta(days=5)
        for rank, (pk, written) in enumerate(list(self.people.items())[:WISHING]):
            if Bid.objects.filter(round=round_, reviewer=pk).exists():
                continue
            rng = _rng(round_.title, written.group, str(rank))
            known = [row for row in files if set(row.project.trades) & set(written.trades)]
            others = rng.sample(files, k=min(len(files), 6))
            wishes = {row.pk: Wish.RELUCTANT.value if rng.random() < 0.5 else Wish.WILLING for row in others}
            wishes |= {row.pk: Wish.EAGER for row in known[:8]}
            with step(at + dt.timedelta(hours=3 * rank)):
                user = User.objects.get(pk=pk)
                expertise.wish(round_, wishes, by=user)
                if rank == 2 and known:
                    expertise.declare_tie(
                        round_,
                        known[0],
                        ground=Ground.WORK,
                        detail=content.reviews().declines.tie,
                        by=user,
                    )

    def _has_run(self, round_: ReviewRound) -> bool:
        return MatchingRun.objects.filter(round=round_, state=RunState.FOUND).exists()

    def _give_out(self, round_: ReviewRound) -> None:
        if not self._has_run(round_):
            progress.tell(f"{round_.title} : qui lit quoi")
            with step(self.opens_at - dt.timedelta(days=1)):
                matching.ask(round_, by=self.officer)
        if Assignment.objects.filter(round=round_, state=_S.PROPOSED).exists():
            with step(self.opens_at + dt.timedelta(minutes=5)):
                assignments.send(round_, by=self.officer)

    def _some_decline(self, round_: ReviewRound) -> None:
        """A few give a file back, and the officer finds somebody else; two wait, while the round is open."""
        reasons = content.reviews().declines.reasons
        # Those that the solver gave stay, whatever became of them: their ranks are the same at every run.
        given = Assignment.objects.filter(round=round_, source=AssignmentSource.AUTOMATIC)
        given = given.exclude(reviewer=people.account("reviewer")).select_related("application", "reviewer")
        for row in list(given.order_by("application__title_key", "reviewer__email"))[7::DECLINED_EVERY]:
            if row.state == _S.ASSIGNED:
                rng = _rng(row.application.title, row.reviewer.email)
                with step(between(self.opens_at, self.until, 0.1 + 0.1 * rng.random())):
                    assignments.decline(row, why=rng.choice(reasons), by=row.reviewer)
        wanted = round_.reviewers_per_file
        lacking = [row for row in files_of(round_).order_by("pk") if self._readers(round_, row) < wanted]
        for file in lacking if self.is_over else lacking[2:]:
            self._replace(round_, file)

    def _readers(self, round_: ReviewRound, row: Application) -> int:
        return Assignment.objects.filter(round=round_, application=row, state__in=STANDING).count()

    def _replace(self, round_: ReviewRound, row: Application) -> None:
        """The least loaded who may read it."""
        loads: dict[int, int] = dict.fromkeys(self.people, 0)
        standing = Assignment.objects.filter(round=round_, state__in=STANDING)
        for key in standing.values_list("reviewer", flat=True):
            loads[key] = loads.get(key, 0) + 1
        known = set(
            Assignment.objects.filter(round=round_, application=row).values_list("reviewer", flat=True)
        )
        for key in sorted(set(loads) - known, key=lambda key: (loads[key], key)):
            with step(between(self.opens_at, self.until, 0.25)):
                assignments.assign(round_, row, User.objects.get(pk=key), by=self.officer)
                return

    # --- Reading -----------------------------------------------------------------------------------------
    def _read(self, round_: ReviewRound) -> None:
        piles: dict[int, list[Assignment]] = defaultdict(list)
        rows = list(
            Assignment.objects.filter(round=round_, state__in=list(FAR))
            .select_related("application", "reviewer", "round__call", "review")
            .order_by("application__title_key", "pk")
        )
        for row in rows:
            if row.reviewer_id in self.people and row.application_id in self.told:
                piles[row.reviewer_id].append(row)
        plan = {
            row.pk: _S.DONE if self.is_over else self._present_target(key, rank, len(pile))
            for key, pile in piles.items()
            for rank, row in enumerate(pile)
        }
        wanted = [
            row for row in rows if row.pk in plan and FAR[AssignmentState(row.state)] < FAR[plan[row.pk]]
        ]
        for done, row in enumerate(wanted):
            if done % 10 == 0:
                progress.tell(f"{round_.title} : {done} sur {len(wanted)}")
            self._act(round_, row, plan[row.pk])

    def _present_target(self, reviewer: int, rank: int, size: int) -> AssignmentState:
        if self.people[reviewer].account == "reviewer":
            done = min(2, size // 3)
            begun, accepted = done + 1, done + 3
        else:
            pace = PACES[list(self.people).index(reviewer) % len(PACES)]
            done = int(size * pace)
            begun, accepted = (done + 1, done + 2) if pace else (0, 0)
        if rank < done:
            return _S.DONE
        return _S.STARTED if rank < begun else _S.ACCEPTED if rank < accepted else _S.ASSIGNED

    def _act(self, round_: ReviewRound, row: Assignment, target: AssignmentState) -> None:
        each, reviewer = self.told[row.application_id], self.people[row.reviewer_id]
        rng = _rng(row.application.title, row.reviewer.email, "read")
        moment = between(self.opens_at, self.until, 0.3 + 0.68 * rng.random())
        with step(moment):
            if row.state == _S.ASSIGNED:
                row = assignments.declare(row, by=row.reviewer)
            if FAR[target] >= FAR[_S.STARTED] and row.state != _S.DONE:
                review = getattr(row, "review", None)
                wording = _review(each, reviewer, round_, rng)
                if target == _S.STARTED:
                    wording |= {"recommendation": "", "opinion": ""}
                saved = reviews.save(row, version=review.version if review else 0, by=row.reviewer, **wording)
                if target == _S.DONE:
                    reviews.submit(row, version=saved.version, by=row.reviewer)

    # --- Talking -----------------------------------------------------------------------------------------
    def _talk(self, round_: ReviewRound) -> None:
        """Reviewers of the files where they disagree most speak to each other; an officer concludes."""
        words = content.reviews().discussion
        for rank, held in enumerate(
            FileScore.objects.filter(round=round_).order_by("-gap", "pk")[:DISCUSSED]
        ):
            row = Application.objects.get(pk=held.application_id)
            if ReviewMessage.objects.filter(round=round_, application=row).exists():
                continue
            readers = [
                each.reviewer
                for each in Assignment.objects.filter(round=round_, application=row, state=_S.DONE)
                .select_related("reviewer")
                .order_by("pk")
            ]
            if len(readers) < 2:
                continue
            said = [
                (readers[0], words.openings[rank % len(words.openings)]),
                (readers[1], words.answers[rank % len(words.answers)]),
                (self.officer, words.officer),
            ]
            for hours, (author, body) in enumerate(said):
                with step(self.closes_at + dt.timedelta(hours=20 + 5 * rank + 2 * hours)):
                    discussion.post(round_, row, body=body, by=author)

    def _end(self, round_: ReviewRound) -> None:
        if not self.is_over:
            with step(dt.datetime.now(dt.UTC) - dt.timedelta(days=1)):
                assignments.remind(round_, by=self.officer)
        moment = self.closes_at + dt.timedelta(hours=12) if self.is_over else self.until
        with step(moment):
            score.ask(round_, by=self.officer)


# --- What a reviewer writes ---------------------------------------------------------------------------------
def _review(each: Applicant, reviewer: Reviewer, round_: ReviewRound, rng: random.Random) -> dict[str, Any]:
    written = content.reviews()
    scores: dict[str, int] = {}
    comments: dict[str, str] = {}
    for criterion in round_.grid_version.criteria:
        seen = rng.gauss(each.quality + reviewer.severity, 0.65)
        scores[criterion.id] = max(criterion.lowest, min(criterion.highest, round(seen)))
        tones = written.comments.get(criterion.id)
        wants_words = criterion.comment == Comment.REQUIRED or rng.random() < 0.6
        if tones is not None and criterion.comment != Comment.NONE and wants_words:
            score_ = scores[criterion.id]
            words = tones.low if score_ <= 2 else tones.middle if score_ == 3 else tones.high
            comments[criterion.id] = rng.choice(words)
    mean = fmean(scores.values())
    recommendation = (
        Recommendation.RETAIN
        if mean >= 3.7
        else Recommendation.CONDITIONS
        if mean >= 3.1
        else Recommendation.DISCUSS
        if mean >= 2.5
        else Recommendation.REFUSE
    )
    return {
        "scores": scores,
        "comments": comments,
        "opinion": rng.choice(getattr(written.opinions, recommendation.value)),
        "recommendation": recommendation.value,
    }


def _rng(*parts: str) -> random.Random:
    return random.Random(" ".join([str(SEED), *parts]))  # noqa: S311 - reproducible stories, not secrets
