"""Completing a file: an officer asks, its carriers answer what was asked, officers compare."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import Conflict, DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import admission
from maillage.programmes.actions import completion as actions
from maillage.programmes.enums import Role
from maillage.programmes.forms.completion import CompletionForm
from maillage.programmes.models import CompletionRequest
from maillage.programmes.queries import application as applications
from maillage.programmes.queries import completion as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.spaces import frame
from maillage.questionnaires import presence
from maillage.questionnaires.definition import Definition
from maillage.questionnaires.filling.page import take
from maillage.questionnaires.models import Response

OFFICER = (Role.OFFICER,)


# --- The officer -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Which answers are to be completed, and until when? Or taking the request back."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = applications.for_programme(request.user, scope, reference, decide=True)
    file = read.file_of(row)
    if file is None or file.response is None or file.submitted_at is None:
        raise Http404
    waiting = read.waiting(row)
    if request.method == "POST" and "cancel" in request.POST and waiting is not None:
        actions.cancel(waiting, by=request.user)
        messages.success(request, _("The request is taken back."))
        return redirect("programmes:file", slug, row.reference)
    until = timezone.localtime().replace(hour=18, minute=0, second=0) + dt.timedelta(days=10)
    form = CompletionForm(
        request.POST or None, definition=file.response.definition, initial={"due_at": until}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The request has left; these questions are open again."))
            return redirect("programmes:file", slug, row.reference)
    context = frame(scope, "calls") | {
        "application": row,
        "call": row.call,
        "form": form,
        "waiting": waiting,
    }
    return render(request, "programmes/admissibility/ask.html", context)


@require_safe
def compare(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What was asked each time, and what changed."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = applications.for_programme(request.user, scope, reference, decide=True)
    context = frame(scope, "calls") | {
        "application": row,
        "call": row.call,
        "requests": [
            {"request": each, "compared": read.compare(each.before, each.after)}
            for each in read.requests_of(row)
        ],
    }
    return render(request, "programmes/admissibility/compare.html", context)


# --- The applicant -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, reference: str) -> HttpResponse:
    """The questions that were asked, and those only."""
    row = applications.for_applicant(request.user, reference, change=True)
    asked = read.waiting(row)
    if asked is None or asked.stage_file.response is None:
        messages.info(request, _("Nothing is to be completed now."))
        return redirect(row)
    response = _only(asked.stage_file.response, asked.questions)
    try:
        page = take(
            request,
            response,
            save=_saving(asked),
            receive=_receiving(asked),
            remove=_removing(asked),
        )
        if page.answer is not None:
            return page.answer
        if page.is_saved and "submit" in request.POST:
            actions.hand_in(asked, by=request.user)
            messages.success(request, _("Your answers are sent: thank you."))
            return redirect(row)
    except Conflict as error:
        messages.error(request, str(error.sentence))
        return redirect(row)
    except DomainError as error:
        messages.error(request, " ".join(str(fault) for fault in error.fields.values()) or str(error))
        return redirect("programmes:complete", reference)
    if page.is_saved:
        messages.success(request, _("Your answers are saved. Send them when they are complete."))
        return redirect("programmes:complete", reference)
    context = {
        "application": row,
        "call": row.call,
        "programme": row.call.programme,
        "completion": asked,
        "page": page,
        "form": page.form,
        "others": presence.others(row, request.user),
    }
    return render(request, "programmes/complete.html", context, status=page.status)


def _only(response: Response, ids: Collection[str]) -> Response:
    """The response with a definition of these questions alone, always shown: what would show or hide them
    may be a question that is not open."""
    sections = []
    for section in response.definition.sections:
        kept = tuple(
            dataclasses.replace(question, shows_if=None)
            for question in section.questions
            if question.id in ids
        )
        if kept:
            sections.append(dataclasses.replace(section, questions=kept, shows_if=None))
    # Read once per object: this object now reads as the part.
    response.version.definition = Definition(tuple(sections))
    return response


def _saving(asked: CompletionRequest) -> Any:
    def save(response: Any, answers: Any, **options: Any) -> Any:
        saved = actions.fill(asked, answers, **options)
        _only(saved.response, asked.questions)
        return saved

    return save


def _receiving(asked: CompletionRequest) -> Any:
    def receive(response: Any, question_id: str, upload: Any, **options: Any) -> Any:
        return actions.receive_file(asked, question_id, upload, **options)

    return receive


def _removing(asked: CompletionRequest) -> Any:
    def remove(joined: Any, **options: Any) -> None:
        actions.remove_file(asked, joined, **options)

    return remove


@require_POST
def go_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Begins the next stage, where it is open to whoever finished this one."""
    row = applications.for_applicant(request.user, reference, change=True)
    try:
        admission.go_on(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
        return redirect(row)
    return redirect("programmes:write", row.reference)
