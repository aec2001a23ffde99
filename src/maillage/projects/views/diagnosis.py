"""Self-diagnoses of a project."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import Invalid
from maillage.projects.actions.diagnosis import diagnose
from maillage.projects.diagnoses import DIAGNOSES, Diagnosis
from maillage.projects.models import Project
from maillage.projects.queries import diagnosis as read
from maillage.projects.queries import logbook
from maillage.projects.views.frame import frame
from maillage.questionnaires.filling.form import FillingForm
from maillage.questionnaires.queries.filling import Filling


def _page(request: HttpRequest, project: Project) -> dict[str, object]:
    is_carrier = request.user.has_perm("projects.change_project", project)
    return frame(project, "stage", is_carrier=is_carrier) | {
        "project": project,
        "may_write": request.user.has_perm("projects.write_logbook", project),
    }


def _named(key: str) -> Diagnosis:
    if key not in DIAGNOSES:
        raise Http404
    return DIAGNOSES[key]


@require_safe
def diagnoses(request: HttpRequest, pk: int) -> HttpResponse:
    """The three, each with its last result."""
    project = logbook.opened(request.user, pk)
    context = _page(request, project) | {"diagnoses": read.latest(project)}
    return render(request, "projects/diagnosis/diagnoses.html", context)


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The questions on one page; the last answers are there to begin with."""
    project = logbook.opened(request.user, pk, write=True)
    diagnosis = _named(key)
    definition = diagnosis.definition()
    before = read.all_of(project, key)
    form = FillingForm(Filling(definition, before[0].answers if before else {}))
    status = 200
    if request.method == "POST":
        posted = form.read(request.POST, request.FILES)
        answers = {name: value for name, value in posted.answers.items() if name not in posted.refused}
        try:
            made = diagnose(project, key, answers, by=request.user)
        except Invalid as error:
            refused = {**error.fields, **posted.refused}
            form = FillingForm(Filling(definition, answers), refused=refused)
            status = 422
        else:
            return redirect(f"{reverse('projects:diagnosis_result', args=[pk, key])}?fait={made.pk}")
    context = _page(request, project) | {"diagnosis": diagnosis, "form": form}
    return render(request, "projects/diagnosis/fill.html", context, status=status)


@require_safe
def result(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What it says and why, line by line, and what to do next."""
    project = logbook.opened(request.user, pk)
    diagnosis = _named(key)
    made = read.all_of(project, key)
    if not made:
        raise Http404
    asked = request.GET.get("fait", "")
    shown = next((row for row in made if str(row.pk) == asked), made[0])
    context = _page(request, project) | {
        "diagnosis": diagnosis,
        "result": read.result_of(shown),
        "others": [row for row in made if row.pk != shown.pk],
        "services_url": reverse("directory:services"),
    }
    return render(request, "projects/diagnosis/result.html", context)
