"""How a call is cut: stages (what is asked, one after the other) and waves (when, for how many places)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.programmes.enums import Admission, QuotaKind, StageVisibility
from maillage.programmes.models.call import Call


@dataclass(frozen=True)
class Moments:
    """From one moment to another, both included."""

    opens_at: dt.datetime
    closes_at: dt.datetime

    def hold(self, moment: dt.datetime) -> bool:
        return self.opens_at <= moment <= self.closes_at


@track()
class Stage(models.Model):
    """A step of a call with its own file: an expression of interest, then a full file.

    ``slug`` is stable: a questionnaire names stages by it (“needed from this stage”).
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("position"))
    slug = models.SlugField(_("short name"), max_length=40)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("what is asked"), blank=True)
    version = models.ForeignKey(
        "questionnaires.Version",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stages",
        verbose_name=_("questionnaire"),
    )
    visibility = models.CharField(
        _("who reads its questions"),
        max_length=10,
        choices=StageVisibility,
        default=StageVisibility.PUBLIC,
    )
    admission = models.CharField(
        _("who may answer"), max_length=10, choices=Admission, default=Admission.EVERYONE
    )

    class Meta:
        verbose_name = _("stage")
        ordering: ClassVar = ["call", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "position"],
                name="programmes_stage_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["call", "slug"],
                name="programmes_stage_slug",
                violation_error_message=_("Another stage of the call has this short name."),
            ),
            models.CheckConstraint(
                name="programmes_stage_has_title",
                condition=~Q(title="") & ~Q(slug="") & Q(position__gt=0),
                violation_error_message=_("A stage has a title."),
            ),
            models.CheckConstraint(
                name="programmes_stage_first_is_for_everyone",
                condition=Q(position__gt=1) | Q(admission=Admission.EVERYONE),
                violation_error_message=_("The first stage is open to everyone."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_first(self) -> bool:
        return self.position == 1


@track()
class Wave(models.Model):
    """A round of a call with its own moments and means.

    ``places`` and ``budget_amount`` are NULL while it is the only wave: they are then the call's.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=80, blank=True)
    places = models.PositiveIntegerField(_("number of places"), null=True, blank=True)
    budget_amount = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("wave")
        ordering: ClassVar = ["call", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "number"], name="programmes_wave_number"),
            models.CheckConstraint(
                name="programmes_wave_has_places",
                condition=Q(places__isnull=True) | Q(places__gt=0),
                violation_error_message=_("A wave has at least one place."),
            ),
            models.CheckConstraint(
                name="programmes_wave_budget_positive",
                condition=Q(budget_amount__isnull=True) | Q(budget_amount__gt=0),
                violation_error_message=_("A budget is more than zero."),
            ),
            models.CheckConstraint(
                name="programmes_wave_number_positive",
                condition=Q(number__gt=0),
                violation_error_message=_("Waves are counted from one."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or _t("Wave %(number)d") % {"number": self.number}

    @property
    def places_offered(self) -> int:
        """Its places; the call's while it is the only wave."""
        return self.call.places if self.places is None else self.places

    def moments_of(self, stage: Stage) -> Moments | None:
        """When a stage receives files in this wave; None when that is not said yet. One query, none for
        the first stage of an only wave."""
        if stage.is_first and not self.call.intakes:
            return Moments(self.call.opens_at, self.call.closes_at)
        window = self.windows.filter(stage=stage).first()
        return window.moments if window else None

    def moments_of_all(self, stages: Iterable[Stage]) -> dict[int, Moments | None]:
        """The same for several stages, by their keys: one query."""
        windows = {row.stage_id: row.moments for row in self.windows.order_by("pk")}
        alone = Moments(self.call.opens_at, self.call.closes_at)
        return {
            stage.pk: alone if stage.is_first and not self.call.intakes else windows.get(stage.pk)
            for stage in stages
        }

    @property
    def budget_offered(self) -> Decimal | None:
        """Its budget; the call's while it is the only wave. None when no budget was said."""
        return self.call.budget_amount if self.places is None else self.budget_amount


@track()
class Window(models.Model):
    """When a stage receives files in a wave.

    The first stage of an only wave has no row: the call's own moments are it. A later stage without a
    row has no moments yet, and receives nothing.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="windows")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="windows")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))

    class Meta:
        verbose_name = _("moments of a stage")
        ordering: ClassVar = ["wave", "stage"]
        indexes: ClassVar = [models.Index(fields=["stage", "opens_at"], name="programmes_window_stage")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wave", "stage"], name="programmes_window_once"),
            models.CheckConstraint(
                name="programmes_window_closes_after_opening",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("A stage closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} · {self.wave}"

    @property
    def moments(self) -> Moments:
        return Moments(self.opens_at, self.closes_at)


@track()
class Quota(models.Model):
    """Of a wave's places, how many at most go to a département or to a kind of commune.

    ``value`` is a code of département, or a typology as “density:6”.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="quotas")
    kind = models.CharField(_("kind"), max_length=12, choices=QuotaKind)
    value = models.CharField(_("for"), max_length=50)
    places = models.PositiveIntegerField(_("places at most"))

    class Meta:
        verbose_name = _("quota")
        ordering: ClassVar = ["wave", "kind", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["wave", "kind", "value"],
                name="programmes_quota_once",
                violation_error_message=_("This wave has a quota for that already."),
            ),
            models.CheckConstraint(
                name="programmes_quota_says_for_what",
                condition=~Q(value=""),
                violation_error_message=_("A quota says for what."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.places}"
