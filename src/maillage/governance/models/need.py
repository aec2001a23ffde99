"""What a project needs to go on, as somebody heard it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.enums import Theme
from maillage.governance.enums import NeedState, Urgency
from maillage.governance.models.committee import Hosted
from maillage.governance.models.meeting import MeetingItem


def theme_choices() -> list[tuple[str, Any]]:
    """Read through a function, so that a new theme needs no migration."""
    return Theme.choices


class SupportNeedQuerySet(models.QuerySet["SupportNeed"]):
    def for_list(self) -> Self:
        return self.select_related("project", "item__meeting__committee").order_by("-said_at", "-pk")


@track()
class SupportNeed(Hosted):
    """A project's need of support, recorded by a host that follows it; the project's team reads it.

    ``group_key`` and ``group_name``: the promotion in which the host followed the project then, so that
    needs are counted across promotions even when projects have moved since.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="support_needs")
    item = models.ForeignKey(
        MeetingItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="needs"
    )
    group_key = models.CharField(max_length=40, blank=True)
    group_name = models.CharField(max_length=160, blank=True)
    theme = models.CharField(_("theme"), max_length=30, choices=theme_choices)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.SOON)
    said = models.TextField(
        _("what was said"), max_length=3000, help_text=_("The project’s team reads it: write it for them.")
    )
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.OPEN)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said_at = models.DateTimeField(default=clock.moment)

    objects = SupportNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("support need")
        ordering: ClassVar = ["-said_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["host_kind", "host_id", "theme"], name="governance_need_theme"),
            models.Index(fields=["project", "state"], name="governance_need_project"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="governance_need_says_what",
                condition=~Q(said=""),
                violation_error_message=_("Write what was said."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_theme_display())
