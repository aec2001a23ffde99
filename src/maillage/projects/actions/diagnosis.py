"""The people of a project diagnose it themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Invalid, NotAllowed
from maillage.projects.actions.locks import locked
from maillage.projects.diagnoses import DIAGNOSES
from maillage.projects.models import Project, SelfDiagnosis
from maillage.questionnaires.queries.filling import Filling


@transaction.atomic
def diagnose(project: Project, key: str, answers: Mapping[str, Any], *, by: Any) -> SelfDiagnosis:
    """Keeps a finished self-diagnosis; made again, it is another one.

    Args:
        key: one of ``diagnoses.DIAGNOSES``.
        answers: by question, in the JSON of the questionnaire.

    Raises:
        NotAllowed: ``by`` neither carries the project nor may write in its logbook.
        Invalid: with a sentence per question that has no good answer.
    """
    filling = Filling(DIAGNOSES[key].definition(), answers)
    if obstacles := filling.obstacles:
        raise Invalid(_("Some answers are missing."), fields=obstacles)
    project = locked(project)
    if not by.has_perm("projects.write_logbook", project):
        raise NotAllowed(_("Only the carriers, and advisers with that right, may do this."))
    made = SelfDiagnosis.objects.create(
        project=project, key=key, answers=dict(filling.answers), by=by, at=clock.database_now()
    )
    events.record(project, "projects.diagnosed", by=by, data={"diagnosis": key})
    return made
