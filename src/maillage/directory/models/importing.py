"""Lists that came in: how their columns were understood, what was done, what each line said."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.directory.enums import ImportState
from maillage.directory.models.organisation import Organisation
from maillage.directory.models.record import ExternalId


@track()
class ImportMapping(models.Model):
    """The columns of a list as they were understood last: proposed again for the same header."""

    source = models.CharField(_("source"), max_length=60)
    signature = models.CharField(max_length=24, help_text=_("A digest of the names of the columns."))
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField(_("used"), default=timezone.now)

    class Meta:
        verbose_name = _("remembered columns")
        ordering: ClassVar = ["source", "-used_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "signature"], name="directory_importmapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.signature}"


@track(exclude=["report"])
class ImportRun(models.Model):
    """One file, from its upload to its effect.

    ``report`` is what ``importing.report`` makes: each line with its outcome. Until the run is applied
    it tells what would happen; afterwards, what did.
    """

    source = models.CharField(
        _("source"), max_length=60, help_text=_("Who keeps the list: “anct”, “region-occitanie”…")
    )
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="import_runs",
        verbose_name=_("for the organisation"),
    )
    columns = models.JSONField(default=dict, blank=True)
    department = models.CharField(_("département of the list"), max_length=3, blank=True)
    listed_on = models.DateField(_("date of the list"), null=True, blank=True)
    take_theirs = models.BooleanField(_("the list wins over local edits"), default=False)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREPARED)
    counts = models.JSONField(default=dict, blank=True)
    report = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_importrun_applied_has_moment",
                condition=~Q(state=ImportState.APPLIED) | Q(applied_at__isnull=False),
                violation_error_message=_("An applied import has its moment."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.source})"

    def get_absolute_url(self) -> str:
        return reverse("importing:run", args=[self.pk])

    @property
    def is_applied(self) -> bool:
        return self.state == ImportState.APPLIED


@track(inserts=False)
class ImportedValues(models.Model):
    """What a list last said of a record: the base that tells its changes from local edits."""

    external_id = models.OneToOneField(ExternalId, on_delete=models.CASCADE, related_name="imported")
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    run = models.ForeignKey(
        ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported"
    )

    class Meta:
        verbose_name = _("imported values")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.external_id)
