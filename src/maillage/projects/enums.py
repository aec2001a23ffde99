"""The words of projects."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.directory.enums import LegalForm, Stage

# A project goes back as well as forward: an argued return to the idea is no failure.
STAGE_TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    stage: frozenset(other for other in Stage if other != stage) for stage in Stage
}


class ProjectRole(TextChoices):
    CARRIER = "carrier", pgettext_lazy("project role", "Carrier")
    ADVISER = "adviser", pgettext_lazy("project role", "Adviser")
    OBSERVER = "observer", pgettext_lazy("project role", "Observer")


ROLE_SENTENCES = {
    ProjectRole.CARRIER: _("Leads the project: writes, applies, invites and decides who sees it."),
    ProjectRole.ADVISER: _("Supports the project, with the rights that its carriers agree to."),
    ProjectRole.OBSERVER: _("Follows the project: reads its thread."),
}


class AdviceState(TextChoices):
    """Where the agreement between a project and somebody who advises it stands."""

    ASKED = "asked", pgettext_lazy("advice", "Waits for the carriers’ consent")
    ACTIVE = "active", pgettext_lazy("advice", "Under way")
    DECLINED = "declined", pgettext_lazy("advice", "Declined by the carriers")
    WITHDRAWN = "withdrawn", pgettext_lazy("advice", "Consent withdrawn")
    ENDED = "ended", pgettext_lazy("advice", "Ended")


# A new agreement is a new row: what was ended or withdrawn stays so, with its reason.
ADVICE_TRANSITIONS: dict[AdviceState, frozenset[AdviceState]] = {
    AdviceState.ASKED: frozenset({AdviceState.ACTIVE, AdviceState.DECLINED, AdviceState.ENDED}),
    AdviceState.ACTIVE: frozenset({AdviceState.WITHDRAWN, AdviceState.ENDED}),
    AdviceState.DECLINED: frozenset(),
    AdviceState.WITHDRAWN: frozenset(),
    AdviceState.ENDED: frozenset(),
}


class AdviceRight(TextChoices):
    """What the carriers let an adviser do; each is agreed to and taken back by itself."""

    THREAD = (
        "thread",
        pgettext_lazy("right of an adviser", "Read the thread and the shared logbook"),
    )
    LOGBOOK = "logbook", pgettext_lazy("right of an adviser", "Write in the logbook")
    APPLICATIONS = "applications", pgettext_lazy("right of an adviser", "Read the applications")
    WRITING = "writing", pgettext_lazy("right of an adviser", "Write applications at the carriers’ request")


#: Without it an adviser would advise blind: every agreement holds it.
ALWAYS_GIVEN = AdviceRight.THREAD
#: What is given when nothing else is said: what an adviser of the team needs for their work.
USUAL_RIGHTS = tuple(AdviceRight)


class Outcome(TextChoices):
    """What becomes of a project, apart from how far it has come."""

    RUNNING = "running", pgettext_lazy("outcome of a project", "In preparation")
    LAUNCHED = "launched", pgettext_lazy("outcome of a project", "Launched")
    PAUSED = "paused", pgettext_lazy("outcome of a project", "Paused")
    SET_ASIDE = "set_aside", pgettext_lazy("outcome of a project", "Set aside")
    REORIENTED = "reoriented", pgettext_lazy("outcome of a project", "Reoriented")
    MERGED = "merged", pgettext_lazy("outcome of a project", "Merged into another project")


# Setting a project aside is no end: it may be taken up again. A merged one lives on in the other.
OUTCOME_TRANSITIONS: dict[Outcome, frozenset[Outcome]] = {
    Outcome.MERGED: frozenset(),
    **{
        outcome: frozenset(other for other in Outcome if other != outcome)
        for outcome in Outcome
        if outcome != Outcome.MERGED
    },
}
#: Good outcomes when argued: they ask for the reason, and what the person does next.
ARGUED = frozenset({Outcome.SET_ASIDE, Outcome.REORIENTED})
#: Those after which nothing more is awaited of a project.
LEFT = frozenset({Outcome.SET_ASIDE, Outcome.REORIENTED, Outcome.MERGED})
OUTCOME_TONES = {
    Outcome.RUNNING: "info",
    Outcome.LAUNCHED: "ok",
    Outcome.PAUSED: "wait",
    Outcome.SET_ASIDE: "",
    Outcome.REORIENTED: "",
    Outcome.MERGED: "",
}
OUTCOME_SENTENCES = {
    Outcome.RUNNING: _("The project goes on, at the stage that it says."),
    Outcome.LAUNCHED: _("The activity has begun."),
    Outcome.PAUSED: _("Nothing moves for a while; it will be taken up again."),
    Outcome.SET_ASIDE: _("The project stops, for a reason worth keeping: that is a result too."),
    Outcome.REORIENTED: _("The people go on with something else: a job, a training, another project."),
    Outcome.MERGED: _("It goes on within another project."),
}


class PassageKind(TextChoices):
    STAGE = "stage", pgettext_lazy("what changed in a project", "Stage")
    OUTCOME = "outcome", pgettext_lazy("what changed in a project", "Outcome")


class EvidenceState(TextChoices):
    """Whether what a stage asks for is there, or is argued not to be needed."""

    FILLED = "filled", pgettext_lazy("evidence", "There")
    NOT_NEEDED = "not_needed", pgettext_lazy("evidence", "Not needed here")


class EntryKind(TextChoices):
    """What an entry of the logbook tells of. A meeting counts as having met."""

    NOTE = "note", pgettext_lazy("logbook", "Note")
    MEETING = "meeting", pgettext_lazy("logbook", "Meeting")
    CALL = "call", pgettext_lazy("logbook", "Phone or video call")
    VISIT = "visit", pgettext_lazy("logbook", "Visit")


class EntrySharing(TextChoices):
    """Who reads an entry of the logbook."""

    PRIVATE = "private", pgettext_lazy("logbook", "Me only")
    SHARED = "shared", pgettext_lazy("logbook", "The carriers, and advisers who read the thread")


class Visibility(TextChoices):
    """Who sees the project's page, chosen by its carriers."""

    PRIVATE = "private", pgettext_lazy("visibility", "Its carriers only")
    TEAM = "team", pgettext_lazy("visibility", "Its carriers and those who support it")
    NETWORK = "network", pgettext_lazy("visibility", "Everybody signed in")
    PUBLIC = "public", pgettext_lazy("visibility", "Everybody")


#: People who have not created a structure yet: said, which is not the same as unknown ("").
NO_LEGAL_FORM = "none"


def carrier_forms() -> list[tuple[str, Any]]:
    """What the carriers of a project may be."""
    return [(NO_LEGAL_FORM, _("No legal form yet")), *LegalForm.choices]
