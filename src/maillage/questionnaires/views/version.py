"""The versions of a questionnaire: what each asks, what changed, publication and its effect, downloads."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.questionnaires import checks, codebook, schema
from maillage.questionnaires.actions import version as versions
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.differences import differences
from maillage.questionnaires.filling.form import FillingForm
from maillage.questionnaires.models import Questionnaire, Version
from maillage.questionnaires.queries import questionnaire as read
from maillage.questionnaires.queries.effect import effect_of
from maillage.questionnaires.queries.filling import Filling
from maillage.questionnaires.reading import names_for
from maillage.questionnaires.views.builder import desk
from maillage.questionnaires.views.cards import section_cards


@require_safe
def versions_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, the newest first."""
    questionnaire = read.written_by(request.user, pk)
    rows = list(Version.objects.filter(questionnaire=questionnaire).for_list())
    return render(request, "questionnaires/versions.html", {"questionnaire": questionnaire, "versions": rows})


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What a version asks, and what changed since another one: the one before, or ``?depuis=``."""
    questionnaire = read.written_by(request.user, pk)
    present = _numbered(questionnaire, number)
    others = Version.objects.filter(questionnaire=questionnaire).exclude(number=number).for_list()
    numbers = sorted(row.number for row in others)
    given = request.GET.get("depuis", "")
    earlier = [row for row in numbers if row < number]
    since = int(given) if given.isdecimal() and int(given) in numbers else (earlier[-1] if earlier else None)
    names = names_for(present.definition)
    changes = []
    if since is not None:
        before = _numbered(questionnaire, since).definition
        changes = differences(before, present.definition, names_for(before, present.definition))
    return render(
        request,
        "questionnaires/version.html",
        {
            "questionnaire": questionnaire,
            "version": present,
            "sections": section_cards(present.definition, names),
            "numbers": numbers,
            "since": since,
            "changes": changes,
        },
    )


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Differences, faults and effect at a glance, then publication."""
    spot = desk(request, pk)
    draft = spot.draft
    if request.method == "POST":
        given = request.POST.get("revision", "")
        try:
            versions.publish(
                draft,
                by=request.user,
                revision=int(given) if given.isdecimal() else draft.revision,
                handed_in_follow=request.POST.get("handed_in") == "follow",
            )
        except DomainError as error:
            messages.error(request, str(error.sentence))
            return redirect("questionnaires:publish", pk)
        messages.success(request, _("Version %(number)s is published.") % {"number": draft.number})
        return redirect(spot.questionnaire)
    present = read.present(spot.questionnaire)
    before = present.definition if present else Definition()
    return render(
        request,
        "questionnaires/publish.html",
        {
            "questionnaire": spot.questionnaire,
            "version": draft,
            "present": present,
            "faults": checks.faults_of(draft),
            "changes": differences(before, draft.definition) if present else [],
            "count": sum(1 for _question in draft.definition),
            "effect": effect_of(draft),
        },
    )


@require_safe
def schema_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The JSON Schema of the answers to a version."""
    questionnaire = read.written_by(request.user, pk)
    present = _numbered(questionnaire, number)
    data = schema.schema_of(present.definition, title=str(present), identifier=request.build_absolute_uri())
    text = json.dumps(data, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/schema+json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(present)}.schema.json"'
    return response


@require_safe
def codebook_file(request: HttpRequest, pk: int, number: int) -> StreamingHttpResponse:
    """What each column of an export means, as CSV."""
    present = _numbered(read.written_by(request.user, pk), number)
    return csv_response(
        f"{_name(present)}-codebook.csv", codebook.header(), codebook.rows(present.definition)
    )


def _name(version: Version) -> str:
    return f"questionnaire-{version.questionnaire_id}-v{version.number}"


def _numbered(questionnaire: Questionnaire, number: int) -> Version:
    """Raises Http404 when there is no such version."""
    row = (
        Version.objects.filter(questionnaire=questionnaire, number=number)
        .select_related("questionnaire", "published_by", "saved_by")
        .first()
    )
    if row is None:
        raise Http404
    return row


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version as those who are asked see it."""
    questionnaire = read.written_by(request.user, pk)
    newest = read.newest(questionnaire)
    if newest is None:
        raise Http404
    form = FillingForm(Filling(newest.definition.for_applicants(), {}))
    return render(
        request,
        "questionnaires/preview.html",
        {"questionnaire": questionnaire, "version": newest, "form": form},
    )
