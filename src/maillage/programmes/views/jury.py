"""Preparing a jury: the session, its members, its agenda."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes import agenda
from maillage.programmes.actions import deliberation
from maillage.programmes.actions import jury as juries
from maillage.programmes.enums import Decision, Filing, ItemState, Role, SessionState
from maillage.programmes.forms.jury import SeatForm, SessionForm
from maillage.programmes.models import Application, Call, JurySession
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import jury as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.programme import Scope
from maillage.programmes.rules import SITTING
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
STATE_TONES = {SessionState.PLANNED: "", SessionState.OPEN: "ok", SessionState.CLOSED: "info"}
ITEM_TONES = {
    ItemState.WAITING: "",
    ItemState.CALLED: "info",
    ItemState.ADOPTED: "ok",
    ItemState.REJECTED: "no",
    ItemState.POSTPONED: "wait",
}


@require_safe
def juries_list(request: HttpRequest, slug: str) -> HttpResponse:
    """When do juries meet?"""
    scope = programmes.scope(request.user, slug, SITTING)
    sessions = list(read.visible_sessions(request.user, scope)[:100])
    for session in sessions:
        session.tone = STATE_TONES[SessionState(session.state)]  # type: ignore[attr-defined]
    closed = (
        Call.objects.filter(programme=scope.programme).exclude(state="draft").order_by("-closes_at", "-pk")
    )
    return render(
        request,
        "programmes/jury/list.html",
        frame(scope, "juries") | {"sessions": sessions, "calls": closed[:10] if scope.is_officer else []},
    )


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A session for a call."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    form = SessionForm(request.POST or None, initial={"quorum": 3})
    if request.method == "POST" and form.is_valid():
        try:
            session = juries.create(call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:jury", slug, session.pk)
    return render(
        request,
        "programmes/jury/edit.html",
        frame(scope, "juries") | {"call": call, "form": form, "session": None},
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its words, its moment, its quorum."""
    scope = programmes.scope(request.user, slug, OFFICER)
    session = _prepared(request, scope, pk)
    initial = {name: getattr(session, name) for name in SessionForm.base_fields}
    form = SessionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            juries.update(session, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:jury", slug, pk)
    return render(
        request,
        "programmes/jury/edit.html",
        frame(scope, "juries") | {"call": session.call, "form": form, "session": session},
    )


def _prepared(request: HttpRequest, scope: Scope, pk: int) -> JurySession:
    session = read.session_of(request.user, scope, pk)
    if session.state == SessionState.CLOSED:
        raise Http404
    return session


@require_safe
def jury(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One session: who sits, which files, and what comes next."""
    scope = programmes.scope(request.user, slug, SITTING)
    session = read.session_of(request.user, scope, pk)
    items = read.agenda_of(session)
    out = read.out_of(session)
    names = {member.user_id: str(member.user) for member in session.members.all()}
    order = [item.application_id for item in items]
    for item in items:
        kept_out = out.get(item.application_id, frozenset())
        item.tone = ITEM_TONES[ItemState(item.state)]  # type: ignore[attr-defined]
        item.out_names = sorted(names[user] for user in kept_out if user in names)  # type: ignore[attr-defined]
        item.is_mine = request.user.pk not in kept_out  # type: ignore[attr-defined]
    runs = request.user.has_perm("programmes.run_jury", session)
    best = agenda.departures(agenda.best_order(order, out), out)
    return render(
        request,
        "programmes/jury/session.html",
        frame(scope, "juries")
        | {
            "session": session,
            "call": session.call,
            "members": session.members.all(),
            "items": items,
            "called": next((item for item in items if item.state == ItemState.CALLED), None),
            "departures": agenda.departures(order, out),
            "best_departures": best,
            "left": sum(item.state in {ItemState.WAITING, ItemState.CALLED} for item in items),
            # Those that nobody has decided yet: the others were taken over, or decided otherwise since.
            "adopted": sum(
                item.state == ItemState.ADOPTED and item.application.decision == Decision.NONE
                for item in items
            ),
            "tone": STATE_TONES[SessionState(session.state)],
            "runs": runs,
            "prepares": scope.is_officer and session.state != SessionState.CLOSED,
            "seat_form": SeatForm(people=_people(session)) if scope.is_officer else None,
        },
    )


def _people(session: JurySession) -> Any:
    live = session.call.programme.roles.live().filter(role__in=SITTING)
    return User.objects.filter(pk__in=live.values("user"), is_active=True).order_by("full_name", "pk")


@require_POST
def seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    scope = programmes.scope(request.user, slug, OFFICER)
    session = _prepared(request, scope, pk)
    form = SeatForm(request.POST, people=_people(session))
    if form.is_valid():
        try:
            juries.seat(session, form.cleaned_data["user"], role=form.cleaned_data["role"], by=request.user)
        except DomainError as error:
            _say(request, error)
    else:
        messages.error(request, _("Choose a person and a role."))
    return redirect("programmes:jury", slug, pk)


@require_POST
def unseat(request: HttpRequest, slug: str, pk: int, member: int) -> HttpResponse:
    scope = programmes.scope(request.user, slug, OFFICER)
    session = _prepared(request, scope, pk)
    row = get_object_or_404(session.members.select_related("session__call__programme", "user"), pk=member)
    try:
        juries.unseat(row, by=request.user)
    except DomainError as error:
        _say(request, error)
    else:
        messages.success(request, _("%(person)s no longer sits.") % {"person": row.user})
    return redirect("programmes:jury", slug, pk)


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Which files does the jury see? Those handed in, not on its agenda yet."""
    scope = programmes.scope(request.user, slug, OFFICER)
    session = _prepared(request, scope, pk)
    if request.method == "POST":
        ticked = [int(key) for key in request.POST.getlist("ticked") if key.isdecimal()]
        try:
            added = juries.put_on_agenda(session, ticked, by=request.user)
        except DomainError as error:
            _say(request, error)
        else:
            messages.success(
                request, ngettext("%(n)d file added.", "%(n)d files added.", added) % {"n": added}
            )
            return redirect("programmes:jury", slug, pk)
    rows = (
        Application.objects.filter(call=session.call, filing=Filing.SUBMITTED)
        .exclude(agenda_items__session=session)
        .select_related("commune")
        .defer("search_text", "eligibility_detail")
    )
    only_undecided = request.GET.get("toutes") != "oui"
    if only_undecided:
        rows = rows.filter(decision=Decision.NONE)
    return render(
        request,
        "programmes/jury/fill.html",
        frame(scope, "juries")
        | {
            "session": session,
            "call": session.call,
            "rows": rows.order_by("title_key", "pk")[:500],
            "only_undecided": only_undecided,
        },
    )


@require_POST
def arrange(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """By hand (``haut`` or ``bas`` with an item, or taken off), or in the best order."""
    scope = programmes.scope(request.user, slug, OFFICER)
    session = _prepared(request, scope, pk)
    try:
        _arrange(request, session)
    except DomainError as error:
        _say(request, error)
    return redirect("programmes:jury", slug, pk)


def _arrange(request: HttpRequest, session: JurySession) -> None:
    keys = list(session.items.order_by("position", "pk").values_list("pk", flat=True))
    for move, step in (("up", -1), ("down", 1)):
        if (asked := request.POST.get(move, "")).isdecimal() and int(asked) in keys:
            here = keys.index(int(asked))
            there = min(max(here + step, 0), len(keys) - 1)
            keys.insert(there, keys.pop(here))
            juries.reorder(session, keys, by=request.user)
            return
    if (asked := request.POST.get("remove", "")).isdecimal():
        item = get_object_or_404(session.items.select_related("session__call__programme"), pk=asked)
        juries.take_off_agenda(item, by=request.user)
        messages.success(request, _("The file is off the agenda."))
        return
    count = juries.arrange(session, by=request.user)
    messages.success(
        request,
        ngettext(
            "Conflicts are together: somebody leaves the room %(n)d time.",
            "Conflicts are together: somebody leaves the room %(n)d times.",
            count,
        )
        % {"n": count},
    )


@require_POST
def begin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The roll call: opens the session, or says again who is there."""
    scope = programmes.scope(request.user, slug, SITTING)
    session = read.session_of(request.user, scope, pk)
    present = [int(key) for key in request.POST.getlist("present") if key.isdecimal()]
    try:
        if session.state == SessionState.PLANNED:
            deliberation.begin(session, present=present, by=request.user)
        else:
            deliberation.roll_call(session, present=present, by=request.user)
    except DomainError as error:
        _say(request, error)
    return redirect("programmes:jury", slug, pk)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Asks, then freezes the minutes."""
    scope = programmes.scope(request.user, slug, SITTING)
    session = read.session_of(request.user, scope, pk)
    if not request.user.has_perm("programmes.run_jury", session) or session.state != SessionState.OPEN:
        raise Http404
    if request.method == "POST":
        try:
            deliberation.close(session, by=request.user)
        except DomainError as error:
            _say(request, error)
        else:
            messages.success(request, _("The session is closed; its minutes are frozen."))
        return redirect("programmes:jury", slug, pk)
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Close “%(session)s”?") % {"session": session.title},
            "lost": [_("Notes, opinions and votes no longer change: the minutes are drawn from them.")],
            "verb": _("Close and freeze"),
            "back_url": session.get_absolute_url(),
        },
    )


@require_POST
def take_over(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Prepares the decisions that the jury adopted."""
    scope = programmes.scope(request.user, slug, OFFICER)
    session = read.session_of(request.user, scope, pk)
    try:
        done = deliberation.take_over(session, by=request.user)
    except DomainError as error:
        _say(request, error)
        return redirect("programmes:jury", slug, pk)
    messages.success(
        request,
        ngettext("%(n)d decision is prepared.", "%(n)d decisions are prepared.", done) % {"n": done},
    )
    return redirect("programmes:applications", slug, session.call_id)


def _say(request: HttpRequest, error: DomainError) -> None:
    messages.error(request, " ".join(str(text) for text in (error.fields.values() or [error.sentence])))
