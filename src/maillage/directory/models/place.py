"""Sites, apart from the organisations that run them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.directory.enums import (
    Accessibility,
    LocationPrecision,
    PlaceStatus,
    PlaceType,
    RecordKind,
    Trade,
)
from maillage.directory.models.organisation import Organisation
from maillage.directory.models.querysets import PlaceQuerySet
from maillage.directory.models.record import (
    GENERATED,
    Record,
    in_degrees,
    name_key_column,
    record_indexes,
    search_column,
)
from maillage.directory.validators import validate_opening_hours


def place_types() -> list[tuple[str, Any]]:
    return PlaceType.choices


def trades() -> list[tuple[str, Any]]:
    return Trade.choices


@track(exclude=GENERATED)
class Place(Record):
    """A site. Its coordinates default to its commune's, and ``location_precision`` says so."""

    kind = RecordKind.PLACE

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("run by"),
    )
    status = models.CharField(_("status"), max_length=10, choices=PlaceStatus, default=PlaceStatus.OPEN)
    types = ArrayField(
        models.CharField(max_length=30, choices=place_types),
        default=list,
        blank=True,
        verbose_name=_("types of place"),
    )
    trades = ArrayField(
        models.CharField(max_length=30, choices=trades), default=list, blank=True, verbose_name=_("trades")
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True)
    commune = models.ForeignKey(
        "territories.Commune",
        on_delete=models.PROTECT,
        related_name="places",
        verbose_name=_("municipality"),
    )
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    location_precision = models.CharField(
        _("precision of the position"),
        max_length=10,
        choices=LocationPrecision,
        default=LocationPrecision.COMMUNE,
    )
    opening_hours = models.CharField(
        _("opening hours"), max_length=500, blank=True, validators=[validate_opening_hours]
    )
    opening_note = models.CharField(_("note on opening"), max_length=200, blank=True)
    surface_m2 = models.PositiveIntegerField(_("total surface (m²)"), null=True, blank=True)
    workshop_surface_m2 = models.PositiveIntegerField(_("surface of workshops (m²)"), null=True, blank=True)
    accessibility = models.CharField(
        _("accessibility"), max_length=8, choices=Accessibility, default=Accessibility.UNKNOWN
    )
    accessibility_note = models.CharField(_("note on accessibility"), max_length=250, blank=True)
    equipment = models.TextField(_("equipment"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    phone = models.CharField(_("public telephone"), max_length=30, blank=True)
    opened_on = models.DateField(_("open since"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", editable=False
    )
    name_key = name_key_column()
    search = search_column()

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes: ClassVar = [
            *record_indexes("place"),
            models.Index(fields=["latitude", "longitude"], name="place_point"),
            GinIndex(fields=["types"], name="place_types"),
            GinIndex(fields=["trades"], name="place_trades"),
        ]
        constraints: ClassVar = [
            *Record.Meta.constraints,
            in_degrees("directory_place"),
            models.CheckConstraint(
                name="directory_place_workshops_within_surface",
                condition=Q(surface_m2__isnull=True)
                | Q(workshop_surface_m2__isnull=True)
                | Q(workshop_surface_m2__lte=F("surface_m2")),
                violation_error_message=_("The workshops cannot be larger than the whole place."),
            ),
            models.CheckConstraint(
                name="directory_place_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                violation_error_message=_("A record cannot be merged into itself."),
            ),
        ]

    def category_words(self) -> list[Any]:
        return [
            *(PlaceType(value).label for value in self.types if value in PlaceType.values),
            *(Trade(value).label for value in self.trades if value in Trade.values),
            self.equipment,
            self.commune.name if self.commune_id else "",
        ]

    @property
    def type_labels(self) -> list[str]:
        return [str(PlaceType(value).label) for value in self.types if value in PlaceType.values]

    @property
    def trade_labels(self) -> list[str]:
        return [str(Trade(value).label) for value in self.trades if value in Trade.values]

    def get_absolute_url(self) -> str:
        return reverse("directory:place", args=[self.pk, self.slug])


@track()
class PlacePhoto(models.Model):
    """A picture of a place, with the words that stand for it."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="place_photo")
    alt_text = models.CharField(
        _("what the picture shows"),
        max_length=250,
        help_text=_("Read aloud to people who do not see it."),
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo")
        ordering: ClassVar = ["rank", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_placephoto_has_words",
                condition=~Q(alt_text=""),
                violation_error_message=_("Say what the picture shows."),
            )
        ]

    def __str__(self) -> str:
        return self.alt_text
