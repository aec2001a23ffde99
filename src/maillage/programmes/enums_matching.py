"""The words of the assignment of reviewers and of calibrated scores."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy


class Wish(TextChoices):
    """What a reviewer says of a file before the files are given out."""

    EAGER = "eager", pgettext_lazy("wish", "I would like to read it")
    WILLING = "willing", pgettext_lazy("wish", "I can read it")
    RELUCTANT = "reluctant", pgettext_lazy("wish", "I would rather not")


class Importance(IntegerChoices):
    """How much one side of the fit counts beside the others."""

    NONE = 0, pgettext_lazy("importance", "Does not count")
    LITTLE = 1, pgettext_lazy("importance", "Counts a little")
    NORMAL = 2, pgettext_lazy("importance", "Counts")
    MUCH = 3, pgettext_lazy("importance", "Counts much")


class RunState(TextChoices):
    """Of one computation of the assignment."""

    WAITING = "waiting", pgettext_lazy("computation", "Being computed")
    FOUND = "found", pgettext_lazy("computation", "Proposed")
    IMPOSSIBLE = "impossible", pgettext_lazy("computation", "Impossible as asked")
    FAILED = "failed", pgettext_lazy("computation", "Failed")


RUN_TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    RunState.WAITING: frozenset({RunState.FOUND, RunState.IMPOSSIBLE, RunState.FAILED}),
    RunState.FOUND: frozenset(),
    RunState.IMPOSSIBLE: frozenset(),
    RunState.FAILED: frozenset(),
}
