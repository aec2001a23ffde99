"""The words of attendance and deliverables, and the tables of their passages."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Presence(TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "present")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")


class Means(TextChoices):
    """How it is known that somebody was there."""

    SIGNATURE = "signature", _("signed on screen")
    CODE = "code", _("confirmed with the trainer’s code")
    TRAINER = "trainer", _("said by the trainer")


#: What the person did themselves is stronger than what another says of them.
STRENGTH: dict[str, int] = {Means.SIGNATURE: 2, Means.CODE: 1, Means.TRAINER: 0}


class Outcome(TextChoices):
    """What became of a mark. Marks are never removed: those that do not count say why."""

    COUNTS = "counts", pgettext_lazy("mark", "counts")
    REPLACED = "replaced", pgettext_lazy("mark", "corrected since")
    SET_ASIDE = "set_aside", pgettext_lazy("mark", "set aside: another mark, made at the same time, counts")
    LATE = "late", pgettext_lazy("mark", "set aside: it arrived after the co-signature")
    VOID = "void", pgettext_lazy("mark", "without effect: the session is cancelled")
    REMOVED = "removed", pgettext_lazy("mark", "set aside: who took it no longer teaches this session")


OUTCOME_TRANSITIONS: dict[Outcome, frozenset[Outcome]] = {
    Outcome.COUNTS: frozenset({Outcome.REPLACED, Outcome.SET_ASIDE}),
    Outcome.REPLACED: frozenset(),
    Outcome.SET_ASIDE: frozenset(),
    Outcome.LATE: frozenset(),
    Outcome.VOID: frozenset(),
    Outcome.REMOVED: frozenset(),
}


class SheetState(TextChoices):
    OPEN = "open", pgettext_lazy("attendance sheet", "being taken")
    COSIGNED = "cosigned", pgettext_lazy("attendance sheet", "co-signed")


SHEET_TRANSITIONS: dict[SheetState, frozenset[SheetState]] = {
    SheetState.OPEN: frozenset({SheetState.COSIGNED}),
    # For good: what is corrected afterwards is corrected one mark at a time, each with its reason.
    SheetState.COSIGNED: frozenset(),
}


class DeliverableState(TextChoices):
    TO_DO = "to_do", pgettext_lazy("deliverable", "to do")
    HANDED_IN = "handed_in", pgettext_lazy("deliverable", "handed in")
    TO_REWORK = "to_rework", pgettext_lazy("deliverable", "to rework")
    ACCEPTED = "accepted", pgettext_lazy("deliverable", "accepted")


DELIVERABLE_TRANSITIONS: dict[DeliverableState, frozenset[DeliverableState]] = {
    DeliverableState.TO_DO: frozenset({DeliverableState.HANDED_IN}),
    DeliverableState.HANDED_IN: frozenset({DeliverableState.TO_REWORK, DeliverableState.ACCEPTED}),
    DeliverableState.TO_REWORK: frozenset({DeliverableState.HANDED_IN}),
    # Accepted by mistake, or the project turned: it is worked on again.
    DeliverableState.ACCEPTED: frozenset({DeliverableState.TO_REWORK}),
}
