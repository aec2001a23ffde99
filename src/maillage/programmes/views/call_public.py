"""What anybody signed in does around a call: asking, following, coming to a session."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes import calendars
from maillage.programmes.actions import call_page as pages
from maillage.programmes.actions import information
from maillage.programmes.enums import RegistrationState
from maillage.programmes.forms.call_life import AskForm
from maillage.programmes.models import InformationSession
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import call_page as read


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A question to the programme, answered to all."""
    call = calls.visible(request.user, pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pages.ask(call, form.cleaned_data["text"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Your question is sent: the answer comes by e-mail, and on this page.")
            )
            return redirect(call)
    context = {"call": call, "programme": call.programme, "form": form}
    return render(request, "programmes/calls/ask.html", context)


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Being told when the call opens or changes; or no more."""
    call = calls.visible(request.user, pk)
    if request.method == "POST":
        try:
            if request.POST.get("follow") == "no":
                pages.unfollow(call, by=request.user)
                messages.success(request, _("You no longer follow this call."))
            else:
                pages.follow(call, by=request.user)
                messages.success(request, _("We will tell you."))
        except DomainError as error:
            messages.error(request, str(error.sentence))
        return redirect(call)
    context = {
        "call": call,
        "programme": call.programme,
        "is_following": read.follows(call, request.user),
    }
    return render(request, "programmes/calls/follow.html", context)


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, session: int) -> HttpResponse:
    """A seat in an information session, or a rank in its queue; giving it back."""
    row = _visible(request, session)
    if request.method == "POST":
        try:
            if request.POST.get("register") == "no":
                information.give_back(row, by=request.user)
                messages.success(request, _("Your seat is given back."))
            else:
                mine = information.register(row, by=request.user)
                if mine.state == RegistrationState.SEATED:
                    messages.success(request, _("You are registered: the confirmation comes by e-mail."))
        except DomainError as error:
            messages.error(request, str(error.sentence))
        return redirect("programmes:session", row.pk)
    taken = read.registrations_of(row).filter(state=RegistrationState.SEATED).count()
    context = {
        "session": row,
        "call": row.call,
        "programme": row.call.programme,
        "registration": read.registration_of(row, request.user),
        "is_full": row.capacity is not None and taken >= row.capacity,
    }
    return render(request, "programmes/calls/register.html", context)


@login_not_required
@require_safe
def session_ics(request: HttpRequest, session: int) -> HttpResponse:
    """The session for a calendar, without the link of the meeting unless one has a seat."""
    row = _visible(request, session)
    mine = read.registration_of(row, request.user)
    if mine is None or mine.state != RegistrationState.SEATED:
        row.link = ""
    response = HttpResponse(calendars.as_ics(row, now=timezone.now()), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="reunion-{row.pk}.ics"'
    return response


def _visible(request: HttpRequest, pk: int) -> InformationSession:
    row = InformationSession.objects.select_related("call__programme").filter(pk=pk).first()
    if row is None or not request.user.has_perm("programmes.view_call", row.call):
        raise Http404
    return row
