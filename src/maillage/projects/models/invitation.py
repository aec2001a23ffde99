"""Somebody is asked to take part in a project."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.core.invitations import Invitation
from maillage.projects.enums import ProjectRole
from maillage.projects.models.advice import right_choices
from maillage.projects.models.project import Project


@track()
class ProjectInvitation(Invitation):
    """Somebody is asked to take part in a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=ProjectRole)
    rights = ArrayField(
        models.CharField(max_length=20, choices=right_choices),
        default=list,
        blank=True,
        verbose_name=_("rights"),
        help_text=_("Of an adviser: what the carriers agree to by inviting."),
    )

    class Meta(Invitation.Meta):
        verbose_name = _("invitation to a project")
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            *Invitation.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="projects_invitation_once",
                violation_error_message=_("This address is invited already."),
            ),
        ]
