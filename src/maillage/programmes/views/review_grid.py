"""The builder of grids: a list of criteria, each with a page, and a publication that makes it final."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes import grids as pure
from maillage.programmes.actions import grid as actions
from maillage.programmes.enums import Role
from maillage.programmes.enums_review import GridState
from maillage.programmes.forms.review_round import CriterionForm, GridForm
from maillage.programmes.models import Grid, GridVersion
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import review_round as read
from maillage.programmes.queries.programme import Scope
from maillage.programmes.spaces import frame

OFFICER = (Role.OFFICER,)


@require_http_methods(["GET", "POST"])
def grids(request: HttpRequest, slug: str) -> HttpResponse:
    """On what are files judged?"""
    scope = programmes.scope(request.user, slug, OFFICER)
    form = GridForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            grid = actions.create(scope.programme, name=form.cleaned_data["name"], by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:grid", slug, grid.pk)
    context = {"grids": read.grids_of(scope), "form": form, "draft": GridState.DRAFT}
    return render(request, "programmes/review/grids.html", frame(scope, "calls") | context)


@require_safe
def grid(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One version of a grid: the draft when there is one, else the last that was published."""
    scope = programmes.scope(request.user, slug, OFFICER)
    row = read.grid_of(scope, pk)
    version = _version(row, request.GET.get("version", ""))
    counted = [each for each in version.criteria if not each.is_independent]
    context = {
        "grid": row,
        "version": version,
        "versions": sorted(row.versions.all(), key=lambda each: -each.number),
        "is_draft": version.state == GridState.DRAFT,
        "has_draft": any(each.state == GridState.DRAFT for each in row.versions.all()),
        "weights": sum((each.weight for each in counted), start=Decimal(0)),
        "faults": pure.faults(version.criteria) if version.criteria else [],
    }
    return render(request, "programmes/review/grid.html", frame(scope, "calls") | context)


def _version(grid: Grid, number: str) -> GridVersion:
    versions = sorted(grid.versions.all(), key=lambda each: -each.number)
    chosen = [each for each in versions if str(each.number) == number] if number else versions
    if not chosen:
        raise Http404
    return chosen[0]


def _draft(scope: Scope, pk: int) -> GridVersion:
    """The draft of a grid. Raises Http404 when it has none: what is published has no page to write."""
    draft = (
        GridVersion.objects.select_related("grid__programme")
        .filter(grid__programme=scope.programme, grid=pk, state=GridState.DRAFT)
        .first()
    )
    if draft is None:
        raise Http404
    return draft


@require_POST
def draft(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Makes a draft of the last published version."""
    scope = programmes.scope(request.user, slug, OFFICER)
    actions.draft_of(read.grid_of(scope, pk), by=request.user)
    return redirect("programmes:grid", slug, pk)


@require_POST
def publish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Makes the draft final."""
    scope = programmes.scope(request.user, slug, OFFICER)
    try:
        actions.publish(_draft(scope, pk), by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("The grid is published: this version no longer changes."))
    return redirect("programmes:grid", slug, pk)


@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, slug: str, pk: int, criterion: str = "") -> HttpResponse:
    """One criterion of a draft, new or not."""
    scope = programmes.scope(request.user, slug, OFFICER)
    draft = _draft(scope, pk)
    present = next((row for row in draft.criteria if row.id == criterion), None)
    if criterion and present is None:
        raise Http404
    form = CriterionForm(
        request.POST if request.method == "POST" else None,
        initial=CriterionForm.initial_of(present) if present else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.put(draft, form.criterion(criterion or actions.new_id(draft)), by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            if "again" in request.POST:
                return redirect("programmes:grid_criterion_add", slug, pk)
            return redirect("programmes:grid", slug, pk)
    context = {"grid": draft.grid, "form": form, "criterion": present}
    return render(request, "programmes/review/criterion.html", frame(scope, "calls") | context)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int, criterion: str) -> HttpResponse:
    """Takes a criterion out of the draft."""
    scope = programmes.scope(request.user, slug, OFFICER)
    actions.remove(_draft(scope, pk), criterion, by=request.user)
    messages.success(request, _("The criterion is out of the draft."))
    return redirect("programmes:grid", slug, pk)


@require_POST
def move(request: HttpRequest, slug: str, pk: int, criterion: str) -> HttpResponse:
    """Moves a criterion one up or one down."""
    scope = programmes.scope(request.user, slug, OFFICER)
    steps = -1 if request.POST.get("way") == "up" else 1
    actions.move(_draft(scope, pk), criterion, steps, by=request.user)
    return redirect("programmes:grid", slug, pk)
