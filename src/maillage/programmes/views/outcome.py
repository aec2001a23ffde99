"""After the announcement: places, conditions, appeals, reopening; for officers and for applicants."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes import checks
from maillage.programmes.actions import appeal as appeals
from maillage.programmes.actions import condition as conditions
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import reopening, succession
from maillage.programmes.enums import AppealState, Decision, OfferState, Role
from maillage.programmes.forms.jury import all_valid, condition_rows, conditions_in
from maillage.programmes.forms.outcome import (
    AppealAnswerForm,
    AppealForm,
    DeclineForm,
    LiftForm,
    ReasonForm,
    RecordedAppealForm,
)
from maillage.programmes.models import Application
from maillage.programmes.queries import application as files
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import outcome as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
OFFER_TONES = {
    OfferState.OPEN: "wait",
    OfferState.ACCEPTED: "ok",
    OfferState.DECLINED: "no",
    OfferState.LAPSED: "no",
    OfferState.CANCELLED: "",
}


# --- Officers -----------------------------------------------------------------------------------------------
@require_safe
def places(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who has a place, who waits for one, in which order?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    groups = {
        "retained": read.retained_of(call),
        "waiting": read.waiting_of(call),
        "left": read.left_of(call),
    }
    for rows in groups.values():
        for row in rows:
            last = next(iter(row.offers.all()), None)
            row.last_offer = last  # type: ignore[attr-defined]
            row.offer_tone = OFFER_TONES[OfferState(last.state)] if last else ""  # type: ignore[attr-defined]
    return render(
        request,
        "programmes/outcome/places.html",
        frame(scope, "calls") | {"call": call, "checks": checks.of(call), **groups},
    )


@require_POST
def rank(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Moves a file of the waiting list one step (``up``, ``down``)."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    keys = [row.pk for row in read.waiting_of(call)]
    for move, step in (("up", -1), ("down", 1)):
        if (asked := request.POST.get(move, "")).isdecimal() and int(asked) in keys:
            here = keys.index(int(asked))
            keys.insert(min(max(here + step, 0), len(keys) - 1), keys.pop(here))
    try:
        decisions.rank(call, keys, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect("programmes:places", slug, pk)


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """What surrounds the decision on a file, and what an officer does about it."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = files.for_programme(request.user, scope, reference, decide=True)
    forms: dict[str, Any] = {
        "reopen_form": ReasonForm(prefix="reopen"),
        "appeal_form": RecordedAppealForm(prefix="appeal"),
        "answer_form": AppealAnswerForm(prefix="answer"),
        "lift_form": LiftForm(),
    }
    kept = [
        (c.text, c.due_on) for c in row.conditions.filter(lifted_at__isnull=True).order_by("due_on", "pk")
    ]
    forms["condition_rows"] = condition_rows(initial=kept)
    if request.method == "POST":
        try:
            done = _act(request, row, forms, kept)
        except DomainError as error:
            done = False
            messages.error(
                request, " ".join(str(text) for text in (error.fields.values() or [error.sentence]))
            )
        if done:
            return redirect("programmes:outcome", slug, row.reference)
    told = row.announced_decision != Decision.NONE
    about = read.of(row)
    return render(
        request,
        "programmes/outcome/outcome.html",
        frame(scope, "calls")
        | {
            "application": row,
            "call": row.call,
            "outcome": about,
            "told": told,
            "may_list": row.announced_decision != Decision.CONDITIONAL or about.is_reopened,
            "open_appeals": [appeal for appeal in about.appeals if appeal.state == AppealState.OPEN],
            **forms,
        },
    )


def _act(request: HttpRequest, row: Application, forms: dict[str, Any], kept: list[Any]) -> bool:
    """Does what the pressed button asks; False when its form has to be shown again."""
    if "conditions" in request.POST and "save_conditions" in request.POST:
        forms["condition_rows"] = lines = condition_rows(request.POST, kept)
        if not all_valid(lines):
            return False
        conditions.set_conditions(row, conditions_in(lines), by=request.user)
        messages.success(request, _("The conditions are listed."))
    elif (key := request.POST.get("lift", "")).isdecimal():
        condition = get_object_or_404(
            row.conditions.select_related("application__call__programme"), pk=int(key)
        )
        conditions.lift(condition, by=request.user, note=request.POST.get("note", ""))
        messages.success(request, _("The condition is lifted."))
    elif "reopen" in request.POST:
        forms["reopen_form"] = form = ReasonForm(request.POST, prefix="reopen")
        if not form.is_valid():
            return False
        reopening.reopen(row, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, _("The decision is reopened: its carriers are told."))
    elif "confirm" in request.POST:
        reopening.confirm(row, by=request.user)
        messages.success(request, _("The decision stands: its carriers are told."))
    elif "record" in request.POST:
        forms["appeal_form"] = received = RecordedAppealForm(request.POST, prefix="appeal")
        if not received.is_valid():
            return False
        appeals.record(row, by=request.user, **received.cleaned_data)
        messages.success(request, _("The appeal is in the file."))
    elif (key := request.POST.get("answer", "")).isdecimal():
        forms["answer_form"] = answer = AppealAnswerForm(request.POST, prefix="answer")
        if not answer.is_valid():
            return False
        appeal = get_object_or_404(row.appeals.select_related("application__call__programme"), pk=int(key))
        appeals.answer(appeal, by=request.user, **answer.cleaned_data)
        messages.success(request, _("The answer has left."))
    return True


# --- Applicants -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, reference: str) -> HttpResponse:
    """Do you take your place? Accepting and giving back are two buttons."""
    row = files.for_applicant(request.user, reference, change=True)
    offer = read.of(row).place
    if offer is None:
        last = row.offers.order_by("-offered_at", "-pk").first()
        if last is None:
            raise Http404
        return render(
            request,
            "programmes/outcome/place_over.html",
            {"application": row, "call": row.call, "programme": row.call.programme, "offer": last},
        )
    form = DeclineForm(request.POST if "decline" in request.POST else None)
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                succession.accept(offer, by=request.user)
                messages.success(request, _("Your place is confirmed."))
                return redirect("programmes:application", row.reference)
            if "decline" in request.POST and form.is_valid():
                succession.decline(offer, by=request.user, note=form.cleaned_data["note"])
                messages.success(request, _("Your place goes to another project. Thank you for saying so."))
                return redirect("programmes:application", row.reference)
        except DomainError as error:
            refuse(form, error) if form.is_bound else messages.error(request, str(error.sentence))
    return render(
        request,
        "programmes/outcome/place.html",
        {
            "application": row,
            "call": row.call,
            "programme": row.call.programme,
            "offer": offer,
            "form": form,
            "is_open": offer.state == OfferState.OPEN,
        },
    )


@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """What do you object to the decision?"""
    row = files.for_applicant(request.user, reference, change=True)
    if not read.of(row).may_appeal:
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeals.file(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your appeal is received. You will be answered by letter."))
            return redirect("programmes:application", row.reference)
    return render(
        request,
        "programmes/outcome/appeal.html",
        {"application": row, "call": row.call, "programme": row.call.programme, "form": form},
    )
