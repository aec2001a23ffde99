"""What follows an announcement: places confirmed or handed on, appeals and their outcome."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import AppealKind, AppealState, OfferKind, OfferState
from maillage.programmes.models.application import Application
from maillage.programmes.models.cohort import Cohort
from maillage.programmes.models.letter import Letter


@track()
class PlaceOffer(models.Model):
    """A place put to a team: a retained one confirms it, one of the waiting list may take it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=12, choices=OfferKind)
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    offered_at = models.DateTimeField(default=clock.moment)
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    moves_on = models.BooleanField(
        default=False, help_text=_("At the deadline the place goes to the next of the waiting list.")
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("promotion")
    )
    freed_by = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="places_left"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("place put to a team")
        ordering: ClassVar = ["-offered_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["answer_by"], name="programmes_offer_due", condition=Q(state=OfferState.OPEN)
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state=OfferState.OPEN),
                name="programmes_offer_one_open",
                violation_error_message=_("A place is put to this team already."),
            ),
            models.CheckConstraint(
                name="programmes_offer_moving_on_has_deadline",
                condition=Q(moves_on=False) | Q(answer_by__isnull=False),
                violation_error_message=_("A place that moves on has a deadline."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    def get_absolute_url(self) -> str:
        return reverse("programmes:place", args=[self.application.reference])


@track()
class Appeal(models.Model):
    """What an applicant objects to an announced decision, and the answer."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="appeals")
    kind = models.CharField(_("kind"), max_length=10, choices=AppealKind)
    text = models.TextField(_("what is objected"))
    received_on = models.DateField(_("received"))
    is_late = models.BooleanField(_("after the last day"), default=False)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=clock.moment)
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="appeal"
    )

    class Meta:
        verbose_name = _("appeal")
        ordering: ClassVar = ["-received_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_appeal_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Say what you object."),
            ),
            models.CheckConstraint(
                name="programmes_appeal_answered_has_answer",
                condition=Q(state=AppealState.OPEN) | (~Q(answer="") & Q(answered_at__isnull=False)),
                violation_error_message=_("An appeal is closed with its answer."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
