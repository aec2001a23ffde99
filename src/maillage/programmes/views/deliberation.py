"""A file before the jury: read, discussed, noted, voted on; and the same on the room's screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import Conflict, DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import deliberation
from maillage.programmes.actions.deliberation import Proposal
from maillage.programmes.enums import VOTING, Ballot, Decision, ItemState, Presence, SessionState
from maillage.programmes.forms.jury import NotesForm, ProposalForm, all_valid, condition_rows, conditions_in
from maillage.programmes.models import AgendaItem, JurySession
from maillage.programmes.queries import jury as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.rules import SITTING
from maillage.programmes.spaces import frame
from maillage.programmes.views.applicant import read_sections
from maillage.programmes.views.jury import ITEM_TONES


def _asked(
    request: HttpRequest, slug: str, pk: int, item: int
) -> tuple[dict[str, Any], JurySession, AgendaItem]:
    scope = programmes.scope(request.user, slug, SITTING)
    session = read.session_of(request.user, scope, pk)
    return frame(scope, "juries"), session, read.item_of(request.user, session, item)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """One file: what it says, what was noted, what is put to the vote, who voted what."""
    context, session, row = _asked(request, slug, pk, item)
    form = ProposalForm(initial=_proposed(row))
    rows = condition_rows(initial=_conditions(row))
    if request.method == "POST" and "propose" in request.POST:
        form = ProposalForm(request.POST)
        rows = condition_rows(request.POST, _conditions(row))
        if form.is_valid() and all_valid(rows):
            values = form.cleaned_data
            proposal = Proposal(
                values["decision"], values["opinion"], values["amount"], values["rank"], conditions_in(rows)
            )
            try:
                deliberation.propose(row, proposal, by=request.user)
            except DomainError as error:
                refuse(form, error)
            else:
                return redirect("programmes:jury_item", slug, pk, item)
    elif request.method == "POST":
        return _act(request, slug, session, row)
    runs = request.user.has_perm("programmes.run_jury", session)
    items = read.agenda_of(session)
    position = next(rank for rank, each in enumerate(items) if each.pk == row.pk)
    return render(
        request,
        "programmes/jury/item.html",
        context
        | _shown(session, row)
        | {
            "form": form,
            "condition_rows": rows,
            "notes_form": NotesForm(initial={"notes": row.notes, "version": row.notes_version}),
            "runs": runs,
            "is_open": session.state == SessionState.OPEN,
            "voters": _voters(request, row, runs),
            "ballots": Ballot,
            "rank": position + 1,
            "total": len(items),
            "following": items[position + 1] if position + 1 < len(items) else None,
            "former": items[position - 1] if position else None,
        },
    )


def _proposed(row: AgendaItem) -> dict[str, Any]:
    return {
        "decision": row.proposal if row.proposal != Decision.NONE else None,
        "amount": row.proposed_amount,
        "rank": row.proposed_rank,
        "opinion": row.opinion,
    }


def _conditions(row: AgendaItem) -> list[tuple[str, dt.date]]:
    return [(text, dt.date.fromisoformat(day)) for text, day in row.proposed_conditions]


def _shown(session: JurySession, row: AgendaItem) -> dict[str, Any]:
    """What the page and the screen both show of a file."""
    attendances = list(row.attendances.select_related("member__user").order_by("member"))
    return {
        "session": session,
        "item": row,
        "call": session.call,
        "application": row.application,
        "sections": read_sections(row.application),
        "count": read.count_of(row),
        "conditions": _conditions(row),
        "tone": ITEM_TONES[ItemState(row.state)],
        "out": [line.member.user for line in attendances if line.presence == Presence.OUT],
        "absent": [line.member.user for line in attendances if line.presence == Presence.ABSENT],
        "reviews": read.scores_of(row.application),
    }


def _voters(request: HttpRequest, row: AgendaItem, runs: bool) -> list[dict[str, Any]]:
    """The members who may vote on this file now, with their voice; one's own only, unless one counts."""
    cast = dict(row.votes.values_list("member", "ballot"))
    presence = dict(row.attendances.values_list("member", "presence"))
    return [
        {
            "member": member,
            "ballot": cast.get(member.pk, ""),
            "label": Ballot(cast[member.pk]).label if member.pk in cast else "",
            "may_vote": presence.get(member.pk) == Presence.PRESENT
            and (runs or member.user_id == request.user.pk),
            "presence": Presence(presence[member.pk]).label if member.pk in presence else "",
        }
        for member in row.session.members.select_related("user").order_by("pk")
        if member.role in VOTING
    ]


def _act(request: HttpRequest, slug: str, session: JurySession, row: AgendaItem) -> HttpResponse:
    try:
        if "call" in request.POST:
            deliberation.call_file(row, by=request.user)
        elif "vote" in request.POST:
            ballots = {
                int(name.removeprefix("vote-")): str(ballot)
                for name, ballot in request.POST.items()
                if name.startswith("vote-") and name.removeprefix("vote-").isdecimal()
            }
            deliberation.vote(row, ballots, by=request.user)
        elif "settle" in request.POST:
            settled, _count = deliberation.settle(row, by=request.user)
            messages.success(request, settled.get_state_display())
        elif "postpone" in request.POST:
            deliberation.postpone(row, by=request.user)
    except DomainError as error:
        messages.error(request, " ".join(str(text) for text in (error.fields.values() or [error.sentence])))
    return redirect("programmes:jury_item", slug, session.pk, row.pk)


@require_POST
def notes(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    """Keeps the notes: typed (``X-Autosave``, 204 or 409) or sent; when two people write, shows both."""
    context, session, row = _asked(request, slug, pk, item)
    is_auto = "X-Autosave" in request.headers
    form = NotesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    try:
        kept = deliberation.take_notes(
            row, form.cleaned_data["notes"], version=form.cleaned_data["version"], by=request.user
        )
    except Conflict as error:
        if is_auto:
            return HttpResponse(status=409)
        _context, _session, present = _asked(request, slug, pk, item)
        both = NotesForm({"notes": form.cleaned_data["notes"], "version": present.notes_version})
        return render(
            request,
            "programmes/jury/notes_conflict.html",
            context | {"session": session, "item": present, "form": both, "sentence": error.sentence},
            status=409,
        )
    except DomainError as error:
        if is_auto:
            return HttpResponse(status=error.status)
        messages.error(request, str(error.sentence))
        return redirect("programmes:jury_item", slug, pk, item)
    if is_auto:
        return HttpResponse(status=204, headers={"X-Draft-Version": str(kept.notes_version)})
    messages.success(request, _("The notes are kept."))
    return redirect("programmes:jury_item", slug, pk, item)


@require_safe
def screen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The room's screen: the file under discussion, and nothing to press. It follows the session."""
    scope = programmes.scope(request.user, slug, SITTING)
    session = read.session_of(request.user, scope, pk)
    if not request.user.has_perm("programmes.run_jury", session):
        raise Http404
    called = session.items.filter(state=ItemState.CALLED).values_list("pk", flat=True).first()
    context: dict[str, Any] = {
        "session": session,
        "call": session.call,
        "programme": scope.programme,
        "item": None,
    }
    if called is not None:
        context |= _shown(session, read.item_of(request.user, session, called))
    context["back_url"] = reverse("programmes:jury", args=[slug, pk])
    return render(request, "programmes/jury/screen.html", context)
