"""An adviser's portfolio, their team's, and the handover of a whole one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts import workspace
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.exports import csv_response
from maillage.core.forms import refuse
from maillage.core.pagination import paginate
from maillage.projects.actions import portfolio as actions
from maillage.projects.enums_referral import UNMET_WEEKS
from maillage.projects.forms.portfolio import (
    CapacityForm,
    HandoverForm,
    MeetingForm,
    PortfolioFilterForm,
)
from maillage.projects.models import Advice, AdviserMeeting
from maillage.projects.queries import portfolio as read

ORDER = ("seen_on", "id")


@require_safe
def portfolio(request: HttpRequest) -> HttpResponseBase:
    """Whom do I follow, who waits, whom have I not met for a while?"""
    form = PortfolioFilterForm(request.GET)
    rows = read.followed_by(request.user)
    if request.GET.get("semaines") and form.is_valid():
        rows = rows.filter(seen_on__lte=read.unmet_before(form.weeks))
    if form.is_valid() and form.cleaned_data["etape"]:
        rows = rows.filter(project__stage=form.cleaned_data["etape"])
    if request.GET.get("format") == "csv":
        return csv_response("portefeuille.csv", *_table(rows.order_by(*ORDER)))
    context = {
        **workspace.frame(request.user, "portfolio"),  # type: ignore[arg-type]
        "form": form,
        "page": paginate(rows, order=ORDER, cursor=request.GET.get("cursor")),
        "load": read.load_of(request.user, form.weeks),
        "weeks": form.weeks,
        "late": read.unmet_before(form.weeks),
        "waiting": read.waiting_for(request.user),
        "handed": list(read.organisations_of(request.user)),
        "teams": list(read.administered_by(request.user)),
        "is_filtering": bool(request.GET.get("semaines") or request.GET.get("etape")),
    }
    return render(request, "projects/portfolio/portfolio.html", context)


def _table(rows: Any) -> tuple[list[str], Any]:
    header = [
        _("project"),
        _("municipality"),
        _("stage"),
        _("organisation"),
        _("since"),
        _("last meeting"),
    ]
    return header, (
        [
            row.project.title,
            row.project.commune.name,
            row.project.get_stage_display(),
            row.organisation.name if row.organisation else "",
            row.since.date().isoformat(),
            row.last_met_on.isoformat() if row.last_met_on else "",
        ]
        for row in rows.iterator(chunk_size=500)
    )


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """When did I meet the carriers?"""
    row = get_object_or_404(read.followed_by(request.user), project=pk)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_meeting(
                row.project, by=request.user, on=form.cleaned_data["on"], mode=form.cleaned_data["mode"]
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The meeting is noted."))
            return redirect("orientation:portfolio")
    past = AdviserMeeting.objects.filter(project=pk, adviser=row.adviser).order_by("-held_on", "-pk")
    context = {"project": row.project, "form": form, "past": past[:20]}
    return render(request, "projects/portfolio/meeting.html", context)


@require_POST
def meeting_remove(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Noted by mistake."""
    row = get_object_or_404(
        AdviserMeeting.objects.select_related("project"), pk=meeting, project=pk, adviser=request.user
    )
    actions.forget_meeting(row, by=request.user)
    messages.success(request, _("The meeting is taken back."))
    return redirect("orientation:meeting", pk)


@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest) -> HttpResponse:
    """How many projects can I follow at once?"""
    load = read.load_of(request.user)
    form = CapacityForm(request.POST or None, initial={"projects": load.capacity})
    if request.method == "POST" and form.is_valid():
        actions.set_capacity(form.cleaned_data["projects"], by=request.user)
        return redirect("orientation:portfolio")
    return render(request, "projects/portfolio/capacity.html", {"form": form, "load": load})


@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who advises in our name, how loaded are they, and which projects has nobody?"""
    organisation = read.administered(request.user, pk)
    context = {
        "organisation": organisation,
        "team": read.team_of(organisation),
        "weeks": UNMET_WEEKS,
        "alone": list(read.left_by([organisation.pk])[:50]),
    }
    return render(request, "projects/portfolio/team.html", context)


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, pk: int, adviser: int) -> HttpResponse:
    """Who takes over all the projects of an adviser?"""
    person = get_object_or_404(User, pk=adviser)
    rows = (
        Advice.objects.live()
        .filter(adviser=person, organisation=pk)
        .select_related("project", "organisation")
    )
    followed = list(rows.order_by("project__title", "pk"))
    if not followed:
        raise Http404
    organisation = followed[0].organisation
    if organisation is None or request.user.pk != person.pk:
        organisation = read.administered(request.user, pk)
    form = HandoverForm(request.POST or None, colleagues=read.colleagues_of(person, organisation))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            done = actions.hand_over(
                person,
                to=values["to"],
                organisation=organisation,
                by=request.user,
                message=values["message"],
                last_day=values["last_day"],
            )
        except DomainError as error:
            refuse(form, error)
        else:
            number = len(done.asked)
            messages.success(
                request,
                ngettext(
                    "The carriers of %(number)s project are asked to agree.",
                    "The carriers of %(number)s projects are asked to agree.",
                    number,
                )
                % {"number": number},
            )
            for project, why in done.left_out:
                messages.warning(request, f"{project.title} : {why}")
            return redirect(
                *(("orientation:portfolio",) if request.user.pk == person.pk else ("orientation:team", pk))
            )
    context = {
        "person": person,
        "organisation": organisation,
        "followed": followed,
        "form": form,
        "is_self": request.user.pk == person.pk,
    }
    return render(request, "projects/portfolio/handover.html", context)
