"""The outbox: what commits leaves once, what fails comes back, what is uncertain keeps its identity."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import signal
import smtplib
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.core import mail
from django.db import connection, transaction
from django.template.loader import render_to_string
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.conninfo import make_conninfo

from maillage.accounts.models import User
from maillage.core import delivery, pdf
from maillage.core import outbox as outbox_module
from maillage.core.enums import OUTBOX_TRANSITIONS, OutboxKind, OutboxState
from maillage.core.errors import TransitionRefused
from maillage.core.models import Event, OutboxMessage
from maillage.core.outbox import send_email

# --- A real mail server ------------------------------------------------------------------------------------


class Sink:
    """An SMTP server of the test: keeps what it takes, refuses what it is told to refuse."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refuse: dict[str, str] = {}
        self.refuse_data: str | None = None
        self.on_data: Callable[[], None] = lambda: None

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        self.taken.append(message_from_bytes(envelope.content or b""))
        self.on_data()
        return "250 OK"


class _OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    handler = Sink()
    controller = _OnAnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def _templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """An e-mail of the test's own, so that no app's wording matters here."""
    texts = {
        "hello.txt": "Une place s’est\u00a0libérée\n\nBonjour {name},\n",
        "hello.html": "<p>Bonjour {name}</p>",
    }

    def render(name: str, context: dict[str, Any]) -> str:
        if name in texts:
            return texts[name].format(**context)
        return render_to_string(name, context)

    monkeypatch.setattr(outbox_module, "render_to_string", render)


def an_email(to: str = "camille@example.org", **keywords: Any) -> OutboxMessage:
    return send_email(to, "hello", {"name": "Camille"}, **keywords)


# --- Commit and roll-back ----------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_rolled_back_action_sends_nothing() -> None:
    def refused_half_way() -> None:
        with transaction.atomic():
            an_email()
            assert ProcrastinateJob.objects.count() == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        refused_half_way()
    assert not OutboxMessage.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    assert delivery.sweep() == 0
    assert mail.outbox == []  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_message_and_its_job_commit_together() -> None:
    with transaction.atomic():
        message = an_email()
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("core.deliver", {"message_id": message.pk})


@pytest.mark.django_db(transaction=True)
def test_delivery_refuses_to_run_inside_a_transaction() -> None:
    message = an_email()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        delivery.deliver(message.pk)


# --- The e-mail itself -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_email_leaves_through_a_real_server_with_both_bodies_and_its_headers(
    sink: Sink, settings: Any
) -> None:
    message = an_email(preferences_url="https://maillage.example/compte/notifications/")

    assert delivery.deliver(message.pk) == "sent"

    [taken] = sink.taken
    assert taken["Message-ID"] == f"<{message.message_id}>"
    assert taken["To"] == "camille@example.org"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["List-Unsubscribe"] == "<https://maillage.example/compte/notifications/>"
    assert [part.get_content_type() for part in taken.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == ("sent", 1, "")
    assert message.sent_at is not None
    assert delivery.deliver(message.pk) == "nothing"
    assert len(sink.taken) == 1


@pytest.mark.django_db
def test_message_id_names_the_platform(settings: Any) -> None:
    settings.BASE_URL = "https://maillage.example"
    assert an_email().message_id.endswith("@maillage.example")


@pytest.mark.django_db
def test_one_sweep_sends_everything_over_one_connection(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    connect = smtplib.SMTP.connect

    def counted(self: smtplib.SMTP, host: str, port: int) -> Any:
        opened.append(host)
        return connect(self, host, port)

    monkeypatch.setattr(smtplib.SMTP, "connect", counted)
    for number in range(3):
        an_email(f"person{number}@example.org")
    assert delivery.sweep() == 3
    assert [message["To"] for message in sink.taken] == [f"person{n}@example.org" for n in range(3)]
    assert len(opened) == 1


@pytest.mark.django_db
def test_sweep_goes_on_after_a_refused_recipient(sink: Sink) -> None:
    sink.refuse["gone@example.org"] = "550 5.1.1 No such user"
    an_email("gone@example.org")
    an_email("camille@example.org")
    assert delivery.sweep() == 1
    assert [message["To"] for message in sink.taken] == ["camille@example.org"]


# --- Failures ----------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("refusal", ["550 5.1.1 No such user", "553 Not a mailbox"])
def test_permanently_refused_recipient_fails_at_once(sink: Sink, refusal: str) -> None:
    sink.refuse["camille@example.org"] = refusal
    message = an_email()
    assert delivery.deliver(message.pk) == "failed"
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 1)
    assert Event.objects.get().verb == "core.message_given_up"
    assert "example.org" not in Event.objects.get().subject_label


@pytest.mark.django_db
def test_permanently_refused_content_fails_at_once(sink: Sink) -> None:
    sink.refuse_data = "554 5.7.1 Refused"
    assert delivery.deliver(an_email().pk) == "failed"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["no at sign", "two@at@signs.example", "a@b.example\nBcc: x@y.example"])
def test_impossible_address_fails_at_once(sink: Sink, address: str) -> None:
    assert delivery.deliver(an_email(address).pk) == "failed"
    assert sink.taken == []


@pytest.mark.django_db
def test_temporary_refusal_is_tried_again_later(sink: Sink) -> None:
    sink.refuse["camille@example.org"] = "451 4.3.0 Try again later"
    message = an_email()
    with time_machine.travel("2026-03-02 09:00:00+00:00", tick=False) as clock:
        OutboxMessage.objects.update(next_attempt_at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC))
        assert delivery.deliver(message.pk) == "retry"
        message.refresh_from_db()
        assert (message.state, message.attempts) == ("pending", 1)
        assert "451" in message.last_error
        assert delivery.sweep() == 0, "not before its time"
        sink.refuse.clear()
        clock.shift(dt.timedelta(seconds=75))
        assert delivery.sweep() == 1
    [taken] = sink.taken
    assert taken["Message-ID"] == f"<{message.message_id}>"


@pytest.mark.django_db
def test_server_that_is_down_delays_the_message(settings: Any, sink: Sink) -> None:
    settings.EMAIL_PORT = 9
    assert delivery.deliver(an_email().pk) == "retry"


def test_waits_grow_from_a_minute_to_half_a_day() -> None:
    minutes = [delivery.wait_after(attempts).total_seconds() / 60 for attempts in range(1, 10)]
    for wait, middle in zip(minutes, [1, 4, 16, 64, 256, 720, 720, 720, 720], strict=True):
        assert 0.8 * middle <= wait <= min(1.2 * middle, 720)
    assert len({delivery.wait_after(3) for _ in range(20)}) > 1, (
        "retries of one outage do not come back together"
    )


@pytest.mark.django_db
def test_message_is_given_up_after_ten_attempts_and_can_be_sent_again(settings: Any, sink: Sink) -> None:
    sink.refuse["camille@example.org"] = "451 Later"
    message = an_email()
    outcomes = []
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        for _ in range(12):
            outcomes.append(delivery.deliver(message.pk))
            clock.shift(dt.timedelta(hours=13))
    assert outcomes == ["retry"] * 9 + ["failed"] + ["nothing"] * 2

    sink.refuse.clear()
    officer = User.objects.create_user("admin@example.org")
    delivery.requeue(message, by=officer)
    event = Event.objects.filter(verb="core.message_requeued").get()
    assert (event.actor, event.from_state, event.to_state) == (officer, "failed", "pending")
    assert delivery.deliver(message.pk) == "sent"
    assert sink.taken[0]["Message-ID"] == f"<{message.message_id}>"


@pytest.mark.django_db
def test_only_what_was_given_up_is_requeued() -> None:
    with pytest.raises(TransitionRefused):
        delivery.requeue(an_email(), by=None)


def test_every_state_can_be_reached() -> None:
    from maillage.core.states import unreachable

    assert set(OUTBOX_TRANSITIONS) == set(OutboxState)
    assert unreachable(OUTBOX_TRANSITIONS, OutboxState.PENDING) == set()


@pytest.mark.django_db
def test_old_texts_are_forgotten_and_young_ones_kept() -> None:
    with time_machine.travel("2026-01-01 09:00:00+00:00", tick=False) as clock:
        OutboxMessage.objects.all().delete()
        old = an_email("old@example.org")
        delivery.deliver(old.pk)
        clock.shift(dt.timedelta(days=20))
        young, waiting = an_email("young@example.org"), an_email("waiting@example.org")
        delivery.deliver(young.pk)
        clock.shift(dt.timedelta(days=11))
        assert delivery.forget_old_texts() == 1
        assert delivery.forget_old_texts() == 0
    for message in (old, young, waiting):
        message.refresh_from_db()
    assert (old.recipient, old.subject, old.body_text, old.body_html) == ("", "", "", "")
    assert old.state == "sent"
    assert young.body_text
    assert waiting.body_text


# --- Two workers, one message ------------------------------------------------------------------------------
def _race(monkeypatch: pytest.MonkeyPatch, message: OutboxMessage) -> list[str]:
    """Two workers claim one message; each stops between its reading and its writing, to let the other in."""
    meeting = threading.Barrier(2)
    write = delivery._write

    def slow_write(claimed: OutboxMessage, **values: Any) -> None:
        # Broken: the other one never came, because the lock kept it out.
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1.5)
        write(claimed, **values)

    monkeypatch.setattr(delivery, "_write", slow_write)
    outcomes: list[str] = []

    def work() -> None:
        outcomes.append(delivery.deliver(message.pk))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sorted(outcomes)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_message_once(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = _race(monkeypatch, an_email())
    assert outcomes == ["nothing", "sent"]
    assert len(sink.taken) == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_workers_send_it_twice(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the race is real, and the test above sees it."""
    monkeypatch.setattr(delivery, "_locked", lambda messages: messages)
    _race(monkeypatch, an_email())
    assert len(sink.taken) == 2


# --- A worker killed between the send and its mark ---------------------------------------------------------
WORKER = """
import sys, django
django.setup()
from maillage.core import delivery, pdf
delivery.deliver(int(sys.argv[1]))
"""


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_a_message_that_is_sent_again_under_its_identity(
    sink: Sink, settings: Any
) -> None:
    message = an_email()
    database = connection.settings_dict
    process: subprocess.Popen[bytes] | None = None
    started = threading.Event()

    def kill() -> None:
        # The server has taken the message; its sender dies before reading the answer.
        started.wait(10)
        assert process is not None
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    sink.on_data = kill
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    address = make_conninfo(**{name: database[key] for name, key in known.items() if database[key]})
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(message.pk)],
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
            "MAILLAGE_ENVIRONMENT": "development",
            "MAILLAGE_EMAIL_URL": f"smtp+plain://127.0.0.1:{settings.EMAIL_PORT}",
            "DATABASE_URL": address,
        },
    )
    started.set()
    assert process.wait(30) == -signal.SIGKILL
    sink.on_data = lambda: None
    message.refresh_from_db()
    assert (message.state, message.attempts, len(sink.taken)) == ("sending", 1, 1)

    assert delivery.sweep() == 0, "the lease protects a sender that may be alive"
    with time_machine.travel(message.next_attempt_at + dt.timedelta(seconds=1)):
        assert delivery.sweep() == 1
    assert [taken["Message-ID"] for taken in sink.taken] == [f"<{message.message_id}>"] * 2
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)


@pytest.mark.django_db
def test_message_that_kills_its_senders_is_given_up() -> None:
    message = an_email()
    OutboxMessage.objects.update(state=OutboxState.SENDING, attempts=delivery.MAX_ATTEMPTS)
    assert delivery.deliver(message.pk) == "nothing"
    message.refresh_from_db()
    assert message.state == "failed"


@pytest.mark.django_db
def test_late_sender_does_not_undo_what_its_successor_wrote() -> None:
    late = an_email()
    OutboxMessage.objects.update(state=OutboxState.SENDING, attempts=1)
    late.refresh_from_db()
    OutboxMessage.objects.update(attempts=2)  # the lease ended, another worker has it
    delivery._retry(late, RuntimeError("late"))
    late.refresh_from_db()
    assert (late.state, late.attempts, late.last_error) == ("sending", 2, "")


@pytest.mark.django_db
def test_outbox_fixture_delivers_what_waits(outbox: Any) -> None:
    an_email()
    assert outbox.sent == []
    assert [message.kind for message in outbox.pending()] == [OutboxKind.EMAIL]
    [received] = outbox.to("camille@example.org")
    assert received.subject == "Une place s’est libérée"
    assert received.body == "Bonjour Camille,\n"
    assert outbox.pending() == []


@pytest.mark.django_db
def test_attachment_leaves_with_its_message_and_is_let_go_with_its_text(outbox: Any) -> None:
    letter = pdf.keep(pdf.render("core/plain", {"text": "Bonjour"}, title="Lettre"), "lettre.pdf")
    message = an_email(attachment=letter)
    [received] = outbox.deliver()
    [attached] = received.attachments
    assert (attached.filename, attached.mimetype) == ("lettre.pdf", "application/pdf")
    assert hashlib.sha256(attached.content).hexdigest() == letter.sha256
    with time_machine.travel(dt.datetime.now(dt.UTC) + delivery.TEXT_KEPT + dt.timedelta(minutes=1)):
        delivery.forget_old_texts()
    message.refresh_from_db()
    assert (message.attachment, message.body_text) == (None, "")
