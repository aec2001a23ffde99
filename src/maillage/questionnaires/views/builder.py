"""Writing a questionnaire: its sections and questions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.questionnaires.queries import questionnaire as read


@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """The questionnaires that the person writes."""
    owners = list(read.owners(request.user))
    if not owners:
        raise Http404
    return render(
        request,
        "questionnaires/questionnaires.html",
        {"questionnaires": read.for_list(request.user), "owners": owners},
    )


@require_safe
def builder(request: HttpRequest, pk: int) -> HttpResponse:
    """Sections and questions of a questionnaire."""
    questionnaire = read.written_by(request.user, pk)
    return render(
        request,
        "questionnaires/builder.html",
        {"questionnaire": questionnaire, "version": read.newest(questionnaire)},
    )
