"""Naming referents: those of the participants of a pathway, and that of one deliverable."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.pathways.actions import referent as actions
from maillage.pathways.enums import EnrolmentState
from maillage.pathways.forms.referent import ReferentForm, ReferentsForm
from maillage.pathways.models import Deliverable
from maillage.pathways.queries import attendance as attendances
from maillage.pathways.queries import deliverable as deliverables
from maillage.pathways.queries import pathway as read
from maillage.pathways.spaces import frame


@require_http_methods(["GET", "POST"])
def referents(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is whose referent?"""
    scope = read.scope(request.user, pk, to_run=True)
    rows = list(scope.pathway.enrolments.filter(state=EnrolmentState.ACTIVE).for_list())
    form = ReferentsForm(
        request.POST if request.method == "POST" else None,
        enrolments=rows,
        people=deliverables.referents(scope.pathway),
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.name(scope.pathway, form.choices(), by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            _say(request, number)
            return redirect("pathways:group", pk)
    return render(request, "pathways/referents.html", frame(scope, "group") | {"form": form, "rows": rows})


@require_http_methods(["GET", "POST"])
def entrust(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reads this one?"""
    row = get_object_or_404(
        Deliverable.objects.select_related("pathway__programme", "project", "enrolment__user"), pk=pk
    )
    if not attendances.runs(request.user, row.pathway):
        raise Http404
    scope = read.scope(request.user, row.pathway_id, to_run=True)
    form = ReferentForm(
        request.POST if request.method == "POST" else None,
        people=deliverables.referents(scope.pathway),
        initial={"referent": row.referent_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.entrust(row, form.cleaned_data["referent"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(row)
    return render(
        request,
        "pathways/deliverables/entrust.html",
        frame(scope, "deliverables") | {"row": row, "form": form},
    )


# --- Inside --------------------------------------------------------------------------------------------
def _say(request: HttpRequest, number: int) -> None:
    sentence = ngettext(
        "%(number)s participant has another referent; those concerned are told by e-mail.",
        "%(number)s participants have another referent; those concerned are told by e-mail.",
        number,
    )
    messages.success(request, sentence % {"number": number} if number else _("Nothing has changed."))
