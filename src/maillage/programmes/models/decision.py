"""What surrounds a decision: its conditions, its reopening, its announcement."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import AnnouncementState, Decision
from maillage.programmes.models.application import Application
from maillage.programmes.models.call import Call


@track()
class Condition(models.Model):
    """What a retained project still has to fulfil, and by when."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conditions")
    text = models.CharField(_("condition"), max_length=500)
    due_on = models.DateField(_("due"))
    created_at = models.DateTimeField(default=clock.moment)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_note = models.CharField(_("how it was fulfilled"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("condition of a decision")
        ordering: ClassVar = ["application", "due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_condition_has_text",
                condition=~Q(text=""),
                violation_error_message=_("A condition says what is asked."),
            ),
            models.CheckConstraint(
                name="programmes_condition_lifted_by_someone",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                violation_error_message=_("A lifted condition has its author and its moment."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@track()
class Reopening(models.Model):
    """An announced decision taken up again. Open until the next announcement of the file."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reopenings")
    told = models.CharField(_("decision that had been told"), max_length=16, choices=Decision)
    why = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.moment)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reopened decision")
        ordering: ClassVar = ["application", "at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended_at__isnull=True),
                name="programmes_reopening_one_open",
                violation_error_message=_("This decision is reopened already."),
            ),
            models.CheckConstraint(
                name="programmes_reopening_has_reason",
                condition=~Q(why=""),
                violation_error_message=_("Reopening has its reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.why


@track()
class Announcement(models.Model):
    """Decisions of a call published together: to come at a chosen moment, done, given up or stopped."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="announcements")
    state = models.CharField(max_length=10, choices=AnnouncementState, default=AnnouncementState.SCHEDULED)
    publish_at = models.DateTimeField(_("leaves"))
    plans = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Promotions to form: name, days, applications (null: the rest)."),
    )
    unplaced = models.JSONField(
        null=True, blank=True, help_text=_("Days of the labels of those that wait for a promotion.")
    )
    answer_by = models.DateField(_("retained teams answer by"), null=True, blank=True)
    moves_on = models.BooleanField(_("a place that nobody confirms goes to the waiting list"), default=False)
    offer_days = models.PositiveSmallIntegerField(
        _("days to answer for those of the waiting list"), default=10
    )
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal"), null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.moment)
    published_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name = _("announcement of decisions")
        ordering: ClassVar = ["-publish_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["publish_at"],
                name="programmes_announcement_due",
                condition=Q(state=AnnouncementState.SCHEDULED),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(state__in=[AnnouncementState.SCHEDULED, AnnouncementState.FAILED]),
                name="programmes_announcement_one_to_come",
                violation_error_message=_("An announcement of this call is to come already."),
            ),
            models.CheckConstraint(
                name="programmes_announcement_done_has_moment",
                condition=~Q(state=AnnouncementState.DONE) | Q(published_at__isnull=False),
                violation_error_message=_("A published announcement has its moment."),
            ),
            models.CheckConstraint(
                name="programmes_announcement_failure_is_told",
                condition=~Q(state=AnnouncementState.FAILED) | ~Q(failure=""),
                violation_error_message=_("What could not leave says why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.call)
