"""Who sees a project: consent asked for, given, changed and taken back, on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.projects.actions import advice as actions
from maillage.projects.actions import consents
from maillage.projects.enums import AdviceState, ProjectRole, Visibility
from maillage.projects.forms.advice import OfferForm, ReasonForm, RightsForm
from maillage.projects.models import Advice
from maillage.projects.queries import advice as read
from maillage.projects.queries import project as queries
from maillage.projects.queries import team as people
from maillage.projects.rules import role_in
from maillage.projects.views.frame import frame

VISIBILITY_TONES = {
    Visibility.PRIVATE: "wait",
    Visibility.TEAM: "info",
    Visibility.NETWORK: "info",
    Visibility.PUBLIC: "ok",
}


@require_safe
def sight(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who sees something of the project: what, since when, with whose consent."""
    project = queries.carried(request.user, pk)
    members, advice = project.members.all(), read.of_project(project)
    context = {
        "project": project,
        "visibility_tone": VISIBILITY_TONES[Visibility(project.visibility)],
        "hides_from_team": project.visibility == Visibility.PRIVATE,
        "carriers": [row for row in members if row.role == ProjectRole.CARRIER],
        "observers": [row for row in members if row.role == ProjectRole.OBSERVER],
        "advice": advice,
        "invitations": people.pending_invitations(project),
        "outside": read.outside(project),
        "may_withdraw_all": bool(read.consents(project, advice)),
    }
    return render(request, "projects/sight/sight.html", frame(project, "sight") | context)


@require_http_methods(["GET", "POST"])
def rights(request: HttpRequest, pk: int, advice: int) -> HttpResponse:
    """Agreeing to an offer, right by right; later, changing what was agreed to."""
    project = queries.carried(request.user, pk)
    row = read.one(project, advice)
    if row.state not in {AdviceState.ASKED, AdviceState.ACTIVE}:
        raise Http404
    form = RightsForm(request.POST if request.method == "POST" else None, initial={"rights": row.rights})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["rights"]
        try:
            if row.state == AdviceState.ASKED:
                actions.consent(row, by=request.user, rights=given)
                messages.success(request, _("%(name)s now advises the project.") % {"name": row.adviser})
            else:
                actions.change_rights(row, given, by=request.user)
                messages.success(request, _("The rights of %(name)s are changed.") % {"name": row.adviser})
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("projects:sight", pk=project.pk)
    context = {"project": project, "advice": row, "form": form, "is_asked": row.state == AdviceState.ASKED}
    return render(request, "projects/sight/rights.html", frame(project, "sight") | context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int, advice: int) -> HttpResponse:
    """Consent is taken back, or an offer declined: one page, one button."""
    project = queries.carried(request.user, pk)
    row = read.one(project, advice)
    if row.state not in {AdviceState.ASKED, AdviceState.ACTIVE}:
        raise Http404
    is_asked = row.state == AdviceState.ASKED
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        verb = actions.decline if is_asked else actions.withdraw
        verb(row, by=request.user, why=form.cleaned_data["why"])
        messages.success(
            request,
            _("%(name)s was told that you go on without.") % {"name": row.adviser}
            if is_asked
            else _("%(name)s no longer sees the project.") % {"name": row.adviser},
        )
        return redirect("projects:sight", pk=project.pk)
    context = {"project": project, "advice": row, "form": form, "is_asked": is_asked}
    return render(request, "projects/sight/withdraw.html", frame(project, "sight") | context)


@require_http_methods(["GET", "POST"])
def withdraw_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Every consent taken back in one go, with what that cuts."""
    project = queries.carried(request.user, pk)
    cut = read.consents(project)
    if request.method == "GET" and not cut:
        messages.info(request, _("There is no consent to withdraw."))
        return redirect("projects:sight", pk=project.pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        consents.withdraw_all(project, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Every consent is withdrawn. Those concerned are told by e-mail."))
        return redirect("projects:sight", pk=project.pk)
    context = {
        "project": project,
        "cut": cut,
        "form": form,
        "is_shown": project.visibility in {Visibility.NETWORK, Visibility.PUBLIC},
    }
    return render(request, "projects/sight/withdraw_all.html", frame(project, "sight") | context)


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who may see the project, and has no part in it, offers to advise it."""
    project = queries.visible(request.user, pk)
    if role_in(request.user, project) is not None:
        return redirect(project)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        organisations=read.organisations_of(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(project, adviser=request.user, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("The carriers are asked. You will be told of their answer by e-mail.")
            )
            return redirect(project)
    return render(request, "projects/sight/offer.html", {"project": project, "form": form})


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The adviser ends their advice, or takes their offer back."""
    row: Advice = read.own(request.user, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end(row, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("You no longer advise “%(title)s”.") % {"title": row.project.title})
        return redirect("projects:projects")
    context: dict[str, Any] = {
        "advice": row,
        "project": row.project,
        "form": form,
        "back_url": reverse("projects:projects"),
    }
    return render(request, "projects/sight/stop.html", context)
