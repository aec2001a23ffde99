"""Records that may be the same one, and the merges that can be undone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.directory.enums import DuplicateReason, DuplicateState, RecordKind
from maillage.directory.models.organisation import Organisation
from maillage.directory.models.place import Place


@track()
class DuplicateProposal(models.Model):
    """Two organisations, or two places, that look like one. The lower id is always ``first``."""

    first_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    second_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    first_place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    second_place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=15, choices=DuplicateReason)
    similarity = models.FloatField(_("similarity of names"), help_text=_("From 0 to 1."))
    distance_km = models.FloatField(_("distance (km)"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=DuplicateState, default=DuplicateState.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("possible duplicate")
        ordering: ClassVar = ["-similarity", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_duplicate_two_of_a_kind",
                condition=Q(
                    first_organisation__isnull=False,
                    second_organisation__isnull=False,
                    first_place__isnull=True,
                    second_place__isnull=True,
                    first_organisation__lt=F("second_organisation"),
                )
                | Q(
                    first_organisation__isnull=True,
                    second_organisation__isnull=True,
                    first_place__isnull=False,
                    second_place__isnull=False,
                    first_place__lt=F("second_place"),
                ),
                violation_error_message=_("A proposal is about two records of one kind."),
            ),
            models.UniqueConstraint(
                fields=["first_organisation", "second_organisation"],
                name="directory_duplicate_organisations_once",
            ),
            models.UniqueConstraint(
                fields=["first_place", "second_place"], name="directory_duplicate_places_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    @property
    def first(self) -> Organisation | Place:
        found = self.first_organisation or self.first_place
        assert found is not None  # noqa: S101 - held by directory_duplicate_two_of_a_kind
        return found

    @property
    def second(self) -> Organisation | Place:
        found = self.second_organisation or self.second_place
        assert found is not None  # noqa: S101 - held by directory_duplicate_two_of_a_kind
        return found


@track()
class MergeRecord(models.Model):
    """What a merge did, in enough detail to undo it.

    ``moves`` is a list of ``{"model": "app.Model", "pk", "field", "from", "to"}``, in the order done;
    ``left`` the same without values, for links that stayed because the kept record has their equal;
    ``filled`` has the columns of the kept record that were empty and took the other's value, as
    ``{column: [before, after]}``.
    """

    kind = models.CharField(max_length=12, choices=RecordKind)
    kept_id = models.BigIntegerField()
    dropped_id = models.BigIntegerField()
    moves = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    left = models.JSONField(default=list)
    filled = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    dropped_publication = models.CharField(max_length=10)
    why = models.TextField(blank=True)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("merge")
        ordering: ClassVar = ["-merged_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_merge_two_records",
                condition=~Q(kept_id=F("dropped_id")),
                violation_error_message=_("A merge is about two records."),
            ),
            models.UniqueConstraint(
                fields=["kind", "dropped_id"],
                condition=Q(undone_at__isnull=True),
                name="directory_merge_dropped_once",
                violation_error_message=_("This record has been merged already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.dropped_id} → {self.kept_id}"
