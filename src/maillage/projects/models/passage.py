"""When a project passed from a stage to another, or what became of it: dated, argued, kept."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.directory.enums import Stage
from maillage.projects.enums import ARGUED, Outcome, PassageKind
from maillage.projects.models.project import Project


class PassageQuerySet(models.QuerySet["Passage"]):
    def for_list(self) -> Self:
        return self.select_related("by").order_by("-on", "-at", "-pk")


@track()
class Passage(models.Model):
    """One step of a project. ``on`` is the day from which it holds, which may be before it was said."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(_("what changed"), max_length=10, choices=PassageKind)
    from_state = models.CharField(_("before"), max_length=20)
    to_state = models.CharField(_("after"), max_length=20)
    on = models.DateField(_("since"), default=clock.today)
    at = models.DateTimeField(_("said"), default=clock.moment)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=600, blank=True)
    next_step = models.CharField(_("what comes next"), max_length=600, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a project")
        ordering: ClassVar = ["-on", "-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_passage_is_argued",
                condition=~Q(kind=PassageKind.OUTCOME, to_state__in=sorted(ARGUED))
                | (~Q(reason="") & ~Q(next_step="")),
                violation_error_message=_("Say why, and what the person does next."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "kind", "-on"], name="projects_passage_project"),
            models.Index(fields=["kind", "to_state", "on"], name="projects_passage_state"),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.to_label}"

    def _label(self, value: str) -> str:
        return str(Stage(value).label if self.kind == PassageKind.STAGE else Outcome(value).label)

    @property
    def from_label(self) -> str:
        return self._label(self.from_state)

    @property
    def to_label(self) -> str:
        return self._label(self.to_state)
