"""The pages of deliverables: those of a pathway, and one of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.pathways import rules as who
from maillage.pathways.actions import deliverable as actions
from maillage.pathways.enums_attendance import DeliverableState
from maillage.pathways.forms.deliverable import AnswerForm, WriteForm
from maillage.pathways.models import Deliverable, DeliverableFile, Pathway
from maillage.pathways.queries import attendance as attendances
from maillage.pathways.queries import deliverable as read
from maillage.pathways.spaces import around

TONES = {
    DeliverableState.TO_DO: "",
    DeliverableState.HANDED_IN: "info",
    DeliverableState.TO_REWORK: "wait",
    DeliverableState.ACCEPTED: "ok",
}


@require_http_methods(["GET", "POST"])
def of_pathway(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be handed in, and where does each stand?"""
    pathway = get_object_or_404(Pathway.objects.for_list(), pk=pk)
    runs = attendances.runs(request.user, pathway)
    rows = read.of_pathway(pathway, request.user)
    if not rows and not runs and not who.follows_pathway(request.user, pathway):
        raise Http404
    if request.method == "POST":
        made = actions.prepare(pathway, by=request.user)
        messages.success(
            request,
            ngettext(
                "%(number)s deliverable is ready to write.",
                "%(number)s deliverables are ready to write.",
                len(made),
            )
            % {"number": len(made)},
        )
        return redirect("deliverables:of_pathway", pk)
    number = Counter(row.state for row in rows)
    # A state that nothing is in, or that does not exist, leaves the list whole.
    asked = request.GET.get("etat")
    shown = [row for row in rows if row.state == asked] if asked in number else rows
    for row in shown:
        row.tone = TONES[DeliverableState(row.state)]  # type: ignore[attr-defined]
    filters = [
        {"label": state.label, "param": "etat", "value": state.value, "count": number[state.value]}
        for state in DeliverableState
        if number[state.value]
    ]
    return render(
        request,
        "pathways/deliverables/list.html",
        around(request.user, pathway, "deliverables")
        | {"rows": shown, "runs": runs, "filters": filters if len(filters) > 1 else []},
    )


@require_http_methods(["GET", "POST"])
def deliverable(request: HttpRequest, pk: int) -> HttpResponse:
    """One deliverable: writing it, handing it in, what its referent says."""
    row = get_object_or_404(
        read.visible_to(request.user).select_related(
            "pathway__organisation", "project", "enrolment__user", "referent", "saved_by"
        ),
        pk=pk,
    )
    writes = read.handed_in_by(request.user).filter(pk=row.pk).exists()
    is_open = writes and row.state in actions.WRITTEN_IN
    write_form = WriteForm(
        request.POST if request.method == "POST" and _does(request) in {"save", "hand_in"} else None,
        request.FILES or None,
        initial={"text": row.text, "revision": row.revision},
    )
    answer_form = AnswerForm(
        request.POST if request.method == "POST" and _does(request) not in {"save", "hand_in"} else None
    )
    if request.method == "POST":
        done = (
            _written(request, row, write_form)
            if write_form.is_bound
            else _answered(request, row, answer_form)
        )
        if done:
            return redirect(row)
    return render(
        request,
        "pathways/deliverables/deliverable.html",
        around(request.user, row.pathway, "deliverables")
        | {
            "row": row,
            "tone": TONES[DeliverableState(row.state)],
            "writes": writes,
            "runs": attendances.runs(request.user, row.pathway),
            "is_open": is_open,
            "judges": not writes and row.state in (DeliverableState.HANDED_IN, DeliverableState.ACCEPTED),
            "write_form": write_form,
            "answer_form": answer_form,
            "comments": row.comments.select_related("by").order_by("at", "pk"),
            "files": row.files.filter(removed_at=None).select_related("file", "by").order_by("at", "pk"),
            "versions": row.versions.select_related("by").order_by("-number"),
        },
    )


@require_POST
def remove_file(request: HttpRequest, pk: int, joined: int) -> HttpResponse:
    """Takes a file off what is being written."""
    row = get_object_or_404(read.handed_in_by(request.user), pk=pk)
    file = get_object_or_404(
        DeliverableFile.objects.select_related("deliverable"), pk=joined, deliverable=row
    )
    try:
        actions.remove_file(file, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect(row)


# --- Inside --------------------------------------------------------------------------------------------
def _does(request: HttpRequest) -> str:
    return next((word for word in ("save", "hand_in", "accept", "rework") if word in request.POST), "comment")


def _written(request: HttpRequest, row: Deliverable, form: WriteForm) -> bool:
    if not form.is_valid():
        return False
    values: dict[str, Any] = form.cleaned_data
    try:
        actions.write(
            row,
            values["text"],
            by=request.user,
            revision=values["revision"],
            upload=values["file"],
            hands_in=_does(request) == "hand_in",
        )
    except DomainError as error:
        refuse(form, error)
        return False
    if _does(request) == "hand_in":
        messages.success(request, _("It is handed in: its referent will read it."))
    else:
        messages.success(request, _("Your text is kept."))
    return True


def _answered(request: HttpRequest, row: Deliverable, form: AnswerForm) -> bool:
    if not form.is_valid():
        return False
    words = form.cleaned_data["text"]
    try:
        match _does(request):
            case "accept":
                actions.accept(row, by=request.user, words=words)
            case "rework":
                actions.ask_rework(row, words, by=request.user)
            case _other:
                actions.comment(row, words, by=request.user)
    except DomainError as error:
        refuse(form, error)
        return False
    messages.success(request, _("Your answer is kept."))
    return True
