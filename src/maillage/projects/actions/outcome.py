"""What becomes of a project: launched, paused, set aside, reoriented, taken up again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, states
from maillage.core.errors import Invalid, Sentence
from maillage.projects.actions.locks import locked, only_carriers
from maillage.projects.enums import ARGUED, OUTCOME_TRANSITIONS, Outcome, PassageKind
from maillage.projects.models import Passage, Project


@transaction.atomic
def change_outcome(
    project: Project,
    outcome: str,
    *,
    by: Any,
    on: dt.date | None = None,
    reason: str = "",
    next_step: str = "",
) -> Project:
    """Says what becomes of a project, from which day. Merging has its own verb (``merging.merge``).

    Args:
        on: the day from which it holds, today when not given; it may be past, not to come.
        reason, next_step: why, and what the people do next; both are asked for what is set aside or
            reoriented, which are results as good as another when they are argued.

    Raises:
        NotAllowed: ``by`` is not a carrier.
        Invalid: the day is to come or before the last change, or an argument is missing.
        TransitionRefused: it holds already, or the project lives on in another one.
    """
    only_carriers(project, by)
    project = locked(project)
    if outcome == Outcome.MERGED:
        raise ValueError("merging has its own verb")
    day = on or clock.today()
    _check(project, outcome, day, reason, next_step)
    write(project, outcome, by=by, on=day, reason=reason, next_step=next_step)
    return project


def write(
    project: Project,
    outcome: str,
    *,
    by: Any,
    on: dt.date,
    reason: str = "",
    next_step: str = "",
    merged_into: Project | None = None,
) -> Passage:
    """Moves the state, in the caller's transaction and under its lock, and keeps the step with its day."""
    before = project.outcome
    states.move(
        project,
        outcome,
        OUTCOME_TRANSITIONS,
        by=by,
        verb="projects.outcome_changed",
        field="outcome",
        why=reason.strip(),
        also={"outcome_on": on, "merged_into": merged_into, "updated_at": clock.moment()},
    )
    return Passage.objects.create(
        project=project,
        kind=PassageKind.OUTCOME,
        from_state=before,
        to_state=outcome,
        on=on,
        by=by,
        reason=reason.strip(),
        next_step=next_step.strip(),
    )


def _check(project: Project, outcome: str, on: dt.date, reason: str, next_step: str) -> None:
    faults: dict[str, Sentence] = {}
    if on > clock.today():
        faults["on"] = _("The day is still to come: say it when it has come.")
    elif on < project.outcome_on and project.passages.filter(kind=PassageKind.OUTCOME).exists():
        faults["on"] = _("This is before the last change of outcome.")
    if outcome in ARGUED:
        if not reason.strip():
            faults["reason"] = _("Say why: it is what others will learn from.")
        if not next_step.strip():
            faults["next_step"] = _("Say what the people do next.")
    if faults:
        raise Invalid(fields=faults)
