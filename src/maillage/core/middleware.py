"""Around every request: its identity in logs and answers, the health check, refusals nobody caught."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from maillage.core import health
from maillage.core.errors import DomainError
from maillage.core.views import problem

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = structlog.get_logger(__name__)
# What a proxy may hand us as an identity: nothing that could forge a log line.
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,40}")


class RequestMiddleware:
    """Gives each request an id, in every log line and in ``X-Request-ID``, and logs one line when it ends.

    The line names the route, never the address: an address holds tokens, searches, names.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.ENV.behind_proxy else ""
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if request.path != "/healthz" and not request.path.startswith(settings.STATIC_URL):
                logger.info(
                    "request",
                    method=request.method,
                    route=route_of(request),
                    status=response.status_code,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                    user=_known_user(request),
                )
        finally:
            structlog.contextvars.clear_contextvars()
        return response


class HealthMiddleware:
    """Answers ``/healthz`` before hosts, sessions, sign-in and rate limits: a probe has none of these."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return health.answer(request)
        return self.get_response(request)


class DomainErrorMiddleware:
    """Turns a refusal of the domain that nobody caught into a problem page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return problem(request, exception.status, str(exception.sentence))
        return None


def route_of(request: HttpRequest) -> str:
    """The pattern that the address matched, such as ``lieux/<int:pk>-<slug:slug>/``; “-” when none did."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else "-"


def _known_user(request: HttpRequest) -> Any:
    # Only if the page asked who is there: logging must not cost a query.
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None else None


def _log_failure(sender: object, request: HttpRequest | None = None, **_values: Any) -> None:
    if request is not None:
        logger.exception("request_failed", method=request.method, route=route_of(request))


got_request_exception.connect(_log_failure, dispatch_uid="maillage.core.request_failed")
