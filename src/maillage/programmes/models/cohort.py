"""A promotion: the projects that were retained together and go on together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.models.application import Application
from maillage.programmes.models.call import Call
from maillage.programmes.models.programme import Programme


@track()
class Cohort(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, null=True, blank=True, related_name="cohorts", verbose_name=_("call")
    )
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    created_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("promotion")
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="programmes_cohort_name",
                violation_error_message=_("The programme has a promotion of that name already."),
            ),
            models.CheckConstraint(
                name="programmes_cohort_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A promotion ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class CohortMember(models.Model):
    """A retained application in a promotion."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="members")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="cohort_member")
    joined_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("member of a promotion")
        ordering: ClassVar = ["cohort", "pk"]

    def __str__(self) -> str:
        return str(self.application)
