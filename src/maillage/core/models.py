"""What the ground floor keeps: the event log, the outbox and received files."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar
from urllib.parse import urlsplit

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.enums import OutboxKind, OutboxState, ScanResult
from maillage.core.history import track


class Event(models.Model):
    """One thing that happened. Appended only: triggers refuse UPDATE and DELETE."""

    at = models.DateTimeField(_("moment"), default=timezone.now, db_default=Now())
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.CharField(max_length=40)
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField(_("about"), max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    verb = models.CharField(_("what"), max_length=80)
    field = models.CharField(max_length=40, blank=True)
    from_state = models.CharField(_("from"), max_length=40, blank=True)
    to_state = models.CharField(_("to"), max_length=40, blank=True)
    why = models.TextField(_("why"), blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="core_event_subject"),
            BrinIndex(fields=["at"], name="core_event_at_brin"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.verb} · {self.subject_label}"


def new_message_id() -> str:
    """A Message-ID (RFC 5322) or delivery id, fixed at creation so that a retry keeps it."""
    return f"{uuid.uuid4()}@{urlsplit(settings.BASE_URL).hostname}"


class OutboxMessage(models.Model):
    """An e-mail or webhook that leaves after commit. Never lost, sent again under the same id."""

    kind = models.CharField(max_length=10, choices=OutboxKind)
    state = models.CharField(max_length=10, choices=OutboxState, default=OutboxState.PENDING)
    message_id = models.CharField(max_length=120, unique=True, default=new_message_id)
    recipient = models.CharField(_("to"), max_length=500, help_text=_("E-mail address, or webhook URL."))
    subject = models.CharField(max_length=300, blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    payload = models.JSONField(null=True, blank=True)
    secret = models.CharField(max_length=100, blank=True)
    template = models.CharField(max_length=100, blank=True)
    attachment = models.ForeignKey(
        "core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    request_id = models.CharField(
        max_length=40, blank=True, help_text=_("The request that caused it, as found in the logs.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    # While waiting: the next attempt. While leaving: the end of the lease. Afterwards: the last attempt.
    next_attempt_at = models.DateTimeField(default=clock.wall)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("message to send")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at"],
                name="core_outbox_due",
                condition=Q(state__in=["pending", "sending"]),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="core_outbox_sent_has_moment",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                violation_error_message=_("A sent message has the moment it left."),
            )
        ]

    def __str__(self) -> str:
        # No address: this goes to logs and to the event log, which forgets nothing.
        return f"{self.kind} {self.pk} · {self.template}"


@track(exclude=["secret"])
class WebhookEndpoint(models.Model):
    """Somebody's server, told of the events that it asked for."""

    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(
        _("secret"),
        max_length=100,
        help_text=_("Starts with “whsec_”: the receiver checks signatures with it."),
    )
    verbs = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("events"),
        help_text=_(
            "Events to announce, separated by commas: “directory.place_created”, “directory.*” or “*”."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("webhook address")
        verbose_name_plural = _("webhook addresses")
        ordering: ClassVar = ["url", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="core_webhook_wants_something",
                condition=Q(verbs__len__gt=0),
                violation_error_message=_("Say which events this address is told of."),
            ),
            models.CheckConstraint(
                name="core_webhook_has_secret",
                condition=Q(secret__startswith="whsec_"),  # noqa: S106 - a prefix
                violation_error_message=_("The secret starts with “whsec_”."),
            ),
        ]

    def __str__(self) -> str:
        return str(urlsplit(self.url).hostname)


def stored_file_path(stored: StoredFile, _name: str) -> str:
    """An address that tells nothing and never collides; the person's file name is kept beside."""
    return f"{timezone.now():%Y/%m}/{secrets.token_urlsafe(24)}"


class StoredFile(models.Model):
    """A received file: private, sized, its real type sniffed, scanned when a clamd is configured.

    Served by a view that asks the owner's app who may read it (``core.files``), never by address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.FileField(upload_to=stored_file_path, max_length=200)
    name = models.CharField(_("name"), max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=10, choices=ScanResult, default=ScanResult.NOT_SCANNED)
    is_public = models.BooleanField(default=False)
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file")
        ordering: ClassVar = ["-uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("core:stored_file", args=[self.pk, self.name])
