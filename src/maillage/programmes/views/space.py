"""The programme's own pages: team, what it says of itself."""

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
from maillage.programmes.actions import programme as programmes
from maillage.programmes.enums import ROLE_SENTENCES, Role
from maillage.programmes.forms.programme import ProgrammeForm, RoleInvitationForm
from maillage.programmes.models import ProgrammeInvitation, ProgrammeRole
from maillage.programmes.queries import programme as read
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
DESCRIPTION = ("name", "purpose", "text", "label_name", "contact_email", "is_public")


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new programme, for the administrators of an organisation."""
    operators = read.operators_for(request.user)
    if not operators.exists():
        raise Http404
    form = ProgrammeForm(request.POST or None, operators=operators)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            programme = programmes.create(values.pop("operator"), by=request.user, **values)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:space", programme.slug)
    return render(request, "programmes/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What the programme says of itself."""
    scope = read.scope(request.user, slug, OFFICER)
    programme = scope.programme
    initial = {name: getattr(programme, name) for name in DESCRIPTION}
    initial["territories"] = [row.ref for row in programme.territories.all()]
    form = ProgrammeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            programmes.update(programme, by=request.user, territories=values.pop("territories"), **values)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("programmes:space", programme.slug)
    return render(request, "programmes/edit.html", frame(scope, "edit") | {"form": form})


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who does what in the programme, and whom to ask."""
    scope = read.scope(request.user, slug, OFFICER)
    form = RoleInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            programmes.invite(scope.programme, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("An invitation left for %(email)s.") % {"email": form.cleaned_data["email"]}
            )
            return redirect("programmes:team", slug)
    roles, waiting = read.with_team(scope.programme)
    return render(
        request,
        "programmes/team.html",
        frame(scope, "team") | {"form": form, "roles": roles, "waiting": waiting},
    )


@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, slug: str, role: int) -> HttpResponse:
    """Ends somebody's role, after asking."""
    scope = read.scope(request.user, slug, OFFICER)
    row = get_object_or_404(
        ProgrammeRole.objects.live().select_related("user", "programme"), pk=role, programme=scope.programme
    )
    if request.method == "GET":
        return render(
            request,
            "core/confirm.html",
            {
                "question": _("Does the role of %(name)s end?") % {"name": row.user},
                "lost": [str(ROLE_SENTENCES[Role(row.role)])],
                "verb": _("End this role"),
                "back_url": reverse("programmes:team", args=[slug]),
            },
        )
    try:
        programmes.end_role(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("The role of %(name)s has ended.") % {"name": row.user})
    # Who ended their own role no longer sees this page.
    return redirect("programmes:team" if row.user_id != request.user.pk else "programmes:programme", slug)


@require_POST
def revoke(request: HttpRequest, slug: str, invitation: int) -> HttpResponse:
    """Takes an invitation back."""
    scope = read.scope(request.user, slug, OFFICER)
    row = get_object_or_404(
        ProgrammeInvitation.objects.select_related("programme"), pk=invitation, programme=scope.programme
    )
    programmes.revoke(row, by=request.user)
    messages.success(request, _("The invitation is taken back."))
    return redirect("programmes:team", slug)


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: following the link changes nothing."""
    row = find(ProgrammeInvitation, token)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            programmes.accept(row, by=request.user)
        except DomainError as error:
            messages.error(request, str(error.sentence))
        else:
            return redirect("programmes:space", row.programme.slug)
    role = Role(row.role)
    return render(
        request,
        "programmes/invitation.html",
        {"invitation": row, "role": role.label, "role_sentence": ROLE_SENTENCES[role]},
    )
