"""A reviewer's pages: their table, their links, one file beside its grid. Made for a phone as well."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import Conflict, DomainError, Invalid
from maillage.core.forms import refuse
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import discussion
from maillage.programmes.actions import review as reviews
from maillage.programmes.enums_review import AssignmentState, ReviewState, RoundPhase
from maillage.programmes.forms.review import (
    DeclarationForm,
    GiveBackForm,
    MessageForm,
    ReviewForm,
    typed_versus_saved,
)
from maillage.programmes.queries import review as read
from maillage.programmes.queries import wish as wishes
from maillage.programmes.queries.review import Desk

TONES = {
    AssignmentState.ACCEPTED: "info",
    AssignmentState.STARTED: "wait",
    AssignmentState.DONE: "ok",
}


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """What must I review, and by when?"""
    piles = read.table(request.user)
    for pile in piles:
        for line in pile.lines:
            line.assignment.tone = TONES.get(AssignmentState(line.assignment.state), "")  # type: ignore[attr-defined]
    context = {
        "piles": piles,
        "before": RoundPhase.BEFORE,
        "asking": wishes.rounds_asking(request.user),
        "profiles": wishes.programmes_reviewed(request.user),
    }
    return render(request, "programmes/review/table.html", context)


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, round: int) -> HttpResponse:
    """What binds me to these files? Answered before anything of them is seen."""
    round_, lines = read.to_declare(request.user, round)
    if not lines:
        return redirect("programmes:my_reviews")
    form = DeclarationForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and form.is_valid():
        answers = [(line.assignment, ground, words) for line, ground, words in form.answers]
        rows = assignments.declare_all(answers, by=request.user)
        cleared = sum(row.state == AssignmentState.ACCEPTED for row in rows)
        bound = sum(bool(ground) for _row, ground, _words in answers)
        if not (cleared or bound):
            form.add_error(None, _("Answer for one file at least."))
        else:
            _thank(request, cleared, bound)
            return redirect("programmes:my_reviews")
    context = {"round": round_, "call": round_.call, "programme": round_.call.programme, "form": form}
    return render(request, "programmes/review/declare.html", context)


def _thank(request: HttpRequest, cleared: int, bound: int) -> None:
    if cleared:
        messages.success(
            request,
            ngettext("%(n)d file is open to you.", "%(n)d files are open to you.", cleared) % {"n": cleared},
        )
    if bound:
        messages.info(
            request,
            ngettext(
                "%(n)d file goes back to the officers. Thank you for saying it.",
                "%(n)d files go back to the officers. Thank you for saying it.",
                bound,
            )
            % {"n": bound},
        )


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One file beside its grid. Autosaved with JavaScript, saved by a button without."""
    row = read.assigned(request.user, pk)
    if row.state == AssignmentState.ASSIGNED:
        if request.method == "POST":
            raise Http404
        return redirect("programmes:review_declare", row.round_id)
    opened = read.desk(request.user, pk)
    if request.method == "GET":
        form = ReviewForm(criteria=opened.criteria, initial=ReviewForm.initial_of(opened.review))
        return _page(request, opened, form)
    return _write(request, opened)


def _write(request: HttpRequest, opened: Desk) -> HttpResponse:
    is_autosave = request.headers.get("X-Autosave") == "1"
    form = ReviewForm(request.POST, criteria=opened.criteria)
    if form.is_valid():
        try:
            if "send" not in request.POST:
                review = reviews.save(opened.assignment, by=request.user, **form.values)
            else:
                review, lacking = reviews.save_and_submit(opened.assignment, by=request.user, **form.values)
                if lacking:
                    # What was typed is kept by now, only not sent.
                    form.data = {**request.POST.dict(), "version": str(review.version)}
                    refuse(form, Invalid(_("Some answers are missing."), fields=lacking))
                    return _page(request, opened, form, status=422)
        except Invalid as error:
            refuse(form, error)
        except Conflict as error:
            if is_autosave:
                return HttpResponse(status=409)
            return _clash(request, opened, str(error.sentence))
        else:
            if is_autosave:
                response = HttpResponse(status=204)
                response["X-Draft-Version"] = str(review.version)
                return response
            sentence = _("Your review is sent.") if "send" in request.POST else _("Your draft is saved.")
            messages.success(request, sentence)
            return redirect(
                "programmes:my_reviews" if "send" in request.POST else "programmes:review",
                *([] if "send" in request.POST else [opened.assignment.pk]),
            )
    if is_autosave:
        return HttpResponse(status=422)
    return _page(request, opened, form, status=422)


def _clash(request: HttpRequest, opened: Desk, sentence: str) -> HttpResponse:
    """Saved elsewhere, or closed meanwhile: what was typed is shown again beside what is kept."""
    fresh = read.desk(request.user, opened.assignment.pk)
    values = request.POST.copy()
    values["version"] = str(fresh.review.version if fresh.review else 0)
    form = ReviewForm(values, criteria=fresh.criteria)
    form.is_valid()
    differences = typed_versus_saved(form, ReviewForm.initial_of(fresh.review))
    return _page(request, fresh, form, conflict=sentence, differences=differences, status=409)


def _page(
    request: HttpRequest,
    opened: Desk,
    form: ReviewForm,
    *,
    conflict: str = "",
    differences: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    round_ = opened.round
    context = {
        "desk": opened,
        "assignment": opened.assignment,
        "round": round_,
        "call": round_.call,
        "programme": round_.call.programme,
        "file": opened.file,
        "review": opened.review,
        "is_reopened": opened.review is not None and opened.review.state == ReviewState.REOPENED,
        "form": form,
        "answers": [
            {
                "criterion": row,
                "score": opened.review.scores.get(row.id) if opened.review else None,
                "level": row.levels.get(opened.review.scores.get(row.id, -1), "") if opened.review else "",
                "comment": opened.review.comments.get(row.id, "") if opened.review else "",
            }
            for row in opened.criteria
        ],
        "others": [
            {
                "other": other,
                "answers": [
                    {
                        "criterion": row,
                        "score": (other.scores or {}).get(row.id),
                        "comment": other.words.comments.get(row.id, "") if other.words else "",
                    }
                    for row in opened.criteria
                ],
            }
            for other in opened.others
        ],
        "message_form": MessageForm(),
        "conflict": conflict,
        "differences": differences or [],
    }
    return render(request, "programmes/review/desk.html", context, status=status)


@require_POST
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes up a sent review again."""
    opened = read.desk(request.user, pk)
    try:
        reviews.revise(opened.assignment, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.info(request, _("Change your review, then send it again: until then it does not count."))
    return redirect("programmes:review", pk)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a file back to the officers: bound to it, or unable to do it."""
    row = read.assigned(request.user, pk)
    form = GiveBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ground, why = form.cleaned_data["link"], form.cleaned_data["why"]
        try:
            if ground:
                assignments.declare(row, ground=ground, detail=why, by=request.user)
            else:
                assignments.decline(row, why=why, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The file is back with the officers. Thank you for saying it."))
            return redirect("programmes:my_reviews")
    is_declared = row.state != AssignmentState.ASSIGNED
    context = {
        "form": form,
        "round": row.round,
        "call": row.round.call,
        "name": read.Desk(row, getattr(row, "review", None)).title if is_declared else "",
        "has_review": getattr(row, "review", None) is not None,
    }
    return render(request, "programmes/review/give_back.html", context)


@require_POST
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """A word in the discussion of a file."""
    opened = read.desk(request.user, pk)
    if not opened.may_discuss:
        raise Http404
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            discussion.post(
                opened.round, opened.assignment.application, body=form.cleaned_data["body"], by=request.user
            )
        except DomainError as error:
            messages.error(request, str(error.sentence))
    else:
        messages.error(request, _("Write your message."))
    response = redirect("programmes:review", pk)
    response["Location"] += "#discussion"
    return response
