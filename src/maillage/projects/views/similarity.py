"""Projects close to one, and suggesting that they meet or become one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.projects.actions import meeting, merging
from maillage.projects.enums import ProjectRole, Visibility
from maillage.projects.forms.similar import IntroduceForm, MergeForm
from maillage.projects.models import Introduction, Merger, Project
from maillage.projects.queries import merging as read
from maillage.projects.queries import project as queries
from maillage.projects.queries.similarity import similar_to
from maillage.projects.rules import is_carrier, role_in, shows_thread
from maillage.projects.views.frame import frame


def _framed(request: HttpRequest, project: Project, role: str | None) -> dict[str, Any]:
    """The project’s frame for its team, none for the others. ``role``: what ``role_in`` gives."""
    if not shows_thread(request.user, project, role):
        return {"shell": "base.html", "project": project}
    carries = role == ProjectRole.CARRIER
    return frame(project, "similar", is_carrier=carries) | {"shell": "workspace.html", "project": project}


@login_not_required
@require_safe
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Which projects are close to this one, and why?"""
    project = queries.visible(request.user, pk)
    role = role_in(request.user, project)
    context = _framed(request, project, role) | {
        "rows": similar_to(project, request.user),
        "may_suggest": role in {ProjectRole.CARRIER, ProjectRole.ADVISER},
        "may_merge": role == ProjectRole.CARRIER,
        "introductions": _introductions(request, project) if role else [],
        "mergers": list(Merger.objects.of(project).for_list()) if role == ProjectRole.CARRIER else [],
    }
    return render(request, "projects/similarity/similar.html", context)


def _introductions(request: HttpRequest, project: Project) -> list[Introduction]:
    rows = Introduction.objects.for_list().seen_by(request.user)
    return list(rows.filter(first=project) | rows.filter(second=project))


def _pair(request: HttpRequest, pk: int, other: int) -> tuple[Project, Project]:
    """Two projects that the person sees, the first of which they carry or advise. 404 for the others."""
    project, second = queries.visible(request.user, pk), queries.visible(request.user, other)
    if role_in(request.user, project) not in {ProjectRole.CARRIER, ProjectRole.ADVISER}:
        raise Http404
    if pk == other or (second.visibility == Visibility.PRIVATE and not is_carrier(request.user, second)):
        raise Http404
    return project, second


@require_http_methods(["GET", "POST"])
def introduce(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Do these two have something to say to each other?"""
    project, second = _pair(request, pk, other)
    form = IntroduceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = meeting.suggest(project, second, by=request.user, message=form.cleaned_data["message"])
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("They are asked. You will be told what comes of it."))
            return redirect(row)
    context = _framed(request, project, role_in(request.user, project)) | {
        "other": second,
        "form": form,
        "carries": is_carrier(request.user, project),
    }
    return render(request, "projects/similarity/introduce.html", context)


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Would these two go on better as one?"""
    project, second = _pair(request, pk, other)
    if not is_carrier(request.user, project):
        raise Http404
    titles = [
        ("mine", _("“%(title)s”: the other one joins it") % {"title": project.title}),
        ("theirs", _("“%(title)s”: ours joins it") % {"title": second.title}),
    ]
    form = MergeForm(request.POST if request.method == "POST" else None, titles=titles)
    if request.method == "POST" and form.is_valid():
        stays_mine = form.cleaned_data["which"] == "mine"
        absorbed, survivor = (second, project) if stays_mine else (project, second)
        try:
            row = merging.propose(absorbed, survivor, by=request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The other carriers are asked. Nothing changes before they agree."))
            return redirect(row)
    context = _framed(request, project, role_in(request.user, project)) | {"other": second, "form": form}
    return render(request, "projects/similarity/merge.html", context)


@require_http_methods(["GET", "POST"])
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """Would you like to meet?"""
    row = read.introduction(request.user, pk)
    sides = [
        {
            "project": project,
            "is_seen": request.user.has_perm("projects.view_project", project),
            "is_mine": is_carrier(request.user, project),
            "has_said_yes": getattr(row, f"{name}_at") is not None,
            "by": getattr(row, f"{name}_by"),
        }
        for name, project in row.sides()
    ]
    if request.method == "POST":
        try:
            _answer_introduction(request, row, sides)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(row)
    exchanged = request.user.pk in {row.first_by_id, row.second_by_id} and row.state == "accepted"
    context = {
        "row": row,
        "sides": sides,
        "asked": [side for side in sides if side["is_mine"] and not side["has_said_yes"]],
        "is_mine": row.suggested_by_id == request.user.pk,
        "others": [side for side in sides if exchanged and side["by"] != request.user],
    }
    return render(request, "projects/meeting/introduction.html", context)


def _answer_introduction(request: HttpRequest, row: Introduction, sides: list[dict[str, Any]]) -> None:
    verb = request.POST.get("do")
    if verb == "withdraw":
        meeting.withdraw(row, by=request.user)
        messages.success(request, _("It is taken back; those who were asked are told."))
        return
    side = next((each for each in sides if each["is_mine"] and not each["has_said_yes"]), None)
    if side is None:
        raise Http404
    if verb == "accept":
        row = meeting.accept(row, side["project"], by=request.user)
        messages.success(
            request,
            _("You can meet: the address of the other side is below, and in your mail.")
            if row.state == "accepted"
            else _("Your yes is kept. When the other side says yes too, you receive each other’s address."),
        )
    elif verb == "decline":
        meeting.decline(row, side["project"], by=request.user)
        messages.success(request, _("It will not take place. Nobody is told that it was you."))


@require_http_methods(["GET", "POST"])
def merger(request: HttpRequest, pk: int) -> HttpResponse:
    """Do the two projects become one?"""
    row = read.merger(request.user, pk)
    if request.method == "POST":
        verbs = {
            "accept": (merging.accept, _("The two projects are one.")),
            "decline": (merging.decline, _("They stay two projects. The other side is told.")),
            "withdraw": (merging.withdraw, _("The proposal is taken back.")),
            "undo": (merging.undo, _("Each project goes on by itself again.")),
        }
        verb, sentence = verbs.get(request.POST.get("do", ""), (None, ""))
        if verb is None:
            raise Http404
        try:
            verb(row, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(row)
        messages.success(request, sentence)
        return redirect(row)
    context = {
        "row": row,
        "may_answer": row.is_open and is_carrier(request.user, row.answering),
        "may_withdraw": row.is_open and is_carrier(request.user, row.proposed_from),
        "is_seen": {
            "absorbed": request.user.has_perm("projects.view_project", row.absorbed),
            "survivor": request.user.has_perm("projects.view_project", row.survivor),
        },
    }
    return render(request, "projects/merging/merger.html", context)
