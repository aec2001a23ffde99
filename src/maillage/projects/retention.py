"""What projects forget with time."""

from __future__ import annotations

import datetime as dt

from maillage.core import history, registry
from maillage.projects.models import Advice, ProjectInvitation

INVITATION_DAYS = 365
ADVICE_DAYS = 5 * 365


def declare() -> None:
    """Called once, when the apps are ready."""
    registry.retention_rules.add(
        registry.RetentionRule("projects.invitations", "projects.ProjectInvitation", forget_invitations)
    )
    registry.retention_rules.add(registry.RetentionRule("projects.advice", "projects.Advice", forget_advice))


def forget_advice(now: dt.datetime) -> int:
    """Advice that ended five years ago."""
    return history.forget(Advice.objects.filter(ended_at__lt=now - dt.timedelta(days=ADVICE_DAYS)))


def forget_invitations(now: dt.datetime) -> int:
    """Invitations sent a year ago, whatever became of them."""
    return history.forget(
        ProjectInvitation.objects.filter(invited_at__lt=now - dt.timedelta(days=INVITATION_DAYS))
    )
