"""Evidence of a stage is given, argued as not needed, taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, files
from maillage.core.errors import Invalid, NotAllowed
from maillage.core.models import StoredFile
from maillage.projects import gates
from maillage.projects.actions.locks import locked
from maillage.projects.enums import EvidenceState
from maillage.projects.models import Evidence, Project


@transaction.atomic
def give(
    project: Project,
    stage: str,
    item: str,
    *,
    by: Any,
    text: str,
    state: str = EvidenceState.FILLED,
    file: StoredFile | None = None,
) -> Evidence:
    """Fills a line of the stage's list, or argues that it is not needed here; over what was said before.

    Args:
        file: replaces the one that was there; without one, the present one stays.

    Raises:
        NotAllowed: ``by`` neither carries the project nor may write in its logbook.
        Invalid: nothing is said, or the stage asks for no such thing.
    """
    _may(project, by)
    if gates.item_of(stage, item) is None:
        raise Invalid(_("This stage asks for no such thing."))
    if not text.strip():
        raise Invalid(fields={"text": _("Say what shows it, or why it is not needed.")})
    project = locked(project)
    # Consent may have been withdrawn while this waited for the lock.
    _may(project, by)
    row = Evidence.objects.filter(project=project, stage=stage, item=item).first() or Evidence(
        project=project, stage=stage, item=item
    )
    replaced = row.file if file is not None else None
    row.state, row.text, row.by, row.at = state, text.strip(), by, clock.database_now()
    row.file = file or row.file
    row.save()
    if replaced is not None:
        files.remove(replaced)
    events.record(
        project, "projects.evidence_given", by=by, data={"stage": stage, "item": item, "state": str(state)}
    )
    return row


@transaction.atomic
def take_back(evidence: Evidence, *, by: Any) -> None:
    """The line is open again; its file goes. What was said stays in the row's history."""
    _may(evidence.project, by)
    project = locked(evidence.project)
    stored = evidence.file
    evidence.delete()
    if stored is not None:
        files.remove(stored)
    events.record(
        project,
        "projects.evidence_taken_back",
        by=by,
        data={"stage": evidence.stage, "item": evidence.item},
    )


def _may(project: Project, by: Any) -> None:
    if not by.has_perm("projects.write_logbook", project):
        raise NotAllowed(_("Only the carriers, and advisers with that right, may do this."))
