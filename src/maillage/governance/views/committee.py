"""Committees: who sits, and the meetings that they hold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.governance import hosts
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meeting_actions
from maillage.governance.enums import KIND_SENTENCES, MEETING_TONES, CommitteeKind, MeetingState
from maillage.governance.forms.meeting import CommitteeForm, MeetingForm, SeatForm
from maillage.governance.models import Committee
from maillage.governance.queries import meeting as read
from maillage.governance.views.frame import frame, say


@require_safe
def committees_list(request: HttpRequest) -> HttpResponse:
    """Which committees do I sit in or run?"""
    return render(
        request,
        "governance/committee/list.html",
        frame("committees")
        | {"committees": read.committees(request.user), "may_create": bool(hosts.run_by(request.user))},
    )


def _host_choices(user: Any) -> list[tuple[str, str]]:
    return [(f"{kind}-{pk}", name) for (kind, pk), name in hosts.run_by(user).items()]


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A committee of something that the person runs."""
    choices = _host_choices(request.user)
    if not choices:
        raise Http404
    form = CommitteeForm(request.POST or None, hosts=choices, initial={"kind": CommitteeKind.STEERING})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        kind, _dash, pk = values.pop("host").partition("-")
        try:
            committee = committees.create((kind, int(pk)), by=request.user, **values)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The committee is made: say who sits in it."))
            return redirect(committee)
    return render(
        request,
        "governance/committee/edit.html",
        frame("committees")
        | {
            "form": form,
            "committee": None,
            "kinds": [(kind.label, KIND_SENTENCES[kind]) for kind in CommitteeKind],
        },
    )


@require_safe
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits, and what did it decide?"""
    row = read.committee_of(request.user, pk)
    runs = request.user.has_perm("governance.change_committee", row)
    held = read.meetings(request.user).filter(committee=row)
    page = paginate(held, order=("-held_at", "-pk"), cursor=request.GET.get("cursor"), size=20)
    for meeting in page.rows:
        meeting.tone = MEETING_TONES[MeetingState(meeting.state)]  # type: ignore[attr-defined]
    return render(
        request,
        "governance/committee/committee.html",
        frame("committees")
        | {
            "committee": row,
            "host": hosts.name_of(row.host_kind, row.host_id),
            "page": page,
            "runs": runs,
            "members": row.members.all(),
            "seat_form": SeatForm(people=_people(row)) if runs and row.ended_on is None else None,
            "actions_address": read.actions_address(row),
        },
    )


def _people(row: Committee) -> Any:
    kind = hosts.hosts.get(row.host_kind)
    return kind.people(row.host_id) if kind is not None else User.objects.none()


def _run(request: HttpRequest, pk: int) -> Committee:
    row = read.committee_of(request.user, pk)
    if not request.user.has_perm("governance.change_committee", row) or row.ended_on is not None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _run(request, pk)
    form = CommitteeForm(request.POST or None, hosts=None, initial=CommitteeForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            committees.update(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect(row)
    return render(
        request,
        "governance/committee/edit.html",
        frame("committees") | {"form": form, "committee": row, "kinds": []},
    )


@require_POST
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    row = _run(request, pk)
    form = SeatForm(request.POST, people=_people(row))
    if form.is_valid():
        try:
            committees.seat(row, form.cleaned_data["user"], seat=form.cleaned_data["seat"], by=request.user)
        except DomainError as error:
            say(request, error)
    else:
        messages.error(request, _("Choose a person and a role."))
    return redirect(row)


@require_POST
def unseat(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    row = _run(request, pk)
    sits = get_object_or_404(row.members.select_related("committee", "user"), pk=member)
    try:
        committees.unseat(sits, by=request.user)
    except DomainError as error:
        say(request, error)
    else:
        messages.success(request, _("%(person)s no longer sits.") % {"person": sits.user})
    return redirect(row)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then ends it."""
    row = _run(request, pk)
    if request.method == "POST":
        committees.end(row, by=request.user)
        messages.success(request, _("The committee has ended; its minutes and actions stay."))
        return redirect(row)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Does “%(committee)s” end?") % {"committee": row.name},
            "lost": [_("No further meeting can be called. Its minutes and actions stay.")],
            "verb": _("End the committee"),
            "back_url": row.get_absolute_url(),
        },
    )


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting to come: those who sit are told."""
    row = _run(request, pk)
    form = MeetingForm(
        request.POST or None, initial={"quorum": row.quorum, "title": row.name, "minutes_planned": 120}
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = meeting_actions.plan(row, form.when, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The meeting is planned, and its members are told."))
            return redirect(meeting)
    return render(
        request,
        "governance/meeting/edit.html",
        frame("meetings")
        | {
            "form": form,
            "committee": row,
            "meeting": None,
            "back_url": reverse("governance:committee", args=[pk]),
        },
    )
