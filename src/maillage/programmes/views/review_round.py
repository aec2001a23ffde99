"""The officers' pages of a round: settings, files × reviewers, people, conflicts, one file's reviews."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import conflict as ties
from maillage.programmes.actions import discussion
from maillage.programmes.actions import review as reviews
from maillage.programmes.actions import review_round as actions
from maillage.programmes.enums import Role
from maillage.programmes.enums_review import STANDING, AssignmentState, ConflictOrigin, RoundPhase
from maillage.programmes.forms.review import MessageForm
from maillage.programmes.forms.review_round import GiveForm, ReasonForm, RoundForm
from maillage.programmes.models import Assignment, Review, ReviewRound
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import review_round as read
from maillage.programmes.queries.programme import Scope
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)
TONES = {
    AssignmentState.PROPOSED: "",
    AssignmentState.ASSIGNED: "wait",
    AssignmentState.ACCEPTED: "info",
    AssignmentState.STARTED: "info",
    AssignmentState.DONE: "ok",
    AssignmentState.DECLINED: "no",
    AssignmentState.REASSIGNED: "",
}


def _round(request: HttpRequest, slug: str, pk: int) -> tuple[Scope, ReviewRound]:
    scope = programmes.scope(request.user, slug, OFFICER)
    return scope, read.round_of(scope, pk)


def _frame(scope: Scope, round_: ReviewRound) -> dict[str, Any]:
    return frame(scope, "calls") | {"round": round_, "call": round_.call}


# --- Rounds and their settings --------------------------------------------------------------------------
@require_safe
def rounds(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How are the files of this call reviewed?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    context = {
        "call": call,
        "rounds": read.rounds_of(call),
        "has_grid": read.published_versions(scope).exists(),
    }
    return render(request, "programmes/review/rounds.html", frame(scope, "calls") | context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new round of a call."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = calls.of_scope(scope, pk)
    form = RoundForm(
        request.POST if request.method == "POST" else None, call=call, versions=read.published_versions(scope)
    )
    if request.method == "POST" and form.is_valid():
        try:
            round_ = actions.create(call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            ties.look_for(round_, by=request.user)
            messages.success(request, _("The round is ready: give its files to reviewers."))
            return redirect("programmes:round", slug, round_.pk)
    context = {"call": call, "form": form, "has_grid": read.published_versions(scope).exists()}
    return render(request, "programmes/review/round_edit.html", frame(scope, "calls") | context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The settings of a round, read back in plain sentences."""
    scope, round_ = _round(request, slug, pk)
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        call=round_.call,
        versions=read.published_versions(scope),
        initial=RoundForm.initial_of(round_),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.update(round_, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The round is saved."))
            return redirect("programmes:round", slug, pk)
    context = {"form": form, "has_grid": True, "sentences": read.phase_sentences(round_)}
    return render(request, "programmes/review/round_edit.html", _frame(scope, round_) | context)


# --- Files × reviewers ------------------------------------------------------------------------------------
@require_safe
def round_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where do the reviews stand? Files, their reviewers and what they wrote so far."""
    scope, round_ = _round(request, slug, pk)
    state = request.GET.get("etat", "")
    page = read.page_of(
        round_, state=state, text=request.GET.get("q", "")[:100], cursor=request.GET.get("cursor")
    )
    for file in page.rows:
        for cell in file.cells:  # type: ignore[attr-defined]
            cell.tone = TONES[AssignmentState(cell.state)]
            cell.is_standing = cell.state in STANDING
    context = {
        "page": page,
        "progress": read.progress(round_),
        "filters": [
            {"label": entry.label, "param": "etat", "value": entry.value, "count": None}
            for entry in read.FILTERS
        ],
        "steps": read.steps(round_),
        "sentences": read.phase_sentences(round_),
        "is_filtered": bool(state or request.GET.get("q")),
        "may_remind": round_.phase == RoundPhase.REVIEW,
        "far_apart": read.FAR_APART,
    }
    return render(request, "programmes/review/round.html", _frame(scope, round_) | context)


@require_safe
def reviews_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """Every review that was sent, a line each; masked as the phase says."""
    _scope, round_ = _round(request, slug, pk)
    return csv_response(f"evaluations-{round_.pk}.csv", read.csv_header(round_), read.csv_rows(round_))


@require_safe
def people(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who has how much on their table?"""
    scope, round_ = _round(request, slug, pk)
    context = {"loads": read.loads(round_), "may_remind": round_.phase == RoundPhase.REVIEW}
    return render(request, "programmes/review/people.html", _frame(scope, round_) | context)


@require_POST
def send(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Tells the reviewers what was proposed to them."""
    _scope, round_ = _round(request, slug, pk)
    sent = assignments.send(round_, by=request.user)
    messages.success(
        request,
        ngettext(
            "%(n)d file is given; its reviewer is told by e-mail.",
            "%(n)d files are given; their reviewers are told by e-mail.",
            sent,
        )
        % {"n": sent},
    )
    return redirect("programmes:round", slug, pk)


@require_POST
def remind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Reminds everybody who owes a review."""
    _scope, round_ = _round(request, slug, pk)
    told = assignments.remind(round_, by=request.user)
    if told:
        messages.success(
            request,
            ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", told) % {"n": told},
        )
    else:
        messages.info(request, _("Nobody to remind: they have sent everything, or were reminded lately."))
    return redirect("programmes:round_people", slug, pk)


# --- Conflicts ------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who is bound to which file, and from what we know it. A POST looks again."""
    scope, round_ = _round(request, slug, pk)
    if request.method == "POST":
        found = ties.look_for(round_, by=request.user)
        messages.success(
            request,
            ngettext("%(n)d new link is found.", "%(n)d new links are found.", found) % {"n": found},
        )
        return redirect("programmes:round_conflicts", slug, pk)
    state = request.GET.get("etat", "")
    context = {
        "page": read.conflicts_page(round_, state=state, cursor=request.GET.get("cursor")),
        "inferred": ConflictOrigin.INFERRED,
        "filters": [
            {"label": label, "param": "etat", "value": value, "count": None}
            for value, label in (
                ("", _("All that stand")),
                ("declares", _("Declared")),
                ("trouves", _("Found by the platform")),
                ("leves", _("Overruled")),
            )
        ],
    }
    return render(request, "programmes/review/conflicts.html", _frame(scope, round_) | context)


@require_http_methods(["GET", "POST"])
def overrule(request: HttpRequest, slug: str, pk: int, conflict: int) -> HttpResponse:
    """Says that what the platform found binds nobody, with the reason."""
    scope, round_ = _round(request, slug, pk)
    row = read.conflict_of(round_, conflict)
    if row.origin != ConflictOrigin.INFERRED or not row.is_standing:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ties.overrule(row, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your word is in the file: this link keeps nobody out any more."))
            return redirect("programmes:round_conflicts", slug, pk)
    context = {"conflict": row, "form": form}
    return render(request, "programmes/review/overrule.html", _frame(scope, round_) | context)


# --- One file -----------------------------------------------------------------------------------------
@require_safe
def file(request: HttpRequest, slug: str, pk: int, reference: str) -> HttpResponse:
    """What do the reviewers say of this file?"""
    scope, round_ = _round(request, slug, pk)
    application = read.file_of(round_, reference)
    found = read.file_reviews(round_, application)
    for row in found.assignments:
        row.tone = TONES[AssignmentState(row.state)]  # type: ignore[attr-defined]
        row.counts = read.counts(row)  # type: ignore[attr-defined]
        row.is_standing = row.state in STANDING  # type: ignore[attr-defined]
        review = getattr(row, "review", None)
        row.answers = _answers(round_, review) if review else []  # type: ignore[attr-defined]
    context = {
        "application": application,
        "found": found,
        "messages_of_file": read.messages_of(round_, application),
        "message_form": MessageForm(),
        "give_form": GiveForm(people=read.free_reviewers(round_, application)),
        "inferred": ConflictOrigin.INFERRED,
        "may_reopen": round_.phase == RoundPhase.REVIEW,
        "may_give": round_.phase in {RoundPhase.BEFORE, RoundPhase.REVIEW},
        "may_write": round_.phase != RoundPhase.OVER,
    }
    return render(request, "programmes/review/file.html", _frame(scope, round_) | context)


def _answers(round_: ReviewRound, review: Review) -> list[dict[str, Any]]:
    """What a review says of each criterion, in the words of the grid."""
    return [
        {
            "criterion": row,
            "score": score,
            "level": row.levels.get(score, "") if score is not None else "",
            "comment": review.comments.get(row.id, ""),
            "is_out": score is not None and row.knocks_out(score),
        }
        for row in round_.grid_version.criteria
        for score in [review.scores.get(row.id)]
    ]


@require_POST
def give(request: HttpRequest, slug: str, pk: int, reference: str) -> HttpResponse:
    """Gives a file to a reviewer by hand."""
    _scope, round_ = _round(request, slug, pk)
    application = read.file_of(round_, reference)
    form = GiveForm(request.POST, people=read.free_reviewers(round_, application))
    if not form.is_valid():
        messages.error(request, _("Choose somebody to whom nothing binds this file."))
    else:
        person = form.people[form.cleaned_data["reviewer"]]
        try:
            assignments.assign(round_, application, person, by=request.user)
        except DomainError as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(request, _("The file is given to %(name)s.") % {"name": person})
    return redirect("programmes:round_file", slug, pk, reference)


@require_POST
def message(request: HttpRequest, slug: str, pk: int, reference: str) -> HttpResponse:
    """A word of the officers in the discussion of a file."""
    _scope, round_ = _round(request, slug, pk)
    application = read.file_of(round_, reference)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            discussion.post(round_, application, body=form.cleaned_data["body"], by=request.user)
        except DomainError as error:
            messages.error(request, str(error.sentence))
    else:
        messages.error(request, _("Write your message."))
    response = redirect("programmes:round_file", slug, pk, reference)
    response["Location"] += "#discussion"
    return response


def _assignment(round_: ReviewRound, pk: int) -> Assignment:
    row = (
        Assignment.objects.select_related("round__call__programme", "application", "reviewer", "review")
        .filter(round=round_, pk=pk)
        .first()
    )
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, slug: str, pk: int, assignment: int) -> HttpResponse:
    """Takes a file from a reviewer, after asking."""
    _scope, round_ = _round(request, slug, pk)
    row = _assignment(round_, assignment)
    back = reverse("programmes:round_file", args=[slug, pk, row.application.reference])
    if request.method == "GET":
        lost = [_("They no longer see the file.")]
        if getattr(row, "review", None) is not None:
            lost.append(_("What they wrote is kept, and counts no more."))
        return render(
            request,
            "core/confirm.html",
            {
                "question": _("Take “%(title)s” back from %(name)s?")
                % {"title": row.application.title, "name": row.reviewer},
                "lost": lost,
                "verb": _("Take it back"),
                "back_url": back,
            },
        )
    try:
        assignments.take_back(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("The file is taken back from %(name)s.") % {"name": row.reviewer})
    return redirect(back)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, slug: str, pk: int, assignment: int) -> HttpResponse:
    """Asks a reviewer to take up their review again."""
    scope, round_ = _round(request, slug, pk)
    row = _assignment(round_, assignment)
    if not read.counts(row):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.reopen(row, why=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The review is open again to %(name)s.") % {"name": row.reviewer})
            return redirect("programmes:round_file", slug, pk, row.application.reference)
    context = {"assignment": row, "form": form, "application": row.application}
    return render(request, "programmes/review/reopen.html", _frame(scope, round_) | context)
