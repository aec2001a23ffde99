"""The logbook of a project: what its carriers and advisers write down, for themselves or for all of them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.projects.enums import EntryKind, EntrySharing
from maillage.projects.models.project import Project


class EntryQuerySet(models.QuerySet["LogbookEntry"]):
    def kept(self) -> Self:
        """Those that nobody took away."""
        return self.filter(removed_at__isnull=True)

    def readable_by(self, user: Any) -> Self:
        """The shared ones and the person's own; who may open the logbook at all is a rule of the project."""
        return self.kept().filter(Q(sharing=EntrySharing.SHARED) | Q(author=user))

    def for_list(self) -> Self:
        """With authors and files, in two queries."""
        return self.select_related("author").prefetch_related(
            Prefetch("files", LogbookFile.objects.select_related("file").order_by("pk"))
        )


# A private note is its author's: no copy of it outlives it.
@track(exclude=["title", "text"])
class LogbookEntry(models.Model):
    """Something that somebody wrote down about a project, and the day it is about.

    A private entry is read by its author only, never by the carriers, whoever wrote it.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="logbook")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind, default=EntryKind.NOTE)
    sharing = models.CharField(
        _("who reads it"), max_length=10, choices=EntrySharing, default=EntrySharing.SHARED
    )
    on = models.DateField(_("day"), default=clock.today)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=8000, blank=True)
    written_at = models.DateTimeField(_("written"), default=clock.moment)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    removed_at = models.DateTimeField(_("taken away"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a logbook")
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="projects_logbook_entry_has_title",
                condition=~Q(title=""),
                violation_error_message=_("An entry has a title."),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "-on", "-id"],
                name="projects_logbook_project",
                condition=Q(removed_at__isnull=True),
            ),
            models.Index(
                fields=["author", "kind", "-on"],
                name="projects_logbook_author",
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"n° {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("projects:entry", args=[self.project_id, self.pk])

    @property
    def event_label(self) -> str:
        return f"n° {self.pk}"

    @property
    def is_private(self) -> bool:
        return self.sharing == EntrySharing.PRIVATE


@track()
class LogbookFile(models.Model):
    """A file joined to an entry: read by those who read the entry."""

    entry = models.ForeignKey(LogbookEntry, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="logbook_file")
    joined_at = models.DateTimeField(default=clock.moment)

    class Meta:
        verbose_name = _("file of a logbook")
        ordering: ClassVar = ["entry", "pk"]

    def __str__(self) -> str:
        return str(self.file)
