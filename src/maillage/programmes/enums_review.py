"""The words of reviews, and the passages between their states."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class GridState(TextChoices):
    """Of one version of a grid. A published one never changes again."""

    DRAFT = "draft", pgettext_lazy("grid", "Draft")
    PUBLISHED = "published", pgettext_lazy("grid", "Published")


GRID_TRANSITIONS: dict[GridState, frozenset[GridState]] = {
    GridState.DRAFT: frozenset({GridState.PUBLISHED}),
    GridState.PUBLISHED: frozenset(),
}


class Comment(TextChoices):
    """Whether a criterion takes words beside its score."""

    NONE = "none", pgettext_lazy("comment of a criterion", "No comment")
    OPTIONAL = "optional", pgettext_lazy("comment of a criterion", "Comment if wished")
    REQUIRED = "required", pgettext_lazy("comment of a criterion", "Comment required")


class RoundPhase(TextChoices):
    """Derived from the moments of a round, never stored."""

    BEFORE = "before", pgettext_lazy("review round", "Being prepared")
    REVIEW = "review", pgettext_lazy("review round", "Reviews under way")
    DISCUSSION = "discussion", pgettext_lazy("review round", "Discussion")
    OVER = "over", pgettext_lazy("review round", "Over")


class Shown(TextChoices):
    """From when a reviewer sees something of a file that they review."""

    ALWAYS = "always", pgettext_lazy("shown", "as soon as the file is open to them")
    SUBMITTED = "submitted", pgettext_lazy("shown", "once they have sent their own review of it")
    DISCUSSION = "discussion", pgettext_lazy("shown", "from the discussion on")
    NEVER = "never", pgettext_lazy("shown", "never")


class Mask(TextChoices):
    """What may be hidden of a file; questions are hidden by their own ids beside these."""

    TITLE = "title", pgettext_lazy("masked", "Title of the project")
    PEOPLE = "people", pgettext_lazy("masked", "Names of people")
    ORGANISATION = "organisation", pgettext_lazy("masked", "Names of organisations")
    PLACE = "place", pgettext_lazy("masked", "Name of the place")
    COMMUNE = "commune", pgettext_lazy("masked", "Commune and département")
    AMOUNT = "amount", pgettext_lazy("masked", "Amount requested")
    FILES = "files", pgettext_lazy("masked", "Joined files")


class AssignmentState(TextChoices):
    """What one reviewer owes one file. *Proposed* is the officers' own; the reviewer knows from *assigned*
    on; *accepted* says that they declared no conflict, which opens the file to them."""

    PROPOSED = "proposed", pgettext_lazy("assignment", "Proposed")
    ASSIGNED = "assigned", pgettext_lazy("assignment", "To declare")
    ACCEPTED = "accepted", pgettext_lazy("assignment", "Accepted")
    STARTED = "started", pgettext_lazy("assignment", "Begun")
    DONE = "done", pgettext_lazy("assignment", "Done")
    DECLINED = "declined", pgettext_lazy("assignment", "Declined")
    REASSIGNED = "reassigned", pgettext_lazy("assignment", "Taken back")


_S = AssignmentState
ASSIGNMENT_TRANSITIONS: dict[AssignmentState, frozenset[AssignmentState]] = {
    _S.PROPOSED: frozenset({_S.ASSIGNED, _S.DECLINED, _S.REASSIGNED}),
    _S.ASSIGNED: frozenset({_S.ACCEPTED, _S.DECLINED, _S.REASSIGNED}),
    _S.ACCEPTED: frozenset({_S.STARTED, _S.DECLINED, _S.REASSIGNED}),
    _S.STARTED: frozenset({_S.DONE, _S.DECLINED, _S.REASSIGNED}),
    _S.DONE: frozenset({_S.STARTED, _S.DECLINED, _S.REASSIGNED}),
    _S.DECLINED: frozenset({_S.PROPOSED, _S.ASSIGNED}),
    _S.REASSIGNED: frozenset({_S.PROPOSED, _S.ASSIGNED}),
}
# The reviewer has it on their table; what a re-run of the assignment must keep.
KNOWN_TO_REVIEWER = frozenset({_S.ASSIGNED, _S.ACCEPTED, _S.STARTED, _S.DONE})
# The reviewer said that nothing binds them to the file.
CLEARED = frozenset({_S.ACCEPTED, _S.STARTED, _S.DONE})
UNSTARTED = frozenset({_S.PROPOSED, _S.ASSIGNED, _S.ACCEPTED})
BEGUN = frozenset({_S.STARTED, _S.DONE})
# It counts among the k reviewers of a file.
STANDING = frozenset({_S.PROPOSED, _S.ASSIGNED, _S.ACCEPTED, _S.STARTED, _S.DONE})


class AssignmentSource(TextChoices):
    AUTOMATIC = "automatic", pgettext_lazy("assignment", "Computed")
    MANUAL = "manual", pgettext_lazy("assignment", "By hand")


class ConflictOrigin(TextChoices):
    DECLARED = "declared", pgettext_lazy("conflict", "Declared")
    INFERRED = "inferred", pgettext_lazy("conflict", "Found by the platform")


class Ground(TextChoices):
    """Why a person should not judge a file. The first six are found by the platform, the others said."""

    ORGANISATION = "organisation", pgettext_lazy("ground of conflict", "Same organisation")
    MEMBERSHIP = "membership", pgettext_lazy("ground of conflict", "Belonged to the organisation")
    COLLEAGUE = "colleague", pgettext_lazy("ground of conflict", "Colleague of the applicants")
    DOMAIN = "domain", pgettext_lazy("ground of conflict", "Same e-mail domain")
    TEAM = "team", pgettext_lazy("ground of conflict", "Same project team")
    FUNDER = "funder", pgettext_lazy("ground of conflict", "Funder or partner")
    FAMILY = "family", pgettext_lazy("ground of conflict", "Family or friendship")
    INTEREST = "interest", pgettext_lazy("ground of conflict", "Financial or professional interest")
    WORK = "work", pgettext_lazy("ground of conflict", "Worked with or advised this project")
    OTHER = "other", pgettext_lazy("ground of conflict", "Another reason")


INFERRED_GROUNDS = (
    Ground.ORGANISATION,
    Ground.MEMBERSHIP,
    Ground.COLLEAGUE,
    Ground.DOMAIN,
    Ground.TEAM,
    Ground.FUNDER,
)
DECLARED_GROUNDS = (Ground.ORGANISATION, Ground.WORK, Ground.INTEREST, Ground.FAMILY, Ground.OTHER)


class ReviewState(TextChoices):
    DRAFT = "draft", pgettext_lazy("review", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("review", "Sent")
    REOPENED = "reopened", pgettext_lazy("review", "Being changed")


REVIEW_TRANSITIONS: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.DRAFT: frozenset({ReviewState.SUBMITTED}),
    ReviewState.SUBMITTED: frozenset({ReviewState.REOPENED}),
    ReviewState.REOPENED: frozenset({ReviewState.SUBMITTED}),
}


class Recommendation(TextChoices):
    NONE = "", pgettext_lazy("recommendation", "No word yet")
    RETAIN = "retain", pgettext_lazy("recommendation", "Retain")
    CONDITIONS = "conditions", pgettext_lazy("recommendation", "Retain under conditions")
    DISCUSS = "discuss", pgettext_lazy("recommendation", "To discuss")
    REFUSE = "refuse", pgettext_lazy("recommendation", "Do not retain")
