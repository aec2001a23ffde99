"""What an adviser follows: whom they met, and how many projects they can hold."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.projects.enums_referral import MeetingMode


@track()
class AdviserMeeting(models.Model):
    """An adviser met the carriers of a project. What was said stands in the logbook, not here."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="adviser_meetings")
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("adviser"),
    )
    held_on = models.DateField(_("day"), default=timezone.localdate)
    mode = models.CharField(_("how"), max_length=10, choices=MeetingMode, default=MeetingMode.IN_PERSON)
    entered_at = models.DateTimeField(default=clock.moment, editable=False)

    class Meta:
        verbose_name = _("meeting with an adviser")
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "adviser", "held_on"],
                name="projects_meeting_once",
                violation_error_message=_("This meeting is noted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.held_on}"


@track()
class AdviserCapacity(models.Model):
    """How many projects an adviser says that they can follow at once."""

    adviser = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="adviser_capacity"
    )
    projects = models.PositiveIntegerField(_("projects at once"))
    changed_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("capacity of an adviser")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_capacity_positive",
                condition=Q(projects__gt=0),
                violation_error_message=_("A capacity is at least one project."),
            )
        ]

    def __str__(self) -> str:
        return gettext("capacity %(number)s") % {"number": self.projects}

    @property
    def event_label(self) -> str:
        return f"capacity {self.pk}"
