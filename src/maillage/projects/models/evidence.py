"""What shows that a project is ready for more than its present stage."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.directory.enums import Stage
from maillage.projects.enums import EvidenceState
from maillage.projects.models.project import Project


@track()
class Evidence(models.Model):
    """One line of a stage's list (``gates``), filled, or argued as not needed here."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)
    item = models.CharField(_("item"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=EvidenceState)
    text = models.TextField(_("what shows it"), max_length=2000)
    file = models.OneToOneField(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("file"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("said"), default=clock.moment)

    class Meta:
        verbose_name = _("evidence of a project")
        ordering: ClassVar = ["stage", "item", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "stage", "item"], name="projects_evidence_once"),
            models.CheckConstraint(
                name="projects_evidence_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Say what shows it, or why it is not needed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.item}"
