"""A promotion: the projects that were retained together and go on together."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import MemberState, MoveKind
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


class CohortMemberQuerySet(models.QuerySet["CohortMember"]):
    def waiting(self) -> Self:
        """Retained and told so, but in no promotion today: never placed yet, or deferred."""
        return self.filter(state__in=(MemberState.TO_PLACE, MemberState.DEFERRED))

    def active(self) -> Self:
        return self.filter(state=MemberState.ACTIVE)


@track()
class CohortMember(models.Model):
    """Where a retained file stands with the promotions: one row per file, from its announcement on.

    ``cohort`` is the promotion that it is in, or that it left; none while it waits for one. How it
    came there is told by ``CohortMove``.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="members", null=True, blank=True
    )
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="cohort_member")
    state = models.CharField(_("state"), max_length=12, choices=MemberState, default=MemberState.ACTIVE)
    joined_at = models.DateTimeField(default=clock.moment)

    objects = CohortMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a promotion")
        ordering: ClassVar = ["cohort", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_cohortmember_is_somewhere",
                condition=Q(state=MemberState.ACTIVE, cohort__isnull=False)
                | Q(state__in=[MemberState.TO_PLACE, MemberState.DEFERRED], cohort__isnull=True)
                | Q(state=MemberState.DROPPED_OUT),
                violation_error_message=_("A file is in a promotion, or waits for one."),
            )
        ]

    def __str__(self) -> str:
        return str(self.application)


@track()
class CohortMove(models.Model):
    """A passage of a file: into a promotion, to another one, out. Rows are added; undoing marks one.

    ``from_name`` and ``to_name`` are the promotions' names then: the story stays readable when a
    promotion that was made by mistake is taken away. ``batch`` joins what was done in one gesture.
    """

    member = models.ForeignKey(CohortMember, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(_("passage"), max_length=12, choices=MoveKind)
    from_state = models.CharField(max_length=12, choices=MemberState)
    to_state = models.CharField(max_length=12, choices=MemberState)
    from_cohort = models.ForeignKey(
        Cohort, on_delete=models.SET_NULL, null=True, blank=True, related_name="departures"
    )
    to_cohort = models.ForeignKey(
        Cohort, on_delete=models.SET_NULL, null=True, blank=True, related_name="arrivals"
    )
    from_name = models.CharField(max_length=120, blank=True)
    to_name = models.CharField(max_length=120, blank=True)
    why = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(default=clock.moment)
    batch = models.UUIDField(default=uuid.uuid4, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("passage between promotions")
        ordering: ClassVar = ["member", "at", "pk"]
        indexes: ClassVar = [models.Index(fields=["batch"], name="programmes_cohortmove_batch")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_cohortmove_has_reason",
                condition=~Q(kind__in=[MoveKind.DEFERRED, MoveKind.DROPPED_OUT]) | ~Q(why=""),
                violation_error_message=_("Deferring and leaving have their reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.from_name} → {self.to_name}"
