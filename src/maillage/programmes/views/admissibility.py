"""Checking files: the checklist of a call, and an officer's word on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import admissibility, admission
from maillage.programmes.enums import Admissibility, Filing, Role
from maillage.programmes.forms.admissibility import CheckForm, ChecklistForm
from maillage.programmes.forms.call_life import NoteForm
from maillage.programmes.models import Application
from maillage.programmes.queries import admissibility as read
from maillage.programmes.queries import application as applications
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import stage as stages
from maillage.programmes.spaces import frame
from maillage.programmes.views.call_frame import page

OFFICER = (Role.OFFICER,)


@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is looked at in every file of the call."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    present = "\n".join(item.text for item in read.items_of(call))
    form = ChecklistForm(request.POST or None, initial={"items": present})
    if request.method == "POST" and form.is_valid():
        try:
            admissibility.set_checklist(call, form.cleaned_data["items"].splitlines(), by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The checklist is saved."))
            return redirect("programmes:call_checklist", slug, pk)
    context = page(scope, call, "call_checklist") | {"form": form}
    return render(request, "programmes/admissibility/checklist.html", context)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Is this file complete and admissible?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = applications.for_programme(request.user, scope, reference, decide=True)
    if row.filing != Filing.SUBMITTED:
        raise Http404
    form = CheckForm(request.POST or None, items=read.items_of(row.call), initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            admissibility.check(
                row,
                form.cleaned_data["verdict"],
                found=form.found,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your word is in the file."))
            if "next" in request.POST and (following := read.next_to_check(row)):
                return redirect("programmes:check", slug, following.reference)
            return redirect("programmes:file", slug, row.reference)
    context = frame(scope, "calls") | {
        "application": row,
        "call": row.call,
        "form": form,
        "checks": read.checks_of(row),
        "following": stages.next_stage(row.stage),
    }
    return render(request, "programmes/admissibility/check.html", context)


def _initial(row: Application) -> dict[str, Any]:
    last = read.last_check(row)
    if last is None:
        return {}
    by_text = {found["text"]: found for found in last.results}
    initial: dict[str, Any] = {"verdict": last.verdict, "reason": last.reason}
    for item in read.items_of(row.call):
        if found := by_text.get(item.text):
            initial[f"result-{item.pk}"], initial[f"note-{item.pk}"] = found["result"], found["note"]
    return initial


@require_POST
def admit(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Lets one file into the next stage."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = applications.for_programme(request.user, scope, reference, decide=True)
    try:
        admission.admit(row, by=request.user, note=request.POST.get("note", "")[:2000])
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("Admitted: its carriers are told."))
    return redirect("programmes:file", slug, row.reference)


@require_POST
def admit_together(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The ticked files into the next stage: shows them and asks, then admits, all or none."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    ticked = request.POST.getlist("ticked") or request.POST.get("ids", "").split(",")
    ids = [int(text) for text in ticked if text.isdecimal()][:500]
    rows = list(
        Application.objects.filter(
            call=call, pk__in=ids, filing=Filing.SUBMITTED, stage_filing=Filing.SUBMITTED
        )
        .select_related("commune", "stage")
        .order_by("title_key", "pk")
    )
    following = stages.next_stage(rows[0].stage) if rows else None
    if following is None:
        messages.error(request, _("Tick files that have a next stage first."))
        return redirect("programmes:applications", slug, pk)
    rows = [row for row in rows if row.stage.position == following.position - 1]
    form = NoteForm(
        request.POST if "confirmed" in request.POST else None,
        initial={"ids": ",".join(str(row.pk) for row in rows)},
    )
    if form.is_bound and form.is_valid():
        try:
            number = admission.admit_many(
                call, [row.pk for row in rows], following, by=request.user, note=form.cleaned_data["note"]
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Admitted: %(number)d. Their carriers are told.") % {"number": number}
            )
            return redirect("programmes:applications", slug, pk)
    context = frame(scope, "calls") | {
        "call": call,
        "rows": rows,
        "form": form,
        "stage": following,
        "not_admissible": sum(row.admissibility != Admissibility.ADMISSIBLE for row in rows),
    }
    return render(request, "programmes/admissibility/admit.html", context)
