"""A call for applications, and the rules that say who may answer it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.programmes.enums import CallPhase, CallState, RuleKind
from maillage.programmes.models.programme import Programme
from maillage.projects.enums import carrier_forms
from maillage.territories.models import TerritoryRow
from maillage.territories.names import slug


class CallQuerySet(models.QuerySet["Call"]):
    def public(self) -> Self:
        return self.filter(state=CallState.PUBLISHED, programme__is_public=True)

    def open(self, at: dt.datetime | None = None) -> Self:
        moment = at or timezone.now()
        return self.public().filter(opens_at__lte=moment, closes_at__gte=moment)

    def for_list(self) -> Self:
        return self.select_related("programme", "programme__operator").order_by("closes_at", "pk")


@track()
class Call(models.Model):
    """Applications are received from one moment to another. Moments are UTC, shown in Paris time.

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
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programmes:call", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slug(self.title) or "appel"

    @property
    def phase(self) -> CallPhase:
        if self.state == CallState.DRAFT:
            return CallPhase.DRAFT
        moment = timezone.now()
        if moment < self.opens_at:
            return CallPhase.UPCOMING
        return CallPhase.OPEN if moment <= self.closes_at else CallPhase.CLOSED

    @property
    def is_open(self) -> bool:
        return self.phase == CallPhase.OPEN


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
