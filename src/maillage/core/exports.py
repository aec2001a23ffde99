"""What is downloaded. The one CSV writer: UTF-8 with a mark that spreadsheets recognise, rows streamed; and
the calendar files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ";") -> Iterator[str]:
    """Lines of a CSV. A text that a spreadsheet would run as a formula gets an apostrophe in front.

    The semicolon is what spreadsheets expect in French; numbers and dates go in ISO form.
    """
    writer = csv.writer(_Echo(), delimiter=delimiter)
    yield "\ufeff" + str(writer.writerow([_safe(name) for name in header]))
    for row in rows:
        yield str(writer.writerow([_safe(value) for value in row]))


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A download of ``rows`` under ``filename`` (with its ``.csv``)."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _safe(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def calendar_response(content: bytes, name: str = "") -> HttpResponse:
    """A calendar file (``core.calendars``), downloaded under ``name`` when one is given."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response
