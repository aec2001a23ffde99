"""The words of similar projects, of their meetings and mergers, and of what is asked years later."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from maillage.projects.enums import Outcome


class IntroductionState(TextChoices):
    """Where a suggestion that two projects meet stands."""

    ASKED = "asked", pgettext_lazy("introduction", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("introduction", "Both said yes")
    DECLINED = "declined", pgettext_lazy("introduction", "Will not take place")
    WITHDRAWN = "withdrawn", pgettext_lazy("introduction", "Taken back")
    EXPIRED = "expired", pgettext_lazy("introduction", "Expired without an answer")


# A new suggestion is a new row: an answer once given stays.
INTRODUCTION_TRANSITIONS: dict[IntroductionState, frozenset[IntroductionState]] = {
    IntroductionState.ASKED: frozenset(
        {
            IntroductionState.ACCEPTED,
            IntroductionState.DECLINED,
            IntroductionState.WITHDRAWN,
            IntroductionState.EXPIRED,
        }
    ),
    IntroductionState.ACCEPTED: frozenset(),
    IntroductionState.DECLINED: frozenset(),
    IntroductionState.WITHDRAWN: frozenset(),
    IntroductionState.EXPIRED: frozenset(),
}
INTRODUCTION_TONES = {
    IntroductionState.ASKED: "wait",
    IntroductionState.ACCEPTED: "ok",
    IntroductionState.DECLINED: "no",
    IntroductionState.WITHDRAWN: "no",
    IntroductionState.EXPIRED: "no",
}


class MergerState(TextChoices):
    """Where the proposal that a project goes on within another stands."""

    PROPOSED = "proposed", pgettext_lazy("merger", "Waits for the other carriers")
    ACCEPTED = "accepted", pgettext_lazy("merger", "Merged")
    DECLINED = "declined", pgettext_lazy("merger", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("merger", "Taken back")
    EXPIRED = "expired", pgettext_lazy("merger", "Expired without an answer")
    UNDONE = "undone", pgettext_lazy("merger", "Undone")


MERGER_TRANSITIONS: dict[MergerState, frozenset[MergerState]] = {
    MergerState.PROPOSED: frozenset(
        {MergerState.ACCEPTED, MergerState.DECLINED, MergerState.WITHDRAWN, MergerState.EXPIRED}
    ),
    MergerState.ACCEPTED: frozenset({MergerState.UNDONE}),
    MergerState.DECLINED: frozenset(),
    MergerState.WITHDRAWN: frozenset(),
    MergerState.EXPIRED: frozenset(),
    MergerState.UNDONE: frozenset(),
}
#: Only the undoing of a merger takes a project out of another one, back to what it was.
UNMERGED: dict[Outcome, frozenset[Outcome]] = {
    Outcome.MERGED: frozenset(outcome for outcome in Outcome if outcome != Outcome.MERGED)
}


class FollowUpState(TextChoices):
    """Where one question about a project's future stands."""

    ASKED = "asked", pgettext_lazy("follow-up", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("follow-up", "Answered")
    SILENT = "silent", pgettext_lazy("follow-up", "Never answered")


FOLLOW_UP_TRANSITIONS: dict[FollowUpState, frozenset[FollowUpState]] = {
    FollowUpState.ASKED: frozenset({FollowUpState.ANSWERED, FollowUpState.SILENT}),
    # Within the life of its link an answer may be corrected; one that comes late is not written.
    FollowUpState.ANSWERED: frozenset({FollowUpState.ANSWERED}),
    FollowUpState.SILENT: frozenset(),
}


class Origin(TextChoices):
    """From which day the months are counted."""

    LAUNCHED = "launched", pgettext_lazy("follow-up", "since the launch")
    LEFT = "left", pgettext_lazy("follow-up", "since it was set aside or reoriented")
    PROMOTION = "promotion", pgettext_lazy("follow-up", "since it left its promotion")


class Running(TextChoices):
    YES = "yes", pgettext_lazy("is the activity running?", "Yes")
    PAUSED = "paused", pgettext_lazy("is the activity running?", "Not just now: it will go on")
    NO = "no", pgettext_lazy("is the activity running?", "No")


#: When people are asked what became of their project, in months.
MONTHS = (6, 12, 36)
