"""What a session shares: adding it, taking it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.pathways.actions import resource as actions
from maillage.pathways.enums import SessionState
from maillage.pathways.forms.resource import ResourceForm
from maillage.pathways.models import Session
from maillage.pathways.queries import pathway as read
from maillage.pathways.queries import resource as shared
from maillage.pathways.spaces import frame


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """A link or a file for those who come. ``?demande=`` names the resource of the kit that it answers."""
    scope, row = _held(request, pk, session)
    wanted = shared.wanted_by_kit(row, shared.of(row))
    asked = next((one for one in wanted if one.title == request.GET.get("demande")), None)
    initial = (
        {"title": asked.title, "minutes": asked.minutes, "note": asked.note, "kit_title": asked.title}
        if asked
        else {}
    )
    form = ResourceForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        known = {one.title for one in wanted}
        try:
            actions.add(
                row,
                by=request.user,
                upload=values.pop("file"),
                kit_title=title if (title := values.pop("kit_title")) in known else "",
                **values,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is shared."))
            return redirect(f"{row.get_absolute_url()}#resources-title")
    return render(
        request,
        "pathways/resource_add.html",
        frame(scope, "pathway")
        | {"session": row, "form": form, "is_cancelled": row.state == SessionState.CANCELLED},
    )


@require_POST
def remove(request: HttpRequest, pk: int, session: int, resource: int) -> HttpResponse:
    """Takes it away, or with ``undo`` puts it back."""
    _scope, row = _held(request, pk, session)
    found = get_object_or_404(row.resources, pk=resource)
    found.session = row
    try:
        if request.POST.get("undo"):
            actions.put_back(found, by=request.user)
            messages.success(request, _("“%(title)s” is shared again.") % {"title": found.title})
        else:
            actions.remove(found, by=request.user)
            messages.success(
                request,
                _("“%(title)s” is no longer shared. You may put it back for a month.")
                % {"title": found.title},
            )
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect(f"{row.get_absolute_url()}#resources-title")


def _held(request: HttpRequest, pk: int, session: int) -> tuple[read.Scope, Session]:
    """The session, for those who run it or train in it."""
    scope = read.scope(request.user, pk)
    row = read.session_of(scope, session)
    row.pathway = scope.pathway
    if not request.user.has_perm("pathways.hold_session", row):
        raise Http404
    return scope, row
