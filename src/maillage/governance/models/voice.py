"""Who was there for a decision: with a voice, stepped aside, or heard only."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.governance.enums import Part
from maillage.governance.models.meeting import MeetingDecision


@track()
class DecisionVoice(models.Model):
    """A person's part in one decision, as it was when it was taken: the roll call may be called again after.

    Those who were away have no row. ``reason`` says why somebody stepped aside.
    """

    decision = models.ForeignKey(MeetingDecision, on_delete=models.CASCADE, related_name="voices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="decision_voices",
        verbose_name=_("person"),
    )
    part = models.CharField(_("part"), max_length=6, choices=Part, default=Part.VOICE)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("part in a decision")
        ordering: ClassVar = ["decision", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "user"], name="governance_voice_once"),
            models.CheckConstraint(
                name="governance_voice_aside_has_reason",
                condition=~Q(part=Part.ASIDE) | ~Q(reason=""),
                violation_error_message=_("Say why they step aside."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event_label(self) -> str:
        return f"{self.get_part_display()} {self.pk}"
