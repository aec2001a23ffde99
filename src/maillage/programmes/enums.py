"""The words of programmes, and the passages between their states."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a person is in a programme."""

    OFFICER = "officer", pgettext_lazy("programme role", "Officer")
    REVIEWER = "reviewer", pgettext_lazy("programme role", "Reviewer")
    JUROR = "juror", pgettext_lazy("programme role", "Juror")
    TRAINER = "trainer", pgettext_lazy("programme role", "Trainer")
    OBSERVER = "observer", pgettext_lazy("programme role", "Observer")


ROLE_SENTENCES = {
    Role.OFFICER: _("Opens calls, reads applications, decides, publishes, invites."),
    Role.REVIEWER: _("Reads the applications given to them, and writes a review of each."),
    Role.JUROR: _("Sits in juries: reads the files of their agendas, and votes."),
    Role.TRAINER: _("Sees the promotions and their labels."),
    Role.OBSERVER: _("Sees figures, submitted applications and announced decisions, and changes nothing."),
}


class CallState(TextChoices):
    """Draft, published, or taken back before its end. Whether a published call is open is told by its
    moments alone."""

    DRAFT = "draft", pgettext_lazy("call", "Draft")
    PUBLISHED = "published", pgettext_lazy("call", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("call", "Withdrawn")


CALL_TRANSITIONS: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.PUBLISHED}),
    CallState.PUBLISHED: frozenset({CallState.WITHDRAWN}),
    CallState.WITHDRAWN: frozenset(),
}


class CallPhase(TextChoices):
    """What people see: derived from the state and the moments, never stored."""

    DRAFT = "draft", pgettext_lazy("call", "Draft")
    UPCOMING = "upcoming", pgettext_lazy("call", "Opens soon")
    OPEN = "open", pgettext_lazy("call", "Open")
    CLOSED = "closed", pgettext_lazy("call", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("call", "Withdrawn")


class StageVisibility(TextChoices):
    """Who may read what a stage asks, besides the programme's team."""

    PUBLIC = "public", pgettext_lazy("stage", "Everybody")
    APPLICANTS = "applicants", pgettext_lazy("stage", "Those who applied")
    ADMITTED = "admitted", pgettext_lazy("stage", "Those who are admitted to it")


class Admission(TextChoices):
    """Who may answer a stage."""

    EVERYONE = "everyone", pgettext_lazy("stage", "Everyone who finished the stage before")
    ADMITTED = "admitted", pgettext_lazy("stage", "Those whom an officer admits")


class CallQuestionState(TextChoices):
    OPEN = "open", pgettext_lazy("question about a call", "To answer")
    ANSWERED = "answered", pgettext_lazy("question about a call", "Answered, published")
    SET_ASIDE = "set_aside", pgettext_lazy("question about a call", "Answered in private")


QUESTION_TRANSITIONS: dict[CallQuestionState, frozenset[CallQuestionState]] = {
    CallQuestionState.OPEN: frozenset({CallQuestionState.ANSWERED, CallQuestionState.SET_ASIDE}),
    CallQuestionState.ANSWERED: frozenset(),
    CallQuestionState.SET_ASIDE: frozenset(),
}


class RegistrationState(TextChoices):
    SEATED = "seated", pgettext_lazy("registration", "Registered")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


REGISTRATION_TRANSITIONS: dict[RegistrationState, frozenset[RegistrationState]] = {
    RegistrationState.SEATED: frozenset({RegistrationState.CANCELLED}),
    RegistrationState.WAITING: frozenset({RegistrationState.SEATED, RegistrationState.CANCELLED}),
    RegistrationState.CANCELLED: frozenset({RegistrationState.SEATED, RegistrationState.WAITING}),
}


class Admissibility(TextChoices):
    """What an officer found in a file, before anybody judges it."""

    NONE = "none", pgettext_lazy("admissibility", "To check")
    ADMISSIBLE = "admissible", pgettext_lazy("admissibility", "Admissible")
    TO_COMPLETE = "to_complete", pgettext_lazy("admissibility", "To complete")
    INADMISSIBLE = "inadmissible", pgettext_lazy("admissibility", "Not admissible")


# An officer may look again; what was said before stays in the file. A completed file is to check anew.
ADMISSIBILITY_TRANSITIONS: dict[Admissibility, frozenset[Admissibility]] = {
    each: frozenset(set(Admissibility) - {each, Admissibility.NONE}) for each in Admissibility
}
ADMISSIBILITY_TRANSITIONS[Admissibility.TO_COMPLETE] |= {Admissibility.NONE}


ADMISSIBILITY_TONES: dict[str, str] = {
    Admissibility.NONE: "",
    Admissibility.ADMISSIBLE: "ok",
    Admissibility.TO_COMPLETE: "wait",
    Admissibility.INADMISSIBLE: "no",
}


class CheckResult(TextChoices):
    YES = "yes", pgettext_lazy("check", "Yes")
    NO = "no", pgettext_lazy("check", "No")
    NOT_CONCERNED = "na", pgettext_lazy("check", "Not concerned")


class CompletionState(TextChoices):
    OPEN = "open", pgettext_lazy("completion", "Waits for the applicant")
    DONE = "done", pgettext_lazy("completion", "Completed")
    LAPSED = "lapsed", pgettext_lazy("completion", "Not completed in time")
    CANCELLED = "cancelled", pgettext_lazy("completion", "Taken back")


COMPLETION_TRANSITIONS: dict[CompletionState, frozenset[CompletionState]] = {
    CompletionState.OPEN: frozenset(set(CompletionState) - {CompletionState.OPEN}),
    CompletionState.DONE: frozenset(),
    CompletionState.LAPSED: frozenset(),
    CompletionState.CANCELLED: frozenset(),
}


class QuotaKind(TextChoices):
    """What a share of the places is kept for."""

    DEPARTMENT = "department", _("A département")
    TYPOLOGY = "typology", _("A kind of commune")


class CarrierScope(TextChoices):
    """Of the organisations that carry a project, which must have one of the legal forms of a rule."""

    ANY = "any", pgettext_lazy("carriers", "One of those who carry it, at least")
    LEAD = "lead", pgettext_lazy("carriers", "The one that leads")
    EACH = "each", pgettext_lazy("carriers", "Each of those who carry it")


class RuleKind(TextChoices):
    TERRITORY = "territory", _("The commune is in a territory")
    TYPOLOGY = "typology", _("The commune is of a kind")
    POPULATION_BELOW = "population_below", _("The commune has fewer inhabitants than")
    LEGAL_FORM = "legal_form", _("The applicant has a legal form")


class Verdict(TextChoices):
    """Of one rule, and of all of them: three values, since what is unknown is not a no."""

    ELIGIBLE = "eligible", pgettext_lazy("verdict", "Eligible")
    INELIGIBLE = "ineligible", pgettext_lazy("verdict", "Not eligible")
    UNKNOWN = "unknown", pgettext_lazy("verdict", "Cannot tell yet")


class Filing(TextChoices):
    """Where the applicant stands."""

    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")


FILING_TRANSITIONS: dict[Filing, frozenset[Filing]] = {
    Filing.DRAFT: frozenset({Filing.SUBMITTED, Filing.WITHDRAWN}),
    Filing.SUBMITTED: frozenset({Filing.WITHDRAWN}),
    Filing.WITHDRAWN: frozenset(),
}


class Decision(TextChoices):
    """What the programme answers. Prepared in private, then announced."""

    NONE = "none", pgettext_lazy("decision", "To decide")
    RETAINED = "retained", pgettext_lazy("decision", "Retained")
    CONDITIONAL = "conditional", pgettext_lazy("decision", "Retained under conditions")
    WAITING = "waiting", pgettext_lazy("decision", "Waiting list")
    REFUSED = "refused", pgettext_lazy("decision", "Not retained")
    INADMISSIBLE = "inadmissible", pgettext_lazy("decision", "Not admissible")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "Withdrawn")


# Those that take a place of the call: with or without conditions.
RETAINING = frozenset({Decision.RETAINED, Decision.CONDITIONAL})
# Those after which an application goes no further; its project may answer the next wave.
DEAD_ENDS = frozenset({Decision.REFUSED, Decision.INADMISSIBLE, Decision.WITHDRAWN})
NEEDS_REASON = frozenset({Decision.WAITING, Decision.REFUSED, Decision.INADMISSIBLE, Decision.WITHDRAWN})
# While it is only prepared a decision changes freely; an announced one is bound by the second table,
# unless an officer reopens it (``actions.reopening``).
DECISION_TRANSITIONS: dict[Decision, frozenset[Decision]] = {
    decision: frozenset(other for other in Decision if other != decision) for decision in Decision
}
ANNOUNCED_TRANSITIONS: dict[Decision, frozenset[Decision]] = {
    Decision.NONE: frozenset(set(Decision) - {Decision.NONE}),
    Decision.WAITING: frozenset(
        {
            Decision.RETAINED,
            Decision.CONDITIONAL,
            Decision.REFUSED,
            Decision.INADMISSIBLE,
            Decision.WITHDRAWN,
        }
    ),
    # Its conditions are lifted, or its carriers give the place back.
    Decision.CONDITIONAL: frozenset({Decision.RETAINED, Decision.WITHDRAWN}),
    Decision.RETAINED: frozenset({Decision.WITHDRAWN}),
    Decision.REFUSED: frozenset(),
    Decision.INADMISSIBLE: frozenset(),
    Decision.WITHDRAWN: frozenset(),
}
# How a decision looks wherever it is shown.
DECISION_TONES: dict[str, str] = {
    Decision.NONE: "",
    Decision.RETAINED: "ok",
    Decision.CONDITIONAL: "ok",
    Decision.WAITING: "wait",
    Decision.REFUSED: "no",
    Decision.INADMISSIBLE: "no",
    Decision.WITHDRAWN: "no",
}


# --- Announcements and what follows them --------------------------------------------------------------
class AnnouncementState(TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("announcement", "Scheduled")
    DONE = "done", pgettext_lazy("announcement", "Published")
    CANCELLED = "cancelled", pgettext_lazy("announcement", "Cancelled")
    FAILED = "failed", pgettext_lazy("announcement", "Could not leave")


ANNOUNCEMENT_TRANSITIONS: dict[AnnouncementState, frozenset[AnnouncementState]] = {
    AnnouncementState.SCHEDULED: frozenset(
        {AnnouncementState.DONE, AnnouncementState.CANCELLED, AnnouncementState.FAILED}
    ),
    AnnouncementState.FAILED: frozenset({AnnouncementState.SCHEDULED, AnnouncementState.CANCELLED}),
    AnnouncementState.DONE: frozenset(),
    AnnouncementState.CANCELLED: frozenset(),
}


class OfferKind(TextChoices):
    CONFIRMATION = "confirmation", pgettext_lazy("place offer", "Retained, asked to confirm")
    SUCCESSION = "succession", pgettext_lazy("place offer", "From the waiting list")


class OfferState(TextChoices):
    OPEN = "open", pgettext_lazy("place offer", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("place offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("place offer", "Declined")
    LAPSED = "lapsed", pgettext_lazy("place offer", "No answer in time")
    CANCELLED = "cancelled", pgettext_lazy("place offer", "No longer holds")


OFFER_TRANSITIONS: dict[OfferState, frozenset[OfferState]] = {
    OfferState.OPEN: frozenset(
        {OfferState.ACCEPTED, OfferState.DECLINED, OfferState.LAPSED, OfferState.CANCELLED}
    ),
    # A team that confirmed gives its place back later; a reopened decision takes it back.
    OfferState.ACCEPTED: frozenset({OfferState.DECLINED, OfferState.CANCELLED}),
    OfferState.DECLINED: frozenset(),
    OfferState.LAPSED: frozenset(),
    OfferState.CANCELLED: frozenset(),
}


class LetterKind(TextChoices):
    DECISION = "decision", pgettext_lazy("letter", "Decision")
    APPEAL = "appeal", pgettext_lazy("letter", "Answer to an appeal")


class AppealKind(TextChoices):
    APPEAL = "appeal", pgettext_lazy("appeal", "Appeal against the decision")
    COMPLAINT = "complaint", pgettext_lazy("appeal", "Complaint about how it was made")


class AppealState(TextChoices):
    OPEN = "open", pgettext_lazy("appeal", "To answer")
    UPHELD = "upheld", pgettext_lazy("appeal", "Accepted")
    DISMISSED = "dismissed", pgettext_lazy("appeal", "Rejected")


APPEAL_TRANSITIONS: dict[AppealState, frozenset[AppealState]] = {
    AppealState.OPEN: frozenset({AppealState.UPHELD, AppealState.DISMISSED}),
    AppealState.UPHELD: frozenset(),
    AppealState.DISMISSED: frozenset(),
}


# --- Juries ------------------------------------------------------------------------------------------------
class JuryRole(TextChoices):
    PRESIDENT = "president", pgettext_lazy("jury", "President")
    MEMBER = "member", pgettext_lazy("jury", "Member")
    SECRETARY = "secretary", pgettext_lazy("jury", "Secretary")


# The secretary writes and counts; they have no voice.
VOTING = frozenset({JuryRole.PRESIDENT, JuryRole.MEMBER})


class SessionState(TextChoices):
    PLANNED = "planned", pgettext_lazy("jury session", "Planned")
    OPEN = "open", pgettext_lazy("jury session", "In session")
    CLOSED = "closed", pgettext_lazy("jury session", "Closed")


SESSION_TRANSITIONS: dict[SessionState, frozenset[SessionState]] = {
    SessionState.PLANNED: frozenset({SessionState.OPEN}),
    SessionState.OPEN: frozenset({SessionState.CLOSED}),
    SessionState.CLOSED: frozenset(),
}


class ItemState(TextChoices):
    WAITING = "waiting", pgettext_lazy("agenda item", "To come")
    CALLED = "called", pgettext_lazy("agenda item", "Under discussion")
    ADOPTED = "adopted", pgettext_lazy("agenda item", "Adopted")
    REJECTED = "rejected", pgettext_lazy("agenda item", "Rejected")
    POSTPONED = "postponed", pgettext_lazy("agenda item", "Postponed")


ITEM_TRANSITIONS: dict[ItemState, frozenset[ItemState]] = {
    ItemState.WAITING: frozenset({ItemState.CALLED, ItemState.POSTPONED}),
    ItemState.CALLED: frozenset(
        {ItemState.WAITING, ItemState.ADOPTED, ItemState.REJECTED, ItemState.POSTPONED}
    ),
    # Until the session closes, a file may be called again.
    ItemState.ADOPTED: frozenset({ItemState.CALLED}),
    ItemState.REJECTED: frozenset({ItemState.CALLED}),
    ItemState.POSTPONED: frozenset({ItemState.CALLED}),
}
SETTLED = frozenset({ItemState.ADOPTED, ItemState.REJECTED, ItemState.POSTPONED})


class Presence(TextChoices):
    PRESENT = "present", pgettext_lazy("jury", "Present")
    ABSENT = "absent", pgettext_lazy("jury", "Absent")
    OUT = "out", pgettext_lazy("jury", "Out of the room: conflict of interests")


class Ballot(TextChoices):
    FOR = "for", pgettext_lazy("vote", "For")
    AGAINST = "against", pgettext_lazy("vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstains")


class LabelState(TextChoices):
    """What was last said of a label. That it has not begun, or has run out, is told by its days alone."""

    GRANTED = "granted", pgettext_lazy("label", "Granted")
    CONDITIONAL = "conditional", pgettext_lazy("label", "Conditional")
    RENEWED = "renewed", pgettext_lazy("label", "Renewed")
    SUSPENDED = "suspended", pgettext_lazy("label", "Suspended")
    ENDED = "ended", pgettext_lazy("label", "Ended")


LABEL_TRANSITIONS: dict[LabelState, frozenset[LabelState]] = {
    LabelState.GRANTED: frozenset(
        {LabelState.CONDITIONAL, LabelState.RENEWED, LabelState.SUSPENDED, LabelState.ENDED}
    ),
    # Its conditions are settled one by one: the last one gives back what it was before.
    LabelState.CONDITIONAL: frozenset(
        {LabelState.GRANTED, LabelState.RENEWED, LabelState.SUSPENDED, LabelState.ENDED}
    ),
    LabelState.RENEWED: frozenset({LabelState.CONDITIONAL, LabelState.SUSPENDED, LabelState.ENDED}),
    LabelState.SUSPENDED: frozenset(
        {LabelState.GRANTED, LabelState.CONDITIONAL, LabelState.RENEWED, LabelState.ENDED}
    ),
    LabelState.ENDED: frozenset(),
}
# Renewed once more, it stays renewed.
LABEL_REPEATED = frozenset({LabelState.RENEWED})
# What the bearer of a label may say of it: under conditions it holds, suspended it does not.
HOLDS = (LabelState.GRANTED, LabelState.CONDITIONAL, LabelState.RENEWED)


class Standing(TextChoices):
    """A label on a day: its state then, or that it had not begun. Derived, never stored."""

    UPCOMING = "upcoming", pgettext_lazy("label", "To come")
    GRANTED = "granted", pgettext_lazy("label", "Granted")
    CONDITIONAL = "conditional", pgettext_lazy("label", "Conditional")
    RENEWED = "renewed", pgettext_lazy("label", "Renewed")
    SUSPENDED = "suspended", pgettext_lazy("label", "Suspended")
    ENDED = "ended", pgettext_lazy("label", "Ended")


class ConditionOutcome(TextChoices):
    OPEN = "open", pgettext_lazy("condition of a label", "To meet")
    MET = "met", pgettext_lazy("condition of a label", "Met")
    WAIVED = "waived", pgettext_lazy("condition of a label", "Waived")


CONDITION_TRANSITIONS: dict[ConditionOutcome, frozenset[ConditionOutcome]] = {
    ConditionOutcome.OPEN: frozenset({ConditionOutcome.MET, ConditionOutcome.WAIVED}),
    ConditionOutcome.MET: frozenset(),
    ConditionOutcome.WAIVED: frozenset(),
}


class MemberState(TextChoices):
    """Where a retained file stands with the promotions."""

    TO_PLACE = "to_place", pgettext_lazy("member of a promotion", "Waits for a promotion")
    ACTIVE = "active", pgettext_lazy("member of a promotion", "In the promotion")
    DEFERRED = "deferred", pgettext_lazy("member of a promotion", "Deferred")
    DROPPED_OUT = "dropped_out", pgettext_lazy("member of a promotion", "Left")


MEMBER_TRANSITIONS: dict[MemberState, frozenset[MemberState]] = {
    MemberState.TO_PLACE: frozenset({MemberState.ACTIVE, MemberState.DROPPED_OUT}),
    # Undoing takes a file back to where it waited.
    MemberState.ACTIVE: frozenset({MemberState.DEFERRED, MemberState.DROPPED_OUT, MemberState.TO_PLACE}),
    MemberState.DEFERRED: frozenset({MemberState.ACTIVE, MemberState.DROPPED_OUT}),
    MemberState.DROPPED_OUT: frozenset({MemberState.ACTIVE, MemberState.DEFERRED, MemberState.TO_PLACE}),
}
# From one promotion to another the state stays.
MEMBER_REPEATED = frozenset({MemberState.ACTIVE})


class MoveKind(TextChoices):
    """Why a file passed from one promotion to another, or out of one."""

    PLACED = "placed", pgettext_lazy("passage between promotions", "Entered")
    MOVED = "moved", pgettext_lazy("passage between promotions", "Moved")
    DEFERRED = "deferred", pgettext_lazy("passage between promotions", "Deferred")
    DROPPED_OUT = "dropped_out", pgettext_lazy("passage between promotions", "Left")
    CAME_BACK = "came_back", pgettext_lazy("passage between promotions", "Came back")
