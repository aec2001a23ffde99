"""How a round's files are given out: what the officers ask, and each computation with its answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums_matching import Importance, RunState
from maillage.programmes.models.review import ReviewRound


@track(exclude=["figures"])
class MatchingPlan(models.Model):
    """What the officers ask of the assignment of one round. How many reviewers a file has is the round's.

    ``figures``: what the standing assignments are worth, computed when they last changed
    (``actions.matching.weigh``). ``bids_until``: reviewers say their wishes until then; NULL: they are
    not asked.
    """

    round = models.OneToOneField(ReviewRound, on_delete=models.CASCADE, related_name="plan")
    least_files = models.PositiveSmallIntegerField(_("files at least for each reviewer"), default=0)
    most_files = models.PositiveSmallIntegerField(_("files at most for each reviewer"))
    required_group = models.CharField(_("somebody of this group on every file"), max_length=60, blank=True)
    trade_weight = models.PositiveSmallIntegerField(
        _("trades"), choices=Importance, default=Importance.NORMAL
    )
    theme_weight = models.PositiveSmallIntegerField(
        _("themes"), choices=Importance, default=Importance.NORMAL
    )
    territory_weight = models.PositiveSmallIntegerField(
        _("knowledge of the territory"), choices=Importance, default=Importance.LITTLE
    )
    wish_weight = models.PositiveSmallIntegerField(
        _("wishes of the reviewers"), choices=Importance, default=Importance.MUCH
    )
    bids_until = models.DateTimeField(_("wishes are said until"), null=True, blank=True)
    figures = models.JSONField(default=dict, editable=False)
    weighed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("settings of an assignment")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_matchingplan_most_above_least",
                condition=Q(most_files__gte=F("least_files"), most_files__gt=0),
                violation_error_message=_("The largest load is not under the smallest."),
            )
        ]

    def __str__(self) -> str:
        return f"plan of {self.round}"

    @property
    def weights(self) -> dict[str, int]:
        return {
            "trades": self.trade_weight,
            "themes": self.theme_weight,
            "territory": self.territory_weight,
            "wish": self.wish_weight,
        }


def nothing() -> dict[str, Any]:
    return {}


@track(exclude=["outcome"])
class MatchingRun(models.Model):
    """One computation, with what it was asked and what it answered. ``outcome`` holds keys, never names."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="matching_runs")
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.WAITING)
    asked_at = models.DateTimeField(_("asked"), default=clock.moment)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField(_("settings"), default=nothing)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    outcome = models.JSONField(_("answer"), default=nothing)

    class Meta:
        verbose_name = _("computation of an assignment")
        ordering: ClassVar = ["-asked_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["round", "-asked_at"], name="programmes_matchingrun_recent")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state=RunState.WAITING),
                name="programmes_matchingrun_one_waiting",
                violation_error_message=_("A computation is under way already."),
            ),
            models.CheckConstraint(
                name="programmes_matchingrun_finished_has_moment",
                condition=Q(state=RunState.WAITING) | Q(finished_at__isnull=False),
                violation_error_message=_("A finished computation has its moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"assignment of {self.round}"
