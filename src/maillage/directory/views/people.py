"""The people of an organisation: roles, invitations, leaving, handing over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.directory import actions
from maillage.directory.enums import InvitationState
from maillage.directory.forms.people import HandOverForm, InviteForm, RoleForm
from maillage.directory.forms.records import refuse
from maillage.directory.models import Invitation, Membership, Organisation
from maillage.directory.queries import workspace as queries
from maillage.directory.views.frame import check_allowed, frame, organisation_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who belongs here, who is invited? The form invites."""
    permission = "manage_members" if request.method == "POST" else "enter_organisation"
    organisation = organisation_or_404(request, pk, permission)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(
                organisation, form.cleaned_data["email"], form.cleaned_data["role"], by=request.user
            )
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
            )
            return redirect("directory:people", organisation.pk)
    members = list(queries.members_of(organisation))
    return render(
        request,
        "directory/workspace/people.html",
        {
            **frame(request, organisation, "people"),
            "form": form,
            "members": [(member, RoleForm(initial={"role": member.role})) for member in members],
            "mine": next((member for member in members if member.user_id == request.user.pk), None),
            "invitations": list(queries.open_invitations(organisation)),
        },
        status=422 if form.errors else 200,
    )


def people_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The members as CSV, for those who manage them."""
    organisation = organisation_or_404(request, pk, "manage_members")
    return csv_response(  # type: ignore[return-value]  # a streaming response is a response
        "membres.csv",
        [_("name"), _("e-mail address"), _("role"), _("function"), _("since")],
        (
            [
                member.user.full_name,
                member.user.email,
                member.get_role_display(),
                member.title,
                member.started_on.isoformat(),
            ]
            for member in queries.members_of(organisation)
        ),
    )


@require_POST
def set_role(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Gives another role."""
    organisation = organisation_or_404(request, pk, "manage_members")
    member = _member(organisation, membership)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return redirect("directory:people", pk)
    try:
        changed = actions.change_role(member, form.cleaned_data["role"], by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(
            request,
            _("%(person)s is now %(role)s.") % {"person": changed.user, "role": changed.get_role_display()},
        )
    return redirect("directory:people", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Ends a membership: somebody else's for those who manage, or one's own."""
    organisation = organisation_or_404(request, pk)
    member = _member(organisation, membership)
    is_own = member.user_id == request.user.pk
    if not is_own:
        check_allowed(request, organisation, "manage_members")
    if request.method == "POST":
        try:
            if is_own:
                actions.leave(member, by=request.user)
            else:
                actions.end_membership(member, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("directory:people", pk)
        if is_own:
            messages.success(request, _("You have left “%(organisation)s”.") % {"organisation": organisation})
            return redirect("/")
        messages.success(request, _("The membership has ended."))
        return redirect("directory:people", pk)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Leave “%(organisation)s”?") % {"organisation": organisation}
            if is_own
            else _("End the membership of %(person)s?") % {"person": member.user},
            "lost": [_("Access to the organisation’s workspace and drafts")],
            "verb": _("Leave") if is_own else _("End the membership"),
            "back_url": reverse("directory:people", args=[pk]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Somebody leaves and passes on all they answer for here, in one go."""
    organisation = organisation_or_404(request, pk)
    member = _member(organisation, membership)
    is_own = member.user_id == request.user.pk
    if not is_own:
        check_allowed(request, organisation, "manage_members")
    form = HandOverForm(request.POST or None, leaver=member)
    if request.method == "POST" and form.is_valid():
        try:
            successor = actions.hand_over(member, form.cleaned_data["to"], by=request.user)
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("%(person)s has taken over.") % {"person": successor.user})
            return redirect("/") if is_own else redirect("directory:people", pk)
    return render(
        request,
        "directory/workspace/hand_over.html",
        {
            **frame(request, organisation, "people"),
            "form": form,
            "member": member,
            "is_own": is_own,
            "has_others": form.fields["to"].queryset.exists(),  # type: ignore[attr-defined]
        },
        status=422 if form.errors else 200,
    )


@require_POST
def resend(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Sends an invitation again, with a fresh link."""
    organisation = organisation_or_404(request, pk, "manage_members")
    try:
        again = actions.resend_invitation(_invitation(organisation, invitation), by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": again.email})
    return redirect("directory:people", pk)


@require_POST
def revoke(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Withdraws an invitation."""
    organisation = organisation_or_404(request, pk, "manage_members")
    try:
        actions.revoke_invitation(_invitation(organisation, invitation), by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("directory:people", pk)


def _member(organisation: Organisation, pk: int) -> Membership:
    return get_object_or_404(
        Membership.objects.active().select_related("user", "organisation"), organisation=organisation, pk=pk
    )


def _invitation(organisation: Organisation, pk: int) -> Invitation:
    return get_object_or_404(
        Invitation.objects.exclude(state=InvitationState.REVOKED), organisation=organisation, pk=pk
    )
