"""The officers' assignment of a round: settings, proposal, its explanation, changes by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.programmes import matching_words
from maillage.programmes.actions import matching
from maillage.programmes.enums import Role
from maillage.programmes.enums_matching import RunState
from maillage.programmes.enums_review import STANDING, AssignmentState
from maillage.programmes.forms.matching import PlanForm
from maillage.programmes.models import Application, Assignment, MatchingPlan, ReviewRound
from maillage.programmes.queries import matching as scenes
from maillage.programmes.queries import matching_page as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.programme import Scope
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)


def round_frame(scope: Scope, round_: ReviewRound) -> dict[str, Any]:
    return frame(scope, "calls") | {"round": round_, "call": round_.call}


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who reads what? Settings, the proposal, what it is worth, and who has what and why."""
    scope = programmes.scope(request.user, slug, OFFICER)
    round_ = read.round_of(scope.programme, pk)
    kept = read.plan_of(round_) or MatchingPlan(round=round_, most_files=matching.suggested_most(round_))
    form = PlanForm(
        request.POST or None, groups=read.groups_of(scope.programme), initial=PlanForm.initial_of(kept)
    )
    if request.method == "POST" and form.is_valid():
        try:
            matching.settle(round_, by=request.user, **form.cleaned_data)
            if "propose" not in request.POST:
                messages.success(request, _("The settings are saved; no file has changed hands."))
                return redirect("programmes:matching", slug, pk)
            answered = matching.ask(round_, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            if answered.state == RunState.FOUND:
                messages.success(request, _("A proposal is ready: reviewers know nothing of it yet."))
            return redirect("programmes:matching", slug, pk)
    run = read.last_run(round_)
    people = scenes.people_of(kept)
    person = request.GET.get("relecteur", "")
    page = read.files_page(
        round_,
        state=request.GET.get("etat", ""),
        reviewer=int(person) if person.isdecimal() else None,
        text=request.GET.get("q", "")[:100],
        cursor=request.GET.get("cursor"),
    )
    read.explain(kept, page.rows)
    for row in page.rows:
        row.reasons = [  # type: ignore[attr-defined]
            (cell, matching_words.reasons(cell.sides))
            for cell in row.cells  # type: ignore[attr-defined]
        ]
    state = run.state if run is not None else ""
    context = {
        "form": form,
        "plan": kept,
        "run": run,
        "is_waiting": state == RunState.WAITING,
        "has_failed": state == RunState.FAILED,
        "told": matching_words.told(run) if run is not None and state == RunState.IMPOSSIBLE else None,
        "figures": kept.figures,
        "worst": read.worst_of(kept),
        "people": people,
        "loads": [
            {
                "label": str(each.user),
                "value": each.files,
                "text": ngettext("%(n)d file of %(most)d", "%(n)d files of %(most)d", each.files)
                % {"n": each.files, "most": each.most},
                "url": f"?relecteur={each.user.pk}#dossiers",
                "tone": "no" if each.is_over else "",
            }
            for each in people
        ],
        "proposed": read.proposed(round_),
        "page": page,
        "reader": next((each.user for each in people if str(each.user.pk) == person), None),
        "filters": [
            {"label": _("All"), "param": "etat", "value": "", "count": None},
            {"label": _("Without enough reviewers"), "param": "etat", "value": "manque", "count": None},
        ],
        "is_filtered": bool(person or request.GET.get("etat") or request.GET.get("q")),
    }
    return render(request, "programmes/matching/plan.html", round_frame(scope, round_) | context)


# --- One file -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Candidate:
    """A reviewer before one file. ``assignment``: theirs of this file, whatever its state."""

    person: scenes.Person
    fit: int
    reasons: list[str]
    ties: list[str]
    assignment: Assignment | None

    @property
    def has_it(self) -> bool:
        return self.assignment is not None and self.assignment.state in STANDING

    @property
    def is_begun(self) -> bool:
        return self.assignment is not None and self.assignment.state in {
            AssignmentState.STARTED,
            AssignmentState.DONE,
        }

    @property
    def would_be_over(self) -> bool:
        return not self.has_it and self.person.files >= self.person.most


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, slug: str, pk: int, reference: str) -> HttpResponse:
    """Who could read this file? Every reviewer with fit, load and ties; adding and removing by hand."""
    scope = programmes.scope(request.user, slug, OFFICER)
    round_ = read.round_of(scope.programme, pk)
    row = get_object_or_404(
        scenes.files_of(round_).select_related("commune__department", "call__programme"), reference=reference
    )
    kept = read.plan_of(round_) or MatchingPlan(round=round_, most_files=matching.suggested_most(round_))
    here = reverse("programmes:matching_file", args=[slug, pk, reference])
    if request.method == "POST":
        return _changed_by_hand(request, round_, row, kept, here)
    candidates = sorted(
        (
            Candidate(
                seen.person, seen.sides.fit, matching_words.reasons(seen.sides), seen.ties, seen.assignment
            )
            for seen in read.candidates(kept, row)
        ),
        key=lambda each: (not each.has_it, bool(each.ties), -each.fit, str(each.person.user)),
    )
    context = {
        "application": row,
        "candidates": candidates,
        "readers": sum(each.has_it for each in candidates),
        "back_url": reverse("programmes:matching", args=[slug, pk]),
    }
    return render(request, "programmes/matching/file.html", round_frame(scope, round_) | context)


def _changed_by_hand(
    request: HttpRequest, round_: ReviewRound, row: Application, kept: MatchingPlan, here: str
) -> HttpResponse:
    chosen = request.POST.get("add") or request.POST.get("remove") or ""
    person = get_object_or_404(User, pk=int(chosen) if chosen.isdecimal() else 0)
    warnings = _warnings(request, round_, row, kept, person)
    if warnings and "confirmed" not in request.POST:
        verb = "add" if "add" in request.POST else "remove"
        return render(
            request,
            "programmes/matching/confirm.html",
            {
                "question": _("Give “%(title)s” to %(person)s all the same?")
                % {"title": row.title, "person": person}
                if verb == "add"
                else _("Take “%(title)s” from %(person)s?") % {"title": row.title, "person": person},
                "warnings": warnings,
                "verb": verb,
                "person": person,
                "back_url": here,
            },
        )
    try:
        if "add" in request.POST:
            matching.add(round_, row, person, by=request.user)
            messages.success(
                request,
                _("%(person)s has this file among the proposals: they know once you send.")
                % {"person": person},
            )
        else:
            assignment = get_object_or_404(
                Assignment.objects.select_related("round__call__programme"),
                round=round_,
                application=row,
                reviewer=person,
            )
            matching.remove(assignment, by=request.user)
            messages.success(request, _("%(person)s no longer has this file.") % {"person": person})
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect(here)


def _warnings(
    request: HttpRequest, round_: ReviewRound, row: Application, kept: MatchingPlan, person: User
) -> list[str]:
    """What an officer should know before this change; a tie is no warning but a refusal."""
    if "add" in request.POST:
        load, most = scenes.loads(round_).get(person.pk, 0), scenes.most_of(kept, person)
        if load >= most:
            return [
                ngettext(
                    "%(person)s has %(n)d file already, for %(most)d at most.",
                    "%(person)s has %(n)d files already, for %(most)d at most.",
                    load,
                )
                % {"person": person, "n": load, "most": most}
            ]
        return []
    begun = Assignment.objects.filter(
        round=round_,
        application=row,
        reviewer=person,
        state__in=[AssignmentState.STARTED, AssignmentState.DONE],
    )
    return (
        [_("The review has begun: what is written is kept, and no longer counts.")] if begun.exists() else []
    )


@require_safe
def plan_csv(request: HttpRequest, slug: str, pk: int) -> StreamingHttpResponse:
    """Every standing pair, with its fit and its reasons."""
    scope = programmes.scope(request.user, slug, OFFICER)
    round_ = read.round_of(scope.programme, pk)
    kept = read.plan_of(round_) or MatchingPlan(round=round_, most_files=matching.suggested_most(round_))
    columns = ("numero", "projet", "commune", "relecteur", "adequation", "raisons", "etat", "source")
    return csv_response(f"attribution-{round_.pk}.csv", columns, _csv_rows(kept))


def _csv_rows(kept: MatchingPlan) -> Iterator[list[Any]]:
    for row in read.every_pair(kept):
        for cell in row.cells:  # type: ignore[attr-defined]
            yield [
                row.reference,
                row.title,
                row.commune.name,
                str(cell.assignment.reviewer),
                cell.sides.fit / 10,
                ", ".join(matching_words.reasons(cell.sides)),
                cell.assignment.state,
                cell.assignment.source,
            ]
