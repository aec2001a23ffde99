"""A project goes on within another one: proposed by one side, accepted by the other, undone until a day."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.projects.enums import Outcome
from maillage.projects.enums_similar import MergerState
from maillage.projects.models.project import Project


class MergerQuerySet(models.QuerySet["Merger"]):
    def for_list(self) -> Self:
        return self.select_related(
            "absorbed__commune", "survivor__commune", "proposed_by", "decided_by", "undone_by"
        ).order_by("-proposed_at", "-pk")

    def of(self, project: Project) -> Self:
        return self.filter(Q(absorbed=project) | Q(survivor=project))


@track(exclude=["reason"])
class Merger(models.Model):
    """``absorbed`` keeps its page and everything on it; ``survivor`` goes on for both.

    ``joined`` are the keys of the people who became carriers of the survivor by the merger: its undoing
    takes exactly these out again. ``outcome_before`` is what the absorbed project goes back to.
    """

    absorbed = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mergers_into")
    survivor = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mergers_from")
    state = models.CharField(_("state"), max_length=10, choices=MergerState, default=MergerState.PROPOSED)
    reason = models.CharField(_("why"), max_length=600)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_from = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="+", verbose_name=_("proposed by the carriers of")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=clock.moment)
    remind_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("answer by"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    outcome_before = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_before_on = models.DateField(null=True, blank=True)
    joined = ArrayField(models.BigIntegerField(), default=list, blank=True)
    undo_until = models.DateField(_("may be undone until"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = MergerQuerySet.as_manager()

    class Meta:
        verbose_name = _("merger")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_merger_of_two",
                condition=~Q(absorbed=F("survivor")),
                violation_error_message=_("A project does not merge into itself."),
            ),
            models.CheckConstraint(
                name="projects_merger_from_one_of_them",
                condition=Q(proposed_from=F("absorbed")) | Q(proposed_from=F("survivor")),
                violation_error_message=_("One of the two sides proposes."),
            ),
            models.UniqueConstraint(
                fields=["absorbed", "survivor"],
                condition=Q(state=MergerState.PROPOSED),
                name="projects_merger_proposed_once",
                violation_error_message=_("This merger is proposed already."),
            ),
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=Q(state=MergerState.ACCEPTED),
                name="projects_merger_into_one",
                violation_error_message=_("This project lives on in another one already."),
            ),
            models.CheckConstraint(
                name="projects_merger_accepted_whole",
                condition=~Q(state__in=["accepted", "undone"])
                | (Q(undo_until__isnull=False, decided_at__isnull=False) & ~Q(outcome_before="")),
                violation_error_message=_("An accepted merger says until when it may be undone."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"],
                name="projects_merger_expires",
                condition=Q(state=MergerState.PROPOSED),
            )
        ]

    def __str__(self) -> str:
        return gettext("merger of “%(absorbed)s” into “%(survivor)s”") % {
            "absorbed": self.absorbed,
            "survivor": self.survivor,
        }

    def get_absolute_url(self) -> str:
        return reverse("projects:merger", args=[self.pk])

    @property
    def answering(self) -> Project:
        """The project whose carriers answer."""
        return self.survivor if self.proposed_from_id == self.absorbed_id else self.absorbed

    @property
    def is_open(self) -> bool:
        return self.state == MergerState.PROPOSED

    @property
    def may_be_undone(self) -> bool:
        return (
            self.state == MergerState.ACCEPTED
            and self.undo_until is not None
            and clock.today() <= self.undo_until
        )
