"""The words of kits, pathways and sessions, and the tables of their passages."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionKind(TextChoices):
    """What people do together in a session."""

    WORKSHOP = "workshop", pgettext_lazy("kind of session", "Workshop")
    ONE_TO_ONE = "one_to_one", pgettext_lazy("kind of session", "One to one")
    VISIT = "visit", pgettext_lazy("kind of session", "Visit")
    RESOURCE = "resource", pgettext_lazy("kind of session", "Shared resource")
    PEERS = "peers", pgettext_lazy("kind of session", "Peer circle")
    PITCH = "pitch", pgettext_lazy("kind of session", "Presentation or jury")
    CLOSING = "closing", pgettext_lazy("kind of session", "Closing")


class Modality(TextChoices):
    IN_PERSON = "in_person", pgettext_lazy("modality", "In person")
    REMOTE = "remote", pgettext_lazy("modality", "Remote")
    MIXED = "mixed", pgettext_lazy("modality", "In person and remote")
    OWN_TIME = "own_time", pgettext_lazy("modality", "In one’s own time")


class DeliverableKind(TextChoices):
    """What a project hands in along a pathway."""

    PROBLEM_TREE = "problem_tree", _("Problem tree")
    SOCIAL_CHARTER = "social_charter", _("Social charter")
    ECONOMIC_MODEL = "economic_model", _("Economic model")
    GOVERNANCE = "governance", pgettext_lazy("deliverable", "Governance")
    IMPACT_FRAMEWORK = "impact_framework", _("Impact framework")
    PITCH = "pitch", pgettext_lazy("deliverable", "Pitch")
    ACTION_PLAN = "action_plan", _("Action plan")


class VersionState(TextChoices):
    DRAFT = "draft", pgettext_lazy("version of a kit", "draft")
    PUBLISHED = "published", pgettext_lazy("version of a kit", "published")


VERSION_TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset(),
}


class ProposalState(TextChoices):
    """A change that those who took a kit up propose to its authors."""

    OPEN = "open", pgettext_lazy("proposal", "to answer")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "taken in")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "taken back")


PROPOSAL_TRANSITIONS: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.OPEN: frozenset({ProposalState.ACCEPTED, ProposalState.DECLINED, ProposalState.WITHDRAWN}),
    ProposalState.ACCEPTED: frozenset(),
    ProposalState.DECLINED: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
}


class Audience(TextChoices):
    """Who follows a pathway."""

    COHORT = "cohort", pgettext_lazy("audience of a pathway", "A promotion")
    OPEN = "open", pgettext_lazy("audience of a pathway", "An open group")


class PathwayState(TextChoices):
    PREPARED = "prepared", pgettext_lazy("pathway", "being prepared")
    OPEN = "open", pgettext_lazy("pathway", "open")
    FINISHED = "finished", pgettext_lazy("pathway", "finished")
    CANCELLED = "cancelled", pgettext_lazy("pathway", "cancelled")


PATHWAY_TRANSITIONS: dict[PathwayState, frozenset[PathwayState]] = {
    PathwayState.PREPARED: frozenset({PathwayState.OPEN, PathwayState.CANCELLED}),
    PathwayState.OPEN: frozenset({PathwayState.FINISHED, PathwayState.CANCELLED}),
    # Finished too early: one more session is added, and it goes on.
    PathwayState.FINISHED: frozenset({PathwayState.OPEN}),
    PathwayState.CANCELLED: frozenset(),
}


class SessionState(TextChoices):
    TO_DATE = "to_date", pgettext_lazy("session", "to be dated")
    SCHEDULED = "scheduled", pgettext_lazy("session", "scheduled")
    HELD = "held", pgettext_lazy("session", "held")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


SESSION_TRANSITIONS: dict[SessionState, frozenset[SessionState]] = {
    SessionState.TO_DATE: frozenset({SessionState.SCHEDULED, SessionState.CANCELLED}),
    SessionState.SCHEDULED: frozenset({SessionState.HELD, SessionState.CANCELLED}),
    SessionState.HELD: frozenset({SessionState.SCHEDULED}),
    SessionState.CANCELLED: frozenset(),
}
# Where a session has its days.
DATED = (SessionState.SCHEDULED, SessionState.HELD)


class Half(TextChoices):
    """The part of a day that attendance is taken for."""

    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class EnrolmentState(TextChoices):
    WAITING = "waiting", pgettext_lazy("enrolment", "waiting for a place")
    ACTIVE = "active", pgettext_lazy("enrolment", "follows the pathway")
    COMPLETED = "completed", pgettext_lazy("enrolment", "followed it to the end")
    LEFT = "left", pgettext_lazy("enrolment", "left")


ENROLMENT_TRANSITIONS: dict[EnrolmentState, frozenset[EnrolmentState]] = {
    EnrolmentState.WAITING: frozenset({EnrolmentState.ACTIVE, EnrolmentState.LEFT}),
    EnrolmentState.ACTIVE: frozenset({EnrolmentState.COMPLETED, EnrolmentState.LEFT}),
    EnrolmentState.COMPLETED: frozenset({EnrolmentState.ACTIVE}),
    EnrolmentState.LEFT: frozenset({EnrolmentState.ACTIVE, EnrolmentState.WAITING}),
}


class SeatState(TextChoices):
    """A person and a session: whether a seat is kept for them."""

    SEATED = "seated", pgettext_lazy("seat", "expected")
    WAITING = "waiting", pgettext_lazy("seat", "on the waiting list")
    EXCUSED = "excused", pgettext_lazy("seat", "will not come")


SEAT_TRANSITIONS: dict[SeatState, frozenset[SeatState]] = {
    SeatState.SEATED: frozenset({SeatState.EXCUSED}),
    SeatState.WAITING: frozenset({SeatState.SEATED, SeatState.EXCUSED}),
    SeatState.EXCUSED: frozenset({SeatState.SEATED, SeatState.WAITING}),
}


class SpeakerState(TextChoices):
    INVITED = "invited", pgettext_lazy("speaker", "invited")
    ACCEPTED = "accepted", pgettext_lazy("speaker", "comes")
    DECLINED = "declined", pgettext_lazy("speaker", "cannot come")
    REMOVED = "removed", pgettext_lazy("speaker", "no longer asked")


SPEAKER_TRANSITIONS: dict[SpeakerState, frozenset[SpeakerState]] = {
    SpeakerState.INVITED: frozenset({SpeakerState.ACCEPTED, SpeakerState.DECLINED, SpeakerState.REMOVED}),
    SpeakerState.ACCEPTED: frozenset({SpeakerState.DECLINED, SpeakerState.REMOVED}),
    SpeakerState.DECLINED: frozenset({SpeakerState.ACCEPTED, SpeakerState.INVITED, SpeakerState.REMOVED}),
    SpeakerState.REMOVED: frozenset({SpeakerState.INVITED}),
}
