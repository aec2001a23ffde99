"""Communes and what contains them, as official codes name them; typologies; road distances.

Rows are never deleted: a commune or an EPCI that disappears stops being current and points to
its successor, so that whatever refers to it stays true. An overseas collectivity (975, 977, 978,
984, 986 to 989) is a ``Department`` of its own kind, without a région.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.territories.enums import (
    VALUES,
    CommuneKind,
    DepartmentKind,
    EpciKind,
    Level,
    PointSource,
    TypologyKind,
)
from maillage.territories.names import slug
from maillage.territories.refs import TerritoryRef


class Vintage(models.Model):
    """One loading of the territory files that changed something; the newest is in force."""

    vintage = models.CharField(_("vintage"), max_length=10)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the files, in order of name.")
    loaded_at = models.DateTimeField(_("loaded"), default=timezone.now)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("vintage of the territories")
        ordering: ClassVar = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return self.vintage


class Territory(models.Model):
    """What a commune, an EPCI, a département and a région share. Addressed by official code."""

    level: ClassVar[Level]
    name = models.CharField(_("name"), max_length=150)
    is_current = models.BooleanField(_("current"), default=True)
    vintage = models.CharField(_("vintage"), max_length=10)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"territories:{self.level}", args=[f"{self.pk}-{self.slug}"])

    @property
    def slug(self) -> str:
        return slug(self.name)

    @property
    def ref(self) -> TerritoryRef:
        return TerritoryRef(self.level, self.pk)


@track(inserts=False)
class Region(Territory):
    level = Level.REGION
    code = models.CharField(_("code"), max_length=2, primary_key=True)
    seat_code = models.CharField(_("seat (INSEE code)"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("région")
        ordering: ClassVar = ["name"]


@track(inserts=False)
class Department(Territory):
    """A département, or an overseas collectivity, which has no région."""

    level = Level.DEPARTMENT
    code = models.CharField(_("code"), max_length=3, primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=DepartmentKind)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, related_name="departments", verbose_name=_("région")
    )
    seat_code = models.CharField(_("seat (INSEE code)"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("département")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="territories_department_has_region",
                condition=Q(kind=DepartmentKind.COLLECTIVITY, region__isnull=True)
                | Q(kind=DepartmentKind.DEPARTMENT, region__isnull=False),
                violation_error_message=_("A département has a région; an overseas collectivity has none."),
            )
        ]


@track(inserts=False)
class Epci(Territory):
    """An own-tax grouping of communes. It may spread over several départements."""

    level = Level.EPCI
    code = models.CharField(_("SIREN"), max_length=9, primary_key=True)
    search_name = models.CharField(max_length=150)
    kind = models.CharField(_("kind"), max_length=2, choices=EpciKind)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="predecessors", verbose_name=_("successor")
    )

    class Meta:
        verbose_name = _("EPCI")
        verbose_name_plural = _("EPCI")
        ordering: ClassVar = ["search_name", "code"]
        indexes: ClassVar = [
            GinIndex(OpClass(F("search_name"), name="gin_trgm_ops"), name="epci_search_trigram"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="territories_epci_current_has_no_successor",
                condition=Q(is_current=False) | Q(successor__isnull=True),
                violation_error_message=_("A current EPCI has no successor."),
            )
        ]


class CommuneQuerySet(models.QuerySet["Commune"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def for_list(self) -> Self:
        """What a list of communes shows, in one query."""
        return self.select_related("epci", "department", "region").order_by("search_name", "code")


@track(inserts=False, exclude=["density"])
class Commune(Territory):
    """What an INSEE code stands for: a commune, or something that was one and has a successor.

    ``population`` is the municipal population, ``area_km2`` comes from simplified polygons (about
    1 % off), and either is None when unknown. Codes that only ever named a part of today's commune
    stand in ``former_codes``; an EPCI that merged stands in ``former_epci_codes`` of the communes
    that it had, so that an area drawn with the old code keeps covering exactly them.
    """

    level = Level.COMMUNE
    code = models.CharField(_("INSEE code"), max_length=5, primary_key=True)
    kind = models.CharField(_("kind"), max_length=20, choices=CommuneKind, default=CommuneKind.COMMUNE)
    other_names = ArrayField(models.CharField(max_length=150), default=list, verbose_name=_("other names"))
    search_name = models.CharField(max_length=150, blank=True)
    search_text = models.CharField(
        max_length=400, blank=True, help_text="Normalised names, each word after a space."
    )
    postal_codes = ArrayField(models.CharField(max_length=5), default=list, verbose_name=_("postal codes"))
    population = models.PositiveIntegerField(_("population"), null=True)
    area_km2 = models.FloatField(_("area (km²)"), null=True)
    density = models.GeneratedField(
        expression=F("population") / NullIf(F("area_km2"), 0.0),
        output_field=models.FloatField(null=True),
        db_persist=True,
        verbose_name=_("people per km²"),
    )
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    point_source = models.CharField(_("source of the point"), max_length=12, choices=PointSource, blank=True)
    epci = models.ForeignKey(
        Epci, on_delete=models.PROTECT, null=True, related_name="communes", verbose_name=_("EPCI")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="communes", verbose_name=_("département")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, related_name="communes", verbose_name=_("région")
    )
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="predecessors", verbose_name=_("successor")
    )
    former_codes = ArrayField(models.CharField(max_length=5), default=list)
    former_epci_codes = ArrayField(models.CharField(max_length=9), default=list)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        # The normalised name: the database's own order puts Évian after Zuydcoote.
        ordering: ClassVar = ["search_name", "code"]
        indexes: ClassVar = [
            models.Index(
                OpClass(F("search_name"), name="text_pattern_ops"),
                F("is_current"),
                name="commune_search_prefix",
            ),
            # A short beginning ("sa") has thousands of names: the most populated first, stop at ten.
            models.Index(
                F("population").desc(nulls_last=True),
                F("code"),
                name="commune_by_population",
                condition=Q(is_current=True),
            ),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="commune_search_word"),
            GinIndex(fields=["postal_codes"], name="commune_postal_codes"),
            GinIndex(fields=["former_codes"], name="commune_former_codes"),
            GinIndex(fields=["former_epci_codes"], name="commune_former_epci"),
            models.Index(fields=["latitude", "longitude"], name="commune_point"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="territories_commune_current_is_whole",
                condition=Q(is_current=False)
                | Q(
                    kind=CommuneKind.COMMUNE,
                    latitude__isnull=False,
                    longitude__isnull=False,
                    successor__isnull=True,
                ),
                violation_error_message=_("A current municipality has coordinates and no successor."),
            ),
            models.CheckConstraint(
                name="territories_commune_point_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Latitude and longitude are given in degrees, together."),
            ),
        ]

    @property
    def is_overseas(self) -> bool:
        return len(self.department_id) == 3

    @property
    def label(self) -> str:
        """Name and postal code, or département when there are several: what a list shows."""
        return f"{self.name} ({self.postal_codes[0] if len(self.postal_codes) == 1 else self.department_id})"


class TerritoryRow(models.Model):
    """One row of a territory set: a coverage area, a perimeter, the field of a call.

    The owner's app subclasses it with a foreign key to the owner, ``related_name="territories"``,
    and a unique constraint on (owner, level, code)::

        class ServiceArea(TerritoryRow):
            service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="territories")

            class Meta(TerritoryRow.Meta):
                constraints = [
                    *TerritoryRow.Meta.constraints,
                    models.UniqueConstraint(fields=["service", "level", "code"], name="…"),
                ]

    Codes are not foreign keys: a set may name five levels, and rows of territories are never deleted.
    ``queries.coverage`` matches sets with communes; ``actions.set_territories`` writes them;
    ``forms.TerritorySetField`` asks for them.
    """

    level = models.CharField(_("level"), max_length=10, choices=Level)
    code = models.CharField(_("code"), max_length=9)

    class Meta:
        abstract = True
        indexes: ClassVar = [models.Index(fields=["level", "code"], name="%(class)s_territory")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_country_is_fr",
                condition=~Q(level=Level.COUNTRY) | Q(code="FR"),
                violation_error_message=_("The only country is France (FR)."),
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def ref(self) -> TerritoryRef:
        return TerritoryRef(Level(self.level), self.code)


@track()
class TypologyRelease(models.Model):
    """One typology as published at one moment. Older ones stay, the newest is in force."""

    kind = models.CharField(_("typology"), max_length=20, choices=TypologyKind)
    vintage = models.CharField(_("vintage"), max_length=10, help_text=_("As 2025, or 2025-07."))
    source = models.CharField(_("source"), max_length=200)
    file_name = models.CharField(_("file"), max_length=200)
    loaded_at = models.DateTimeField(_("loaded"), default=timezone.now)

    class Meta:
        verbose_name = _("published typology")
        ordering: ClassVar = ["kind", "-vintage"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "vintage"],
                name="territories_release_once_per_vintage",
                violation_error_message=_("This vintage of the typology is there already."),
            ),
            models.CheckConstraint(
                name="territories_release_vintage_is_a_date",
                condition=Q(vintage__regex=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
                violation_error_message=_("A vintage is a year, or a year and a month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{TypologyKind(self.kind).label} {self.vintage}"


@track(inserts=False)
class TypologyValue(models.Model):
    """What a release says of a commune. No row means unknown, never "no"."""

    release = models.ForeignKey(TypologyRelease, on_delete=models.CASCADE, related_name="values")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="typologies")
    value = models.CharField(_("value"), max_length=24)

    class Meta:
        verbose_name = _("typology of a municipality")
        indexes: ClassVar = [models.Index(fields=["release", "value"], name="typology_release_value")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["commune", "release"],
                name="territories_typology_once",
                violation_error_message=_("A release says one thing of a municipality."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.label}"

    @property
    def label(self) -> str:
        return str(VALUES[TypologyKind(self.release.kind)](self.value).label)


@track()
class DistanceMatrix(models.Model):
    """A road matrix that the operator imported; its figures replace the estimates."""

    source = models.CharField(_("source"), max_length=200, unique=True)
    vintage = models.CharField(_("vintage"), max_length=10)
    loaded_at = models.DateTimeField(_("loaded"), default=timezone.now)

    class Meta:
        verbose_name = _("road matrix")
        ordering: ClassVar = ["-vintage", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.vintage}"


@track(inserts=False)
class RoadDistance(models.Model):
    """Kilometres and minutes by road from one commune to another."""

    matrix = models.ForeignKey(DistanceMatrix, on_delete=models.CASCADE, related_name="distances")
    origin = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    km = models.FloatField(_("kilometres"))
    minutes = models.FloatField(_("minutes"))

    class Meta:
        verbose_name = _("road distance")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "destination", "matrix"],
                name="territories_distance_once",
                violation_error_message=_("A matrix gives one distance for a journey."),
            ),
            models.CheckConstraint(
                name="territories_distance_positive",
                condition=Q(km__gte=0, minutes__gte=0),
                violation_error_message=_("Kilometres and minutes are not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.destination_id}"
