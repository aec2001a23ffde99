"""An invitation seen by the one who received it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.core.errors import DomainError
from maillage.directory import actions
from maillage.directory.actions.invitation import hash_of
from maillage.directory.enums import ROLE_SENTENCES, InvitationState, MembershipRole
from maillage.directory.models import Invitation, Membership


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites me, to do what? One button. The token in the address is the right to answer."""
    found = (
        Invitation.objects.filter(token_hash=hash_of(token))
        .select_related("organisation__commune", "invited_by")
        .first()
    )
    if found is None:
        # A former link too, once the invitation was sent again: say it, rather than nothing.
        return render(request, "directory/invitation_gone.html", status=404)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return _to_an_account(request, found, token)
        return _accept(request, found)
    return _page(request, found, own=reverse("directory:invitation", args=[token]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, for somebody signed in with the invited address."""
    found = get_object_or_404(
        Invitation.objects.select_related("organisation__commune", "invited_by"),
        pk=pk,
        email__iexact=request.user.email,  # type: ignore[union-attr]  # default-deny: signed in
    )
    if found.state == InvitationState.REVOKED:
        raise Http404
    if request.method == "POST":
        return _accept(request, found)
    return _page(request, found, own=reverse("directory:my_invitation", args=[pk]))


def _accept(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        membership = actions.accept_invitation(found, by=request.user)
    except DomainError as refused:
        messages.error(request, str(refused.sentence))
        return redirect(request.path)
    messages.success(
        request, _("You have joined “%(organisation)s”.") % {"organisation": membership.organisation}
    )
    return redirect("directory:workspace", membership.organisation_id)


def _to_an_account(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """To the sign-up page, which comes back here. Holding the token proves the address: no second e-mail."""
    # allauth takes this address for verified when the new account uses it.
    request.session["account_verified_email"] = found.email
    url = reverse("account_signup" if request.POST.get("account") == "new" else "account_login")
    return redirect(f"{url}?next={reverse('directory:invitation', args=[token])}")


def _page(request: HttpRequest, found: Invitation, *, own: str) -> HttpResponse:
    is_member = (
        request.user.is_authenticated
        and Membership.objects.active().filter(organisation=found.organisation, user=request.user).exists()
    )
    return render(
        request,
        "directory/invitation.html",
        {
            "invitation": found,
            "organisation": found.organisation,
            "role": found.get_role_display(),
            "role_sentence": ROLE_SENTENCES[MembershipRole(found.role)],
            "is_member": is_member,
            "own_url": own,
        },
    )
