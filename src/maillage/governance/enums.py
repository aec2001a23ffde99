"""The words of committees and of what they decide, and the passages between states."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommitteeKind(TextChoices):
    STEERING = "steering", pgettext_lazy("committee", "Steering committee")
    EXPERT = "expert", pgettext_lazy("committee", "Expert committee")
    JURY = "jury", pgettext_lazy("committee", "Jury")
    ASSEMBLY = "assembly", pgettext_lazy("committee", "General assembly")
    WORKING = "working", pgettext_lazy("committee", "Working group")


KIND_SENTENCES = {
    CommitteeKind.STEERING: _("Follows the whole and decides on its course."),
    CommitteeKind.EXPERT: _("Looks at each project, says what support it needs, and follows it."),
    CommitteeKind.JURY: _("Gives an opinion on projects. Juries of a call have their own pages."),
    CommitteeKind.ASSEMBLY: _("The members decide together."),
    CommitteeKind.WORKING: _("Prepares a subject."),
}


class Seat(TextChoices):
    """What a person is in a committee or at one meeting. Guests have no voice."""

    PRESIDENT = "president", pgettext_lazy("seat", "Presides")
    SECRETARY = "secretary", pgettext_lazy("seat", "Keeps the minutes")
    MEMBER = "member", pgettext_lazy("seat", "Member")
    GUEST = "guest", pgettext_lazy("seat", "Guest")


class Part(TextChoices):
    """What somebody who was there did when a decision was taken."""

    VOICE = "voice", pgettext_lazy("part in a decision", "Took part")
    ASIDE = "aside", pgettext_lazy("part in a decision", "Stepped aside")
    HEARD = "heard", pgettext_lazy("part in a decision", "There, without a voice")


# Who counts for the quorum.
VOTING = frozenset({Seat.PRESIDENT, Seat.SECRETARY, Seat.MEMBER})
# Who runs a meeting beside those who run its committee.
RUNNERS = (Seat.PRESIDENT, Seat.SECRETARY)


class MeetingState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("meeting", "Proposed")
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    OPEN = "open", pgettext_lazy("meeting", "In session")
    CLOSED = "closed", pgettext_lazy("meeting", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


MEETING_TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PROPOSED: frozenset({MeetingState.PLANNED, MeetingState.CANCELLED}),
    MeetingState.PLANNED: frozenset({MeetingState.OPEN, MeetingState.CANCELLED}),
    MeetingState.OPEN: frozenset({MeetingState.CLOSED}),
    MeetingState.CLOSED: frozenset(),
    MeetingState.CANCELLED: frozenset({MeetingState.PLANNED}),
}
MEETING_TONES = {
    MeetingState.PROPOSED: "wait",
    MeetingState.PLANNED: "",
    MeetingState.OPEN: "ok",
    MeetingState.CLOSED: "info",
    MeetingState.CANCELLED: "no",
}


class Presence(TextChoices):
    EXPECTED = "expected", pgettext_lazy("presence at a meeting", "Expected")
    PRESENT = "present", pgettext_lazy("presence at a meeting", "Present")
    ABSENT = "absent", pgettext_lazy("presence at a meeting", "Absent")


class NeedState(TextChoices):
    """A support need: nothing done about it yet, being answered by actions, met, or set aside."""

    OPEN = "open", pgettext_lazy("support need", "Nothing planned yet")
    COVERED = "covered", pgettext_lazy("support need", "Being answered")
    MET = "met", pgettext_lazy("support need", "Met")
    DROPPED = "dropped", pgettext_lazy("support need", "Set aside")


NEED_TRANSITIONS: dict[NeedState, frozenset[NeedState]] = {
    NeedState.OPEN: frozenset({NeedState.COVERED, NeedState.MET, NeedState.DROPPED}),
    NeedState.COVERED: frozenset({NeedState.OPEN, NeedState.MET, NeedState.DROPPED}),
    NeedState.MET: frozenset({NeedState.COVERED, NeedState.OPEN}),
    NeedState.DROPPED: frozenset({NeedState.COVERED, NeedState.OPEN}),
}
NEED_TONES = {
    NeedState.OPEN: "wait",
    NeedState.COVERED: "info",
    NeedState.MET: "ok",
    NeedState.DROPPED: "",
}


class Urgency(TextChoices):
    NOW = "now", pgettext_lazy("urgency", "Blocks the project")
    SOON = "soon", pgettext_lazy("urgency", "Within three months")
    LATER = "later", pgettext_lazy("urgency", "Later")


URGENCY_TONES = {Urgency.NOW: "no", Urgency.SOON: "wait", Urgency.LATER: ""}


class ActionState(TextChoices):
    """An action about a project is finished when the project says so: until then it is only done."""

    OPEN = "open", pgettext_lazy("action", "To do")
    DONE = "done", pgettext_lazy("action", "Done, to confirm")
    CLOSED = "closed", pgettext_lazy("action", "Finished")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")


ACTION_TRANSITIONS: dict[ActionState, frozenset[ActionState]] = {
    ActionState.OPEN: frozenset({ActionState.DONE, ActionState.CLOSED, ActionState.DROPPED}),
    ActionState.DONE: frozenset({ActionState.CLOSED, ActionState.OPEN, ActionState.DROPPED}),
    ActionState.CLOSED: frozenset({ActionState.OPEN}),
    ActionState.DROPPED: frozenset({ActionState.OPEN}),
}
ACTION_TONES = {
    ActionState.OPEN: "wait",
    ActionState.DONE: "info",
    ActionState.CLOSED: "ok",
    ActionState.DROPPED: "",
}
# Somebody still has something to do about it.
LIVE = (ActionState.OPEN, ActionState.DONE)
