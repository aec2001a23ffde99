"""The applicant's pages: choosing a project, writing, submitting, following."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import application as applications
from maillage.programmes.actions import filling as applying
from maillage.programmes.eligibility import RuleVerdict, carriers_of, conditions_of, evaluate, facts_of_many
from maillage.programmes.enums import RETAINING, Filing, Verdict
from maillage.programmes.forms.application import ExceptionForm, WithdrawForm
from maillage.programmes.models import Application
from maillage.programmes.queries import application as read
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import completion as completions
from maillage.programmes.queries import outcome as outcomes
from maillage.programmes.queries import stage as stages
from maillage.projects.models import Project, ProjectOrganisation
from maillage.questionnaires.filling.display import ShownSection, sections_of
from maillage.questionnaires.queries.filling import Filling

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
        Project.objects.carried_by(request.user)
        .for_list()
        .select_related("commune__region")
        .prefetch_related(
            Prefetch(
                "organisations",
                ProjectOrganisation.objects.select_related("organisation").order_by("-is_lead", "pk"),
            )
        )[:50]
    )
    known = facts_of_many(
        [(project.commune, project.legal_form, carriers_of(project)) for project in projects]
    )
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
        "history": read.history(row, sees_prepared=False),
        "labels": row.labels.select_related("place", "programme").order_by("-starts_on", "pk"),
        "outcome": outcomes.of(row),
    }
    if row.filing == Filing.DRAFT:
        # While it is written the rules are asked anew; once sent, what they said then stays.
        context["rules"] = applications.check_file(row).rules
    return render(request, "programmes/application.html", context)


def _about(request: HttpRequest, row: Application) -> dict[str, Any]:
    return {
        "application": row,
        "call": row.call,
        "programme": row.call.programme,
        "project": row.project,
        "may_write": row.is_editable and request.user.has_perm("programmes.write_application", row),
        "may_write_for": row.is_being_written
        and request.user.has_perm("programmes.write_for_applicant", row)
        and not request.user.has_perm("programmes.write_application", row),
        "may_withdraw": row.filing != Filing.WITHDRAWN
        and row.announced_decision not in RETAINING
        and request.user.has_perm("programmes.change_application", row),
        "rules": [RuleVerdict.from_json(data) for data in row.eligibility_detail],
        "overrules": row.overrules.all(),
        "completion": completions.waiting(row),
        "next_stage": stages.open_to_applicant(row)
        if request.user.has_perm("programmes.change_application", row)
        else None,
        **VERDICTS,
    }


def read_sections(row: Application, *, for_officers: bool = False) -> list[ShownSection]:
    """Sections and answers for reading, of every stage."""
    return [
        section
        for filling in read.fillings_of(row, for_officers=for_officers)
        for section in sections_of(filling)
    ]


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Reading once more, then sending. A double click, or going back, sends once."""
    row = read.for_applicant(request.user, reference, change=True)
    if row.filing == Filing.WITHDRAWN:
        return redirect(row)
    if row.stage_filing == Filing.SUBMITTED:
        return redirect("programmes:receipt", row.reference)
    refusal = ""
    if request.method == "POST":
        try:
            applications.submit(row, by=request.user, version=_integer(request.POST.get("version")))
        except DomainError as error:
            refusal = str(error.sentence)
            row = read.for_applicant(request.user, reference, change=True)
        else:
            return redirect("programmes:receipt", row.reference)
    answer = applications.check_file(row)
    last = row.overrules.all()[len(row.overrules.all()) - 1] if row.overrules.all() else None
    verdict = last.verdict if last else answer.verdict
    filling = _filling_of(row)
    obstacles = filling.obstacles if filling else {}
    context = _about(request, row) | {
        "sections": read_sections(row),
        "answer": answer,
        "verdict": verdict,
        "obstacles": [
            {
                "label": filling.definition.by_id[question_id].label if filling else "",
                "sentence": sentence,
                "url": f"{reverse('programmes:write', args=[row.reference])}#question-{question_id}",
            }
            for question_id, sentence in obstacles.items()
        ],
        "may_submit": not obstacles and verdict != Verdict.INELIGIBLE and row.is_received,
        "refusal": refusal,
    }
    return render(request, "programmes/submit.html", context, status=409 if refusal else 200)


def _filling_of(row: Application) -> Filling | None:
    """The answers of the present stage, judged as handing in judges them."""
    if row.response is None:
        return None
    return Filling.of(row.response, reached=applying.reached(row.stage))


def _integer(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What was received, when, under which number, and what happens next."""
    row = read.for_applicant(request.user, reference)
    if row.submitted_at is None:
        return redirect(row)
    sent = stages.sent_of(row)
    return render(request, "programmes/receipt.html", _about(request, row) | {"sent": sent, "last": sent[-1]})


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
