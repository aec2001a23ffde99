"""Attendance: the sheet of a half-day, and every mark that was ever made on it."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.pathways.enums_attendance import Means, Outcome, Presence, SheetState
from maillage.pathways.models.session import HalfDay


@track(exclude=["strokes"])
class Sheet(models.Model):
    """The attendance of a half-day, made with its first mark. The trainer's co-signature closes it."""

    half_day = models.OneToOneField(HalfDay, on_delete=models.PROTECT, related_name="sheet")
    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.OPEN)
    cosigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("co-signed by"),
    )
    cosigned_at = models.DateTimeField(_("co-signed"), null=True, blank=True)
    strokes = models.JSONField(_("signature"), null=True, blank=True)
    typed_name = models.CharField(_("typed name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("attendance sheet")
        ordering: ClassVar = ["half_day"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pathways_sheet_cosigned_has_signature",
                condition=Q(state=SheetState.OPEN)
                | (Q(cosigned_by__isnull=False, cosigned_at__isnull=False) & ~Q(typed_name="")),
                violation_error_message=_("A co-signed sheet says by whom, and when."),
            )
        ]

    def __str__(self) -> str:
        return str(self.half_day)

    @property
    def event_label(self) -> str:
        return f"{self.half_day_id}"


class MarkQuerySet(models.QuerySet["Mark"]):
    def counting(self) -> Self:
        return self.filter(outcome=Outcome.COUNTS)

    def proving(self) -> Self:
        """What an attestation rests on: somebody was there, and the trainer co-signed it."""
        return self.counting().filter(presence=Presence.PRESENT, sheet__state=SheetState.COSIGNED)

    def for_list(self) -> Self:
        return self.select_related("user", "taken_by").order_by("received_at", "pk")


@track(exclude=["strokes"])
class Mark(models.Model):
    """Somebody was there, or was not, at a half-day: one line of what was ever said of it.

    ``client_id`` is made by the device that took it: sent twice, it is kept once. ``seen`` is the mark that
    the device showed when this one was made: so a correction is told apart from two people who did not know
    of each other. ``taken_at`` is the device's clock, never after ``received_at``, which is ours.
    ``minutes`` is less than the half-day for who came late or left early; None is all of it.
    """

    client_id = models.UUIDField(unique=True, default=uuid.uuid4)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="marks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="attendance_marks",
        verbose_name=_("person"),
    )
    presence = models.CharField(_("presence"), max_length=10, choices=Presence)
    means = models.CharField(_("how it is known"), max_length=10, choices=Means)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.COUNTS)
    minutes = models.PositiveSmallIntegerField(_("minutes, if not all"), null=True, blank=True)
    strokes = models.JSONField(_("signature"), null=True, blank=True)
    typed_name = models.CharField(_("typed name"), max_length=120, blank=True)
    why = models.CharField(_("reason of the correction"), max_length=300, blank=True)
    seen = models.UUIDField(null=True, blank=True)
    # Set when two people said different things without knowing of each other, until one of them settles it.
    is_disputed = models.BooleanField(_("to be settled"), default=False)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken"), default=clock.moment)
    received_at = models.DateTimeField(_("received"), default=clock.moment)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark of attendance")
        ordering: ClassVar = ["sheet", "received_at", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "sheet"],
                name="pathways_mark_person",
                condition=Q(outcome=Outcome.COUNTS),
            ),
            models.Index(fields=["received_at"], name="pathways_mark_received"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "user"],
                condition=Q(outcome=Outcome.COUNTS),
                name="pathways_mark_one_counts",
                violation_error_message=_("One mark of a person counts at a half-day."),
            ),
            models.CheckConstraint(
                name="pathways_mark_signature_has_one",
                condition=~Q(means=Means.SIGNATURE) | Q(presence=Presence.PRESENT),
                violation_error_message=_("Who signs is there."),
            ),
            models.CheckConstraint(
                name="pathways_mark_minutes_of_present",
                condition=Q(minutes__isnull=True) | Q(presence=Presence.PRESENT, minutes__gt=0),
                violation_error_message=_("Minutes are counted of who was there."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def event_label(self) -> str:
        return f"{self.sheet_id} · {self.pk}"
