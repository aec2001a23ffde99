"""What became of projects: three questions behind a link, and what the answers say of a year's projects."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core import clock
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.projects.actions import followup as actions
from maillage.projects.enums_similar import Origin
from maillage.projects.forms.similar import FollowUpForm
from maillage.projects.models import FollowUpRefusal
from maillage.projects.queries import followup as read

ORDER = ("-due_on", "-id")


@login_not_required
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """The three questions, for the bearer of the link. Opening it changes nothing."""
    row, person = read.of_link(token)
    given: dict[str, Any] = {
        "running": row.running,
        "jobs": row.jobs,
        # As it was typed: 3,5 and not 3,50.
        "fte": row.fte if row.fte is None else row.fte.normalize(),
        "changed": row.changed,
    }
    verb = request.POST.get("do", "")
    form = FollowUpForm(request.POST if request.method == "POST" and not verb else None, initial=given)
    if verb in {"refuse", "allow"}:
        if verb == "refuse":
            actions.refuse(person)
            messages.success(request, _("You will not be asked again, about any of your projects."))
        else:
            actions.allow(person)
            messages.success(request, _("You will be asked again when the next day comes."))
        return redirect("projects:follow_up", token)
    if form.is_bound and form.is_valid():
        try:
            actions.answer(row, by=person, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Thank you: your answer is kept."))
            return redirect("projects:follow_up", token)
    context = {
        "row": row,
        "project": row.project,
        "form": form,
        "refuses": FollowUpRefusal.objects.filter(user=person).exists(),
    }
    response = render(request, "projects/followup/answer.html", context)
    # The address is a key: it does not travel to the next site.
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """How many projects go on, of those that we know of?"""
    origin = _origin(request)
    rows = read.answers(request.user, origin=origin)
    context = {
        "cohorts": read.cohorts(request.user, clock.today(), origin=origin),
        "page": paginate(rows, order=ORDER, cursor=request.GET.get("cursor")),
        "filters": [{"label": item.label, "param": "depuis", "value": item.value} for item in Origin],
        "query": f"?depuis={origin}" if origin else "",
    }
    return render(request, "projects/followup/outcomes.html", context)


@require_safe
def outcomes_csv(request: HttpRequest) -> HttpResponseBase:
    """The same cohorts as rows: one per year, origin and number of months."""
    header = [
        _("year"),
        _("counted"),
        _("months"),
        _("projects"),
        _("asked"),
        _("answered"),
        _("share that answered"),
        _("running"),
        _("paused"),
        _("share running among the answers"),
        _("lowest share"),
        _("highest share"),
        _("people employed"),
        _("full-time equivalents"),
        _("answers that gave jobs"),
    ]
    found = read.cohorts(request.user, clock.today(), origin=_origin(request))
    rows = (
        [
            cohort.year,
            cohort.origin_label,
            step.months,
            step.concerned,
            step.asked,
            step.answered,
            _share(step.answer_rate),
            step.running,
            step.paused,
            _share(step.rate),
            _share(step.lowest),
            _share(step.highest),
            step.jobs if step.counted else "",
            step.fte if step.counted else "",
            step.counted,
        ]
        for cohort in found
        for step in cohort.steps
    )
    return csv_response("devenir-des-projets.csv", header, rows)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _origin(request: HttpRequest) -> str:
    asked = request.GET.get("depuis", "")
    return asked if asked in Origin.values else ""
