"""What projects forget with time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from maillage.core import files, history, registry
from maillage.projects.enums import EntrySharing
from maillage.projects.models import (
    Advice,
    LogbookEntry,
    LogbookFile,
    ProjectInvitation,
    ProjectMember,
)

INVITATION_DAYS = 365
ADVICE_DAYS = 5 * 365
PUT_BACK = dt.timedelta(days=30)
PRIVATE_NOTES = dt.timedelta(days=365)


def declare() -> None:
    """Called once, when the apps are ready."""
    registry.retention_rules.add(
        registry.RetentionRule("projects.invitations", "projects.ProjectInvitation", forget_invitations)
    )
    registry.retention_rules.add(registry.RetentionRule("projects.advice", "projects.Advice", forget_advice))

    registry.retention_rules.add(
        registry.RetentionRule("projects.logbook", "projects.LogbookEntry", forget_entries)
    )


def forget_entries(now: dt.datetime) -> int:
    """Entries taken away a month ago, and the private notes of those who left the project a year ago."""
    member = ProjectMember.objects.filter(project=OuterRef("project"), user=OuterRef("author"))
    lately = Advice.objects.filter(
        project=OuterRef("project"), adviser=OuterRef("author"), ended_at__gte=now - PRIVATE_NOTES
    )
    before = now - PRIVATE_NOTES
    left = Q(sharing=EntrySharing.PRIVATE, written_at__lt=before) & ~Exists(member) & ~Exists(lately)
    rows = LogbookEntry.objects.filter(Q(removed_at__lt=now - PUT_BACK) | left)
    with transaction.atomic():
        joined = list(LogbookFile.objects.filter(entry__in=rows).select_related("file").order_by("pk"))
        forgotten = history.forget(rows)
        for each in joined:
            files.remove(each.file)
    return forgotten


def forget_advice(now: dt.datetime) -> int:
    """Advice that ended five years ago."""
    return history.forget(Advice.objects.filter(ended_at__lt=now - dt.timedelta(days=ADVICE_DAYS)))


def forget_invitations(now: dt.datetime) -> int:
    """Invitations sent a year ago, whatever became of them."""
    return history.forget(
        ProjectInvitation.objects.filter(invited_at__lt=now - dt.timedelta(days=INVITATION_DAYS))
    )
