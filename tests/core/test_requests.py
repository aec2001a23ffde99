"""What surrounds every request: its identity, its log line, its headers, the health check."""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.config
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.conf import settings as django_settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from maillage.accounts.models import User
from maillage.config import urls as platform_urls
from maillage.core import health, logs
from maillage.core.errors import Conflict
from maillage.core.outbox import send_webhook

pytestmark = pytest.mark.django_db


def breaks(_request: HttpRequest, token: str) -> HttpResponse:
    raise RuntimeError(f"seen with {token}")


def refuses(_request: HttpRequest) -> HttpResponse:
    raise Conflict("Quelqu’un d’autre a pris cette place.")


def doubles(_request: HttpRequest) -> HttpResponse:
    User.objects.create_user("camille@example.org")
    User.objects.create_user("camille@example.org")
    return HttpResponse()


def greets(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Bonjour")


for view in (breaks, refuses, doubles, greets):
    view.login_required = False  # type: ignore[attr-defined]


class urls:
    urlpatterns = [
        path("invitation/<str:token>/", breaks),
        path("refus/", refuses),
        path("doublon/", doubles),
        path("bonjour/", greets),
        *platform_urls.urlpatterns,
    ]
    handler400 = "maillage.core.views.bad_request"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[Any]:
    """Gives the log lines as an operator's machine would read them."""
    formatter_settings = django_settings.LOGGING["formatters"]["lines"]
    processors = [
        *formatter_settings["processors"][:-1],
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    formatter = formatter_settings["()"](
        processors=processors, foreign_pre_chain=formatter_settings["foreign_pre_chain"]
    )
    with caplog.at_level(logging.INFO), caplog.at_level(logging.INFO, logger="maillage"):
        yield lambda: [json.loads(formatter.format(record)) for record in caplog.records]


# --- Identity and log line ---------------------------------------------------------------------------------
@override_settings(ROOT_URLCONF=urls)
def test_request_has_an_id_in_its_answer_and_its_line(lines: Any) -> None:
    response = Client().get("/bonjour/?q=Camille+Exemple")
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])
    [line] = [line for line in lines() if line["event"] == "request"]
    assert line["request_id"] == response["X-Request-ID"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/bonjour/", 200)
    assert "Camille" not in json.dumps(line)
    assert "127.0.0.1" not in json.dumps(line)


@override_settings(ROOT_URLCONF=urls)
def test_id_of_the_proxy_is_kept_only_when_there_is_one(settings: Any) -> None:
    given = {"X-Request-ID": "edge-0123456789"}
    assert Client().get("/bonjour/", headers=given)["X-Request-ID"] != "edge-0123456789"
    settings.ENV = settings.ENV.model_copy(update={"behind_proxy": True})
    assert Client().get("/bonjour/", headers=given)["X-Request-ID"] == "edge-0123456789"
    forged = Client().get("/bonjour/", headers={"X-Request-ID": 'x" level="error'})["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", forged)


@override_settings(ROOT_URLCONF=urls)
def test_failure_is_logged_with_its_traceback_and_not_its_address(lines: Any) -> None:
    response = Client(raise_request_exception=False).get("/invitation/s3cr3t-t0ken/")
    assert response.status_code == 500
    [failure] = [line for line in lines() if line["event"] == "request_failed"]
    assert failure["route"] == "/invitation/<str:token>/"
    assert failure["request_id"] == response["X-Request-ID"]
    assert "RuntimeError" in failure["exception"]
    assert not [line for line in lines() if "/s3cr3t" in json.dumps(line)]


@override_settings(ROOT_URLCONF=urls)
def test_row_quoted_by_the_database_stays_out_of_the_log(lines: Any) -> None:
    Client(raise_request_exception=False).get("/doublon/")
    written = json.dumps(lines(), ensure_ascii=False)
    assert "IntegrityError" in written
    assert "camille@example.org" not in written
    assert "DETAIL: …" in written


def test_addresses_are_blotted_out() -> None:
    event = {"event": "Bounce of camille.exemple@mail.example.org", "count": 3}
    assert logs.without_personal_data(None, "", event) == {"event": "Bounce of …@…", "count": 3}


@override_settings(ROOT_URLCONF=urls)
def test_message_remembers_the_request_that_caused_it(settings: Any) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc123"):
        message = send_webhook("https://a.example", {}, secret="whsec_", verb="x")
    assert message.request_id == "abc123"


@override_settings(ROOT_URLCONF=urls)
def test_refusal_of_the_domain_becomes_its_page() -> None:
    response = Client().get("/refus/")
    assert response.status_code == 409
    assert "Quelqu’un d’autre a pris cette place." in response.content.decode()


# --- Health ------------------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    monkeypatch.setattr(health, "_storage", health._Tried())


def test_health_is_good(client: Any, tmp_path: Path) -> None:
    response = client.get("/healthz", headers={"Host": "10.0.0.7"})
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "queue": "ok",
        "storage": "ok",
        "queue_lag_s": 0,
    }
    assert response.cookies == {}
    assert response["Cache-Control"] == "no-store"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert client.post("/healthz").status_code == 405


def test_health_sees_a_queue_that_nobody_empties(client: Any) -> None:
    message = send_webhook("https://a.example", {}, secret="whsec_", verb="x")
    assert client.get("/healthz").status_code == 200
    message.next_attempt_at = timezone.now() - dt.timedelta(hours=1)
    message.save()
    response = client.get("/healthz")
    assert (response.status_code, response.json()["queue"]) == (503, "late")
    assert 3600 <= response.json()["queue_lag_s"] < 3700


def test_health_sees_a_job_that_nobody_takes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at) "
            "VALUES ('mail', 'x', '{}', 'todo', now() - interval '2 hours')"
        )
        assert 7200 <= health.queue_lag_s() < 7300
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '2 hours'")
    assert health.queue_lag_s() == 0


def test_health_sees_a_storage_that_refuses(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_keywords: Any) -> str:
        raise OSError

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["storage"]) == (503, "fault")


def test_health_sees_a_database_that_refuses(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> float:
        raise ConnectionError

    monkeypatch.setattr(health, "queue_lag_s", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "fault")


def test_storage_is_not_tried_at_each_probe(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[None] = []
    monkeypatch.setattr(health, "storage_works", lambda: tries.append(None) or True)
    client.get("/healthz")
    client.get("/healthz")
    assert len(tries) == 1


# --- Headers -----------------------------------------------------------------------------------------------
@override_settings(ROOT_URLCONF=urls)
def test_every_page_carries_its_security_headers() -> None:
    response = Client().get("/bonjour/")
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
