"""Stages and waves of a call, as officers cut them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import stage as stages
from maillage.programmes.actions import wave as waves
from maillage.programmes.enums import Admission, CallState, Role
from maillage.programmes.forms.stage import MeansForm, MomentsForm, QuotaForm, StageForm, WaveForm
from maillage.programmes.models import Call, Stage, Wave
from maillage.programmes.models.stage import Moments
from maillage.programmes.queries import call as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import stage as read_stage
from maillage.programmes.queries.programme import Scope
from maillage.programmes.views.call_frame import page
from maillage.programmes.views.calls import call_page

OFFICER = (Role.OFFICER,)


def _call(request: HttpRequest, slug: str, pk: int) -> tuple[Scope, Call]:
    scope = programmes.scope(request.user, slug, OFFICER)
    return scope, read.of_scope(scope, pk)


@require_safe
def overview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is asked, in which order; when, for how many places."""
    scope, call = _call(request, slug, pk)
    context = call_page(scope, call, "stages") | {
        "stages": read_stage.stages_of(call)
        .select_related("version__questionnaire")
        .defer("version__content"),
        "timetable": read_stage.timetable(call),
        "is_withdrawn": call.state == CallState.WITHDRAWN,
    }
    return render(request, "programmes/stages/overview.html", context)


# --- Stages -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def add_stage(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A stage after the others."""
    scope, call = _call(request, slug, pk)
    initial = {"visibility": "applicants", "admission": Admission.ADMITTED}
    form = StageForm(request.POST or None, programme=scope.programme, is_first=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            stages.add_stage(call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The stage is added. Say when it receives files, wave by wave."))
            return redirect("programmes:call_stages", slug, pk)
    context = page(scope, call, "call_stages") | {"form": form, "stage": None}
    return render(request, "programmes/stages/stage.html", context)


@require_http_methods(["GET", "POST"])
def edit_stage(request: HttpRequest, slug: str, pk: int, position: int) -> HttpResponse:
    """One stage: its words, its questionnaire, who reads it, who may answer."""
    scope, call = _call(request, slug, pk)
    stage = _stage(call, position)
    form = StageForm(
        request.POST or None,
        programme=scope.programme,
        is_first=stage.is_first,
        is_fixed=stage.stage_files.exists(),
        initial={
            "title": stage.title,
            "text": stage.text,
            "version": stage.version_id,
            "visibility": stage.visibility,
            "admission": stage.admission,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = {"admission": Admission.EVERYONE, **form.cleaned_data}
            if form.fields["version"].disabled:
                given["version"] = stage.version
            stages.update_stage(stage, by=request.user, **given)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The stage is saved."))
            return redirect("programmes:call_stages", slug, pk)
    context = page(scope, call, "call_stages") | {
        "form": form,
        "stage": stage,
        "is_last": read_stage.next_stage(stage) is None,
    }
    return render(request, "programmes/stages/stage.html", context)


@require_POST
def remove_stage(request: HttpRequest, slug: str, pk: int, position: int) -> HttpResponse:
    """Takes out the last stage."""
    _scope, call = _call(request, slug, pk)
    try:
        stages.remove_stage(_stage(call, position), by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect("programmes:call_stages", slug, pk)


# --- Waves ---------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def add_wave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another wave."""
    scope, call = _call(request, slug, pk)
    form = WaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wave = waves.add_wave(call, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:call_wave", slug, pk, wave.number)
    context = page(scope, call, "call_stages") | {"form": form}
    return render(request, "programmes/stages/wave_add.html", context)


@require_http_methods(["GET", "POST"])
def wave(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One wave: its means, the moments of each stage in it, its quotas. One form for each; the button
    that was pressed says which."""
    scope, call = _call(request, slug, pk)
    row = _wave(call, number)
    means = MeansForm(
        request.POST if "means" in request.POST else None,
        initial={
            "title": row.title,
            "places": row.places_offered,
            "budget_amount": row.budget_offered,
        },
        prefix="means",
    )
    quota = QuotaForm(request.POST if "quota" in request.POST else None, prefix="quota")
    rows = list(read_stage.stages_of(call))
    present = row.moments_of_all(rows)
    moments = [_moments(request, call, stage, present[stage.pk]) for stage in rows]
    asked = [means, quota, *(line["form"] for line in moments)]
    if request.method == "POST":
        bound = next((form for form in asked if form.is_bound), None)
        if bound is None:
            raise Http404
        if bound.is_valid():
            try:
                _write(request, call, row, bound, moments)
            except DomainError as error:
                refuse(bound, error)
            else:
                messages.success(request, _("The wave is saved."))
                return redirect("programmes:call_wave", slug, pk, number)
    context = page(scope, call, "call_stages") | {
        "wave": row,
        "means": means,
        "moments": moments,
        "quota_form": quota,
        "quotas": read_stage.quotas_of(row),
        "is_removable": number > 1 and not row.applications.exists(),
    }
    return render(request, "programmes/stages/wave.html", context)


def _moments(request: HttpRequest, call: Call, stage: Stage, present: Moments | None) -> dict[str, Any]:
    name = f"moments-{stage.position}"
    is_fixed = call.state != CallState.DRAFT and present is not None and present.opens_at <= timezone.now()
    form = MomentsForm(
        request.POST if name in request.POST else None,
        initial={"opens_at": present.opens_at, "closes_at": present.closes_at} if present else None,
        prefix=f"stage{stage.position}",
    )
    return {"stage": stage, "present": present, "form": form, "name": name, "is_fixed": is_fixed}


def _write(request: HttpRequest, call: Call, row: Wave, form: Any, moments: list[dict[str, Any]]) -> None:
    if isinstance(form, MeansForm):
        waves.update_wave(row, by=request.user, **form.cleaned_data)
    elif isinstance(form, QuotaForm):
        kind, _slash, value = form.cleaned_data["what"].partition("/")
        waves.add_quota(row, kind, value, form.cleaned_data["places"], by=request.user)
    else:
        line = next(line for line in moments if line["form"] is form)
        waves.set_moments(row, line["stage"], by=request.user, **form.cleaned_data)


@require_POST
def remove_quota(request: HttpRequest, slug: str, pk: int, number: int, quota: int) -> HttpResponse:
    """Takes a share out."""
    _scope, call = _call(request, slug, pk)
    row = _wave(call, number)
    try:
        waves.remove_quota(row, quota, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect("programmes:call_wave", slug, pk, number)


@require_POST
def remove_wave(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Takes out the last wave."""
    _scope, call = _call(request, slug, pk)
    try:
        waves.remove_wave(_wave(call, number), by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect("programmes:call_stages", slug, pk)


def _stage(call: Call, position: int) -> Stage:
    stage = read_stage.stages_of(call).filter(position=position).first()
    if stage is None:
        raise Http404
    stage.call = call
    return stage


def _wave(call: Call, number: int) -> Wave:
    for row in read_stage.waves_of(call):
        if row.number == number:
            return row
    raise Http404
