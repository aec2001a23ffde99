"""Webhooks: who is told of which events, and the signed request that tells them.

The signature is that of the open specification "Standard Webhooks" (``webhook-id``, ``webhook-timestamp``,
``webhook-signature``), so that receivers verify it with an existing library. The body says what happened to
what, never its content: the receiver asks the API, with its own rights, for the rest.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import secrets
import socket
import ssl
import threading
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from maillage.core.models import Event, OutboxMessage, WebhookEndpoint

# Bounds of one delivery, in seconds: each exchange, then the whole.
EXCHANGE_TIMEOUT = 10.0
WHOLE_TIMEOUT = 30.0
SECRET_PREFIX = "whsec_"  # noqa: S105 - a marker of the specification


class Refused(Exception):
    """The receiver will never take this delivery."""


class NotTaken(Exception):
    """The receiver did not take it this time."""


def new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


# --- Who is told -------------------------------------------------------------------------------------------
def fan_out(recorded: Iterable[Event]) -> None:
    """Puts one delivery per event and endpoint that asked for it in the outbox, in the same transaction."""
    # The platform's own housekeeping is told to nobody: a failing delivery would announce itself for ever.
    told = [event for event in recorded if not event.verb.startswith("core.")]
    if not told:
        return
    endpoints = list(WebhookEndpoint.objects.filter(is_active=True).order_by("pk"))
    if not endpoints:
        return
    from maillage.core.outbox import send_webhook

    for event in told:
        for endpoint in endpoints:
            if matches(event.verb, endpoint.verbs):
                send_webhook(endpoint.url, payload_of(event), secret=endpoint.secret, verb=event.verb)


def matches(verb: str, patterns: Iterable[str]) -> bool:
    """Whether a verb is one of the patterns: ``directory.place_created``, ``directory.*``, ``*``."""
    return any(fnmatchcase(verb, pattern) for pattern in patterns)


def payload_of(event: Event) -> dict[str, Any]:
    return {
        "type": event.verb,
        "timestamp": event.at.isoformat(),
        "data": {
            "event": event.pk,
            "subject_type": f"{event.subject_type.app_label}.{event.subject_type.model}",
            "subject_id": event.subject_id,
            "field": event.field,
            "from": event.from_state,
            "to": event.to_state,
        },
    }


# --- The request -------------------------------------------------------------------------------------------
def sign(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Standard Webhooks, symmetric: base64 of HMAC-SHA256 over ``id.timestamp.body``."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def send(message: OutboxMessage) -> None:
    """Posts one delivery; any 2xx is success, a redirect is not followed.

    Raises:
        Refused: the address is not one we call, or the receiver answers 410 Gone.
        NotTaken: any other answer.
        OSError: no answer.
    """
    body = json.dumps(message.payload, ensure_ascii=False, separators=(",", ":")).encode()
    timestamp = int(timezone.now().timestamp())
    status = _post(
        message.recipient,
        body,
        {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Maillage-Webhooks/1",
            "webhook-id": message.message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(message.secret, message.message_id, timestamp, body),
        },
    )
    if status == http.client.GONE:
        raise Refused("The receiver answered 410 Gone.")
    if not 200 <= status < 300:
        raise NotTaken(f"The receiver answered {status}.")


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    address = urlsplit(url)
    allowed = {"https"} if settings.ENV.is_production else {"https", "http"}
    if address.scheme not in allowed or not address.hostname or address.username:
        raise Refused("Webhooks go to https addresses only.")
    try:
        port = address.port
    except ValueError as error:
        raise Refused("That address has no valid port.") from error
    kind = _SecureConnection if address.scheme == "https" else _PlainConnection
    connection = kind(address.hostname, port, timeout=EXCHANGE_TIMEOUT)
    # A receiver that drips its answer byte by byte stays under each timeout: the whole has one too.
    watch = threading.Timer(WHOLE_TIMEOUT, _hang_up, [connection])
    watch.daemon = True
    watch.start()
    try:
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("POST", path, body=body, headers=headers)
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise NotTaken(f"The answer is not HTTP ({type(error).__name__}).") from error
    finally:
        watch.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _connected(host: str, port: int, timeout: float) -> socket.socket:
    """A connection to an address that was checked: resolving twice would let the second answer differ."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if settings.ENV.is_production:
        for *_others, (ip, *_rest) in found:
            if not is_public(str(ip)):
                raise Refused("That address leads into a private network.")
    failure: OSError = OSError("No address found.")
    for family, kind, protocol, _name, target in found:
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(timeout)
        try:
            sock.connect(target)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the open Internet, IPv4 inside IPv6 included."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast


class _PlainConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _connected(self.host, self.port, float(self.timeout or EXCHANGE_TIMEOUT))


class _SecureConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = _connected(self.host, self.port, float(self.timeout or EXCHANGE_TIMEOUT))
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
