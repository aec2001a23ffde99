"""What an organisation, a place and a service share: a public record that someone vouches for."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.directory.enums import ConfirmationSource, Publication, RecordKind
from maillage.territories.names import slug

# A confirmation is asked for every year; a month later, silence shows in public.
CONFIRM_EVERY = dt.timedelta(days=365)
STALE_AFTER = dt.timedelta(days=396)

GENERATED = ["name_key", "search"]
# Columns that change without changing what a record is called or found by.
WORDLESS = {
    "merged_into",
    "publication",
    "reminded_at",
    "confirmed_at",
    "confirmed_by",
    "confirmed_source",
    "has_own_area",
}


class Unaccent(Func):
    """The database's immutable unaccenting, laid by core's migrations."""

    function = "f_unaccent"
    output_field = models.CharField()


def name_key_column() -> models.GeneratedField:
    """The name folded (no accent, no capital): sorts as French does, and trigrams compare it."""
    return models.GeneratedField(
        expression=Unaccent(Lower("name")),
        output_field=models.CharField(max_length=220),
        db_persist=True,
    )


def search_column() -> models.GeneratedField:
    """The French search vector: the name weighs A, the words of its categories B, the description C."""

    def vector(column: str, weight: str) -> SearchVector:
        return SearchVector(Unaccent(F(column)), config="maillage_fr", weight=weight)

    return models.GeneratedField(
        expression=vector("name", "A") + vector("words", "B") + vector("description", "C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class Record(models.Model):
    """An abstract public record: draft or published, confirmed by someone, perhaps merged into another.

    ``version`` grows with each change, so that two people who edit at once are told. ``words`` holds the
    French labels of the record's categories for the text search; ``save`` keeps it, and whoever inserts
    in bulk calls ``refresh_words`` first.
    """

    kind: ClassVar[RecordKind]

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=120, editable=False)
    description = models.TextField(_("description"), blank=True)
    publication = models.CharField(
        _("publication"), max_length=10, choices=Publication, default=Publication.DRAFT
    )
    words = models.TextField(blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_source = models.CharField(
        _("source of the confirmation"), max_length=10, choices=ConfirmationSource, blank=True
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_confirmed_whole",
                condition=Q(confirmed_at__isnull=True, confirmed_source="", confirmed_by__isnull=True)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_source="")),
                violation_error_message=_("A confirmation has a moment and a source."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or not {*fields} <= WORDLESS:
            self.refresh_words()
            if fields is not None:
                kwargs["update_fields"] = {*fields, "slug", "words"}
        super().save(*args, **kwargs)

    def refresh_words(self) -> None:
        """Sets ``slug`` and ``words`` from the other columns."""
        self.slug = slug(self.name)[:120].strip("-") or self.kind.value
        with translation.override("fr"):
            self.words = " ".join(str(word) for word in self.category_words() if word)

    def category_words(self) -> list[Any]:
        """The labels that the text search finds this record by."""
        return []

    @property
    def kind_label(self) -> str:
        return str(self.kind.label)

    @property
    def is_published(self) -> bool:
        return self.publication == Publication.PUBLISHED

    @property
    def is_stale(self) -> bool:
        """Nobody has vouched for it for thirteen months (or ever, since it was entered)."""
        return (self.confirmed_at or self.created_at) < timezone.now() - STALE_AFTER


def record_indexes(prefix: str) -> list[models.Index]:
    """The indexes that each kind of record has: text, trigrams, the order of lists, the reminder."""
    return [
        GinIndex(fields=["search"], name=f"{prefix}_search"),
        GinIndex(OpClass(F("name_key"), name="gin_trgm_ops"), name=f"{prefix}_name_trigram"),
        models.Index(
            fields=["name_key", "id"],
            name=f"{prefix}_list",
            condition=Q(publication="published", merged_into__isnull=True),
        ),
        models.Index(fields=["confirmed_at"], name=f"{prefix}_confirmed"),
    ]


def in_degrees(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{prefix}_on_earth",
        condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
        violation_error_message=_("Latitude is between -90 and 90 degrees, longitude between -180 and 180."),
    )


@track()
class ExternalId(models.Model):
    """The name that another list gives to a record, so that importing it again finds it."""

    source = models.CharField(_("source"), max_length=60)
    identifier = models.CharField(_("identifier"), max_length=200)
    organisation = models.ForeignKey(
        "directory.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="external_ids",
    )
    place = models.ForeignKey(
        "directory.Place", on_delete=models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, null=True, blank=True, related_name="external_ids"
    )

    class Meta:
        verbose_name = _("external identifier")
        ordering: ClassVar = ["source", "identifier", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_externalid_one_owner",
                condition=Q(organisation__isnull=False, place__isnull=True, service__isnull=True)
                | Q(organisation__isnull=True, place__isnull=False, service__isnull=True)
                | Q(organisation__isnull=True, place__isnull=True, service__isnull=False),
                violation_error_message=_("An identifier names one record."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["source", "identifier"],
                    condition=Q(**{f"{owner}__isnull": False}),
                    name=f"directory_externalid_once_per_{owner}",
                    violation_error_message=_("This identifier names another record already."),
                )
                for owner in ("organisation", "place", "service")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.identifier}"
