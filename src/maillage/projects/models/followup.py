"""What became of a project 6, 12 and 36 months after its launch or its end: asked and answered by e-mail."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.projects.enums_similar import MONTHS, FollowUpState, Origin, Running
from maillage.projects.models.project import Project

LINK_SALT = "projects.follow_up"
#: Days during which a link is good, counted from the first letter.
LINK_DAYS = 60


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day that many months later; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def for_list(self) -> Self:
        return self.select_related("project__commune__department").order_by("-due_on", "-pk")


@track(exclude=["changed"])
class FollowUp(models.Model):
    """One of the three times that the carriers of a project are asked. ``since`` is day 0, ``due_on`` the day
    on which the letter leaves. A project that left its promotion, then was launched, is asked from both days.
    ``fte`` is in full-time equivalents, two decimals."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="follow_ups")
    origin = models.CharField(_("counted"), max_length=10, choices=Origin)
    since = models.DateField(_("day of the launch or of the end"))
    months = models.PositiveSmallIntegerField(_("months"))
    due_on = models.DateField(_("asked on"))
    state = models.CharField(_("state"), max_length=10, choices=FollowUpState, default=FollowUpState.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=clock.moment)
    remind_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(_("answer by"))
    running = models.CharField(_("is the activity running?"), max_length=6, choices=Running, blank=True)
    jobs = models.PositiveIntegerField(
        _("people employed"), null=True, blank=True, validators=[MaxValueValidator(10_000)]
    )
    fte = models.DecimalField(
        _("full-time equivalents"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    changed = models.TextField(_("what changed"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up of a project")
        ordering: ClassVar = ["-due_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "origin", "months"],
                name="projects_follow_up_once",
                violation_error_message=_("This was asked already."),
            ),
            models.CheckConstraint(
                name="projects_follow_up_months",
                condition=Q(months__in=MONTHS),
                violation_error_message=_("People are asked after 6, 12 and 36 months."),
            ),
            models.CheckConstraint(
                name="projects_follow_up_answered_whole",
                condition=Q(state=FollowUpState.ANSWERED, answered_at__isnull=False) & ~Q(running="")
                | ~Q(state=FollowUpState.ANSWERED) & Q(running="", answered_at__isnull=True),
                violation_error_message=_("An answer says whether the activity is running."),
            ),
            models.CheckConstraint(
                name="projects_follow_up_fte_of_people",
                condition=Q(fte__isnull=True) | Q(jobs__isnull=True) | Q(fte__lte=models.F("jobs")),
                violation_error_message=_("There are no more full-time equivalents than people."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["remind_at"], name="projects_followup_remind", condition=Q(remind_at__isnull=False)
            ),
            models.Index(
                fields=["ends_at"], name="projects_followup_ends", condition=Q(state=FollowUpState.ASKED)
            ),
        ]

    def __str__(self) -> str:
        return gettext("“%(project)s” after %(months)s months") % {
            "project": self.project,
            "months": self.months,
        }

    def token_for(self, user: Any) -> str:
        """What that person's link carries: who answers about what. It is good until ``ends_at``."""
        return signing.dumps([self.pk, user.pk], salt=LINK_SALT)

    @property
    def is_open(self) -> bool:
        """Whether an answer may be given, or corrected."""
        return self.state != FollowUpState.SILENT and clock.moment() < self.ends_at


class FollowUpRefusal(models.Model):
    """Somebody who asked not to be written to about what became of their projects."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="follow_up_refusal",
        verbose_name=_("person"),
    )
    at = models.DateTimeField(_("since"), default=clock.moment)

    class Meta:
        verbose_name = _("refusal of follow-up letters")

    def __str__(self) -> str:
        return gettext("refusal no. %(number)s") % {"number": self.pk}
