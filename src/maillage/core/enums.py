"""The words of the ground floor."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutboxKind(TextChoices):
    EMAIL = "email", _("e-mail")
    WEBHOOK = "webhook", _("webhook")


class OutboxState(TextChoices):
    PENDING = "pending", _("waiting")
    SENDING = "sending", _("leaving")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")


OUTBOX_TRANSITIONS: dict[OutboxState, frozenset[OutboxState]] = {
    OutboxState.PENDING: frozenset({OutboxState.SENDING}),
    # A send whose process died stays “leaving” until its lease ends; another then takes it over as it is.
    OutboxState.SENDING: frozenset({OutboxState.SENT, OutboxState.PENDING, OutboxState.FAILED}),
    OutboxState.SENT: frozenset(),
    OutboxState.FAILED: frozenset({OutboxState.PENDING}),
}


class ScanResult(TextChoices):
    NOT_SCANNED = "none", _("not scanned")
    CLEAN = "clean", _("clean")
