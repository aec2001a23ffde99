"""What programmes forget with time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from maillage.core import files, history, registry
from maillage.core.models import StoredFile
from maillage.programmes.actions import filling
from maillage.programmes.enums import Filing
from maillage.programmes.models import (
    AdmissibilityCheck,
    AgendaItem,
    Appeal,
    Application,
    Attendance,
    CompletionRequest,
    Condition,
    Letter,
    PlaceOffer,
    ProgrammeInvitation,
    Reopening,
    Vote,
)

INVITATION_DAYS = 365
DRAFT_DAYS = 2 * 365
DECIDED_DAYS = 10 * 365


def declare() -> None:
    """Called once, when the apps are ready."""
    registry.data_purposes.add(
        registry.DataPurpose(
            "programmes.Programme",
            "programmes.Programme",
            _("Letting people reach a programme"),
            _("Public contact that the organisation gives (GDPR, article 6.1.f)"),
            _("Public e-mail address"),
            _("As long as the record is published"),
            order=550,
        )
    )
    for key, model, rule in (
        ("programmes.invitations", "programmes.ProgrammeInvitation", forget_invitations),
        ("programmes.drafts", "programmes.Application", forget_drafts),
        ("programmes.decided", "programmes.Application", forget_decided),
    ):
        registry.retention_rules.add(registry.RetentionRule(key, model, rule))
    # Before the applications themselves, whose deletion would leave versions and documents behind.
    registry.retention_rules.add(
        registry.RetentionRule("programmes.dossiers", "programmes.Letter", forget_around_decided, order=90)
    )


def forget_invitations(now: dt.datetime) -> int:
    """Invitations sent a year ago, whatever became of them."""
    return history.forget(
        ProgrammeInvitation.objects.filter(invited_at__lt=now - dt.timedelta(days=INVITATION_DAYS))
    )


def forget_drafts(now: dt.datetime) -> int:
    """Applications never submitted, two years after their call closed."""
    old = Application.objects.filter(
        filing=Filing.DRAFT, call__closes_at__lt=now - dt.timedelta(days=DRAFT_DAYS)
    )
    filling.forget_answers(old)
    return history.forget(old)


def decided_long_ago(now: dt.datetime) -> QuerySet[Application]:
    """Applications whose decision is old enough to be forgotten with all that led to it."""
    return Application.objects.filter(decided_at__lt=now - dt.timedelta(days=DECIDED_DAYS))


def forget_around_decided(now: dt.datetime) -> int:
    """What surrounds a decision ten years old: checks of admissibility, requests for completion with the
    answers that they compare, votes and notes of juries, letters with their documents, conditions, places,
    appeals. The minutes of a session stay: they are the programme's record."""
    old = decided_long_ago(now).values("pk")
    documents = list(StoredFile.objects.filter(letter__application__in=old))
    rows: list[QuerySet[Any]] = [
        AdmissibilityCheck.objects.filter(stage_file__application__in=old),
        CompletionRequest.objects.filter(stage_file__application__in=old),
        Vote.objects.filter(item__application__in=old),
        Attendance.objects.filter(item__application__in=old),
        AgendaItem.objects.filter(application__in=old),
        Appeal.objects.filter(application__in=old),
        Letter.objects.filter(application__in=old),
        PlaceOffer.objects.filter(application__in=old),
        Reopening.objects.filter(application__in=old),
        Condition.objects.filter(application__in=old),
    ]
    count = sum(history.forget(some) for some in rows)
    for document in documents:
        files.remove(document)
    return count


def forget_decided(now: dt.datetime) -> int:
    """Applications decided ten years ago. One that a cohort or a label rests on keeps its row and its
    decision, and loses what its applicants wrote."""
    old = decided_long_ago(now)
    emptied = filling.forget_answers(old)
    gone = history.forget(old.filter(cohort_member__isnull=True, labels__isnull=True))
    kept = old.exclude(derogation_request="")
    keys = list(kept.values_list("pk", flat=True))
    Application.objects.filter(pk__in=keys).update(derogation_request="")
    history.versions_of(Application).filter(pgh_obj_id__in=keys).update(derogation_request="")
    return max(gone + len(keys), emptied)
