"""What projects forget with time."""

from __future__ import annotations

import datetime as dt

from maillage.core import history, registry
from maillage.projects.models import ProjectInvitation

INVITATION_DAYS = 365


def declare() -> None:
    """Called once, when the apps are ready."""
    registry.retention_rules.add(
        registry.RetentionRule("projects.invitations", "projects.ProjectInvitation", forget_invitations)
    )


def forget_invitations(now: dt.datetime) -> int:
    """Invitations sent a year ago, whatever became of them."""
    return history.forget(
        ProjectInvitation.objects.filter(invited_at__lt=now - dt.timedelta(days=INVITATION_DAYS))
    )
