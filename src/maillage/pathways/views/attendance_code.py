"""The code that a trainer shows, and the page that it opens on the telephones of the group."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.pathways import codes
from maillage.pathways.actions import attendance as actions
from maillage.pathways.enums import SessionState
from maillage.pathways.enums_attendance import Presence
from maillage.pathways.forms.attendance import ConfirmForm
from maillage.pathways.models import HalfDay, Mark
from maillage.pathways.queries import attendance as read


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A code for the room's screen, or the trainer's telephone. It renews itself every twenty seconds."""
    half_day = get_object_or_404(HalfDay.objects.select_related("session"), pk=pk)
    session = get_object_or_404(read.sessions_of(request.user), pk=half_day.session_id)
    address = codes.address_of(codes.token_of(half_day))
    present = Mark.objects.counting().filter(sheet__half_day=half_day, presence=Presence.PRESENT)
    context = {
        "half_day": half_day,
        "session": session,
        "address": address,
        "code": codes.svg(address),
        "present": present.count(),
        "expected": session.registrations.expected().count(),
        "is_cancelled": session.state == SessionState.CANCELLED,
    }
    is_fragment = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "pathways/attendance/_code.html" if is_fragment else "pathways/attendance/code.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """“I am here”: following the code changes nothing, the button does."""
    half_day = codes.half_day_of(token)
    if half_day is None:
        return render(request, "pathways/attendance/code_ended.html", status=410)
    if not half_day.session.registrations.filter(user=request.user.pk).exists():
        raise Http404
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_by_code(half_day, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your presence is noted. Good session!"))
            return redirect("attendance:code", token)
    mark = (
        Mark.objects.counting()
        .filter(sheet__half_day=half_day, user=request.user.pk, presence=Presence.PRESENT)
        .first()
    )
    return render(
        request,
        "pathways/attendance/confirm.html",
        {
            "half_day": half_day,
            "session": half_day.session,
            "form": form,
            "mark": mark,
            "is_cancelled": half_day.session.state == SessionState.CANCELLED,
        },
    )
