"""Open answers, grouped by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.pathways.actions import grouping as actions
from maillage.pathways.enums_surveys import Moment, StepKind
from maillage.pathways.forms.survey import GroupForm, MergeForm
from maillage.pathways.models import AnswerGroup, GroupingStep, Survey
from maillage.pathways.queries import grouping as read
from maillage.pathways.queries import pathway as pathways
from maillage.pathways.spaces import frame
from maillage.questionnaires.definition import Question

Opened = tuple[pathways.Scope, Survey, Question]


@require_http_methods(["GET", "POST"])
def group_answers(request: HttpRequest, pk: int, moment: str, question: str) -> HttpResponse:
    """What do the answers have in common?"""
    scope, survey, asked = _opened(request, pk, moment, question)
    wanted = request.GET.get("groupe", "")
    if request.method == "POST":
        _placed(request, survey, asked)
        back = reverse("surveys:grouping", args=[pk, moment, question])
        query = request.GET.urlencode()
        return redirect(f"{back}?{query}" if query else back)
    board = read.board(survey, asked)
    page = paginate(read.shown(board, wanted), order=("pk",), cursor=request.GET.get("cursor"))
    for row in page.rows:
        row.groups = board.placed.get(row.pk, set())
        row.is_stale = row.pk in board.stale
    filters = [
        {"label": _("All"), "param": "groupe", "value": "", "count": board.total},
        {"label": _("In no group"), "param": "groupe", "value": read.NONE, "count": board.ungrouped},
        *(
            {"label": one.group.label, "param": "groupe", "value": str(one.group.pk), "count": one.count}
            for one in board.groups
        ),
    ]
    return render(
        request,
        "pathways/surveys/grouping.html",
        frame(scope, "surveys")
        | {
            "survey": survey,
            "moment": moment,
            "when": Moment(moment).label,
            "question": asked,
            "board": board,
            "page": page,
            "filters": filters,
            "steps": [(step, _in_words(step, board)) for step in read.latest_steps(survey, asked.id)],
            "bars": [{"label": one.group.label, "value": one.count} for one in board.groups],
        },
    )


@require_safe
def grouping_csv(request: HttpRequest, pk: int, moment: str, question: str) -> HttpResponseBase:
    """The answers and their groups."""
    _scope, survey, asked = _opened(request, pk, moment, question)
    board = read.board(survey, asked)
    header = [_("answer"), asked.label, _("groups"), *(row.group.label for row in board.groups)]
    return csv_response(f"reponses-{pk}-{moment}.csv", header, read.lines(board))


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int, moment: str, question: str, group: int) -> HttpResponse:
    """Another label for a group, or the end of it."""
    scope, survey, asked = _opened(request, pk, moment, question)
    row = get_object_or_404(
        AnswerGroup.objects.live().select_related(
            "survey__pathway__organisation", "survey__pathway__programme"
        ),
        pk=group,
        survey=survey,
        question_id=asked.id,
    )
    verb = request.POST.get("do", "") if request.method == "POST" else ""
    others = AnswerGroup.objects.live().filter(survey=survey, question_id=asked.id).exclude(pk=row.pk)
    form = GroupForm(
        request.POST if verb == "rename" else None, initial={"label": row.label, "seen": row.label}
    )
    merge = MergeForm(request.POST if verb == "merge" else None, groups=others.order_by("label", "pk"))
    back = redirect("surveys:grouping", pk, moment, question)
    try:
        if verb == "rename" and form.is_valid():
            actions.rename(row, form.cleaned_data["label"], seen=form.cleaned_data["seen"], by=request.user)
            return back
        if verb == "merge" and merge.is_valid():
            actions.merge(row, merge.cleaned_data["into"], by=request.user)
            messages.success(request, _("The two groups are one. It can be undone."))
            return back
        if verb == "remove":
            actions.remove(row, by=request.user)
            messages.success(request, _("The group is gone; its answers are there. It can be undone."))
            return back
    except DomainError as error:
        refuse(merge if verb == "merge" else form, error)
        if verb == "remove":
            messages.error(request, str(error.sentence))
    return render(
        request,
        "pathways/surveys/group.html",
        frame(scope, "surveys")
        | {
            "survey": survey,
            "moment": moment,
            "question": asked,
            "group": row,
            "form": form,
            "merge": merge if others.exists() else None,
        },
    )


@require_POST
def undo(request: HttpRequest, pk: int, moment: str, question: str, step: int) -> HttpResponse:
    """Takes one gesture back."""
    _scope, survey, asked = _opened(request, pk, moment, question)
    row = get_object_or_404(
        GroupingStep.objects.select_related("survey__pathway__organisation", "survey__pathway__programme"),
        pk=step,
        survey=survey,
        question_id=asked.id,
    )
    try:
        actions.undo(row, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("Undone."))
    return redirect("surveys:grouping", pk, moment, question)


# --- Inside ----------------------------------------------------------------------------------------------
def _opened(request: HttpRequest, pk: int, moment: str, question: str) -> Opened:
    scope = pathways.scope(request.user, pk, to_run=True)
    survey, asked = read.survey_of(scope, moment, question)
    return scope, survey, asked


def _placed(request: HttpRequest, survey: Survey, question: Question) -> None:
    """What the page sent: per answer the groups ticked, those that were ticked when it was drawn, and a label
    for a new one."""
    data = request.POST
    shown = [int(key) for key in data.getlist("answer") if key.isdecimal() and len(key) < 12]
    try:
        if label := data.get("label", "").strip():
            actions.make_group(survey, question.id, label, by=request.user)
            messages.success(request, _("The group “%(label)s” is there.") % {"label": label})
            return
        done = actions.place(
            survey,
            question.id,
            {key: _keys(data.getlist(f"groups-{key}")) for key in shown},
            {key: _keys(data.get(f"seen-{key}", "").split(",")) for key in shown},
            new={key: data.get(f"new-{key}", "") for key in shown},
            by=request.user,
        )
    except DomainError as error:
        fields: dict[str, Any] = getattr(error, "fields", {}) or {}
        messages.error(request, " ".join(map(str, fields.values())) or str(error.sentence))
        return
    if done is not None:
        messages.success(request, _("The answers are grouped. It can be undone."))


def _keys(texts: list[str]) -> set[int]:
    return {int(text) for text in texts if text.isdecimal() and len(text) < 12}


def _in_words(step: GroupingStep, board: read.Board) -> str:
    label = step.group.label if step.group else ""
    match StepKind(step.kind):
        case StepKind.MADE:
            return _("“%(label)s” was made") % {"label": label}
        case StepKind.RENAMED:
            return _("“%(from)s” became “%(to)s”") % {"from": step.data["from"], "to": step.data["to"]}
        case StepKind.MERGED:
            return _("“%(label)s” went into “%(into)s”") % {
                "label": label,
                "into": board.label(step.data["into"]) or "…",
            }
        case StepKind.REMOVED:
            return _("“%(label)s” was taken away") % {"label": label}
        case StepKind.PLACED:
            people = {who for who, _where in (*step.data["added"], *step.data["removed"])}
            return _("%(number)d answers grouped otherwise") % {"number": len(people)}
    raise Http404
