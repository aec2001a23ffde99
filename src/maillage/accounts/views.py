"""Pages of one's own account. Signing in itself is the library's (``sign_in_urls``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import reauthentication_required as library_reauthentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as get_provider_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from maillage.accounts import actions, exporting, queries, workspace
from maillage.accounts.forms import CloseForm, NotificationsForm, ProfileForm
from maillage.accounts.models import User
from maillage.accounts.notifications import read_token

View = Callable[..., HttpResponse]


def reauthentication_required(view: View) -> View:
    """Asks again who it is when the last proof is older than ten minutes, then goes on with the request."""
    decorated: View = library_reauthentication(view)
    return decorated


def _person(request: HttpRequest) -> User:
    # LoginRequiredMiddleware lets nobody else come here.
    return cast("User", request.user)


def _sent(request: HttpRequest) -> QueryDict | None:
    # An empty form is a form: every box may be unticked.
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, template: str, item: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {**workspace.account_frame(_person(request), item), **context})


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language."""
    person = _person(request)
    form = ProfileForm(_sent(request), user=person)
    if request.method == "POST" and form.is_valid():
        actions.rename(person, full_name=form.cleaned_data["full_name"], by=person)
        actions.choose_language(person, form.cleaned_data["language"], by=person)
        translation.activate(person.language)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return _page(request, "accounts/profile.html", "profile", {"form": form})


@require_http_methods(["GET"])
def security(request: HttpRequest) -> HttpResponse:
    """How one signs in: address, password, passkeys, second factor, outside identities, open sessions."""
    person = _person(request)
    factors = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    codes = next((row for row in factors if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return _page(
        request,
        "accounts/security.html",
        "security",
        {
            "address": EmailAddress.objects.filter(user=person, primary=True).first(),
            "totp": next((row for row in factors if row.type == Authenticator.Type.TOTP), None),
            "passkeys": [row.wrap() for row in factors if row.type == Authenticator.Type.WEBAUTHN],
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
            "providers": get_provider_adapter(request).list_providers(request),
            "identities": SocialAccount.objects.filter(user=person).order_by("pk"),
            "sessions": [
                {
                    "device": queries.device_name(row.user_agent),
                    "since": row.created_at,
                    "address": row.ip,
                    "is_here": row.session_key == request.session.session_key,
                }
                for row in queries.live_sessions(person)
            ],
        },
    )


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Signs out everywhere else."""
    person = _person(request)
    actions.end_sessions(person, by=person, keep=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:security")


@require_POST
@reauthentication_required
def unlink_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an outside identity away, unless it is the only way in."""
    account = get_object_or_404(SocialAccount, pk=pk, user=_person(request))
    form = DisconnectForm({"account": account.pk}, request=request)
    if form.is_valid():
        form.save()
        messages.success(request, _("This identity no longer opens your account."))
    else:
        for sentence in form.errors.get("__all__", form.errors.get("account", [])):
            messages.error(request, sentence)
    return redirect("accounts:security")


@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """Which e-mails one gets."""
    person = _person(request)
    choices = queries.notification_choices(person)
    form = NotificationsForm(_sent(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        actions.choose_notifications(person, form.wanted(), by=person)
        messages.success(request, _("Your choices are saved."))
        return redirect("accounts:notifications")
    needed = [choice.kind for choice in choices if not choice.kind.is_refusable]
    return _page(request, "accounts/notifications.html", "notifications", {"form": form, "needed": needed})


@login_not_required
@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed address says for whom
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Stops one kind of e-mail, from the link in its footer: a page with a button, no sign-in."""
    found = read_token(token)
    if found is None:
        raise Http404
    person, kind = found
    is_done = request.method == "POST"
    if is_done:
        actions.choose_notifications(person, {kind.key: False}, by=person)
    return render(request, "accounts/refuse.html", {"kind": kind, "is_done": is_done, "person": person})


@require_http_methods(["GET", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """What is known about oneself, and the file of it."""
    if request.method == "POST":
        return _download(request)
    person = _person(request)
    parts = [label for _key, label, _value in exporting.collect(person)]
    return _page(request, "accounts/data.html", "data", {"parts": parts})


@reauthentication_required
def _download(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(exporting.archive(_person(request)), content_type="application/zip")
    name = f"maillage-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Closing the account, after naming what is lost."""
    person = _person(request)
    blockers = actions.closing_blockers(person)
    form = CloseForm(_sent(request))
    if request.method == "POST" and not blockers and form.is_valid():
        return _close(request)
    return _page(request, "accounts/close.html", "data", {"form": form, "blockers": blockers})


@reauthentication_required
def _close(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    actions.close_account(person, by=person)
    logout(request)
    messages.success(request, _("Your account is closed. Thank you for what you did here."))
    return redirect("portal:home")
