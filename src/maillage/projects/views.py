"""Pages of projects."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.core.invitations import find
from maillage.core.registry import MenuItem, Workspace
from maillage.directory.enums import Stage, Trade
from maillage.projects import actions, queries
from maillage.projects.enums import ROLE_SENTENCES, ProjectRole
from maillage.projects.forms import InvitationForm, ProjectForm, StageForm
from maillage.projects.models import Project, ProjectInvitation, ProjectMember
from maillage.projects.spaces import workspace_of

PROJECT_FIELDS = ("title", "summary", "need", "commune", "place", "legal_form", "trades", "visibility")


def _space(project: Project, item: str, *, is_carrier: bool = True) -> dict[str, Any]:
    """What the frame of a project's pages shows to its team."""
    workspace: Workspace = workspace_of(project)
    menu = [MenuItem(_("The thread"), workspace.url, "thread")]
    if is_carrier:
        menu += [
            MenuItem(_("Description"), reverse("projects:edit", args=[project.pk]), "edit"),
            MenuItem(
                _("Team"), reverse("projects:team", args=[project.pk]), "team", len(project.members.all())
            ),
        ]
    return {"workspace": workspace, "workspace_menu": menu, "workspace_item": item}


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The person's own projects."""
    rows = Project.objects.of(request.user).for_list().prefetch_related("organisations__organisation")
    return render(request, "projects/projects.html", {"projects": rows})


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
    return render(request, "projects/create.html", {"form": form, "next": following})


@login_not_required
@require_safe
def project(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The thread for the team; for others, what the project says of itself."""
    project = queries.visible(request.user, pk)
    if slug != project.slug:
        return redirect(project, permanent=True)
    context: dict[str, Any] = {
        "project": project,
        "stages": _stages(project),
        "trades": [Trade(trade).label for trade in project.trades],
    }
    is_carrier = request.user.has_perm("projects.change_project", project)
    if not is_carrier and not request.user.has_perm("projects.view_thread", project):
        return render(request, "projects/public.html", context)
    context |= _space(project, "thread", is_carrier=is_carrier) | {
        "is_carrier": is_carrier,
        "timeline": queries.timeline(project, request.user),
        "todo": queries.todo_of(project, request.user),
    }
    return render(request, "projects/project.html", context)


def _stages(project: Project) -> list[dict[str, str]]:
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
                stage=values["stage"],
                organisations=form.organisations_given if "organisations" in form.fields else None,
                **{name: values[name] for name in PROJECT_FIELDS},
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The project is saved."))
            project.refresh_from_db()
            return redirect(project)
    return render(request, "projects/edit.html", _space(project, "edit") | {"project": project, "form": form})


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the project is."""
    project = queries.carried(request.user, pk)
    form = StageForm(request.POST or None, initial={"stage": project.stage})
    if request.method == "POST" and form.is_valid():
        actions.change_stage(
            project, form.cleaned_data["stage"], why=form.cleaned_data["why"], by=request.user
        )
        return redirect(project)
    return render(
        request,
        "projects/stage.html",
        _space(project, "thread") | {"project": project, "form": form},
    )


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has a part in the project, and whom to ask."""
    project = queries.carried(request.user, pk)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(project, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("An invitation left for %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("projects:team", pk=project.pk)
    context = {
        "project": project,
        "form": form,
        "members": project.members.all(),
        "waiting": queries.pending_invitations(project),
        "roles": [(role.label, ROLE_SENTENCES[role]) for role in ProjectRole],
    }
    return render(request, "projects/team.html", _space(project, "team") | context)


@require_http_methods(["GET", "POST"])
def remove_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Ends somebody's part, after asking."""
    project = queries.carried(request.user, pk)
    row = get_object_or_404(
        ProjectMember.objects.select_related("user", "project"), pk=member, project=project
    )
    back = reverse("projects:team", args=[project.pk])
    if request.method == "GET":
        return render(
            request,
            "core/confirm.html",
            {
                "question": _("Does %(name)s leave the project?") % {"name": row.user},
                "lost": [_("They will no longer see the project’s thread.")],
                "verb": _("End this part"),
                "back_url": back,
            },
        )
    try:
        actions.remove_member(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
        return redirect(back)
    messages.success(request, _("%(name)s left the project.") % {"name": row.user})
    return redirect(back if row.user_id != request.user.pk else "projects:projects")


@require_POST
def revoke(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Takes an invitation back."""
    project = queries.carried(request.user, pk)
    row = get_object_or_404(ProjectInvitation, pk=invitation, project=project)
    actions.revoke(row, by=request.user)
    messages.success(request, _("The invitation is taken back."))
    return redirect("projects:team", pk=project.pk)


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: following the link changes nothing."""
    row = find(ProjectInvitation, token)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            member = actions.accept(row, by=request.user)
        except DomainError as error:
            messages.error(request, str(error.sentence))
        else:
            return redirect(member.project)
    role = ProjectRole(row.role)
    return render(
        request,
        "projects/invitation.html",
        {"invitation": row, "role": role.label, "role_sentence": ROLE_SENTENCES[role]},
    )


def _safe_next(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""
