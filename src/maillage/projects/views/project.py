"""A project's page and its description."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.directory.enums import Stage, Theme, Trade
from maillage.projects import actions
from maillage.projects.enums import OUTCOME_TONES, Outcome
from maillage.projects.forms.project import ProjectForm
from maillage.projects.models import Advice, Project
from maillage.projects.queries import project as queries
from maillage.projects.queries import thread
from maillage.projects.views.frame import frame
from maillage.territories.queries import territories_of

PROJECT_FIELDS = (
    *("title", "summary", "need", "commune", "territories", "place", "legal_form", "themes", "trades"),
    "visibility",
)


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The person's own projects."""
    rows = Project.objects.of(request.user).for_list().prefetch_related("organisations__organisation")
    return render(request, "projects/project/projects.html", {"projects": rows})


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new project, then its thread, or where the person came from."""
    form = ProjectForm(request.POST or None, user=request.user)
    following = _safe_next(request)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            project = actions.create(
                by=request.user,
                stage=values["stage"],
                organisations=form.organisations_given,
                **{name: values[name] for name in PROJECT_FIELDS},
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("“%(title)s” is created.") % {"title": project.title})
            return redirect(following or project.get_absolute_url())
    return render(request, "projects/project/create.html", {"form": form, "next": following})


@login_not_required
@require_safe
def project(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The thread for the team; for others, what the project says of itself."""
    project = queries.visible(request.user, pk)
    if slug != project.slug:
        return redirect(project, permanent=True)
    heir = project.merged_into
    context: dict[str, Any] = {
        "heir": heir if heir and request.user.has_perm("projects.view_project", heir) else None,
        "project": project,
        "stages": stages_of(project),
        "trades": [Trade(trade).label for trade in project.trades],
        "themes": [Theme(theme).label for theme in project.themes],
        "territories": territories_of(row.ref for row in project.territories.all()),
        "outcome_tone": OUTCOME_TONES[Outcome(project.outcome)],
    }
    is_carrier = request.user.has_perm("projects.change_project", project)
    if not is_carrier and not request.user.has_perm("projects.view_thread", project):
        context["may_offer"] = _may_offer(request, project)
        return render(request, "projects/project/public.html", context)
    told = thread.timeline(
        project, request.user, only=request.GET.get("quoi", ""), cursor=request.GET.get("cursor", "")
    )
    context |= frame(project, "thread", is_carrier=is_carrier) | {
        "is_carrier": is_carrier,
        "may_write": request.user.has_perm("projects.write_logbook", project),
        "timeline": told.entries,
        "thread": told,
        "todo": thread.todo_of(project, request.user),
        "advice": None if is_carrier else Advice.objects.live().of(project, request.user),
    }
    return render(request, "projects/project/project.html", context)


def _may_offer(request: HttpRequest, project: Project) -> bool:
    """Whether the page offers to advise: to those signed in who have not asked yet."""
    if not request.user.is_authenticated:
        return False
    return not Advice.objects.waiting().filter(project=project, adviser=request.user).exists()


def stages_of(project: Project) -> list[dict[str, str]]:
    order = list(Stage)
    rank = order.index(Stage(project.stage))
    return [
        {"label": str(stage.label), "state": "done" if n < rank else "now" if n == rank else ""}
        for n, stage in enumerate(order)
    ]


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The project's description."""
    project = queries.carried(request.user, pk)
    form = ProjectForm(
        request.POST or None, user=request.user, project=project, initial=ProjectForm.initial_of(project)
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.update(
                project,
                by=request.user,
                organisations=form.organisations_given if "organisations" in form.fields else None,
                lead=values.get("lead"),
                **{name: values[name] for name in PROJECT_FIELDS},
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The project is saved."))
            project.refresh_from_db()
            return redirect(project)
    return render(
        request, "projects/project/edit.html", frame(project, "edit") | {"project": project, "form": form}
    )


def _safe_next(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""
