"""The words of orientation: referrals, requests without an account, missing support, meetings."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ReferralState(TextChoices):
    CONSENT = "consent", pgettext_lazy("referral", "waits for the person’s consent")
    SENT = "sent", pgettext_lazy("referral", "sent")
    SEEN = "seen", pgettext_lazy("referral", "seen")
    ACCEPTED = "accepted", pgettext_lazy("referral", "accepted")
    MET = "met", pgettext_lazy("referral", "met")
    DECLINED = "declined", pgettext_lazy("referral", "declined")
    EXPIRED = "expired", pgettext_lazy("referral", "returned without an answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral", "withdrawn")
    CLOSED = "closed", pgettext_lazy("referral", "closed")


REFERRAL_TRANSITIONS: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.CONSENT: frozenset({ReferralState.SENT, ReferralState.WITHDRAWN, ReferralState.EXPIRED}),
    ReferralState.SENT: frozenset(
        {
            ReferralState.SEEN,
            ReferralState.ACCEPTED,
            ReferralState.DECLINED,
            ReferralState.EXPIRED,
            ReferralState.WITHDRAWN,
        }
    ),
    ReferralState.SEEN: frozenset(
        {
            ReferralState.ACCEPTED,
            ReferralState.DECLINED,
            ReferralState.EXPIRED,
            ReferralState.WITHDRAWN,
        }
    ),
    # Accepted and then silent: it returns too.
    ReferralState.ACCEPTED: frozenset(
        {
            ReferralState.MET,
            ReferralState.DECLINED,
            ReferralState.EXPIRED,
            ReferralState.WITHDRAWN,
            ReferralState.CLOSED,
        }
    ),
    ReferralState.MET: frozenset({ReferralState.CLOSED, ReferralState.WITHDRAWN}),
    ReferralState.DECLINED: frozenset(),
    ReferralState.EXPIRED: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
    ReferralState.CLOSED: frozenset(),
}

OPEN_STATES = tuple(state for state, after in REFERRAL_TRANSITIONS.items() if after)
#: What the receiver has to do something about.
RECEIVED_STATES = (
    ReferralState.SENT,
    ReferralState.SEEN,
    ReferralState.ACCEPTED,
    ReferralState.MET,
)
#: A place at the service: what its load counts.
TAKEN_STATES = (ReferralState.ACCEPTED, ReferralState.MET, ReferralState.CLOSED)
REFERRAL_TONES = {
    ReferralState.CONSENT: "wait",
    ReferralState.SENT: "wait",
    ReferralState.SEEN: "wait",
    ReferralState.ACCEPTED: "ok",
    ReferralState.MET: "ok",
    ReferralState.DECLINED: "no",
    ReferralState.EXPIRED: "no",
    ReferralState.WITHDRAWN: "info",
    ReferralState.CLOSED: "info",
}


@dataclass(frozen=True)
class Pace:
    """Days since a state was entered: when those awaited are reminded, and when it ends by itself."""

    reminders: tuple[int, ...]
    ends: int


#: One clock for all referrals. A meeting that nobody closes ends without news after half a year.
CLOCK: dict[ReferralState, Pace] = {
    ReferralState.CONSENT: Pace((7,), 21),
    ReferralState.SENT: Pace((7, 14), 21),
    ReferralState.ACCEPTED: Pace((21,), 45),
    ReferralState.MET: Pace((90,), 180),
}


class Shared(TextChoices):
    """What the receiver reads of the person and the project."""

    CONTACT = "contact", pgettext_lazy("shared", "name and e-mail address")
    SUMMARY = "summary", pgettext_lazy("shared", "the project in a few sentences")
    NEED = "need", pgettext_lazy("shared", "the need that it answers")
    STAGE = "stage", pgettext_lazy("shared", "stage and legal form")
    PLACE = "place", pgettext_lazy("shared", "commune and place")


class DeclineReason(TextChoices):
    FULL = "full", pgettext_lazy("declined", "no place left just now")
    STAGE = "stage", pgettext_lazy("declined", "the project is not at the right stage")
    SUBJECT = "subject", pgettext_lazy("declined", "the subject is not ours")
    AREA = "area", pgettext_lazy("declined", "outside our area")
    CONDITIONS = "conditions", pgettext_lazy("declined", "our conditions are not met")
    OTHER = "other", pgettext_lazy("declined", "another reason")


class ReferralOutcome(TextChoices):
    SUPPORTED = "supported", pgettext_lazy("referral outcome", "support has begun")
    ANSWERED = "answered", pgettext_lazy("referral outcome", "one answer was enough")
    ELSEWHERE = "elsewhere", pgettext_lazy("referral outcome", "directed elsewhere")
    NOT_MET = "not_met", pgettext_lazy("referral outcome", "the person did not come")
    NO_NEWS = "no_news", pgettext_lazy("referral outcome", "no news")


#: What a receiver may say; the last one is the clock's.
OUTCOMES_TO_SAY = tuple(outcome for outcome in ReferralOutcome if outcome != ReferralOutcome.NO_NEWS)


class DoorRequestState(TextChoices):
    """A request of somebody without an account: nothing is sent before its address is confirmed."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("request", "address to confirm")
    CONFIRMED = "confirmed", pgettext_lazy("request", "confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")


DOOR_REQUEST_TRANSITIONS: dict[DoorRequestState, frozenset[DoorRequestState]] = {
    DoorRequestState.UNCONFIRMED: frozenset({DoorRequestState.CONFIRMED, DoorRequestState.WITHDRAWN}),
    DoorRequestState.CONFIRMED: frozenset({DoorRequestState.WITHDRAWN}),
    DoorRequestState.WITHDRAWN: frozenset(),
}


class GapState(TextChoices):
    OPEN = "open", pgettext_lazy("coverage gap", "being looked for")
    SOLVED = "solved", pgettext_lazy("coverage gap", "a service was found")
    CLOSED = "closed", pgettext_lazy("coverage gap", "closed without a service")


GAP_TRANSITIONS: dict[GapState, frozenset[GapState]] = {
    GapState.OPEN: frozenset({GapState.SOLVED, GapState.CLOSED}),
    # What was closed for want of a service is taken up again the day one comes.
    GapState.CLOSED: frozenset({GapState.OPEN, GapState.SOLVED}),
    GapState.SOLVED: frozenset(),
}
GAP_TONES = {GapState.OPEN: "wait", GapState.SOLVED: "ok", GapState.CLOSED: "no"}
#: Days given to the person in charge.
GAP_DAYS = 30


class MeetingMode(TextChoices):
    IN_PERSON = "in_person", pgettext_lazy("meeting", "in person")
    REMOTE = "remote", pgettext_lazy("meeting", "by video")
    PHONE = "phone", pgettext_lazy("meeting", "by telephone")


#: Weeks without a meeting after which a portfolio says so, until the reader chooses another number.
UNMET_WEEKS = 8
