"""What the reviews of a round say together: raw figures per file, and the calibration beside them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.programmes.models.application import Application
from maillage.programmes.models.review import ReviewRound


class FileScoreQuerySet(models.QuerySet["FileScore"]):
    def for_list(self) -> Self:
        """What the reviewed list shows of a file, in one query."""
        return self.select_related("application__commune__department").defer(
            "application__search_text", "application__eligibility_detail"
        )


# No history: every row is computed from reviews, which have theirs.
class FileScore(models.Model):
    """The sent reviews of one file in one round. A file without any has no row.

    ``mean``, ``deviation``, ``lowest`` and ``highest`` are raw, out of 100, and follow every review at once
    (``actions.score.renew``). ``calibrated``, its interval and the ranks are those of the round's last
    calibration, NULL where there is none; they may be a review late, and then ``RoundCalibration.is_stale``.
    ``standing`` orders the list: the calibrated score, or the raw mean without one. ``gap`` is
    highest − lowest, so that the most disputed come first.
    """

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="file_scores")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="file_scores")
    reviews = models.PositiveSmallIntegerField(_("reviews"))
    mean = models.FloatField(_("raw mean"))
    deviation = models.FloatField(_("standard deviation"), null=True)
    lowest = models.FloatField(_("lowest score"))
    highest = models.FloatField(_("highest score"))
    gap = models.FloatField(_("gap between reviews"))
    is_knocked_out = models.BooleanField(_("under a knock-out threshold"), default=False)
    calibrated = models.FloatField(_("calibrated score"), null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    rank = models.PositiveIntegerField(_("rank by calibrated score"), null=True)
    raw_rank = models.PositiveIntegerField(_("rank by raw mean"), null=True)
    standing = models.FloatField()

    objects = FileScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("scores of a file")
        ordering: ClassVar = ["round", "-standing", "pk"]
        indexes: ClassVar = [
            models.Index(F("round"), F("standing").desc(), F("id").desc(), name="programmes_score_standing"),
            models.Index(F("round"), F("mean").desc(), F("id").desc(), name="programmes_score_mean"),
            models.Index(F("round"), F("gap").desc(), F("id").desc(), name="programmes_score_gap"),
            # The totals of the list, read without the table.
            models.Index(
                fields=["round"], include=["reviews", "is_knocked_out"], name="programmes_score_totals"
            ),
            # The files around the last place: an interval holds the line.
            models.Index(fields=["round", "low", "high"], name="programmes_score_interval"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "application"], name="programmes_score_once"),
            models.CheckConstraint(
                name="programmes_score_has_reviews",
                condition=Q(reviews__gt=0, lowest__lte=F("highest")),
                violation_error_message=_("A score comes from reviews."),
            ),
            models.CheckConstraint(
                name="programmes_score_calibrated_has_interval",
                condition=Q(calibrated__isnull=True, low__isnull=True, high__isnull=True)
                | Q(low__lte=F("calibrated"), high__gte=F("calibrated")),
                violation_error_message=_("A calibrated score lies in its interval."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.reference}: {self.mean:.1f}"


# No history, for the same reason.
class RoundCalibration(models.Model):
    """The last calibration of a round. ``refusal``: why there is none ("" when there is one).

    ``line``: half-way between the last place and the next, NULL when every file has one.
    ``pieces``: of a review graph in several pieces, [{"files": n, "reviewers": [keys]}].
    """

    round = models.OneToOneField(ReviewRound, on_delete=models.CASCADE, related_name="calibration")
    computed_at = models.DateTimeField(_("computed"), default=clock.moment)
    is_stale = models.BooleanField(default=False, help_text=_("A review came or went since."))
    reviews = models.PositiveIntegerField(_("reviews"))
    refusal = models.CharField(max_length=20, blank=True)
    pieces = models.JSONField(default=list)
    ridge = models.FloatField(null=True)
    noise = models.FloatField(null=True)
    severity = models.FloatField(null=True)
    confidence = models.FloatField(null=True)
    places = models.PositiveIntegerField()
    line = models.FloatField(null=True)
    unsure = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("calibration of a round")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_calibration_refused_or_done",
                condition=Q(refusal="", noise__isnull=False) | (~Q(refusal="") & Q(noise__isnull=True)),
                violation_error_message=_("A calibration is done, or says why not."),
            )
        ]

    def __str__(self) -> str:
        return f"calibration of {self.round}"


class ReviewerSeverity(models.Model):
    """How much higher than the panel a reviewer scores, by the round's last calibration. Officers only."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="severities")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reviews = models.PositiveIntegerField(_("reviews"))
    mean = models.FloatField(_("raw mean"))
    effect = models.FloatField(_("above the panel by"))
    error = models.FloatField(_("standard error"))

    class Meta:
        verbose_name = _("severity of a reviewer")
        ordering: ClassVar = ["round", "effect", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "reviewer"], name="programmes_severity_once")
        ]

    def __str__(self) -> str:
        return f"severity {self.pk}"
