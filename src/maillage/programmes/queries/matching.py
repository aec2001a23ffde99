"""What the assignment of a round is made of: files, reviewers, wishes, ties, what stands already."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import Count, Q, QuerySet

from maillage.accounts.models import User
from maillage.directory.enums import Theme, Trade
from maillage.programmes import conflicts, fit
from maillage.programmes.enums import Decision, Role
from maillage.programmes.enums_review import (
    BEGUN,
    KNOWN_TO_REVIEWER,
    STANDING,
    AssignmentSource,
    AssignmentState,
)
from maillage.programmes.fit import FileFacts, ReviewerFacts
from maillage.programmes.matching import Group, Problem
from maillage.programmes.models import (
    Application,
    Assignment,
    Bid,
    Expertise,
    MatchingPlan,
    Programme,
    ProgrammeRole,
    ReviewRound,
)
from maillage.territories.queries import territories_of

_S = AssignmentState


def files_of(round_: ReviewRound) -> QuerySet[Application]:
    """The files that a round reads: of its wave and stage, handed in, and admissible."""
    return round_.files().exclude(decision__in=[Decision.INADMISSIBLE, Decision.WITHDRAWN])


def pool(round_: ReviewRound) -> list[int]:
    """Keys of those who review in the programme today, sorted."""
    live = ProgrammeRole.objects.live().filter(programme=round_.call.programme_id, role=Role.REVIEWER)
    people = live.filter(user__is_active=True).order_by("user")
    return list(people.values_list("user", flat=True).distinct())


def file_facts(files: QuerySet[Application]) -> list[FileFacts]:
    """One query."""
    rows = files.order_by("pk").values_list(
        "pk",
        "project__trades",
        "project__themes",
        "commune",
        "commune__epci",
        "commune__department",
        "commune__region",
    )
    return [
        FileFacts(pk, frozenset(trades), frozenset(themes), _codes(commune, epci, department, region))
        for pk, trades, themes, commune, epci, department, region in rows
    ]


def _codes(commune: str, epci: str | None, department: str, region: str) -> frozenset[str]:
    levels = (("commune", commune), ("epci", epci), ("department", department), ("region", region))
    return frozenset({"country:FR", *(f"{level}:{code}" for level, code in levels if code)})


@dataclass(frozen=True)
class Reviewer:
    """A reviewer of the programme; ``areas``: territories that they know, in words."""

    user: User
    profile: Expertise | None
    areas: list[str]

    @property
    def words(self) -> list[str]:
        """Trades and themes, in words."""
        if self.profile is None:
            return []
        trades = [str(Trade(word).label) for word in self.profile.trades if word in Trade.values]
        return trades + [str(Theme(word).label) for word in self.profile.themes if word in Theme.values]


def reviewers_of(programme: Programme) -> list[Reviewer]:
    """Those who review in the programme today, by name: four queries."""
    live = ProgrammeRole.objects.live().filter(programme=programme, role=Role.REVIEWER)
    users = User.objects.filter(pk__in=live.values("user"), is_active=True).order_by("full_name", "pk")
    profiles = {
        row.reviewer_id: row
        for row in Expertise.objects.filter(programme=programme)
        .prefetch_related("territories")
        .order_by("pk")
    }
    refs = {area.ref for row in profiles.values() for area in row.territories.all()}
    names = dict(territories_of(refs))
    return [
        Reviewer(
            user,
            profile := profiles.get(user.pk),
            [names[area.ref] for area in profile.territories.all() if area.ref in names] if profile else [],
        )
        for user in users
    ]


def reviewer_facts(round_: ReviewRound, people: Collection[int]) -> list[ReviewerFacts]:
    """Those people in the order of their keys, with what they told: two queries."""
    profiles = {
        row.reviewer_id: row
        for row in Expertise.objects.filter(programme=round_.call.programme_id, reviewer__in=people)
        .prefetch_related("territories")
        .order_by("pk")
    }
    return [_reviewer(key, profiles.get(key)) for key in sorted(people)]


def _reviewer(key: int, profile: Expertise | None) -> ReviewerFacts:
    if profile is None:
        return ReviewerFacts(key)
    return ReviewerFacts(
        key,
        frozenset(profile.trades),
        frozenset(profile.themes),
        frozenset(f"{row.level}:{row.code}" for row in profile.territories.all()),
        profile.group,
        profile.most_files,
    )


def wishes_of(round_: ReviewRound, people: Collection[int]) -> dict[tuple[int, int], str]:
    rows = Bid.objects.filter(round=round_, reviewer__in=people).order_by("pk")
    return {
        (file, person): wish for file, person, wish in rows.values_list("application", "reviewer", "wish")
    }


@dataclass
class Scene:
    """Everything that the assignment of one round weighs. Rows are ``files``, columns ``reviewers``.

    ``kept``: pairs that a new computation leaves as they are: what reviewers know of, what they began, what
    officers gave by hand. ``refused``: pairs that are not proposed again: declined, or taken back by hand.
    """

    plan: MatchingPlan
    files: list[FileFacts]
    reviewers: list[ReviewerFacts]
    wishes: dict[tuple[int, int], str]
    bound: set[tuple[int, int]]
    kept: set[tuple[int, int]]
    standing: set[tuple[int, int]]
    refused: set[tuple[int, int]]

    @property
    def round(self) -> ReviewRound:
        return self.plan.round

    @cached_property
    def row_of(self) -> dict[int, int]:
        return {file.key: row for row, file in enumerate(self.files)}

    @cached_property
    def column_of(self) -> dict[int, int]:
        return {reviewer.key: column for column, reviewer in enumerate(self.reviewers)}

    @cached_property
    def scale(self) -> fit.Scale:
        return fit.Scale(self.plan.weights)

    @cached_property
    def fits(self) -> np.ndarray:
        return fit.matrix(self.files, self.reviewers, self.wishes, self.scale)

    def mask(self, pairs: Iterable[tuple[int, int]]) -> np.ndarray:
        """(n, m) True at these (file, reviewer) keys; those of other rounds or people are left out."""
        found = np.zeros((len(self.files), len(self.reviewers)), dtype=bool)
        for file, reviewer in pairs:
            if file in self.row_of and reviewer in self.column_of:
                found[self.row_of[file], self.column_of[reviewer]] = True
        return found

    @cached_property
    def problem(self) -> Problem:
        """What the solver is given."""
        n, m = len(self.files), len(self.reviewers)
        kept = self.mask(self.kept)
        allowed = ~self.mask(self.bound | self.refused) | kept
        most = np.array(
            [min(self.plan.most_files, each.most_files or self.plan.most_files) for each in self.reviewers],
            dtype=np.int64,
        )
        groups: tuple[Group, ...] = ()
        if self.plan.required_group:
            members = np.array(
                [each.group == self.plan.required_group for each in self.reviewers], dtype=bool
            )
            groups = (Group(members, np.ones(n, dtype=np.int64), self.plan.required_group),)
        return Problem(
            fit=self.fits,
            allowed=allowed,
            wanted=np.full(n, self.round.reviewers_per_file, dtype=np.int64),
            # Whoever takes few files by their own word is not asked for more at least.
            least=np.minimum(np.full(m, self.plan.least_files, dtype=np.int64), most),
            most=most,
            kept=kept,
            groups=groups,
        )


def scene(plan: MatchingPlan) -> Scene:
    """Reads all of it: some twenty queries, whatever the number of files and of reviewers."""
    round_ = plan.round
    files = files_of(round_)
    people = pool(round_)
    kept, standing, refused = set(), set(), set()
    rows = Assignment.objects.filter(round=round_).order_by("pk")
    for file, reviewer, state, source, sent in rows.values_list(
        "application", "reviewer", "state", "source", "assigned_at"
    ):
        pair = (file, reviewer)
        by_hand = source == AssignmentSource.MANUAL
        if state in STANDING:
            standing.add(pair)
            if state in KNOWN_TO_REVIEWER or by_hand:
                kept.add(pair)
        elif state == _S.DECLINED or by_hand or sent is not None:
            refused.add(pair)
    bound = conflicts.standing(files, people)
    return Scene(
        plan=plan,
        files=file_facts(files),
        reviewers=reviewer_facts(round_, people),
        wishes=wishes_of(round_, people),
        bound=bound,
        # A tie found since keeps its reviewer out, whatever was begun: it is the officers' to end.
        kept=kept - bound,
        standing=standing,
        refused=refused,
    )


def loads(round_: ReviewRound) -> dict[int, int]:
    """Files of each reviewer in a round, by key; one query."""
    rows = Assignment.objects.standing().filter(round=round_).order_by()
    return dict(rows.values("reviewer").annotate(files=Count("pk")).values_list("reviewer", "files"))


@dataclass(frozen=True)
class Person:
    """A reviewer in the table of loads."""

    user: User
    profile: Expertise | None
    files: int
    sent: int
    begun: int
    wishes: int
    most: int

    @property
    def is_over(self) -> bool:
        return self.files > self.most


def people_of(plan: MatchingPlan) -> list[Person]:
    """The reviewers of a round with their loads, those of the programme today and those who still hold a
    file: four queries."""
    round_ = plan.round
    counted = (
        Assignment.objects.standing()
        .filter(round=round_)
        .order_by()
        .values("reviewer")
        .annotate(
            files=Count("pk"),
            sent=Count("pk", filter=Q(state__in=KNOWN_TO_REVIEWER)),
            begun=Count("pk", filter=Q(state__in=BEGUN)),
        )
    )
    counts = {
        reviewer: (files, sent, begun)
        for reviewer, files, sent, begun in counted.values_list("reviewer", "files", "sent", "begun")
    }
    wished = dict(
        Bid.objects.filter(round=round_)
        .order_by()
        .values("reviewer")
        .annotate(number=Count("pk"))
        .values_list("reviewer", "number")
    )
    profiles = {
        row.reviewer_id: row
        for row in Expertise.objects.filter(programme=round_.call.programme_id).order_by("pk")
    }
    users = User.objects.filter(pk__in={*pool(round_), *counts}).order_by("full_name", "pk")
    return [
        Person(
            user,
            profiles.get(user.pk),
            *counts.get(user.pk, (0, 0, 0)),
            wished.get(user.pk, 0),
            most_for(plan, profiles.get(user.pk)),
        )
        for user in users
    ]


def most_for(plan: MatchingPlan, profile: Expertise | None) -> int:
    own = profile.most_files if profile else None
    return min(plan.most_files, own) if own else plan.most_files


def most_of(plan: MatchingPlan, person: User) -> int:
    """The largest load of one reviewer."""
    profile = Expertise.objects.filter(programme=plan.round.call.programme_id, reviewer=person).first()
    return most_for(plan, profile)
