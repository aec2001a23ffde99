"""Webhooks against a real HTTP server, verified with the standard's own library."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from maillage.accounts.models import User
from maillage.core import delivery, events, webhooks
from maillage.core.models import OutboxMessage, WebhookEndpoint


class Receiver:
    """An HTTP server of the test: keeps what it is sent, answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204
        self.location = ""
        self.drip = 0.0
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.taken.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                if receiver.drip:
                    for _ in range(40):
                        try:
                            self.wfile.write(b"H")
                        except OSError:
                            return
                        time.sleep(receiver.drip)
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_arguments: Any) -> None:
                """Silent."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?for=us"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()
    thread.join()


@pytest.fixture
def endpoint(db: None, receiver: Receiver) -> WebhookEndpoint:
    return WebhookEndpoint.objects.create(
        url=receiver.url, secret=webhooks.new_secret(), verbs=["accounts.*"]
    )


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("camille@example.org", full_name="Camille Exemple")


# --- Who is told -------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_event_announces_itself_in_its_own_transaction(endpoint: WebhookEndpoint, person: User) -> None:
    with transaction.atomic():
        event = events.record(person, "accounts.joined", by=person, field="state", from_="", to="member")
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()

    event = events.record(person, "accounts.joined", by=person, field="state", from_="", to="member")
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient, message.template) == ("webhook", endpoint.url, "accounts.joined")
    assert message.payload == {
        "type": "accounts.joined",
        "timestamp": event.at.isoformat(),
        "data": {
            "event": event.pk,
            "subject_type": "accounts.user",
            "subject_id": str(person.pk),
            "field": "state",
            "from": "",
            "to": "member",
        },
    }
    assert "amille" not in json.dumps(message.payload), "no personal data leaves unasked"


def test_only_matching_active_endpoints_are_told(endpoint: WebhookEndpoint, person: User) -> None:
    WebhookEndpoint.objects.create(
        url="https://off.example", secret=webhooks.new_secret(), verbs=["*"], is_active=False
    )
    events.record(person, "directory.place_created", by=None)
    assert not OutboxMessage.objects.exists()
    events.record_many([(person, "accounts.joined", {}), (person, "accounts.left", {})], by=None)
    assert sorted(OutboxMessage.objects.values_list("template", flat=True)) == [
        "accounts.joined",
        "accounts.left",
    ]


def test_housekeeping_is_told_to_nobody(endpoint: WebhookEndpoint, person: User) -> None:
    WebhookEndpoint.objects.update(verbs=["*"])
    events.record(person, "core.message_given_up", by=None)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("verb", "pattern", "told"),
    [
        ("directory.place_created", "directory.place_created", True),
        ("directory.place_created", "directory.*", True),
        ("directory.place_created", "*", True),
        ("directory.place_created", "place_created", False),
        ("directory.place_created", "programmes.*", False),
    ],
)
def test_patterns(verb: str, pattern: str, told: bool) -> None:
    assert webhooks.matches(verb, [pattern]) is told


@pytest.mark.django_db
def test_endpoint_wants_something_and_holds_a_secret() -> None:
    with pytest.raises(IntegrityError, match="core_webhook_wants_something"), transaction.atomic():
        WebhookEndpoint.objects.create(url="https://a.example", secret=webhooks.new_secret(), verbs=[])
    with pytest.raises(ValidationError, match="whsec_"):
        WebhookEndpoint(url="https://a.example", secret="x", verbs=["*"]).full_clean()


# --- The request -------------------------------------------------------------------------------------------
def test_receiver_verifies_the_signature_with_the_standard_library(
    endpoint: WebhookEndpoint, person: User, receiver: Receiver
) -> None:
    events.record(person, "accounts.renamed", by=None, data={"é": "œ"})
    message = OutboxMessage.objects.get()

    assert delivery.deliver(message.pk) == "sent"

    [(path, headers, body)] = receiver.taken
    assert path == "/hook?for=us"
    assert Webhook(endpoint.secret).verify(body, headers) == message.payload
    assert headers["webhook-id"] == message.message_id
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(body.replace(b"renamed", b"deleted"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(webhooks.new_secret()).verify(body, headers)
    message.refresh_from_db()
    assert message.secret == "", "a settled delivery keeps no secret"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "sent"), (204, "sent"), (302, "retry"), (400, "retry"), (410, "failed"), (500, "retry")],
)
def test_only_success_is_success(
    endpoint: WebhookEndpoint, person: User, receiver: Receiver, status: int, outcome: str
) -> None:
    receiver.status, receiver.location = status, receiver.url.replace("hook", "elsewhere")
    events.record(person, "accounts.joined", by=None)
    message = OutboxMessage.objects.get()
    assert delivery.deliver(message.pk) == outcome
    assert [path for path, *_ in receiver.taken] == ["/hook?for=us"], "a redirect is not followed"


def test_retry_keeps_its_delivery_id_and_is_signed_anew(
    endpoint: WebhookEndpoint, person: User, receiver: Receiver
) -> None:
    receiver.status = 503
    events.record(person, "accounts.joined", by=None)
    message = OutboxMessage.objects.get()
    assert delivery.deliver(message.pk) == "retry"
    receiver.status = 200
    OutboxMessage.objects.update(next_attempt_at=message.created_at)
    assert delivery.deliver(message.pk) == "sent"
    assert {headers["webhook-id"] for _path, headers, _body in receiver.taken} == {message.message_id}
    for _path, headers, body in receiver.taken:
        Webhook(endpoint.secret).verify(body, headers)


def test_receiver_that_drips_its_answer_is_hung_up_on(
    endpoint: WebhookEndpoint, person: User, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "WHOLE_TIMEOUT", 0.4)
    receiver.drip = 0.1
    events.record(person, "accounts.joined", by=None)
    began = time.monotonic()
    assert delivery.deliver(OutboxMessage.objects.get().pk) == "retry"
    assert time.monotonic() - began < 2


# --- Where we do not call ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - refused, not bound
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("2002:7f00:0001::", False),
    ],
)
def test_private_networks_are_known(ip: str, public: bool) -> None:
    assert webhooks.is_public(ip) is public


def test_production_calls_no_private_address(
    endpoint: WebhookEndpoint,
    person: User,
    receiver: Receiver,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events.record(person, "accounts.joined", by=None)
    message = OutboxMessage.objects.get()
    settings.ENV = settings.ENV.model_copy(update={"environment": "production"})

    assert delivery.deliver(message.pk) == "failed"
    message.refresh_from_db()
    assert message.last_error == "Refused: Webhooks go to https addresses only."

    OutboxMessage.objects.update(
        state="pending", recipient=receiver.url.replace("http:", "https:"), next_attempt_at=message.created_at
    )
    assert delivery.deliver(message.pk) == "failed"
    message.refresh_from_db()
    assert message.last_error == "Refused: That address leads into a private network."
    assert receiver.taken == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["ftp://a.example", "https://user:word@a.example", "http://a.example:99999", "x"]
)
def test_odd_addresses_fail_at_once(url: str) -> None:
    message = OutboxMessage.objects.create(
        kind="webhook", recipient=url, payload={}, secret=webhooks.new_secret()
    )
    assert delivery.deliver(message.pk) == "failed"
