"""Promotions, for the programme's team: the list, one of them, every passage in and out, a proposal."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.programmes.actions import cohort as cohorts
from maillage.programmes.actions.cohort import CohortPlan
from maillage.programmes.enums import MemberState, Role
from maillage.programmes.forms.cohort import (
    CohortForm,
    DeferForm,
    DropOutForm,
    MoveForm,
    PlaceForm,
    ProposalForm,
    WishForm,
)
from maillage.programmes.models import Cohort, CohortMember
from maillage.programmes.queries import cohort as read
from maillage.programmes.queries import label as labels
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.cohort import MARKS, Wish
from maillage.programmes.queries.programme import Scope
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
MEMBER_TONES = {
    MemberState.TO_PLACE: "wait",
    MemberState.ACTIVE: "ok",
    MemberState.DEFERRED: "wait",
    MemberState.DROPPED_OUT: "no",
}


@require_safe
def cohorts_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The promotions, and the retained projects that wait for one."""
    scope = programmes.scope(request.user, slug)
    rows = list(read.cohorts_of(scope.programme))
    waiting = list(read.waiting(scope.programme)[: read.MOST_CANDIDATES])
    for member in waiting:
        member.tone = MEMBER_TONES[MemberState(member.state)]  # type: ignore[attr-defined]
    return render(
        request,
        "programmes/cohorts/list.html",
        frame(scope, "cohorts")
        | {
            "cohorts": rows,
            "waiting": waiting,
            "points": read.points(waiting),
            "legend": [{"kind": 0, "label": _("Waits for a promotion"), "mark": "ochre"}],
            "gestures": read.last_gestures(scope.programme) if scope.is_officer else [],
            "in_force": labels.in_force(scope.programme).count(),
        },
    )


@require_safe
def cohort(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One promotion: its projects and their labels on a map, who entered and who went."""
    scope = programmes.scope(request.user, slug)
    row = _cohort_of(scope, pk)
    members = list(read.members_of(row))
    for member in members:
        member.tone = MEMBER_TONES[MemberState(member.state)]  # type: ignore[attr-defined]
    inside = [member for member in members if member.state == MemberState.ACTIVE]
    return render(
        request,
        "programmes/cohorts/cohort.html",
        frame(scope, "cohorts")
        | {
            "cohort": row,
            "members": inside,
            "gone": [member for member in members if member.state != MemberState.ACTIVE],
            "moves": read.moves_of(row),
            "points": read.points(inside),
            "legend": [{"kind": 0, "label": row.name, "mark": "strong"}],
        },
    )


@require_safe
def cohort_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """A promotion's projects as CSV, those that left included."""
    scope = programmes.scope(request.user, slug)
    row = _cohort_of(scope, pk)
    rows = read.for_export(row.members.all())
    return csv_response(f"promotion-{row.pk}.csv", read.COLUMNS, read.as_rows(rows))


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """A new promotion, empty."""
    scope = programmes.scope(request.user, slug, OFFICER)
    form = CohortForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = cohorts.create(scope.programme, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The promotion is made."))
            return redirect("programmes:cohort", slug, row.pk)
    return render(
        request, "programmes/cohorts/edit.html", frame(scope, "cohorts") | {"form": form, "cohort": None}
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The name and the days of a promotion."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = _cohort_of(scope, pk)
    initial = {"name": row.name, "starts_on": row.starts_on, "ends_on": row.ends_on}
    form = CohortForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            cohorts.update(row, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The promotion is saved."))
            return redirect("programmes:cohort", slug, pk)
    return render(
        request, "programmes/cohorts/edit.html", frame(scope, "cohorts") | {"form": form, "cohort": row}
    )


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes an empty promotion away, after asking."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = _cohort_of(scope, pk)
    if request.method == "GET":
        return render(
            request,
            "core/confirm.html",
            {
                "question": _("Take the promotion “%(name)s” away?") % {"name": row.name},
                "lost": [],
                "verb": _("Take it away"),
                "back_url": reverse("programmes:cohort", args=[slug, pk]),
            },
        )
    try:
        cohorts.remove(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
        return redirect("programmes:cohort", slug, pk)
    messages.success(request, _("The promotion is taken away."))
    return redirect("programmes:cohorts", slug)


def _cohort_of(scope: Scope, pk: int) -> Cohort:
    rows = Cohort.objects.select_related("call", "programme")
    return get_object_or_404(rows, pk=pk, programme=scope.programme)


# --- Passages -----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticked projects enter a promotion: which one?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    asked = request.POST if request.method == "POST" else request.GET
    keys = [int(text) for text in asked.getlist("ticked") if text.isdecimal()][: read.MOST_CANDIDATES]
    rows = list(read.waiting(scope.programme).filter(pk__in=keys))
    if not rows:
        messages.error(request, _("Tick the projects first."))
        return redirect("programmes:cohorts", slug)
    confirmed = request.method == "POST" and "to" in request.POST
    form = PlaceForm(request.POST if confirmed else None, cohorts=read.cohorts_of(scope.programme))
    if confirmed and form.is_valid():
        try:
            cohorts.place(rows, form.cleaned_data["to"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                ngettext("%(n)d project enters.", "%(n)d projects enter.", len(rows)) % {"n": len(rows)},
            )
            return redirect("programmes:cohort", slug, form.cleaned_data["to"].pk)
    return render(
        request, "programmes/cohorts/place.html", frame(scope, "cohorts") | {"rows": rows, "form": form}
    )


CHANGES: dict[str, Any] = {
    "deplacer": MoveForm,
    "reporter": DeferForm,
    "sortir": DropOutForm,
    "reprendre": MoveForm,
}


@require_http_methods(["GET", "POST"])
def change_member(request: HttpRequest, slug: str, pk: int, change: str) -> HttpResponse:
    """Moves a project to another promotion, puts it off, lets it leave or come back."""
    scope = programmes.scope(request.user, slug, OFFICER)
    member = get_object_or_404(
        read.of_programme(scope.programme).select_related("cohort", "application__call__programme"), pk=pk
    )
    is_inside = member.state == MemberState.ACTIVE
    has_left = member.state == MemberState.DROPPED_OUT
    if (change == "reprendre") != has_left or (change != "reprendre" and not is_inside):
        raise Http404
    options: dict[str, Any] = {}
    if change != "sortir":
        others = read.cohorts_of(scope.programme)
        options["cohorts"] = others.exclude(members=member) if is_inside else others
        options["empty"] = _("a later promotion, not formed yet") if change == "reporter" else None
    if change == "reprendre" and member.cohort_id:
        options["initial"] = {"to": member.cohort_id}
    form = CHANGES[change](request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        try:
            _change(member, change, form.cleaned_data, request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is done, and can be undone below."))
            return redirect("programmes:cohorts", slug)
    questions = {
        "deplacer": _("To which promotion does “%(title)s” move?"),
        "reporter": _("To when is “%(title)s” put off?"),
        "sortir": _("Does “%(title)s” leave the promotion?"),
        "reprendre": _("Where does “%(title)s” come back?"),
    }
    verbs = {
        "deplacer": _("Move"),
        "reporter": _("Put off"),
        "sortir": _("Let it leave"),
        "reprendre": _("Take it back"),
    }
    return render(
        request,
        "programmes/cohorts/change.html",
        frame(scope, "cohorts")
        | {
            "member": member,
            "form": form,
            "question": questions[change] % {"title": member.application.title},
            "verb": verbs[change],
            "is_danger": change == "sortir",
        },
    )


def _change(member: CohortMember, change: str, values: dict[str, Any], by: Any) -> None:
    if change == "reporter":
        cohorts.defer(member, to=values["to"], why=values["why"], by=by)
    elif change == "sortir":
        cohorts.drop_out(member, why=values["why"], by=by)
    else:
        cohorts.place([member], values["to"], why=values["why"], by=by)


@require_POST
def undo(request: HttpRequest, slug: str, batch: uuid.UUID) -> HttpResponse:
    """Takes back what one gesture did."""
    scope = programmes.scope(request.user, slug, OFFICER)
    try:
        number = cohorts.undo(scope.programme, batch, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(
            request,
            ngettext(
                "%(n)d project is back where it was.", "%(n)d projects are back where they were.", number
            )
            % {"n": number},
        )
    return redirect("programmes:cohorts", slug)


# --- A proposal ---------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """How to divide those who wait? The proposal, why, and its adjustments; then the promotions are made."""
    scope = programmes.scope(request.user, slug, OFFICER)
    members = list(read.waiting(scope.programme)[: read.MOST_CANDIDATES + 1])
    if len(members) < 2 or len(members) > read.MOST_CANDIDATES:
        return render(
            request,
            "programmes/cohorts/propose_none.html",
            frame(scope, "cohorts") | {"number": len(members), "most": read.MOST_CANDIDATES},
        )
    wish_form = _wish_form(request, len(members))
    context: dict[str, Any] = {"wish_form": wish_form, "number": len(members), "proposal": None, "form": None}
    if wish_form.is_valid():
        try:
            context |= _proposal(request, scope, members, _wish(wish_form))
        except DomainError as error:
            refuse(wish_form, error)
    if isinstance(context.get("done"), HttpResponse):
        return context["done"]  # type: ignore[no-any-return]
    return render(request, "programmes/cohorts/propose.html", frame(scope, "cohorts") | context)


def _wish_form(request: HttpRequest, number: int) -> WishForm:
    asked = request.GET.get("nombre", "")
    wish = read.default_wish(number, int(asked) if asked.isdecimal() and 0 < int(asked) <= number else None)
    values = {
        "nombre": wish.groups,
        "minimum": wish.smallest,
        "maximum": wish.largest,
        "distance": "route",
        "themes": "60",
    }
    given = {name: request.GET[name] for name in values if request.GET.get(name)}
    return WishForm({**values, **given})


def _wish(form: WishForm) -> Wish:
    values = form.cleaned_data
    return Wish(
        groups=values["nombre"],
        smallest=values["minimum"],
        largest=values["maximum"],
        by_road=values["distance"] == "route",
        mix_km=float(values["themes"]),
    )


def _proposal(request: HttpRequest, scope: Scope, members: list[CohortMember], wish: Wish) -> dict[str, Any]:
    proposal = read.propose(members, wish)
    taken = set(scope.programme.cohorts.values_list("name", flat=True))
    names = _free_names(taken, wish.groups)
    form = ProposalForm(request.POST or None, names=names, members=members, group_of=proposal.group_of)
    if request.method == "POST" and form.is_valid():
        by_key = {member.pk: member for member in members}
        plans = [
            (
                CohortPlan(
                    form.cleaned_data[f"name-{number}"].strip(),
                    form.cleaned_data["starts_on"],
                    form.cleaned_data["ends_on"],
                ),
                [by_key[key] for key in keys],
            )
            for number, keys in form.groups().items()
        ]
        try:
            made, _batch = cohorts.create_proposed(scope.programme, plans, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                ngettext("%(n)d promotion is made.", "%(n)d promotions are made.", len(made))
                % {"n": len(made)},
            )
            return {"done": redirect("programmes:cohorts", scope.programme.slug)}
    kinds = [proposal.group_of[member.pk] % len(MARKS) for member in members]
    lines = []
    for each in proposal.cohorts:
        rows = [(member, form[f"group-{member.pk}"]) for member in each.members]
        lines.append({"cohort": each, "name": form[f"name-{each.number}"], "rows": rows})
    return {
        "proposal": proposal,
        "form": form,
        "lines": lines,
        "points": read.points(members, kinds),
        "legend": [
            {"kind": at, "label": _("Promotion %(number)d") % {"number": at + 1}, "mark": MARKS[at]}
            for at in range(min(wish.groups, len(MARKS)))
        ],
    }


def _free_names(taken: set[str], number: int) -> list[str]:
    names: list[str] = []
    at = 1
    while len(names) < number:
        name = f"Promotion {at}"
        if name not in taken:
            names.append(name)
        at += 1
    return names
