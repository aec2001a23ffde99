"""Who carries and supports a project."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.core.invitations import find
from maillage.directory.models import Organisation
from maillage.projects import actions
from maillage.projects.enums import ROLE_SENTENCES, AdviceRight, ProjectRole
from maillage.projects.forms.advice import AcceptForm
from maillage.projects.forms.team import InvitationForm
from maillage.projects.models import ProjectInvitation, ProjectMember
from maillage.projects.queries import advice
from maillage.projects.queries import project as queries
from maillage.projects.queries import team as people
from maillage.projects.views.frame import frame


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
        "waiting": people.pending_invitations(project),
        "roles": [(role.label, ROLE_SENTENCES[role]) for role in ProjectRole],
    }
    return render(request, "projects/team/team.html", frame(project, "team") | context)


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
    form = (
        AcceptForm(
            request.POST if request.method == "POST" else None,
            organisations=advice.organisations_of(request.user),
        )
        if row.role == ProjectRole.ADVISER
        else None
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            member = actions.accept(row, by=request.user, organisation=_in_whose_name(form))
        except DomainError as error:
            messages.error(request, str(error.sentence))
        else:
            return redirect(member.project)
    role = ProjectRole(row.role)
    return render(
        request,
        "projects/team/invitation.html",
        {
            "invitation": row,
            "role": role.label,
            "role_sentence": ROLE_SENTENCES[role],
            "rights": [AdviceRight(right).label for right in row.rights],
            "form": form,
        },
    )


def _in_whose_name(form: AcceptForm | None) -> Organisation | None:
    return form.cleaned_data["organisation"] if form is not None else None
