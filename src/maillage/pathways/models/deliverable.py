"""What a project hands in along a pathway, what its referent says of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.pathways.enums import DeliverableKind
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.models.enrolment import Enrolment
from maillage.pathways.models.pathway import Pathway


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def for_list(self) -> Self:
        return self.select_related("pathway", "project", "enrolment__user", "referent").defer("text")


@track(exclude=["text", "revision", "saved_at"])
class Deliverable(models.Model):
    """One piece of work, of a project, or of a person who follows the pathway without one.

    ``template_key`` names the session that asks for it. ``revision`` grows with each save: two carriers who
    write at once are told.
    """

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="deliverables")
    kind = models.CharField(_("kind"), max_length=20, choices=DeliverableKind)
    template_key = models.SlugField(max_length=60, blank=True)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        related_name="deliverables",
        null=True,
        blank=True,
        verbose_name=_("project"),
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="deliverables", null=True, blank=True
    )
    referent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("referent"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DeliverableState, default=DeliverableState.TO_DO
    )
    due_on = models.DateField(_("expected by"), null=True, blank=True)
    text = models.TextField(_("text"), max_length=40_000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=clock.moment)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.moment)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        verbose_name = _("deliverable")
        ordering: ClassVar = ["pathway", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pathways_deliverable_of_one",
                condition=Q(project__isnull=False, enrolment__isnull=True)
                | Q(project__isnull=True, enrolment__isnull=False),
                violation_error_message=_("A deliverable is a project’s, or a person’s."),
            ),
            models.CheckConstraint(
                name="pathways_deliverable_handed_in_has_moment",
                condition=Q(state=DeliverableState.TO_DO) | Q(handed_in_at__isnull=False),
                violation_error_message=_("What was handed in says when."),
            ),
            models.UniqueConstraint(
                fields=["pathway", "kind", "project"],
                condition=Q(project__isnull=False),
                name="pathways_deliverable_once_a_project",
            ),
            models.UniqueConstraint(
                fields=["pathway", "kind", "enrolment"],
                condition=Q(enrolment__isnull=False),
                name="pathways_deliverable_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.of}"

    def get_absolute_url(self) -> str:
        return reverse("deliverables:deliverable", args=[self.pk])

    @property
    def of(self) -> str:
        """Whose it is."""
        return str(self.project or self.enrolment)

    @property
    def event_label(self) -> str:
        return f"{self.get_kind_display()} · {self.project or self.enrolment_id}"


@track(exclude=["text"])
class DeliverableVersion(models.Model):
    """What was handed in, each time: the referent's words are about that text."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.moment)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("text of a deliverable as it was handed in")
        ordering: ClassVar = ["deliverable", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deliverable", "number"], name="pathways_deliverable_version")
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} · {self.number}"


@track()
class DeliverableComment(models.Model):
    """Words between a referent and those who hand in."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("comment on a deliverable")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="pathways_deliverable_comment_says", condition=~Q(text=""))
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} · {self.pk}"


@track()
class DeliverableFile(models.Model):
    """A file joined to a deliverable."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="deliverable_file")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.moment)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of a deliverable")
        ordering: ClassVar = ["deliverable", "at", "pk"]

    def __str__(self) -> str:
        return str(self.file)
