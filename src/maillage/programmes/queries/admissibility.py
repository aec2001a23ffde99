"""Checks of files: what is checked, what was said, which file is next."""

from __future__ import annotations

from django.db.models import QuerySet

from maillage.programmes.enums import Admissibility, Filing
from maillage.programmes.models import AdmissibilityCheck, Application, Call, ChecklistItem


def items_of(call: Call) -> QuerySet[ChecklistItem]:
    return ChecklistItem.objects.filter(call=call).order_by("position")


def checks_of(application: Application) -> QuerySet[AdmissibilityCheck]:
    """Every word on the file, at any stage, the last first."""
    return (
        AdmissibilityCheck.objects.filter(stage_file__application=application)
        .select_related("by", "stage_file__stage")
        .order_by("-at", "-pk")
    )


def last_check(application: Application) -> AdmissibilityCheck | None:
    """The one that holds: of the present stage."""
    return checks_of(application).filter(stage_file__stage=application.stage_id).first()


def next_to_check(application: Application) -> Application | None:
    """The file of the call that has waited longest for a check."""
    return (
        Application.objects.filter(
            call=application.call_id,
            filing=Filing.SUBMITTED,
            stage_filing=Filing.SUBMITTED,
            admissibility=Admissibility.NONE,
        )
        .exclude(pk=application.pk)
        .order_by("stage_submitted_at", "pk")
        .first()
    )
