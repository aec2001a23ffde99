"""Who follows a pathway, and with which project."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.pathways.enums import EnrolmentState
from maillage.pathways.models.pathway import Pathway


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> Self:
        """Those who follow it, or followed it to the end."""
        return self.filter(state__in=(EnrolmentState.ACTIVE, EnrolmentState.COMPLETED))

    def for_list(self) -> Self:
        return self.select_related("user", "project", "commune", "referent").order_by("user__full_name", "pk")


@track()
class Enrolment(models.Model):
    """A person in a pathway. The same person may follow several, with the same project or another.

    ``commune``: where they travel from, the project's when nothing is said. ``referent``: who of the team
    they turn to, and who reads what they hand in.
    """

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="enrolments",
        verbose_name=_("person"),
    )
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.SET_NULL,
        related_name="enrolments",
        null=True,
        blank=True,
        verbose_name=_("project"),
    )
    commune = models.ForeignKey(
        "territories.Commune",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("comes from"),
    )
    referent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("referent"),
    )
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    at = models.DateTimeField(_("since"), default=clock.moment)
    left_reason = models.CharField(_("why they left"), max_length=500, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        ordering: ClassVar = ["pathway", "at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["user", "state"], name="pathways_enrolment_user"),
            models.Index(
                fields=["project"], name="pathways_enrolment_project", condition=Q(project__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pathway", "user"],
                name="pathways_enrolment_once",
                violation_error_message=_("This person follows the pathway already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event_label(self) -> str:
        return f"{self.pathway} · {self.pk}"
