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
    Role.REVIEWER: _("Reads the submitted applications."),
    Role.JUROR: _("Reads the submitted applications."),
    Role.TRAINER: _("Sees the promotions and their labels."),
    Role.OBSERVER: _("Sees figures, submitted applications and announced decisions, and changes nothing."),
}


class CallState(TextChoices):
    """Draft, or published. Whether a published call is open is told by its moments alone."""

    DRAFT = "draft", pgettext_lazy("call", "Draft")
    PUBLISHED = "published", pgettext_lazy("call", "Published")


CALL_TRANSITIONS: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.PUBLISHED}),
    CallState.PUBLISHED: frozenset(),
}


class CallPhase(TextChoices):
    """What people see: derived from the state and the moments, never stored."""

    DRAFT = "draft", pgettext_lazy("call", "Draft")
    UPCOMING = "upcoming", pgettext_lazy("call", "Opens soon")
    OPEN = "open", pgettext_lazy("call", "Open")
    CLOSED = "closed", pgettext_lazy("call", "Closed")


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
    WAITING = "waiting", pgettext_lazy("decision", "Waiting list")
    REFUSED = "refused", pgettext_lazy("decision", "Not retained")


# While it is only prepared a decision changes freely; an announced one is bound by the second table.
DECISION_TRANSITIONS: dict[Decision, frozenset[Decision]] = {
    decision: frozenset(other for other in Decision if other != decision) for decision in Decision
}
ANNOUNCED_TRANSITIONS: dict[Decision, frozenset[Decision]] = {
    Decision.NONE: frozenset({Decision.RETAINED, Decision.WAITING, Decision.REFUSED}),
    Decision.WAITING: frozenset({Decision.RETAINED, Decision.REFUSED}),
    Decision.RETAINED: frozenset(),
    Decision.REFUSED: frozenset(),
}
NEEDS_REASON = frozenset({Decision.WAITING, Decision.REFUSED})


class LabelState(TextChoices):
    GRANTED = "granted", pgettext_lazy("label", "Granted")
    SUSPENDED = "suspended", pgettext_lazy("label", "Suspended")
    ENDED = "ended", pgettext_lazy("label", "Ended")


LABEL_TRANSITIONS: dict[LabelState, frozenset[LabelState]] = {
    LabelState.GRANTED: frozenset({LabelState.SUSPENDED, LabelState.ENDED}),
    LabelState.SUSPENDED: frozenset({LabelState.GRANTED, LabelState.ENDED}),
    LabelState.ENDED: frozenset(),
}
