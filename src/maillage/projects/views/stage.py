"""How far a project is: its stage, what shows it, what becomes of it, its dated history."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core import files
from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.core.models import StoredFile
from maillage.directory.enums import Stage
from maillage.projects import actions, gates
from maillage.projects.actions import evidence as evidences
from maillage.projects.actions import outcome as outcomes
from maillage.projects.enums import ARGUED, OUTCOME_TONES, OUTCOME_TRANSITIONS, Outcome
from maillage.projects.forms.stage import EvidenceForm, OutcomeForm, StageForm
from maillage.projects.models import Evidence, Project
from maillage.projects.queries import logbook, stage
from maillage.projects.queries import project as queries
from maillage.projects.views.frame import frame
from maillage.projects.views.project import stages_of


@require_safe
def path(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the project stands, for its team."""
    project = logbook.opened(request.user, pk)
    is_carrier = request.user.has_perm("projects.change_project", project)
    outcome = Outcome(project.outcome)
    found = stage.gates_of(project)
    context = {
        "project": project,
        "is_carrier": is_carrier,
        "may_write": request.user.has_perm("projects.write_logbook", project),
        "stages": stages_of(project),
        "present": next(gate for gate in found if gate.is_present),
        "others": [gate for gate in found if not gate.is_present],
        "outcome_tone": OUTCOME_TONES[outcome],
        "may_change_outcome": is_carrier and bool(OUTCOME_TRANSITIONS[outcome]),
        "history": stage.history_of(project),
    }
    return render(
        request, "projects/stage/path.html", frame(project, "stage", is_carrier=is_carrier) | context
    )


@require_http_methods(["GET", "POST"])
def change_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Another stage, with what the present one still asks for before one's eyes."""
    project = queries.carried(request.user, pk)
    form = StageForm(request.POST or None, initial={"stage": _next(project)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_stage(project, given["stage"], why=given["why"], on=given["on"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("projects:path", pk=project.pk)
    context = {"project": project, "form": form, "open_items": stage.open_items(project)}
    return render(request, "projects/stage/stage.html", frame(project, "stage") | context)


def _next(project: Project) -> str:
    order = list(Stage)
    return order[min(order.index(Stage(project.stage)) + 1, len(order) - 1)].value


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of the project: setting it aside is a result like another, when it is argued."""
    project = queries.carried(request.user, pk)
    if not OUTCOME_TRANSITIONS[Outcome(project.outcome)]:
        raise Http404
    form = OutcomeForm(request.POST or None, present=project.outcome)
    if request.method == "POST" and form.is_valid():
        try:
            outcomes.change_outcome(project, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            if form.cleaned_data["outcome"] in ARGUED:
                messages.success(request, _("It is kept, with its reason. Thank you for saying it."))
            return redirect("projects:path", pk=project.pk)
    return render(
        request, "projects/stage/outcome.html", frame(project, "stage") | {"project": project, "form": form}
    )


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, pk: int, stage: str, item: str) -> HttpResponse:
    """One line of a stage's list."""
    project = logbook.opened(request.user, pk, write=True)
    line = gates.item_of(stage, item) if stage in Stage.values else None
    if line is None:
        raise Http404
    row = Evidence.objects.filter(project=project, stage=stage, item=item).select_related("file").first()
    initial = {"state": row.state, "text": row.text} if row else None
    form = EvidenceForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, project, stage, item, form)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is written down."))
            return redirect("projects:path", pk=project.pk)
    context = {
        "project": project,
        "form": form,
        "item": line,
        "stage_label": Stage(stage).label,
        "evidence": row,
        "services_url": f"{reverse('directory:services')}?theme={line.theme.value}",
    }
    is_carrier = request.user.has_perm("projects.change_project", project)
    return render(
        request, "projects/stage/evidence.html", frame(project, "stage", is_carrier=is_carrier) | context
    )


def _give(request: HttpRequest, project: Project, stage: str, item: str, form: EvidenceForm) -> None:
    upload = form.cleaned_data["file"]
    stored: StoredFile | None = files.receive(upload, by=request.user) if upload else None
    try:
        evidences.give(
            project,
            stage,
            item,
            by=request.user,
            text=form.cleaned_data["text"],
            state=form.cleaned_data["state"],
            file=stored,
        )
    except Exception:
        if stored is not None:
            files.remove(stored)
        raise


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int, stage: str, item: str) -> HttpResponse:
    """Opens a line again, after asking."""
    project = logbook.opened(request.user, pk, write=True)
    row = get_object_or_404(
        Evidence.objects.select_related("project", "file"), project=project, stage=stage, item=item
    )
    if request.method == "POST":
        evidences.take_back(row, by=request.user)
        messages.success(request, _("The line is open again."))
        return redirect("projects:path", pk=project.pk)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Is this no longer shown?"),
            "lost": [_("What was written, and the file that went with it.")],
            "verb": _("Open the line again"),
            "back_url": reverse("projects:evidence", args=[pk, stage, item]),
        },
    )
