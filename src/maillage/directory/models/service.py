"""Support offers, and where they reach."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.directory.enums import (
    Audience,
    PriceKind,
    RecordKind,
    Referrer,
    ServiceFormat,
    Stage,
    Theme,
)
from maillage.directory.models.organisation import Organisation
from maillage.directory.models.place import Place
from maillage.directory.models.querysets import ServiceQuerySet
from maillage.directory.models.record import (
    GENERATED,
    Record,
    name_key_column,
    record_indexes,
    search_column,
)
from maillage.territories.models import TerritoryRow


def stages() -> list[tuple[str, Any]]:
    return Stage.choices


def audiences() -> list[tuple[str, Any]]:
    return Audience.choices


def themes() -> list[tuple[str, Any]]:
    return Theme.choices


def formats() -> list[tuple[str, Any]]:
    return ServiceFormat.choices


def referrers() -> list[tuple[str, Any]]:
    return Referrer.choices


@track(exclude=GENERATED)
class Service(Record):
    """What an organisation offers to people with a project.

    Its area is its own rows in ``territories``; while ``has_own_area`` is False it follows the
    perimeter of its organisation.
    """

    kind = RecordKind.SERVICE

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="services",
        verbose_name=_("offered by"),
    )
    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    stages = ArrayField(
        models.CharField(max_length=20, choices=stages),
        default=list,
        blank=True,
        verbose_name=_("stages of the project"),
    )
    audiences = ArrayField(
        models.CharField(max_length=30, choices=audiences),
        default=list,
        blank=True,
        verbose_name=_("for whom"),
    )
    themes = ArrayField(
        models.CharField(max_length=30, choices=themes), default=list, blank=True, verbose_name=_("themes")
    )
    formats = ArrayField(
        models.CharField(max_length=20, choices=formats), default=list, blank=True, verbose_name=_("formats")
    )
    price_kind = models.CharField(_("price"), max_length=10, choices=PriceKind, default=PriceKind.UNKNOWN)
    price_amount = models.DecimalField(_("price (€)"), max_digits=9, decimal_places=2, null=True, blank=True)
    price_note = models.CharField(_("price, in words"), max_length=250, blank=True)
    capacity = models.PositiveIntegerField(_("people or projects per year"), null=True, blank=True)
    capacity_note = models.CharField(_("capacity, in words"), max_length=250, blank=True)
    duration = models.CharField(_("duration, in words"), max_length=120, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    referrers = ArrayField(
        models.CharField(max_length=30, choices=referrers),
        default=list,
        blank=True,
        verbose_name=_("who may refer"),
    )
    website = models.URLField(_("web page"), max_length=300, blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    phone = models.CharField(_("public telephone"), max_length=30, blank=True)
    places: models.ManyToManyField[Place, Any] = models.ManyToManyField(
        Place, blank=True, related_name="services", verbose_name=_("places where sessions are held")
    )
    has_own_area = models.BooleanField(_("has its own area"), default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", editable=False
    )
    name_key = name_key_column()
    search = search_column()

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("support offer")
        verbose_name_plural = _("support offers")
        indexes: ClassVar = [
            *record_indexes("service"),
            GinIndex(fields=["stages"], name="service_stages"),
            GinIndex(fields=["themes"], name="service_themes"),
        ]
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="directory_service_capacity_positive",
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                violation_error_message=_("A capacity is at least one; leave it empty when unknown."),
            ),
            models.CheckConstraint(
                name="directory_service_price_fits_its_kind",
                condition=Q(price_amount__isnull=True)
                | Q(price_kind="free", price_amount=0)
                | (~Q(price_kind="free") & Q(price_amount__gte=0)),
                violation_error_message=_("A price is not negative, and what is free costs nothing."),
            ),
            models.CheckConstraint(
                name="directory_service_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message=_("A record cannot be merged into itself."),
            ),
        ]

    def category_words(self) -> list[Any]:
        return [
            self.summary,
            *self.theme_labels,
            *self.audience_labels,
            *self.stage_labels,
            *self.format_labels,
        ]

    @property
    def stage_labels(self) -> list[str]:
        # In the order of a project's life, whatever the order in which boxes were ticked.
        return [str(stage.label) for stage in Stage if stage in self.stages]

    @property
    def audience_labels(self) -> list[str]:
        return [str(audience.label) for audience in Audience if audience in self.audiences]

    @property
    def theme_labels(self) -> list[str]:
        return [str(theme.label) for theme in Theme if theme in self.themes]

    @property
    def format_labels(self) -> list[str]:
        return [str(format_.label) for format_ in ServiceFormat if format_ in self.formats]

    @property
    def referrer_labels(self) -> list[str]:
        return [str(referrer.label) for referrer in Referrer if referrer in self.referrers]

    def get_absolute_url(self) -> str:
        return reverse("directory:service", args=[self.pk, self.slug])


@track()
class ServiceArea(TerritoryRow):
    """A piece of the area that a service covers."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="territories")

    class Meta(TerritoryRow.Meta):
        verbose_name = _("piece of an area")
        constraints: ClassVar = [
            *TerritoryRow.Meta.constraints,
            models.UniqueConstraint(fields=["service", "level", "code"], name="directory_servicearea_once"),
        ]
