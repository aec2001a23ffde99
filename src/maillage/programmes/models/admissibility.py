"""Checking that a file is complete and admissible, and asking for what is missing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import Admissibility, CompletionState
from maillage.programmes.models.call import Call
from maillage.programmes.models.stage_file import StageFile


@track()
class ChecklistItem(models.Model):
    """What an officer looks at in every file of a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("what to check"), max_length=300)

    class Meta:
        verbose_name = _("item of a checklist")
        ordering: ClassVar = ["call", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "position"],
                name="programmes_checklist_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="programmes_checklist_has_text",
                condition=~Q(text=""),
                violation_error_message=_("Say what is checked."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@track()
class AdmissibilityCheck(models.Model):
    """An officer's word on a file: rows are added, never changed; the last one holds.

    ``results`` keeps the checklist as it was: ``[{"text", "result", "note"}]``, results as
    ``enums.CheckResult``.
    """

    stage_file = models.ForeignKey(StageFile, on_delete=models.CASCADE, related_name="checks")
    verdict = models.CharField(_("verdict"), max_length=12, choices=Admissibility)
    reason = models.TextField(_("reason"), blank=True)
    results = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("check of admissibility")
        ordering: ClassVar = ["stage_file", "at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_check_says_something",
                condition=~Q(verdict=Admissibility.NONE),
                violation_error_message=_("Say admissible, not admissible, or to complete."),
            ),
            models.CheckConstraint(
                name="programmes_check_refusal_has_reason",
                condition=~Q(verdict=Admissibility.INADMISSIBLE) | ~Q(reason=""),
                violation_error_message=_("What is not admissible has its reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


@track()
class CompletionRequest(models.Model):
    """Some questions of a submitted file are open again until a moment, and those only.

    ``before`` and ``after`` keep the answers to these questions when it was asked and when it was
    handed in, by question id, so that they are compared whatever becomes of the form:
    ``{id: {"label": …, "type": …, "answer": …, "files": [names]}}``.
    """

    stage_file = models.ForeignKey(StageFile, on_delete=models.CASCADE, related_name="completions")
    questions = ArrayField(models.CharField(max_length=60), verbose_name=_("questions"))
    message = models.TextField(_("what is missing"))
    due_at = models.DateTimeField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=CompletionState, default=CompletionState.OPEN)
    before: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    after: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=clock.moment)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("request for completion")
        ordering: ClassVar = ["stage_file", "asked_at", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                name="programmes_completion_due",
                condition=Q(state=CompletionState.OPEN),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stage_file"],
                condition=Q(state=CompletionState.OPEN),
                name="programmes_completion_once",
                violation_error_message=_("A request for completion waits already."),
            ),
            models.CheckConstraint(
                name="programmes_completion_says_what",
                condition=~Q(message="") & ~Q(questions=[]),
                violation_error_message=_("Say what is missing, and at which questions."),
            ),
            models.CheckConstraint(
                name="programmes_completion_due_after_asked",
                condition=Q(due_at__gt=F("asked_at")),
                violation_error_message=_("A deadline is after today."),
            ),
            models.CheckConstraint(
                name="programmes_completion_ended_has_moment",
                condition=Q(state=CompletionState.OPEN, ended_at__isnull=True)
                | (~Q(state=CompletionState.OPEN) & Q(ended_at__isnull=False)),
                violation_error_message=_("What is ended has its moment."),
            ),
        ]

    def __str__(self) -> str:
        return self.message[:80]

    @property
    def is_open(self) -> bool:
        return self.state == CompletionState.OPEN and self.due_at >= clock.moment()
