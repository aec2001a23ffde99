"""Sends what the outbox holds: claims a message, sends it, writes down what became of it.

Three steps, because no transaction spans the database and a mail server. The claim is committed
before the send, with a lease: two workers never send one message, and one that dies in between leaves it
"leaving" until its lease ends. It is then sent again under the same Message-ID or delivery id, so that the
receiver can tell the second copy from a second message.
"""

from __future__ import annotations

import datetime as dt
import random
import smtplib
from collections.abc import Mapping
from typing import Any, Literal

import structlog
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import events, states, webhooks
from maillage.core.enums import OUTBOX_TRANSITIONS, OutboxKind, OutboxState
from maillage.core.errors import TransitionRefused
from maillage.core.models import OutboxMessage

logger = structlog.get_logger(__name__)

# Longer than any send: EMAIL_TIMEOUT bounds each exchange with the mail server, webhooks bound the whole.
LEASE = dt.timedelta(minutes=10)
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=12)
# 1, 4, 16 and 64 minutes, 4 h, then 12 h: about three days in all, what mail servers themselves allow.
MAX_ATTEMPTS = 10
# A sent message keeps its trace, not its text: that holds names and links.
TEXT_KEPT = dt.timedelta(days=30)

Outcome = Literal["sent", "retry", "failed", "nothing"]


class Refused(Exception):
    """The receiver will never take this message: trying again is of no use."""


def deliver(message_id: int, *, mailer: BaseEmailBackend | None = None) -> Outcome:
    """Sends one message if it is due and nobody else is sending it; schedules its next attempt if that fails.

    Args:
        mailer: an open connection to the mail server, for several messages in a row.
    """
    message = _claim(message_id)
    if message is None:
        return "nothing"
    with structlog.contextvars.bound_contextvars(
        **({"request_id": message.request_id} if message.request_id else {})
    ):
        try:
            if message.kind == OutboxKind.EMAIL:
                _send_email(message, mailer)
            else:
                webhooks.send(message)
        except (Refused, webhooks.Refused) as refusal:
            return _fail(message, refusal)
        except Exception as error:
            # Whatever went wrong, the message is not lost: its turn comes again.
            return _retry(message, error)
        return _mark_sent(message)


def sweep(*, limit: int = 500) -> int:
    """Sends every message that is due, oldest first; returns how many left."""
    sent = 0
    with _Mailer() as mailer:
        for message_id in list(due().values_list("pk", flat=True).order_by("next_attempt_at", "pk")[:limit]):
            sent += deliver(message_id, mailer=mailer) == "sent"
    return sent


def due() -> QuerySet[OutboxMessage]:
    """Waiting messages whose moment has come, and those whose sender died."""
    return OutboxMessage.objects.filter(
        state__in=[OutboxState.PENDING, OutboxState.SENDING], next_attempt_at__lte=timezone.now()
    )


def requeue(message: OutboxMessage, *, by: Any) -> None:
    """Gives a message that was given up its ten attempts again.

    Raises:
        TransitionRefused: it was not given up, or its text is no longer kept.
    """
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if message.kind == OutboxKind.EMAIL and not message.body_text:
            raise TransitionRefused(_("The text of this message is no longer kept: it cannot leave again."))
        states.move(
            message,
            OutboxState.PENDING,
            OUTBOX_TRANSITIONS,
            by=by,
            verb="core.message_requeued",
            also={"attempts": 0, "next_attempt_at": timezone.now()},
        )


def forget_old_texts() -> int:
    """Erases the texts, addresses and secrets of messages settled long ago; returns how many."""
    settled = OutboxMessage.objects.filter(
        state__in=[OutboxState.SENT, OutboxState.FAILED], next_attempt_at__lt=timezone.now() - TEXT_KEPT
    )
    return settled.exclude(recipient="").update(
        recipient="",
        subject="",
        body_text="",
        body_html="",
        payload=None,
        secret="",
        headers={},
        attachment=None,
        last_error="",
    )


# --- The claim and its ends ------------------------------------------------------------------------------
def _locked(messages: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    return messages.select_for_update(skip_locked=True, of=("self",))


def _claim(message_id: int) -> OutboxMessage | None:
    """Takes the message for ``LEASE``, committed; None when it is not due, or another worker has it."""
    # Durable: inside a caller's transaction the lease would be seen by nobody.
    with transaction.atomic(durable=True):
        message = _locked(due().filter(pk=message_id)).select_related("attachment").first()
        if message is None:
            return None
        if message.attempts >= MAX_ATTEMPTS:
            # Ten senders died with this message in hand.
            _settle(message, OutboxState.FAILED, last_error="No attempt came to its end.")
            return None
        if message.state == OutboxState.PENDING:
            _check_passage(message, OutboxState.SENDING)
        message.attempts += 1
        _write(message, state=OutboxState.SENDING, next_attempt_at=timezone.now() + LEASE)
        return message


def _mark_sent(message: OutboxMessage) -> Outcome:
    _check_passage(message, OutboxState.SENT)
    _settle(message, OutboxState.SENT, sent_at=timezone.now(), last_error="", secret="")
    logger.info("message_sent", message=message.pk, kind=message.kind, attempts=message.attempts)
    return "sent"


def _fail(message: OutboxMessage, error: Exception) -> Outcome:
    _check_passage(message, OutboxState.FAILED)
    if _settle(message, OutboxState.FAILED, last_error=_described(error)):
        logger.warning("message_given_up", message=message.pk, kind=message.kind, attempts=message.attempts)
        events.record(message, "core.message_given_up", by=None)
    return "failed"


def _retry(message: OutboxMessage, error: Exception) -> Outcome:
    if message.attempts >= MAX_ATTEMPTS:
        return _fail(message, error)
    _check_passage(message, OutboxState.PENDING)
    wait = wait_after(message.attempts)
    _settle(message, OutboxState.PENDING, next_attempt_at=timezone.now() + wait, last_error=_described(error))
    # The error's own words may hold an address: they stay in the row, out of the log.
    logger.warning(
        "message_delayed", message=message.pk, error=type(error).__name__, wait_s=int(wait.total_seconds())
    )
    return "retry"


def wait_after(attempts: int) -> dt.timedelta:
    """The wait after that many attempts: four times the former, a fifth more or less to spread retries."""
    wait = FIRST_WAIT * min(4 ** (attempts - 1), LONGEST_WAIT // FIRST_WAIT)
    spread = random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
    varied: dt.timedelta = wait * spread
    return min(varied, LONGEST_WAIT)


def _check_passage(message: OutboxMessage, to: OutboxState) -> None:
    """Holds the transition table. No event per passage: the row itself is the trace of a message."""
    if not states.may_move(OUTBOX_TRANSITIONS, message.state, to):
        raise TransitionRefused


def _write(message: OutboxMessage, **values: Any) -> None:
    for name, value in values.items():
        setattr(message, name, value)
    message.save(update_fields=[*values, "attempts"])


def _settle(message: OutboxMessage, state: OutboxState, **values: Any) -> bool:
    """Ends an attempt. False when the lease had ended and another worker took the message over."""
    values = {"state": state, "next_attempt_at": timezone.now(), **values}
    mine = OutboxMessage.objects.filter(pk=message.pk, state=message.state, attempts=message.attempts)
    written = mine.update(**values)
    for name, value in values.items():
        setattr(message, name, value)
    return written == 1


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]


# --- E-mail ------------------------------------------------------------------------------------------------
class _Mailer:
    """Opens one connection for a whole sweep, on the first e-mail; none when there is none to send."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def __enter__(self) -> BaseEmailBackend:
        self._backend = mail.get_connection()
        return self._backend

    def __exit__(self, *_error: object) -> None:
        if self._backend is not None:
            self._backend.close()


def _send_email(message: OutboxMessage, mailer: BaseEmailBackend | None) -> None:
    try:
        if "@" not in message.recipient or {"\n", "\r"} & set(message.recipient):
            raise ValueError("That is not one address.")
        sanitize_address(message.recipient, "utf-8")
    except ValueError as error:
        # No server would take such an address.
        raise Refused(_described(error)) from error
    connection = mailer or mail.get_connection()
    try:
        # Tells Django's backend to keep the connection for the next message; it reopens a closed one.
        if mailer is not None:
            connection.open()
        composed(message, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        _close(connection)
        codes = [code for code, _text in error.recipients.values()]
        if codes and all(code >= 500 for code in codes):
            raise Refused(_described(error)) from error
        raise
    except smtplib.SMTPDataError as error:
        _close(connection)
        if error.smtp_code >= 500:
            raise Refused(_described(error)) from error
        raise
    except Exception:
        _close(connection)
        raise


def composed(message: OutboxMessage, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The e-mail itself, text first and HTML beside, under the identity that the row keeps."""
    headers: Mapping[str, str] = {
        "Message-ID": f"<{message.message_id}>",
        # RFC 3834: no holiday reply, no loop.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        **message.headers,
    }
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        to=[message.recipient],
        headers=dict(headers),
        connection=connection,
    )
    if message.body_html:
        email.attach_alternative(message.body_html, "text/html")
    if message.attachment is not None:
        with message.attachment.content.open("rb") as content:
            email.attach(message.attachment.name, content.read(), message.attachment.media_type)
    return email


def _close(connection: BaseEmailBackend) -> None:
    # After an error the conversation with the server is in an unknown place: start a new one.
    try:
        connection.close()
    except OSError:
        logger.info("mail_connection_was_gone")
