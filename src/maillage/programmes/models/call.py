"""A call for applications, and the rules that say who may answer it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import CallPhase, CallState, CarrierScope, RuleKind
from maillage.programmes.models.programme import Programme
from maillage.projects.enums import carrier_forms
from maillage.territories.models import TerritoryRow
from maillage.territories.names import slug

FIRST_SLUG = "dossier"


def receiving(moment: dt.datetime, prefix: str = "") -> Q:
    """Calls with an intake at ``moment``, by their own columns alone.

    Args:
        prefix: the way from the filtered model to the call, as ``"calls__"``.
    """
    # Of several intakes, those open at a moment are the pairs whose opening is past and whose closing is
    # not; they never overlap, so their subquery has one row at most.
    between = Q(**{f"{prefix}opens_at__lte": moment, f"{prefix}closes_at__gte": moment})
    return between & (Q(**{f"{prefix}intakes": []}) | Q(_in_an_intake(moment, prefix)))


def _in_an_intake(moment: dt.datetime, prefix: str) -> Exists:
    from maillage.programmes.models.stage import Window  # it points here: a cycle of modules otherwise

    return Exists(
        Window.objects.filter(
            wave__call=OuterRef(f"{prefix}pk"), stage__position=1, opens_at__lte=moment, closes_at__gte=moment
        )
    )


class CallQuerySet(models.QuerySet["Call"]):
    def public(self) -> Self:
        return self.filter(state=CallState.PUBLISHED, programme__is_public=True)

    def open(self, at: dt.datetime | None = None) -> Self:
        """Where a new application may be sent at that moment (now): inside the intake of a wave."""
        return self.public().filter(receiving(at or timezone.now()))

    def for_list(self) -> Self:
        return self.select_related("programme", "programme__operator").order_by("closes_at", "pk")


@track()
class Call(models.Model):
    """Applications are received from one moment to another. Moments are UTC, shown in Paris time.

    A call always has a first stage and a first wave (``models.stage``), made with it. While it has one
    wave, ``opens_at``, ``closes_at``, ``places`` and ``budget_amount`` are that wave's, and written
    nowhere else. With several, waves have their own and these are the sums and bounds of them, kept by
    ``actions.stage``, as are ``intakes``: the opening and the closing of the first stage of each wave,
    flat and in order, so that a list of calls says which are open without a query (ADR 0009).

    Whether the call is open at the moment of a submission is told by the database's clock
    (``actions.application.submit``); ``phase`` only says what pages show.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=300)
    text = models.TextField(_("presentation"), blank=True)
    next_steps = models.TextField(
        _("what happens next"),
        help_text=_("Goes into the receipt: when and how people will be answered."),
    )
    state = models.CharField(_("state"), max_length=10, choices=CallState, default=CallState.DRAFT)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    places = models.PositiveIntegerField(_("number of places"))
    budget_amount = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.moment)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    intakes = ArrayField(models.DateTimeField(), default=list, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        ordering: ClassVar = ["-closes_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["closes_at"], name="programmes_call_closes")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="programmes_call_closes_after_opening",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("A call closes after it opens."),
            ),
            models.CheckConstraint(
                name="programmes_call_has_places",
                condition=Q(places__gt=0),
                violation_error_message=_("A call has at least one place."),
            ),
            models.CheckConstraint(
                name="programmes_call_published_has_moment",
                condition=Q(state=CallState.DRAFT) | Q(published_at__isnull=False),
                violation_error_message=_("A published call has the moment of its publication."),
            ),
            models.CheckConstraint(
                name="programmes_call_budget_positive",
                condition=Q(budget_amount__isnull=True) | Q(budget_amount__gt=0),
                violation_error_message=_("A budget is more than zero."),
            ),
            models.CheckConstraint(
                name="programmes_call_withdrawn_has_reason",
                condition=~Q(state=CallState.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                violation_error_message=_("A withdrawn call says when and why."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **options: Any) -> None:
        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **options)
            if is_new:
                self.stages.create(position=1, slug=FIRST_SLUG, title=_t("Application file"))
                self.waves.create(number=1)

    def get_absolute_url(self) -> str:
        return reverse("programmes:call", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slug(self.title) or "appel"

    @property
    def phase(self) -> CallPhase:
        if self.state == CallState.DRAFT:
            return CallPhase.DRAFT
        if self.state == CallState.WITHDRAWN:
            return CallPhase.WITHDRAWN
        moment = timezone.now()
        opens_at, closes_at = self.intake
        if moment < opens_at:
            return CallPhase.UPCOMING
        return CallPhase.OPEN if moment <= closes_at else CallPhase.CLOSED

    @property
    def is_open(self) -> bool:
        return self.phase == CallPhase.OPEN

    def intake_at(self, moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """The opening and closing that matter at a moment: of the wave that receives, else of the next
        one, else of the last one."""
        pairs = list(zip(self.intakes[::2], self.intakes[1::2], strict=True))
        coming = [pair for pair in pairs if pair[1] >= moment]
        return coming[0] if coming else pairs[-1] if pairs else (self.opens_at, self.closes_at)

    @property
    def intake(self) -> tuple[dt.datetime, dt.datetime]:
        return self.intake_at(timezone.now())

    @property
    def next_opening(self) -> dt.datetime:
        return self.intake[0]

    @property
    def next_closing(self) -> dt.datetime:
        return self.intake[1]


@track()
class EligibilityRule(models.Model):
    """One condition; a call asks for all of them. A rule of several typologies or forms asks for one.

    ``sentence`` is what people read: the condition, in the officer's words. Columns hold what
    their kind needs and nothing else. ``eligibility`` evaluates.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20, choices=RuleKind)
    sentence = models.CharField(_("sentence"), max_length=300)
    typologies = ArrayField(
        models.CharField(max_length=50),
        default=list,
        blank=True,
        help_text=_("Kind and value, as “density:6”; one of them is enough."),
    )
    population_below = models.PositiveIntegerField(_("fewer inhabitants than"), null=True, blank=True)
    legal_forms = ArrayField(models.CharField(max_length=30, choices=carrier_forms), default=list, blank=True)
    carriers = models.CharField(
        _("of the carriers"), max_length=4, choices=CarrierScope, default=CarrierScope.ANY
    )

    class Meta:
        verbose_name = _("rule of eligibility")
        ordering: ClassVar = ["call", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "position"],
                name="programmes_rule_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="programmes_rule_has_sentence",
                condition=~Q(sentence=""),
                violation_error_message=_("A rule says its condition in a sentence."),
            ),
            models.CheckConstraint(
                name="programmes_rule_holds_its_kind",
                condition=Q(
                    kind=RuleKind.TERRITORY,
                    typologies=[],
                    population_below__isnull=True,
                    legal_forms=[],
                )
                | Q(
                    ~Q(typologies=[]),
                    kind=RuleKind.TYPOLOGY,
                    population_below__isnull=True,
                    legal_forms=[],
                )
                | Q(
                    kind=RuleKind.POPULATION_BELOW,
                    typologies=[],
                    population_below__gt=0,
                    legal_forms=[],
                )
                | Q(
                    ~Q(legal_forms=[]),
                    kind=RuleKind.LEGAL_FORM,
                    typologies=[],
                    population_below__isnull=True,
                ),
                violation_error_message=_("A rule holds what its kind needs, and nothing else."),
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


@track()
class RuleTerritory(TerritoryRow):
    """A row of a rule's territory set; being in one of them is enough."""

    rule = models.ForeignKey(EligibilityRule, on_delete=models.CASCADE, related_name="territories")

    class Meta(TerritoryRow.Meta):
        verbose_name = _("territory of a rule")
        constraints: ClassVar = [
            *TerritoryRow.Meta.constraints,
            models.UniqueConstraint(fields=["rule", "level", "code"], name="programmes_rule_territory_once"),
        ]
