"""An information session about a call, and who comes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.programmes.enums import RegistrationState
from maillage.programmes.models.call import Call


@track()
class InformationSession(models.Model):
    """Officers present the call, in a room or by video. Registering takes a seat, or waits for one."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="information_sessions")
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to the video meeting"), max_length=300, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(_("why it was cancelled"), blank=True)
    # Counts the changes, as calendars want to know (RFC 5545, SEQUENCE).
    revision = models.PositiveIntegerField(default=0)
    calendar = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("information session")
        ordering: ClassVar = ["call", "starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_information_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session ends after it begins."),
            ),
            models.CheckConstraint(
                name="programmes_information_is_somewhere",
                condition=~Q(venue="") | ~Q(link=""),
                violation_error_message=_("Say where: a place, a link, or both."),
            ),
            models.CheckConstraint(
                name="programmes_information_has_seats",
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                violation_error_message=_("A session has at least one seat."),
            ),
            models.CheckConstraint(
                name="programmes_information_cancelled_has_reason",
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_reason=""),
                violation_error_message=_("A cancelled session says why."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_coming(self) -> bool:
        """Whether people may register."""
        return self.cancelled_at is None and self.starts_at > timezone.now()


@track()
class Registration(models.Model):
    """Somebody's seat in an information session, or their rank in the queue (by ``at``)."""

    session = models.ForeignKey(InformationSession, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState)
    at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("registration to an information session")
        ordering: ClassVar = ["session", "at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "user"], name="programmes_registration_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_state_display()}"

    @property
    def event_label(self) -> str:
        return f"n° {self.pk}"
