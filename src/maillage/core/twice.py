"""The same form sent twice is carried out once: a double click, an impatient second try, a reload.

Every page that shows a form masks its token against forgery anew, so that the token, the address and what was
typed together name one sending of one page, whatever the form. The first is carried out; one like it within
``REMEMBERED`` leads where the first one led. A form that was refused may be sent again at once: only what led
somewhere else is remembered, and not signing in or out, whose answer carries the session itself. Forms sent
by scripts (autosaves, fragments) carry their token in a header, and are left to their actions.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import TypeGuard

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

GetResponse = Callable[[HttpRequest], HttpResponse]

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
#: Seconds: a hand that presses twice, a network that makes one try again.
REMEMBERED = 15
#: How long the second waits for the first to end; after that it is judged by itself.
PATIENCE = 10.0
PAUSE = 0.05
BUSY = ""


class SentTwiceMiddleware:
    """Leads the second sending of one page where the first one led."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or "form" not in (request.content_type or ""):
            return self.get_response(request)
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        if not cache.add(key, BUSY, REMEMBERED):
            led_to = _awaited(key)
            if led_to:
                return HttpResponseRedirect(led_to)
        before, response = request.session.session_key, None
        try:
            response = self.get_response(request)
        finally:
            if _led_elsewhere(response) and request.session.session_key == before:
                cache.set(key, response["Location"], REMEMBERED)
            else:
                cache.delete(key)
        return response


def key_of(request: HttpRequest) -> str | None:
    """What names this sending of this page; None for what carries no token of a page."""
    if not request.POST.get(TOKEN):
        return None
    session = request.session.session_key or ""
    parts = [session, request.get_full_path()]
    for name, values in sorted(request.POST.lists()):
        parts += [name, *values]
    for name, uploads in sorted(request.FILES.lists()):
        parts += [name, *(f"{upload.name} {upload.size}" for upload in uploads)]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    return f"sent-twice-{digest.hexdigest()}"


def _led_elsewhere(response: HttpResponse | None) -> TypeGuard[HttpResponse]:
    return response is not None and response.status_code == 302


def _awaited(key: str) -> str:
    """Where the first one led; empty when it was refused, or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        known = cache.get(key)
        if known is None:
            return ""
        if known != BUSY:
            return str(known)
        time.sleep(PAUSE)
    return ""
