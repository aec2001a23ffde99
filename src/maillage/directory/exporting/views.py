"""Open data: the page that lists the downloads, and the downloads, revalidated by version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from maillage.directory.exporting.catalogue import (
    LICENCE,
    LICENCE_URL,
    MEDIA_TYPES,
    SUFFIXES,
    exports,
    public_export,
)

BLOCK = 64 * 1024
FORMAT_NAMES = {"csv": "CSV", "geojson": "GeoJSON", "data-inclusion": "data·inclusion v1"}


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What may be downloaded, in which formats, under which licence."""
    listed: list[dict[str, Any]] = [
        {
            "export": export,
            "files": [
                {
                    "format": FORMAT_NAMES[format_],
                    "url": reverse("exporting:file", args=[export.slug, SUFFIXES[format_]]),
                }
                for format_ in export.formats
            ],
        }
        for export in exports
        if export.is_public
    ]
    context = {
        "listed": listed,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "may_import": request.user.has_perm("directory.import_lists"),
    }
    return render(request, "directory/exports.html", context)


@login_not_required
@require_safe
def file(request: HttpRequest, slug: str, suffix: str) -> HttpResponseBase:
    """One download, streamed. A program that kept its ETag is told when nothing changed."""
    export = public_export(slug)
    format_ = next((key for key, end in SUFFIXES.items() if end == suffix), "")
    if export is None or format_ not in export.formats:
        raise Http404
    etag = f'"{export.version()}-{format_}"'
    response: HttpResponseBase
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        # Names of columns and of categories are French whatever the reader's language: it is one file.
        response = StreamingHttpResponse(
            in_french_blocks(export.formats[format_]), content_type=MEDIA_TYPES[format_]
        )
        today = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="maillage-{slug}-{today}.{suffix}"'
        response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    response["ETag"] = etag
    if modified := export.modified():
        response["Last-Modified"] = http_date(modified.timestamp())
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def in_french_blocks(pieces: Callable[[], Iterator[str]]) -> Iterator[bytes]:
    """The text made in French, in blocks worth sending."""
    with translation.override("fr"):
        block: list[str] = []
        size = 0
        for piece in pieces():
            block.append(piece)
            size += len(piece)
            if size > BLOCK:
                yield "".join(block).encode()
                block, size = [], 0
        yield "".join(block).encode()
