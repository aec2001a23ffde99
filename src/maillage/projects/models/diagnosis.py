"""A self-diagnosis that the people of a project made: the answers, when, by whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.projects.models.project import Project


@track()
class SelfDiagnosis(models.Model):
    """Answers to one of ``diagnoses.DIAGNOSES``. Made again, it is another row: the first ones stay."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="diagnoses")
    key = models.CharField(_("diagnosis"), max_length=40)
    answers = models.JSONField(_("answers"), default=dict)
    at = models.DateTimeField(_("made"), default=clock.moment)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("self-diagnosis")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["project", "key", "-at"], name="projects_diagnosis_last")]

    def __str__(self) -> str:
        return f"{self.project} · {self.key}"
