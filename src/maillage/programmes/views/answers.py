"""Downloads of the answers of a stage, with their codebook. For officers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.core.exports import csv_response
from maillage.programmes.enums import Role
from maillage.programmes.queries import answers as read
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import programme as programmes
from maillage.programmes.spaces import frame
from maillage.questionnaires import codebook

OFFICER = (Role.OFFICER,)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def answers(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which answers can be downloaded: stage by stage, CSV, XLSX and codebook."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    return render(
        request,
        "programmes/answers.html",
        frame(scope, "calls") | {"call": call, "stages": read.stages_with_answers(call)},
    )


@require_safe
def answers_file(request: HttpRequest, slug: str, pk: int, stage: str, suffix: str) -> HttpResponseBase:
    """The answers of a stage: ``reponses.csv``, ``reponses.xlsx`` or ``codebook.csv``."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    found = next((row for row in read.stages_with_answers(call) if row.slug == stage), None)
    if found is None:
        raise Http404
    definition = read.asked(found)
    name = f"reponses-{call.pk}-{found.slug}"
    if suffix == "codebook.csv":
        return csv_response(f"{name}-codebook.csv", codebook.header(), codebook.rows(definition))
    if suffix == "reponses.csv":
        text = codebook.csv_of(definition, read.who(), read.lines(found))
        response: HttpResponseBase = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if suffix == "reponses.xlsx":
        book = HttpResponse(codebook.xlsx_of(definition, read.who(), read.lines(found)), content_type=XLSX)
        book["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return book
    raise Http404
