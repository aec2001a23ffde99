"""Writing a review, sending it, changing it until the round closes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core import clock, formatting, outbox, states
from maillage.core.errors import Conflict, Invalid, NotAllowed, Sentence
from maillage.programmes import conflicts, grids
from maillage.programmes.actions import score
from maillage.programmes.actions.assignment import is_reviewer
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.actions.review_round import held
from maillage.programmes.enums import Filing
from maillage.programmes.enums_review import (
    ASSIGNMENT_TRANSITIONS,
    CLEARED,
    REVIEW_TRANSITIONS,
    AssignmentState,
    Recommendation,
    ReviewState,
    RoundPhase,
)
from maillage.programmes.models import Assignment, Review, ReviewRound

LONGEST_COMMENT = 3000
LONGEST_OPINION = 8000


class RoundClosed(Conflict):
    """Reviews are not written at this moment, by the database's clock."""


@transaction.atomic
def save(
    assignment: Assignment,
    *,
    by: Any,
    version: int,
    **values: Any,
) -> Review:
    """Keeps what the reviewer has written so far; the first save begins the review.

    Args:
        version: of the review that they had before their eyes; 0 when there was none.
        values: ``scores`` and ``comments`` by criterion id, ``opinion``, ``note_to_officers``,
            ``recommendation``; what is not given is empty.

    Raises:
        RoundClosed: the round is not open to reviews at this moment.
        NotAllowed: the file is not theirs, or not cleared.
        Conflict: the same person saved elsewhere meanwhile, or the review is sent (``revise`` it).
        Invalid: a score is off its scale, a text too long; a sentence per field
            ("score-<criterion id>", "comment-<criterion id>", "opinion"…).
    """
    assignment, round_ = _open(assignment, by)
    return _save(assignment, round_, by=by, version=version, values=values)


@transaction.atomic
def save_and_submit(
    assignment: Assignment, *, by: Any, version: int, **values: Any
) -> tuple[Review, dict[str, Sentence]]:
    """Keeps what was written, then sends it when nothing is missing.

    Returns:
        the review, and what is missing, a sentence per field: {} when it was sent.

    Raises:
        as ``save``.
    """
    assignment, round_ = _open(assignment, by)
    review = _save(assignment, round_, by=by, version=version, values=values)
    lacking = _lacking(round_, review)
    if not lacking:
        _submit(assignment, review, by=by)
    return review, lacking


def _save(
    assignment: Assignment, round_: ReviewRound, *, by: Any, version: int, values: Mapping[str, Any]
) -> Review:
    review = _locked_review(assignment)
    if review is not None and review.state == ReviewState.SUBMITTED:
        raise Conflict(_("This review is sent. Take it up again to change it."))
    if version != (review.version if review else 0):
        raise Conflict(
            _("This review was saved elsewhere at %(hour)s, after you opened it.")
            % {"hour": formatting.hour(review.updated_at) if review else ""}
        )
    cleaned = _cleaned(round_, **values)
    moment = clock.database_now()
    if review is None:
        review = Review.objects.create(assignment=assignment, created_at=moment, updated_at=moment, **cleaned)
        if assignment.state == AssignmentState.ACCEPTED:
            _pass(assignment, AssignmentState.STARTED, by=by, verb="programmes.review_begun")
        return review
    if all(getattr(review, name) == value for name, value in cleaned.items()):
        return review
    for name, value in cleaned.items():
        setattr(review, name, value)
    review.version += 1
    review.updated_at = moment
    review.save(update_fields=[*cleaned, "version", "updated_at"])
    return review


@transaction.atomic
def submit(assignment: Assignment, *, by: Any, version: int | None = None) -> Review:
    """Sends a review. Sending twice the same changes nothing.

    Raises:
        RoundClosed, NotAllowed: as ``save``.
        Invalid: something is missing, a sentence per field, named as in ``save``.
    """
    assignment, round_ = _open(assignment, by)
    review = _locked_review(assignment)
    if review is None:
        raise Invalid(_("Write the review first."))
    if review.state == ReviewState.SUBMITTED:
        return review
    if version is not None and version != review.version:
        raise Conflict(_("This review was saved elsewhere meanwhile. Read it again before you send it."))
    if lacking := _lacking(round_, review):
        raise Invalid(_("Some answers are missing."), fields=lacking)
    _submit(assignment, review, by=by)
    return review


def _lacking(round_: ReviewRound, review: Review) -> dict[str, Sentence]:
    lacking = grids.missing(round_.grid_version.criteria, review.scores, review.comments)
    if review.recommendation == Recommendation.NONE:
        lacking["recommendation"] = _("Say what you recommend.")
    return lacking


def _submit(assignment: Assignment, review: Review, *, by: Any) -> None:
    states.move(
        review,
        ReviewState.SUBMITTED,
        REVIEW_TRANSITIONS,
        by=by,
        verb="programmes.review_submitted",
        also={"submitted_at": clock.database_now()},
    )
    _pass(assignment, AssignmentState.DONE, by=by, verb="programmes.review_done")
    score.renew(assignment)


@transaction.atomic
def revise(assignment: Assignment, *, by: Any) -> Review:
    """The reviewer takes up a sent review again, until the round closes. It counts again once sent again."""
    assignment, _round = _open(assignment, by)
    return _reopen(assignment, by=by, why="")


@transaction.atomic
def reopen(assignment: Assignment, *, why: str, by: Any) -> Review:
    """An officer asks for a review to be taken up again, with the reason.

    Raises:
        RoundClosed: nobody could change it any more; move the closing moment first.
    """
    only_officers(assignment.round.call.programme, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Write why: the reviewer will read it.")})
    assignment = _locked(assignment)
    round_ = held(assignment.round_id)
    _must_be_open(round_)
    review = _reopen(assignment, by=by, why=why.strip())
    outbox.send_email(
        assignment.reviewer.email,
        "programmes/email/review_reopened",
        {
            "round": round_,
            "call": round_.call,
            "programme": round_.call.programme,
            "why": why.strip(),
            "path": reverse("programmes:review", args=[assignment.pk]),
        },
        language=assignment.reviewer.language,
    )
    return review


# --- Inside ------------------------------------------------------------------------------------------------
def _open(assignment: Assignment, by: Any) -> tuple[Assignment, ReviewRound]:
    """The assignment under lock and its round held, for its reviewer, cleared, while reviews are written."""
    round_ = held(assignment.round_id)
    assignment = _locked(assignment)
    if (
        assignment.reviewer_id != by.pk
        or assignment.state not in CLEARED
        or not is_reviewer(by, round_.call.programme)
        or conflicts.is_kept_out(by, assignment.application)
    ):
        raise NotAllowed(_("This file is not yours to review."))
    if assignment.application.filing != Filing.SUBMITTED:
        raise Conflict(_("This application was withdrawn."))
    _must_be_open(round_)
    return assignment, round_


def _locked(assignment: Assignment) -> Assignment:
    Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    return Assignment.objects.select_related("round__call__programme", "application", "reviewer").get(
        pk=assignment.pk
    )


def _locked_review(assignment: Assignment) -> Review | None:
    review = Review.objects.select_for_update(of=("self",)).filter(assignment=assignment).first()
    if review is not None:
        review.assignment = assignment
    return review


def _must_be_open(round_: ReviewRound) -> None:
    phase = round_.phase_at(clock.database_now())
    if phase == RoundPhase.BEFORE:
        raise RoundClosed(_("Reviews open on %(moment)s.") % {"moment": formatting.moment(round_.opens_at)})
    if phase != RoundPhase.REVIEW:
        raise RoundClosed(
            _("Reviews closed on %(moment)s: nothing is changed any more.")
            % {"moment": formatting.moment(round_.closes_at)}
        )


def _cleaned(
    round_: ReviewRound,
    *,
    scores: Mapping[str, Any] | None = None,
    comments: Mapping[str, str] | None = None,
    opinion: str = "",
    note_to_officers: str = "",
    recommendation: str = "",
) -> dict[str, Any]:
    criteria = round_.grid_version.criteria
    kept = grids.clean_scores(criteria, scores or {})
    known = {row.id for row in criteria}
    words = {key: text for key, value in (comments or {}).items() if key in known and (text := _text(value))}
    too_long = {
        f"comment-{key}": _("At most %(most)s characters: there are %(there)s.")
        % {"most": LONGEST_COMMENT, "there": len(text)}
        for key, text in words.items()
        if len(text) > LONGEST_COMMENT
    }
    for name, text in (("opinion", _text(opinion)), ("note_to_officers", _text(note_to_officers))):
        if len(text) > LONGEST_OPINION:
            too_long[name] = _("At most %(most)s characters: there are %(there)s.") % {
                "most": LONGEST_OPINION,
                "there": len(text),
            }
    if too_long:
        raise Invalid(_("Some answers cannot be kept as they are."), fields=too_long)
    if recommendation not in Recommendation.values:
        raise Invalid(fields={"recommendation": _("Choose among the recommendations.")})
    return {
        "scores": kept,
        "comments": words,
        "opinion": _text(opinion),
        "note_to_officers": _text(note_to_officers),
        "recommendation": recommendation,
        "total": grids.total(criteria, kept),
        "is_knocked_out": bool(grids.knocked_out(criteria, kept)),
    }


def _text(value: str) -> str:
    return str(value or "").replace("\r\n", "\n").strip()


def _reopen(assignment: Assignment, *, by: Any, why: str) -> Review:
    review = _locked_review(assignment)
    if review is None or review.state != ReviewState.SUBMITTED:
        raise Conflict(_("Only a review that was sent is taken up again."))
    states.move(
        review, ReviewState.REOPENED, REVIEW_TRANSITIONS, by=by, verb="programmes.review_reopened", why=why
    )
    _pass(assignment, AssignmentState.STARTED, by=by, verb="programmes.review_begun")
    score.renew(assignment)
    return review


def _pass(assignment: Assignment, to: AssignmentState, *, by: Any, verb: str) -> None:
    states.move(assignment, to, ASSIGNMENT_TRANSITIONS, by=by, verb=verb)
