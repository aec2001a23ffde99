"""Problem pages, received files, and the choice of language."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views import i18n
from django.views.decorators.http import require_POST, require_safe

from maillage.core import files
from maillage.core.errors import StorageUnavailable
from maillage.core.models import StoredFile
from maillage.core.signals import language_chosen

logger = structlog.get_logger(__name__)


def problem(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page of an HTTP status, with the sentence that says what happened."""
    templates = [f"{status}.html", "500.html"]
    return render(request, templates, {"sentence": sentence, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent after its session ended: nothing is lost, the browser still holds what was typed."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
@require_safe
def stored_file(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    """A received file, to whom may read it. Pictures show in place; anything else is a download."""
    stored = get_object_or_404(StoredFile, pk=pk)
    if name != stored.name or not files.may_read(stored, request.user):
        raise Http404
    etag = f'"{stored.sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            content = stored.content.open("rb")
        except FileNotFoundError as error:
            logger.error("stored_file_missing", file=str(stored.pk))
            raise Http404 from error
        except Exception as error:
            raise StorageUnavailable from error
        response = FileResponse(
            content,
            as_attachment=stored.media_type not in files.PICTURES or "download" in request.GET,
            filename=stored.name,
            content_type=stored.media_type,
        )
        response["Content-Length"] = str(stored.size)
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    # Even if a browser were led to open it as a page, it would run nothing and have no origin.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    # A file never changes under its address. A private one stays in the browser of who may read it.
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if stored.is_public else "private, no-cache"
    )
    return response


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in a cookie, and lets accounts keep it for the person."""
    response: HttpResponse = i18n.set_language(request)
    language = request.POST.get("language", "")
    if translation.check_for_language(language):
        language_chosen.send(sender=None, request=request, language=language)
    return response
