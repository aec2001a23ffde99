"""What a session shares with those who follow it: links and files."""

from __future__ import annotations

from typing import ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.core.models import StoredFile
from maillage.pathways.models.session import Session


class ResourceQuerySet(models.QuerySet["SessionResource"]):
    def live(self) -> Self:
        """Those that are shared now."""
        return self.filter(removed_at=None)

    def for_list(self) -> Self:
        return self.select_related("file", "by").order_by("at", "pk")


@track()
class SessionResource(models.Model):
    """A link or a file, with what to do with it and how long it takes.

    ``by`` is nobody for what came with the kit. ``kit_title`` is the title of the kit's resource that this
    one is, or that it answers; empty for what the kit did not foresee. ``told_at`` is when those who follow
    were written to about it; the moment at which it was shared (``at``) when nobody had to be.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="resources")
    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="session_resource"
    )
    note = models.TextField(_("what to do with it"), max_length=500, blank=True)
    minutes = models.PositiveSmallIntegerField(_("how long it takes, in minutes"), null=True, blank=True)
    kit_title = models.CharField(max_length=150, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("shared"), default=clock.moment)
    told_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource of a session")
        ordering: ClassVar = ["session", "at", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["at"],
                name="pathways_resource_untold",
                condition=Q(told_at__isnull=True, removed_at__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="pathways_resource_has_title",
                condition=~Q(title=""),
                violation_error_message=_("A resource has a title."),
            ),
            models.CheckConstraint(
                name="pathways_resource_link_or_file",
                condition=(~Q(url="") & Q(file__isnull=True)) | Q(url="", file__isnull=False),
                violation_error_message=_("A resource is a link or a file."),
            ),
            models.CheckConstraint(
                name="pathways_resource_link_is_secure",
                condition=Q(url="") | Q(url__startswith="https://"),
                violation_error_message=_("A link begins with https://."),
            ),
            models.CheckConstraint(
                name="pathways_resource_takes_time",
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0),
                violation_error_message=_("A resource takes a minute at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def event_label(self) -> str:
        return f"{self.session} · {self.title}"

    @property
    def host(self) -> str:
        """Whose page a link opens; empty for a file."""
        return urlsplit(self.url).hostname or ""

    @property
    def address(self) -> str:
        """Where it opens."""
        if self.file is None:
            return self.url
        return reverse("core:stored_file", args=[self.file.pk, self.file.name])
