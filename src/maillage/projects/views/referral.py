"""Referrals: lists for those who send and receive, the page of one, the signed page of its receiver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts import workspace
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.directory.models import Service
from maillage.projects.actions import referral as actions
from maillage.projects.enums_referral import RECEIVED_STATES, ReferralState
from maillage.projects.forms.orientation import (
    AcceptForm,
    CloseForm,
    DeclineForm,
    MeetForm,
    ReferralFilterForm,
)
from maillage.projects.models import Referral
from maillage.projects.queries import orientation as doors
from maillage.projects.queries import referral as read

ORDER = ("-created_at", "-id")
FORMS: dict[str, type[forms.Form]] = {
    "accept": AcceptForm,
    "meet": MeetForm,
    "close": CloseForm,
    "decline": DeclineForm,
}
TITLES = {
    "accept": gettext_lazy("Say yes"),
    "meet": gettext_lazy("Note the meeting"),
    "close": gettext_lazy("Say what came of it"),
    "decline": gettext_lazy("Say no"),
}
# What is asked of the receiver in each state, the likeliest first.
ASKED = {
    ReferralState.SEEN: ("accept", "decline"),
    ReferralState.ACCEPTED: ("meet", "close", "decline"),
    ReferralState.MET: ("close",),
}


# --- Lists --------------------------------------------------------------------------------------------------
@require_safe
def received(request: HttpRequest) -> HttpResponseBase:
    """Who was directed to our services, and what waits for an answer?"""
    return _listed(request, Referral.objects.received_by(request.user), "received")


@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    """What became of those whom I directed, or of my own referrals?"""
    return _listed(request, Referral.objects.sent_by(request.user), "sent")


def _listed(request: HttpRequest, rows: Any, side: str) -> HttpResponseBase:
    form = ReferralFilterForm(request.GET)
    if form.is_valid() and form.cleaned_data["etat"]:
        rows = rows.filter(state=form.cleaned_data["etat"])
    rows = rows.for_list()
    if request.GET.get("format") == "csv":
        return csv_response("orientations.csv", *_table(rows.order_by(*ORDER)))
    context = {
        **workspace.frame(request.user, "referrals"),  # type: ignore[arg-type]
        "page": paginate(rows, order=ORDER, cursor=request.GET.get("cursor")),
        "form": form,
        "side": side,
        "is_filtering": bool(form.cleaned_data.get("etat")),
    }
    return render(request, "projects/referral/referrals.html", context)


def _table(rows: Any) -> tuple[list[str], Any]:
    header = [
        _("number"),
        _("about"),
        _("municipality"),
        _("service"),
        _("receiver"),
        _("state"),
        _("sent"),
        _("accepted"),
        _("met"),
        _("ended"),
        _("outcome"),
        _("why declined"),
    ]

    def day(moment: Any) -> str:
        return moment.date().isoformat() if moment else ""

    return header, (
        [
            row.pk,
            row.title,
            row.commune.name,
            row.service.name,
            row.service.organisation.name,
            row.get_state_display(),
            day(row.sent_at),
            day(row.accepted_at),
            day(row.met_at),
            day(row.ended_at),
            row.get_outcome_display(),
            row.get_decline_reason_display(),
        ]
        for row in rows.select_related("request__commune").iterator(chunk_size=500)
    )


# --- One ----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Where does this referral stand, and who does what next?"""
    seat = read.seat_of(request.user, pk)
    row = seat.referral
    shown: list[dict[str, Any]] = []
    if seat.is_receiver:
        answer = _answer(request, row, by=request.user)
        if isinstance(answer, HttpResponse):
            return redirect(row)
        shown = answer
    context = {
        "seat": seat,
        "referral": row,
        "answers": shown,
        "facts": read.facts_for_receiver(row) if _may_read(row, seat) else [],
        "steps": _steps(row),
        "may_withdraw": row.is_open and (seat.is_sender or seat.is_carrier),
    }
    return render(request, "projects/referral/referral.html", context)


def _may_read(row: Referral, seat: read.Seat) -> bool:
    # A receiver reads after saying so: until then the referral is not "seen".
    return not seat.is_receiver or row.state != ReferralState.SENT


@login_not_required
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, token: str) -> HttpResponse:
    """The receiver's page, without an account. Opening the link changes nothing: a button does."""
    row = read.of_link(token)
    answer = _answer(request, row, by=None)
    if isinstance(answer, HttpResponse):
        return redirect("orientation:receive", token)
    context = {
        "referral": row,
        "answers": answer,
        "facts": [] if row.state == ReferralState.SENT else read.facts_for_receiver(row),
    }
    return render(request, "projects/referral/receive.html", context)


def _answer(request: HttpRequest, row: Referral, *, by: Any) -> list[dict[str, Any]] | HttpResponse:
    """The forms that the receiver may fill now; a response when one was carried out."""
    done = request.POST.get("do") if request.method == "POST" else None
    if done == "see":
        _carry_out(request, lambda: actions.see(row, by=by))
        return HttpResponse()
    shown = []
    for name in ASKED.get(ReferralState(row.state), ()):
        form = FORMS[name](request.POST if done == name else None, prefix=name)
        if isinstance(form, DeclineForm):
            form.fields["better"].queryset = _better_doors(row)  # type: ignore[attr-defined]
        if done == name and form.is_valid():
            try:
                _do(name, row, form.cleaned_data, by)
            except DomainError as error:
                refuse(form, error)
            else:
                messages.success(request, _("It is noted, and those concerned are told."))
                return HttpResponse()
        shown.append({"name": name, "title": TITLES[name], "form": form, "is_open": done == name})
    if done and done not in {entry["name"] for entry in shown}:
        messages.error(request, _("This referral has changed meanwhile: here is its present state."))
        return HttpResponse()
    if shown and not any(entry["is_open"] for entry in shown):
        shown[0]["is_open"] = True
    return shown


def _do(name: str, row: Referral, values: dict[str, Any], by: Any) -> None:
    if name == "accept":
        actions.accept(row, by=by, words=values["words"], meet_on=values["meet_on"])
    elif name == "decline":
        actions.decline(row, by=by, reason=values["reason"], words=values["words"], better=values["better"])
    elif name == "meet":
        actions.meet(row, by=by, on=values["on"])
    else:
        actions.close(row, by=by, outcome=values["outcome"], words=values["words"])


def _better_doors(row: Referral) -> Any:
    """Services that would fit better, for the one who declines."""
    subject: Any = row.project or row.request
    audiences = doors.audiences_of(row.project) if row.project else subject.audiences
    wish = doors.wish_of(
        subject.commune,
        stage=subject.stage,
        themes=subject.themes,
        audiences=audiences,
        referrers=doors.PROFESSIONALS,
    )
    found = doors.find_doors(subject.commune, wish, besides={row.service_id})
    keys = [door.service.pk for door in found.doors[:12]]
    return Service.objects.filter(pk__in=keys).order_by("name_key", "pk")


def _carry_out(request: HttpRequest, act: Callable[[], Any]) -> None:
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))


@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """A carrier agrees: it leaves."""
    row = read.seat_of(request.user, pk).referral
    _carry_out(request, lambda: actions.consent(row, by=request.user))
    return redirect(row)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Taking a referral back: the receiver reads nothing more."""
    seat = read.seat_of(request.user, pk)
    row = seat.referral
    if not (seat.is_sender or seat.is_carrier):
        raise Http404
    if request.method == "POST":
        _carry_out(request, lambda: actions.withdraw(row, by=request.user))
        return redirect(row)
    context = {
        "question": _("Withdraw this referral?"),
        "lost": [_("The service reads nothing more of what was shared; it is told so.")],
        "verb": _("Withdraw"),
        "back_url": row.get_absolute_url(),
    }
    return render(request, "core/confirm.html", context)


def _steps(row: Referral) -> list[dict[str, str]]:
    """Where it stands on its way, for ``<c-steps>``."""
    way = [
        (_("Consent"), row.consent_at),
        (_("Sent"), row.sent_at),
        (_("Seen"), row.seen_at or row.accepted_at),
        (_("Accepted"), row.accepted_at),
        (_("Met"), row.met_at),
        (pgettext("referral step", "Closed"), row.ended_at if row.state == ReferralState.CLOSED else None),
    ]
    last = max((rank for rank, (_label, at) in enumerate(way) if at), default=-1)
    waits = last + 1 if row.state in {ReferralState.CONSENT, *RECEIVED_STATES} else -1
    return [
        {
            "label": label,
            "state": "done" if rank <= last else "now" if rank == waits else "",
            "detail": pgettext("referral step", "awaited") if rank == waits else "",
        }
        for rank, (label, _at) in enumerate(way)
    ]
