"""What leaves the platform: e-mails and webhooks, written in the action's transaction, sent after commit.

Callers use ``send_email`` and ``send_webhook``; ``core.delivery`` sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from maillage.core.enums import OutboxKind
from maillage.core.models import OutboxMessage, StoredFile


def send_email(
    to: str,
    template: str,
    context: Mapping[str, Any],
    *,
    language: str = "fr",
    headers: Mapping[str, str] | None = None,
    preferences_url: str = "",
    attachment: StoredFile | None = None,
) -> OutboxMessage:
    """Puts an e-mail in the outbox, rendered now, in the reader's language.

    Args:
        to: one address: each person gets their own message.
        template: ``<app>/email/<name>``: its ``.txt`` starts with the subject on its first line, then
            an empty line; its ``.html`` extends ``core/email/base.html``.
        context: given to both, with ``base_url`` beside. Links go to pages with a button: a scanner
            that follows a link changes nothing.
        preferences_url: where the person turns this kind of message off, for what is not strictly
            needed; mail programs show it as “unsubscribe”.
        attachment: a kept file that goes with the message, read when it leaves.
    """
    with translation.override(language):
        values = {"base_url": settings.BASE_URL, "language": language, **context}
        text = render_to_string(f"{template}.txt", values)
        html = render_to_string(f"{template}.html", values)
    subject, _separator, body = text.strip().partition("\n")
    message = OutboxMessage.objects.create(
        kind=OutboxKind.EMAIL,
        recipient=to,
        subject=" ".join(subject.split())[:300],
        body_text=body.strip() + "\n",
        body_html=html,
        headers={
            **({"List-Unsubscribe": f"<{preferences_url}>"} if preferences_url else {}),
            **(headers or {}),
        },
        template=template,
        attachment=attachment,
        request_id=_request_id(),
    )
    _wake(message)
    return message


def send_webhook(url: str, payload: Mapping[str, Any], *, secret: str, verb: str) -> OutboxMessage:
    """Puts a signed webhook in the outbox."""
    message = OutboxMessage.objects.create(
        kind=OutboxKind.WEBHOOK,
        recipient=url,
        payload=dict(payload),
        secret=secret,
        template=verb,
        request_id=_request_id(),
    )
    _wake(message)
    return message


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id") or "")[:40]


def _wake(message: OutboxMessage) -> None:
    # The job is a row of the same transaction: it exists exactly when the message does.
    from maillage.core.tasks import deliver

    deliver.defer(message_id=message.pk)
