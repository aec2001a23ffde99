"""The applicant's pages: choosing a project, writing, submitting, following."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core import files
from maillage.core.errors import Conflict, DomainError, Invalid
from maillage.core.forms import refuse
from maillage.programmes import questions
from maillage.programmes.actions import application as applications
from maillage.programmes.eligibility import RuleVerdict, conditions_of, evaluate, facts_of_many
from maillage.programmes.enums import RETAINING, Filing, Verdict
from maillage.programmes.forms.application import (
    AnswersForm,
    ExceptionForm,
    FileForm,
    WithdrawForm,
    field_name,
)
from maillage.programmes.models import Application, ApplicationFile
from maillage.programmes.queries import application as read
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import outcome as outcomes
from maillage.projects.models import Project

VERDICTS = {verdict.name.lower(): verdict.value for verdict in Verdict}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's applications."""
    return render(request, "programmes/mine.html", {"applications": read.of_user(request.user)})


@require_safe
def choose(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """For which project? Each one with what the rules say of it, at once."""
    call = calls.visible(request.user, pk)
    if slug != call.slug:
        return redirect("programmes:apply", pk=call.pk, slug=call.slug, permanent=True)
    conditions = conditions_of(call)
    present = {row.project_id: row for row in calls.mine(call, request.user)}
    projects = list(
        Project.objects.carried_by(request.user).for_list().select_related("commune__region")[:50]
    )
    known = facts_of_many([(project.commune, project.legal_form) for project in projects])
    rows = [
        {"project": project, "application": present.get(project.pk), "answer": evaluate(conditions, facts)}
        for project, facts in zip(projects, known, strict=True)
    ]
    return render(
        request,
        "programmes/choose.html",
        {"call": call, "programme": call.programme, "rows": rows, "is_open": call.is_open, **VERDICTS},
    )


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pk: int, project: int) -> HttpResponse:
    """Begins the draft of a project; the ineligible are told why, and may ask for an exception."""
    call = calls.visible(request.user, pk)
    chosen = (
        Project.objects.carried_by(request.user)
        .select_related("commune__department", "commune__region")
        .filter(pk=project)
        .first()
    )
    if chosen is None:
        raise Http404
    answer = applications.check(call, chosen)
    asks = answer.verdict == Verdict.INELIGIBLE
    form = ExceptionForm(request.POST if asks and request.method == "POST" else None)
    if request.method == "POST" and (not asks or form.is_valid()):
        try:
            application = applications.start(
                call,
                chosen,
                by=request.user,
                derogation_request=form.cleaned_data["derogation_request"] if asks else "",
            )
        except DomainError as error:
            messages.error(request, str(error.sentence))
            return redirect(call)
        return redirect("programmes:write", application.reference)
    if not asks:
        return redirect("programmes:apply", pk=call.pk, slug=call.slug)
    return render(
        request,
        "programmes/exception.html",
        {"call": call, "programme": call.programme, "project": chosen, "answer": answer, "form": form},
    )


@require_safe
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Where an application stands: draft, receipt, decision."""
    row = read.for_applicant(request.user, reference)
    context = _about(request, row) | {
        "sections": read_sections(row),
        "files": row.files.all(),
        "history": read.history(row, sees_prepared=False),
        "labels": row.labels.select_related("place", "programme").order_by("-starts_on", "pk"),
        "outcome": outcomes.of(row),
    }
    return render(request, "programmes/application.html", context)


def _about(request: HttpRequest, row: Application) -> dict[str, Any]:
    return {
        "application": row,
        "call": row.call,
        "programme": row.call.programme,
        "project": row.project,
        "may_write": row.is_editable and request.user.has_perm("programmes.change_application", row),
        "may_withdraw": row.filing != Filing.WITHDRAWN
        and row.announced_decision not in RETAINING
        and request.user.has_perm("programmes.change_application", row),
        "rules": [RuleVerdict.from_json(data) for data in row.eligibility_detail],
        "overrules": row.overrules.all(),
        **VERDICTS,
    }


def read_sections(row: Application) -> list[dict[str, Any]]:
    """Sections and answers as text, for reading."""
    return [
        {
            "title": section.title,
            "progress": questions.progress(row.answers, section),
            "answers": [
                {
                    "label": question.label,
                    "value": row.answers.get(question.id, ""),
                    "is_money": question.kind == questions.Kind.MONEY,
                }
                for question in section.questions
                if question.kind != questions.Kind.FILES
            ],
        }
        for section in questions.SECTIONS
    ]


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """The draft. Autosaved with JavaScript, saved by a button without; a later save never silently wins."""
    row = read.for_applicant(request.user, reference, change=True)
    if row.filing != Filing.DRAFT:
        return redirect(row)
    is_autosave = request.headers.get("X-Autosave") == "1"
    if request.method == "GET":
        form = AnswersForm(initial=AnswersForm.initial_of(row.answers, row.version))
        return _draft_page(request, row, form)
    form = AnswersForm(request.POST)
    if form.is_valid():
        try:
            row = applications.save(
                row, answers=form.answers, version=form.cleaned_data["version"], by=request.user
            )
        except Conflict as error:
            if is_autosave:
                return HttpResponse(status=409)
            row = read.for_applicant(request.user, reference, change=True)
            if row.filing != Filing.DRAFT:
                messages.error(request, str(error.sentence))
                return redirect(row)
            return _draft_page(request, row, _keeping(form, row), conflict=str(error.sentence))
        except Invalid as error:
            form.show(error)
        else:
            if is_autosave:
                response = HttpResponse(status=204)
                response["X-Draft-Version"] = str(row.version)
                return response
            if "submit" in request.POST:
                return redirect("programmes:submit", row.reference)
            messages.success(request, _("The draft is saved."))
            return redirect("programmes:write", row.reference)
    if is_autosave:
        return HttpResponse(status=422)
    return _draft_page(request, row, form, status=422)


def _keeping(form: AnswersForm, row: Application) -> AnswersForm:
    """What the person typed, now upon the saved version: saving again is a choice made knowingly."""
    return AnswersForm({**{name: form.data.get(name, "") for name in form.fields}, "version": row.version})


def _draft_page(
    request: HttpRequest, row: Application, form: AnswersForm, *, conflict: str = "", status: int = 200
) -> HttpResponse:
    differences = []
    if conflict:
        for question_id, question in questions.BY_ID.items():
            typed = form.data.get(field_name(question_id))
            saved = row.answers.get(question_id, "")
            if typed is not None and typed.replace("\r\n", "\n").strip() != saved:
                differences.append({"label": question.label, "saved": saved})
    steps = [
        {
            "label": section.title,
            "state": "done" if progress.done == progress.total else "",
            "url": f"#section-{section.id}",
        }
        for section in questions.SECTIONS
        for progress in [questions.progress(row.answers, section)]
    ]
    context = _about(request, row) | {
        "form": form,
        "file_form": FileForm(),
        "files": row.files.all(),
        "steps": steps,
        "conflict": conflict,
        "differences": differences,
        "most_files": questions.MAX_FILES,
    }
    return render(request, "programmes/write.html", context, status=409 if conflict else status)


@require_POST
def join_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Joins a file to the draft."""
    row = read.for_applicant(request.user, reference, change=True)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            stored = files.receive(form.cleaned_data["file"], by=request.user)
            applications.join_file(row, "budget.files", stored, by=request.user)
        except DomainError as error:
            messages.error(request, str(next(iter(error.fields.values()), "") or error.sentence))
        else:
            messages.success(request, _("“%(name)s” is joined.") % {"name": stored.name})
    else:
        messages.error(request, _("Choose a file first."))
    return redirect(reverse("programmes:write", args=[row.reference]) + "#fichiers")


@require_POST
def remove_file(request: HttpRequest, reference: str, file: int) -> HttpResponse:
    """Takes a file back from the draft."""
    row = read.for_applicant(request.user, reference, change=True)
    joined = get_object_or_404(
        ApplicationFile.objects.select_related("application__project", "file"), pk=file, application=row
    )
    try:
        applications.remove_file(joined, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect(reverse("programmes:write", args=[row.reference]) + "#fichiers")


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Reading once more, then sending. A double click, or going back, sends once."""
    row = read.for_applicant(request.user, reference, change=True)
    if row.filing == Filing.SUBMITTED:
        return redirect("programmes:receipt", row.reference)
    if row.filing == Filing.WITHDRAWN:
        return redirect(row)
    refusal = ""
    if request.method == "POST":
        try:
            applications.submit(row, by=request.user, version=_integer(request.POST.get("version")))
        except DomainError as error:
            refusal = str(error.sentence)
            row = read.for_applicant(request.user, reference, change=True)
        else:
            return redirect("programmes:receipt", row.reference)
    answer = applications.check(row.call, row.project)
    last = row.overrules.all()[len(row.overrules.all()) - 1] if row.overrules.all() else None
    verdict = last.verdict if last else answer.verdict
    missing = questions.missing(row.answers)
    context = _about(request, row) | {
        "sections": read_sections(row),
        "files": row.files.all(),
        "answer": answer,
        "verdict": verdict,
        "missing": [
            {
                "label": questions.BY_ID[question_id].label,
                "url": f"{reverse('programmes:write', args=[row.reference])}#id_{field_name(question_id)}",
            }
            for question_id in missing
        ],
        "may_submit": not missing and verdict != Verdict.INELIGIBLE and row.call.is_open,
        "refusal": refusal,
    }
    return render(request, "programmes/submit.html", context, status=409 if refusal else 200)


def _integer(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What was received, when, under which number, and what happens next."""
    row = read.for_applicant(request.user, reference)
    if row.submitted_at is None:
        return redirect(row)
    return render(request, "programmes/receipt.html", _about(request, row))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Taking an application back, after asking."""
    row = read.for_applicant(request.user, reference, change=True)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applications.withdraw(row, by=request.user, why=form.cleaned_data["why"])
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The application is withdrawn."))
            return redirect(row)
    return render(request, "programmes/withdraw.html", _about(request, row) | {"form": form})
