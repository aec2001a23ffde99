"""Writing an application: on one page or part by part, on paper, for somebody else; officers' notes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import Conflict, DomainError
from maillage.core.forms import refuse
from maillage.programmes import rules as who
from maillage.programmes import standard_form
from maillage.programmes.actions import application as checking
from maillage.programmes.actions import filling as applying
from maillage.programmes.enums import Role, Verdict
from maillage.programmes.forms.application import OnBehalfForm
from maillage.programmes.models import Application, Call, Stage
from maillage.programmes.queries import application as read
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import stage as stages
from maillage.programmes.spaces import frame
from maillage.questionnaires import presence, reading
from maillage.questionnaires.definition import Definition, parse
from maillage.questionnaires.filling.display import sections_of, unasked_in_words
from maillage.questionnaires.filling.page import Page, take
from maillage.questionnaires.queries.filling import Filling

OFFICER = (Role.OFFICER,)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """The draft. Autosaved with JavaScript, saved by a button without; a later save never silently wins."""
    row = read.for_applicant(request.user, reference, write=True)
    if not row.is_being_written:
        return redirect(row)
    response = row.response
    if response is None:
        raise Http404
    try:
        page = take(
            request,
            response,
            save=_saving(row),
            receive=_receiving(row),
            remove=_removing(row),
            reached=applying.reached(row.stage),
            stages=_titles(row.call),
        )
    except Conflict as error:
        # Handed in, or withdrawn, while this page was open.
        messages.error(request, str(error.sentence))
        return redirect(row)
    if page.answer is not None:
        return page.answer
    if page.is_saved:
        return _go_on(request, row, page)
    context = {
        "application": row,
        "call": row.call,
        "closes_at": row.closes_at,
        "page": page,
        "form": page.form,
        "unasked": unasked_in_words(response),
        "rules": checking.check(row.call, row.project).rules,
        "eligible": Verdict.ELIGIBLE,
        "ineligible": Verdict.INELIGIBLE,
        "overrules": row.overrules.all(),
        "carries": request.user.has_perm("programmes.change_application", row),
        "waits_for_exception": row.eligibility == Verdict.INELIGIBLE and row.derogation_request,
        "others": presence.others(row, request.user),
    }
    return render(request, "programmes/write.html", context, status=page.status)


@require_safe
def others(request: HttpRequest, reference: str) -> HttpResponse:
    """A fragment: who else writes this application just now."""
    row = read.for_applicant(request.user, reference, write=True)
    context = {"application": row, "others": presence.others(row, request.user)}
    return render(request, "programmes/_others.html", context)


def _saving(row: Application) -> Any:
    def save(response: Any, answers: Any, **options: Any) -> Any:
        return applying.fill(row, answers, **options)

    return save


def _receiving(row: Application) -> Any:
    def receive(response: Any, question_id: str, upload: Any, **options: Any) -> Any:
        return applying.receive_file(row, question_id, upload, **options)

    return receive


def _removing(row: Application) -> Any:
    return partial(applying.remove_file, row)


def _titles(call: Call) -> dict[str, str]:
    return {stage.slug: stage.title for stage in stages.stages_of(call)}


def _go_on(request: HttpRequest, row: Application, page: Page) -> HttpResponse:
    """After saving: to reading again, to the next part, or where one was."""
    if "submit" in request.POST:
        return redirect("programmes:submit", row.reference)
    address = reverse("programmes:write", args=[row.reference])
    if "next" in request.POST and page.next_section is not None:
        return redirect(f"{address}?partie={page.next_section.id}")
    if "next" in request.POST:
        return redirect("programmes:submit", row.reference)
    messages.success(request, _("The draft is saved."))
    return redirect(f"{address}?partie={page.section.id}" if page.section else address)


@require_safe
def paper(request: HttpRequest, reference: str) -> HttpResponse:
    """What is asked, with what is answered and lines to write the rest by hand."""
    row = read.for_applicant(request.user, reference)
    if row.response is None:
        raise Http404
    filling = Filling.of(row.response, reached=applying.reached(row.stage))
    return _on_paper(request, row.call, filling, row)


@login_not_required
@require_safe
def blank_paper(request: HttpRequest, pk: int, slug: str, position: int = 1) -> HttpResponse:
    """What a stage of a call asks, to read or to write on paper before having a draft; for those to whom its
    questions are shown."""
    call = calls.visible(request.user, pk)
    stage = get_object_or_404(stages.stages_of(call).select_related("version"), position=position)
    team = who.has_a_role(request.user, call.programme)
    if stage.pk not in stages.readable(call, request.user, for_team=team):
        raise Http404
    definition = stage.version.definition if stage.version else parse(standard_form.content())
    return _on_paper(request, call, Filling(definition, {}), None, stage)


def _on_paper(
    request: HttpRequest,
    call: Call,
    filling: Filling,
    row: Application | None,
    stage: Stage | None = None,
) -> HttpResponse:
    context = {
        "stage": stage,
        "call": call,
        "application": row,
        "parts": paper_parts(filling),
    }
    return render(request, "programmes/paper.html", context)


def paper_parts(filling: Filling) -> list[dict[str, Any]]:
    """Every part and question, those that hang on another too, with its condition in words."""
    definition: Definition = filling.definition
    names = reading.names_for(definition)
    shown = {
        answer.question.id: answer
        for section in sections_of(filling, every=True)
        for answer in section.answers
    }
    return [
        {
            "section": section,
            "condition": reading.read(section.shows_if, definition, names) if section.shows_if else "",
            "questions": [
                {
                    "question": question,
                    "answer": shown[question.id].answer,
                    "files": shown[question.id].files,
                    "is_needed": filling.is_needed(question),
                    "condition": reading.read(question.shows_if, definition, names)
                    if question.shows_if
                    else "",
                    "steps": range(question.first, question.last + 1),
                    "lines": range(max(question.min_rows, 4)),
                }
                for question in section.questions
            ],
        }
        for section in definition.sections
    ]


@require_http_methods(["GET", "POST"])
def write_for(request: HttpRequest, reference: str) -> HttpResponse:
    """An adviser says for whom they write, and how that person agreed."""
    row = read.for_applicant(request.user, reference)
    if not request.user.has_perm("programmes.write_for_applicant", row):
        raise Http404
    form = OnBehalfForm(request.POST or None, project=row.project)
    if request.method == "POST" and form.is_valid():
        try:
            applying.write_for(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:write", row.reference)
    return render(request, "programmes/write_for.html", {"application": row, "call": row.call, "form": form})


@require_http_methods(["GET", "POST"])
def officer_notes(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The questions that only officers see and answer."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = read.for_programme(request.user, scope, reference, decide=True)
    response = row.response
    if response is None or not any(question.officers_only for question in response.definition):
        raise Http404

    def save(response: Any, answers: Any, **options: Any) -> Any:
        return applying.note(row, answers, **options)

    page = take(request, response, save=save, for_officers=True)
    if page.answer is not None:
        return page.answer
    if page.is_saved:
        messages.success(request, _("Your notes are saved."))
        return redirect("programmes:file", slug, row.reference)
    return render(
        request,
        "programmes/officer_notes.html",
        frame(scope, "calls") | {"application": row, "call": row.call, "page": page, "form": page.form},
        status=page.status,
    )
