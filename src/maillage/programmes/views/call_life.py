"""Documents, questions, information sessions and withdrawal of a call, for its officers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core import files
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.programmes.actions import call as calls
from maillage.programmes.actions import call_page as pages
from maillage.programmes.actions import information
from maillage.programmes.enums import CallQuestionState, CallState, RegistrationState, Role
from maillage.programmes.forms.call_life import (
    AnswerForm,
    CorrectionForm,
    DocumentForm,
    InformationForm,
    ReasonForm,
)
from maillage.programmes.models import Call, CallDocument, CallQuestion, InformationSession
from maillage.programmes.queries import call as read
from maillage.programmes.queries import call_page as read_page
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.programme import Scope
from maillage.programmes.views.call_frame import page

OFFICER = (Role.OFFICER,)


def _call(request: HttpRequest, slug: str, pk: int) -> tuple[Scope, Call]:
    scope = programmes.scope(request.user, slug, OFFICER)
    return scope, read.of_scope(scope, pk)


# --- Documents -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What goes with the call, and joining one more."""
    scope, call = _call(request, slug, pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            stored = files.receive(form.cleaned_data["file"], by=request.user)
            pages.add_document(call, stored, title=form.cleaned_data["title"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The document is on the page of the call."))
            return redirect("programmes:call_documents", slug, pk)
    context = page(scope, call, "call_documents") | {
        "documents": call.documents.select_related("file").order_by("added_at", "pk"),
        "form": form,
    }
    return render(request, "programmes/calls/documents.html", context)


@require_POST
def remove_document(request: HttpRequest, slug: str, pk: int, document: int) -> HttpResponse:
    """Takes a document away."""
    _scope, call = _call(request, slug, pk)
    row = get_object_or_404(
        CallDocument.objects.select_related("file", "call__programme"), pk=document, call=call
    )
    try:
        pages.remove_document(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect("programmes:call_documents", slug, pk)


# --- Questions -----------------------------------------------------------------------------------------
@require_safe
def questions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What people ask: first what waits."""
    scope, call = _call(request, slug, pk)
    rows = read_page.questions_of(call)
    context = page(scope, call, "call_questions") | {
        "waiting": [row for row in rows if row.state == CallQuestionState.OPEN],
        "answered": [row for row in rows if row.state != CallQuestionState.OPEN],
    }
    return render(request, "programmes/calls/questions.html", context)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, slug: str, pk: int, question: int) -> HttpResponse:
    """Answering one: published to all, or to its author alone; correcting what is published."""
    scope, call = _call(request, slug, pk)
    row = get_object_or_404(
        CallQuestion.objects.select_related("asked_by", "call__programme"), pk=question, call=call
    )
    if row.state == CallQuestionState.SET_ASIDE:
        raise Http404
    is_open = row.state == CallQuestionState.OPEN
    form: AnswerForm | CorrectionForm
    if is_open:
        form = AnswerForm(request.POST or None, initial={"wording": row.text})
    else:
        form = CorrectionForm(request.POST or None, initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, row, form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The answer has left."))
            return redirect("programmes:call_questions", slug, pk)
    context = page(scope, call, "call_questions") | {"question": row, "form": form, "is_open": is_open}
    return render(request, "programmes/calls/question.html", context)


def _answer(request: HttpRequest, row: CallQuestion, given: dict[str, Any]) -> None:
    if row.state != CallQuestionState.OPEN:
        pages.correct_answer(row, given["answer"], by=request.user)
    elif "private" in request.POST:
        pages.set_aside(row, given["answer"], by=request.user)
    else:
        pages.answer(row, given["answer"], wording=given["wording"], by=request.user)


# --- Information sessions --------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The sessions of a call, and planning one more."""
    scope, call = _call(request, slug, pk)
    form = InformationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            information.plan(call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The session is on the page of the call."))
            return redirect("programmes:call_information", slug, pk)
    context = page(scope, call, "call_information") | {
        "sessions": read_page.sessions_of(call),
        "form": form,
    }
    return render(request, "programmes/calls/sessions.html", context)


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, slug: str, pk: int, session: int) -> HttpResponse:
    """One session: who comes, who waits; changing it."""
    scope, call = _call(request, slug, pk)
    row = _session(call, session)
    initial = {name: getattr(row, name) for name in InformationForm.base_fields}
    form = InformationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            information.change(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The session is changed; those who come are told."))
            return redirect("programmes:information", slug, pk, session)
    rows = read_page.registrations_of(row)
    context = page(scope, call, "call_information") | {
        "session": row,
        "form": form,
        "seated": [each for each in rows if each.state == RegistrationState.SEATED],
        "waiting": [each for each in rows if each.state == RegistrationState.WAITING],
    }
    return render(request, "programmes/calls/session.html", context)


@require_safe
def session_csv(request: HttpRequest, slug: str, pk: int, session: int) -> StreamingHttpResponse:
    """Who comes, as CSV."""
    _scope, call = _call(request, slug, pk)
    row = _session(call, session)
    return csv_response(
        f"inscrits-{row.starts_at:%Y-%m-%d}-{row.pk}.csv",
        ["nom", "courriel", "etat", "inscrit_le"],
        (
            [each.user.full_name, each.user.email, each.state, each.at.isoformat()]
            for each in read_page.registrations_of(row)
        ),
    )


@require_http_methods(["GET", "POST"])
def cancel_session(request: HttpRequest, slug: str, pk: int, session: int) -> HttpResponse:
    """Cancelling, with the reason that people read."""
    scope, call = _call(request, slug, pk)
    row = _session(call, session)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            information.cancel(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The session is cancelled; those who were coming are told."))
            return redirect("programmes:call_information", slug, pk)
    context = page(scope, call, "call_information") | {"session": row, "form": form}
    return render(request, "programmes/calls/session_cancel.html", context)


def _session(call: Call, pk: int) -> InformationSession:
    row: InformationSession = get_object_or_404(
        InformationSession.objects.select_related("call__programme"), pk=pk, call=call
    )
    return row


# --- Withdrawal ------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Taking a published call back."""
    scope, call = _call(request, slug, pk)
    if call.state != CallState.PUBLISHED:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            calls.withdraw(call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The call is withdrawn; everybody concerned is told."))
            return redirect("programmes:calls", slug)
    context = page(scope, call, "call_edit") | {"form": form, "concerned": read_page.concerned(call)}
    return render(request, "programmes/calls/withdraw.html", context)
