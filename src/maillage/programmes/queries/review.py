"""What a reviewer sees: their table, one file beside its grid, what the others wrote when the phase shows it.

Everything here begins with the same question, asked of the database now: is this file theirs, did they say
that nothing binds them to it, and does nothing that the platform knows bind them. A no is a 404.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core.models import StoredFile
from maillage.programmes import conflicts, grids, masking
from maillage.programmes.enums import Filing, Role
from maillage.programmes.enums_review import (
    CLEARED,
    AssignmentState,
    ReviewState,
    RoundPhase,
)
from maillage.programmes.grids import Criterion
from maillage.programmes.models import (
    Application,
    Assignment,
    ProgrammeRole,
    Review,
    ReviewMessage,
    ReviewRound,
    StageFile,
)
from maillage.programmes.queries.application import files_with_answers
from maillage.projects.models import ProjectMember, ProjectOrganisation
from maillage.questionnaires.models import ResponseFile

# What is to be done comes before what is past.
IN_TURN = (RoundPhase.REVIEW, RoundPhase.DISCUSSION, RoundPhase.BEFORE, RoundPhase.OVER)
READ_IN = frozenset({RoundPhase.REVIEW, RoundPhase.DISCUSSION})


def given_to(user: Any) -> QuerySet[Assignment]:
    """What is on a person's table in the programmes where they review today, conflicts not looked at."""
    role = ProgrammeRole.objects.live().filter(
        programme=OuterRef("round__call__programme"), user=user, role=Role.REVIEWER
    )
    return Assignment.objects.known().filter(Exists(role), reviewer=user)


def _not_bound(user: Any, rows: Iterable[Assignment]) -> list[Assignment]:
    """Those of these rows to which nothing binds the person."""
    rows = list(rows)
    if not rows:
        return []
    files = Application.objects.filter(pk__in={row.application_id for row in rows})
    kept = conflicts.kept_from(user, files)
    return [row for row in rows if row.application_id not in kept]


def masks_for(assignment: Assignment, review: Review | None) -> frozenset[str]:
    """What the round hides of this file to this reviewer, now."""
    round_ = assignment.round
    shown = round_.shows(round_.applicants_shown, has_submitted=has_submitted(review), phase=round_.phase)
    return masking.masks_of(round_, unmasked=shown)


def has_submitted(review: Review | None) -> bool:
    """Whether the reviewer has given their word; taking it up again does not hide what they then saw."""
    return review is not None and review.submitted_at is not None


# --- The table ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """A file of the table. ``title`` is masked as the round says."""

    assignment: Assignment
    title: str
    where: str
    opens: bool

    @property
    def review(self) -> Review | None:
        return getattr(self.assignment, "review", None)


@dataclass
class Pile:
    """What a person has to review in one round."""

    round: ReviewRound
    phase: RoundPhase
    lines: list[Line] = field(default_factory=list)
    to_declare: int = 0

    @property
    def done(self) -> int:
        return sum(1 for line in self.lines if line.assignment.state == AssignmentState.DONE)

    @property
    def total(self) -> int:
        return len(self.lines) + self.to_declare

    @property
    def owed(self) -> int:
        return len(self.lines) - self.done


def table(user: Any) -> list[Pile]:
    """The person's files, by round: under way first, then those that close first. Some sixteen queries."""
    rows = (
        given_to(user)
        .filter(application__filing=Filing.SUBMITTED)
        .select_related(
            "round__call__programme",
            "round__grid_version",
            "application__commune__department",
            "application__project",
            "review",
        )
        .defer("application__search_text", "application__eligibility_detail")
        .order_by("round__closes_at", "round", "application__title_key", "application")
    )
    piles: dict[int, Pile] = {}
    for row in _not_bound(user, rows):
        pile = piles.setdefault(row.round_id, Pile(row.round, row.round.phase))
        if row.state == AssignmentState.ASSIGNED:
            pile.to_declare += 1
            continue
        review = getattr(row, "review", None)
        masks = masks_for(row, review)
        pile.lines.append(
            Line(
                row,
                masking.title_of(row.application, masks),
                masking.where_of(row.application, masks),
                pile.phase in READ_IN or review is not None,
            )
        )
    shown = [pile for pile in piles.values() if pile.lines or pile.phase != RoundPhase.OVER]
    return sorted(shown, key=lambda pile: IN_TURN.index(pile.phase))


def waiting(user: Any) -> list[Pile]:
    """The piles in which something is owed now: for the home page."""
    open_ = {RoundPhase.BEFORE, RoundPhase.REVIEW}
    if not given_to(user).exists():
        return []
    return [pile for pile in table(user) if pile.phase in open_ and (pile.owed or pile.to_declare)]


# --- Declaring ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ToDeclare:
    """What is shown of a file for its reviewer to say whether something binds them to it, and nothing else:
    who applies, and where. In an anonymous round the lines come by name, and lead to no file."""

    assignment: Assignment
    who: str
    where: str


def to_declare(user: Any, round_id: int) -> tuple[ReviewRound, list[ToDeclare]]:
    """The files of a round that wait for the person's word.

    Raises Http404 when nothing of that round is on their table.
    """
    rows = list(
        given_to(user)
        .filter(round=round_id, application__filing=Filing.SUBMITTED)
        .select_related(
            "round__call__programme", "application__commune__department", "application__project__place"
        )
        .prefetch_related(_organisations("application__project__organisations"))
        .order_by("pk")
    )
    rows = _not_bound(user, rows)
    if not rows:
        raise Http404
    lines = []
    for row in rows:
        if row.state != AssignmentState.ASSIGNED:
            continue
        file = row.application
        names = [entry.organisation.name for entry in file.project.organisations.all()]
        place = file.project.place.name if file.project.place else ""
        who = " · ".join(dict.fromkeys([*names, place] if place else names)) or _(
            "people, without an organisation"
        )
        if not row.round.is_anonymous:
            who = f"{file.title} · {who}"
        where = f"{file.commune.name} ({file.commune.department.name})"
        lines.append(ToDeclare(row, who, where))
    return rows[0].round, sorted(lines, key=lambda line: (line.who.lower(), line.assignment.pk))


def _organisations(path: str) -> Prefetch[Any]:
    return Prefetch(
        path, ProjectOrganisation.objects.select_related("organisation").order_by("-is_lead", "pk")
    )


# --- One file -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class OtherReview:
    """A review by somebody else, with what the phase shows of it. ``scores`` and ``words`` may be None."""

    author: str
    scores: Mapping[str, int] | None
    total: Any
    words: Review | None
    recommendation: str


@dataclass(frozen=True)
class Message:
    author: str
    is_mine: bool
    at: Any
    body: str


class Desk:
    """One assignment of a reviewer, opened: what the page shows and what it offers to do."""

    def __init__(self, assignment: Assignment, review: Review | None) -> None:
        self.assignment = assignment
        self.review = review
        self.round: ReviewRound = assignment.round
        self.phase: RoundPhase = assignment.round.phase
        self.masks = masks_for(assignment, review)

    def _shown(self, when: str) -> bool:
        return self.round.shows(when, has_submitted=has_submitted(self.review), phase=self.phase)

    @property
    def title(self) -> str:
        return masking.title_of(self.assignment.application, self.masks)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.round.grid_version.criteria

    @property
    def may_read(self) -> bool:
        return self.phase in READ_IN

    @property
    def may_write(self) -> bool:
        return self.phase == RoundPhase.REVIEW

    @property
    def is_submitted(self) -> bool:
        return self.review is not None and self.review.state == ReviewState.SUBMITTED

    @property
    def may_discuss(self) -> bool:
        return self.may_read and self._shown(self.round.discussion_shown)

    def _handed_in(self) -> QuerySet[StageFile]:
        """What the applicants sent: not what they still write, nor a stage after the round's."""
        rows = files_with_answers().filter(filing=Filing.SUBMITTED)
        if self.round.stage is not None:
            rows = rows.filter(stage__position__lte=self.round.stage.position)
        return rows

    @cached_property
    def file(self) -> masking.FileView | None:
        """The file without what is masked; None outside the round's moments."""
        if not self.may_read:
            return None
        application = (
            Application.objects.select_related("commune__department", "project__place")
            .prefetch_related(
                Prefetch("stage_files", self._handed_in()),
                Prefetch(
                    "project__members", ProjectMember.objects.select_related("user").order_by("role", "pk")
                ),
                _organisations("project__organisations"),
            )
            .get(pk=self.assignment.application_id)
        )
        return masking.file_view(application, self.masks)

    @cached_property
    def authors(self) -> dict[int, str]:
        """How each reviewer of the file is called here, by account: their name, or a number."""
        rows = Assignment.objects.filter(
            round=self.round, application=self.assignment.application_id
        ).select_related("reviewer")
        named = self._shown(self.round.reviewers_shown)
        return {
            row.reviewer_id: str(row.reviewer) if named else _("Reviewer %(number)s") % {"number": number}
            for number, row in enumerate(rows.order_by("pk"), start=1)
        }

    @cached_property
    def others(self) -> list[OtherReview]:
        """The reviews of the others that were sent and count, as far as the phase shows them."""
        words, scores = self._shown(self.round.reviews_shown), self._shown(self.round.scores_shown)
        if not self.may_read or not (words or scores):
            return []
        rows = (
            Review.objects.filter(
                assignment__round=self.round,
                assignment__application=self.assignment.application_id,
                assignment__state=AssignmentState.DONE,
                state=ReviewState.SUBMITTED,
            )
            .exclude(assignment=self.assignment)
            .select_related("assignment")
            .order_by("assignment")
        )
        return [
            OtherReview(
                author=self.authors[row.assignment.reviewer_id],
                scores=row.scores if scores else None,
                total=row.total if scores else None,
                words=row if words else None,
                recommendation=row.get_recommendation_display() if words else "",
            )
            for row in rows
        ]

    @cached_property
    def totals(self) -> grids.Spread:
        """Mean and spread of the totals of all, the person's own among them."""
        own = [self.review.total] if self.is_submitted and self.review else []
        return grids.spread(
            [other.total for other in self.others if other.total is not None]
            + [x for x in own if x is not None]
        )

    @cached_property
    def messages(self) -> list[Message]:
        if not self.may_discuss:
            return []
        mine = self.assignment.reviewer_id
        return [
            Message(
                author=self.authors.get(row.author_id)
                or _("%(name)s, for the programme") % {"name": row.author},
                is_mine=row.author_id == mine,
                at=row.sent_at,
                body=row.body,
            )
            for row in thread(self.round, self.assignment.application_id)
        ]


def thread(round_: ReviewRound, application_id: int) -> QuerySet[ReviewMessage]:
    """The messages about a file, oldest first."""
    return (
        ReviewMessage.objects.filter(round=round_, application=application_id)
        .select_related("author")
        .order_by("sent_at", "pk")
    )


def assigned(user: Any, pk: int) -> Assignment:
    """An assignment of a person, declared or not. Raises Http404 when it is not on their table, when the
    file was withdrawn, or when something binds them to it."""
    rows = (
        given_to(user)
        .filter(pk=pk, application__filing=Filing.SUBMITTED)
        .select_related(
            "round__call__programme", "round__grid_version", "round__stage", "application", "review"
        )
    )
    found = _not_bound(user, rows)
    if not found:
        raise Http404
    return found[0]


def desk(user: Any, pk: int) -> Desk:
    """An assignment that its reviewer accepted. Raises Http404 as ``assigned``, and before they declared,
    before the round opens, and once it is over for whoever wrote nothing."""
    assignment = assigned(user, pk)
    review = getattr(assignment, "review", None)
    if assignment.state not in CLEARED:
        raise Http404
    if assignment.round.phase not in READ_IN and review is None:
        raise Http404
    return Desk(assignment, review)


def may_read_stored(user: Any, stored: StoredFile) -> bool:
    """Whether a person reads a file as the reviewer of an application that holds it: those that their page
    of it lists, and no other."""
    joined = ResponseFile.objects.filter(file=stored)
    rows = (
        given_to(user)
        .filter(
            application__in=joined.values("response__stage_files__application"),
            application__filing=Filing.SUBMITTED,
            state__in=CLEARED,
        )
        .select_related("round__stage", "round__call", "application", "review")
    )
    for row in _not_bound(user, rows):
        view = Desk(row, getattr(row, "review", None)).file
        if view is not None and any(listed.file_id == stored.pk for listed in view.files):
            return True
    return False
