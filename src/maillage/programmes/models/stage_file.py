"""An application at one stage: opened, then submitted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import Filing
from maillage.programmes.models.application import STAGE_FILINGS, Application
from maillage.programmes.models.stage import Stage


@track()
class StageFile(models.Model):
    """What an application hands in at a stage. Every application has one at each stage that it reached.

    ``response`` holds the answers to the stage's questionnaire; stages that ask the same questionnaire
    share it, so that an applicant goes on from what they wrote. It is None where the stage has none.

    ``opened_by`` is the applicant at a stage open to everyone, the officer who admitted elsewhere.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="stage_files")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="stage_files")
    filing = models.CharField(_("filing"), max_length=10, choices=STAGE_FILINGS, default=Filing.DRAFT)
    response = models.ForeignKey(
        "questionnaires.Response",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stage_files",
        verbose_name=_("answers"),
    )
    opened_at = models.DateTimeField(_("opened"), default=clock.moment)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("file of a stage")
        ordering: ClassVar = ["application", "stage"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "stage"], name="programmes_stage_file_once"),
            models.CheckConstraint(
                name="programmes_stage_file_submitted_has_moment",
                condition=Q(filing=Filing.DRAFT)
                | Q(filing=Filing.SUBMITTED, submitted_at__isnull=False, submitted_by__isnull=False),
                violation_error_message=_("A submitted file has its moment and its author."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.stage}"
