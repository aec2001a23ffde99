"""Writing a call: words and moments, rules, publication; and moving its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.programmes.actions import call as calls
from maillage.programmes.eligibility import conditions_of, count_communes, count_rows
from maillage.programmes.enums import CallState, Role, RuleKind
from maillage.programmes.forms.call import CallForm, ClosingForm, RuleForm, spec_of
from maillage.programmes.models import Call, Stage, Wave
from maillage.programmes.queries import call as read
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import stage as stages
from maillage.programmes.queries.programme import Scope
from maillage.programmes.rules import READERS
from maillage.programmes.spaces import frame
from maillage.programmes.views.call_frame import page

OFFICER = (Role.OFFICER,)
STEP_NAMES = {
    "words": "call_edit",
    "stages": "call_stages",
    "rules": "call_rules",
    "publish": "call_publish",
}


@require_safe
def calls_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme's calls."""
    scope = programmes.scope(request.user, slug, READERS)
    rows = programmes.calls_of(scope.programme)
    if not scope.is_officer:
        rows = rows.exclude(state=CallState.DRAFT)
    counts = read.counts_of(row.pk for row in rows)
    lines = [{"call": row, "submitted": counts[row.pk].submitted} for row in rows]
    return render(request, "programmes/calls.html", frame(scope, "calls") | {"lines": lines})


def _steps(call: Call | None, current: str) -> list[dict[str, Any]]:
    """The way to a published call; all steps are open once the call exists."""
    labels = {
        "words": _("Words and moments"),
        "stages": _("Stages and waves"),
        "rules": _("Who may apply"),
        "publish": _("Publication"),
    }
    done = {
        "words": call is not None,
        "stages": call is not None and (bool(call.intakes) or call.stages.count() > 1),
        "rules": call is not None and call.rules.exists(),
        "publish": False,
    }
    return [
        {
            "label": labels[step],
            "state": "now" if step == current else "done" if done[step] else "",
            "url": reverse(f"programmes:{name}", args=[call.programme.slug, call.pk]) if call else "",
        }
        for step, name in STEP_NAMES.items()
    ]


def call_page(scope: Scope, call: Call | None, step: str) -> dict[str, Any]:
    """Steps while it is written; once it is out, the rooms of the call."""
    if call is not None and call.state != CallState.DRAFT:
        return page(scope, call, STEP_NAMES[step]) | {"steps": []}
    return frame(scope, "calls") | {"call": call, "steps": _steps(call, step), "rooms": []}


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """The first step of a new call."""
    scope = programmes.scope(request.user, slug, OFFICER)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call = calls.create(scope.programme, by=request.user, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:call_rules", slug, call.pk)
    return render(request, "programmes/call_edit.html", call_page(scope, None, "words") | {"form": form})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The words and the moments."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = read.of_scope(scope, pk)
    initial = {name: getattr(call, name) for name in CallForm.base_fields}
    is_published = call.state != CallState.DRAFT
    form = CallForm(
        request.POST or None, initial=initial, is_published=is_published, has_waves=bool(call.intakes)
    )
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if not form.fields[name].disabled}
        try:
            calls.update(call, by=request.user, **given)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The call is saved."))
            return redirect("programmes:call_edit" if is_published else "programmes:call_rules", slug, pk)
    return render(request, "programmes/call_edit.html", call_page(scope, call, "words") | {"form": form})


@require_safe
def rules(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who may apply: the rules as sentences, and how many communes they let in."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = read.of_scope(scope, pk, rules=True)
    return render(
        request,
        "programmes/call_rules.html",
        call_page(scope, call, "rules")
        | {
            "rules": call.rules.all(),
            **_counted(call),
            "kinds": [{"value": kind.value, "label": kind.label} for kind in RuleKind],
            "is_draft": call.state == CallState.DRAFT,
        },
    )


def _counted(call: Call) -> dict[str, Any]:
    count = count_communes(conditions_of(call))
    return {"count": count, "count_rows": count_rows(count)}


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, slug: str, pk: int, kind: str = "", position: int = 0) -> HttpResponse:
    """One rule: a new one of a kind, or the one at a position."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = read.of_scope(scope, pk, rules=True)
    specs = [spec_of(row) for row in call.rules.all()]
    if call.state != CallState.DRAFT or position > len(specs) or (kind and kind not in RuleKind.values):
        raise Http404
    present = specs[position - 1] if position else None
    form = RuleForm(
        request.POST or None,
        kind=present.kind if present else RuleKind(kind),
        initial=vars(present) if present else None,
    )
    if request.method == "POST" and form.is_valid():
        if position:
            specs[position - 1] = form.spec
        else:
            specs.append(form.spec)
        try:
            calls.set_rules(call, specs, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("programmes:call_rules", slug, pk)
    return render(
        request,
        "programmes/call_rule.html",
        call_page(scope, call, "rules") | {"form": form, "kind": RuleKind(form.kind).label},
    )


@require_POST
def remove_rule(request: HttpRequest, slug: str, pk: int, position: int) -> HttpResponse:
    """Takes a rule out of a draft call."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = read.of_scope(scope, pk, rules=True)
    specs = [spec_of(row) for row in call.rules.all()]
    if not 1 <= position <= len(specs):
        raise Http404
    del specs[position - 1]
    try:
        calls.set_rules(call, specs, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
    return redirect("programmes:call_rules", slug, pk)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Everything at a glance, then publication."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = read.of_scope(scope, pk, rules=True)
    if request.method == "POST":
        try:
            calls.publish(call, by=request.user)
        except DomainError as error:
            messages.error(request, str(error.sentence))
        else:
            messages.success(request, _("The call is published."))
            return redirect("programmes:calls", slug)
    return render(
        request,
        "programmes/call_publish.html",
        call_page(scope, call, "publish")
        | {
            "rules": call.rules.all(),
            **_counted(call),
            "is_draft": call.state == CallState.DRAFT,
            "is_past": call.closes_at <= timezone.now(),
        },
    )


@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Moving the end of a published call."""
    scope = programmes.scope(request.user, slug, OFFICER)
    call = read.of_scope(scope, pk)
    if call.state != CallState.PUBLISHED:
        raise Http404
    wave, stage, closes_at = _what_closes(call, request.GET)
    form = ClosingForm(request.POST or None, initial={"closes_at": closes_at})
    if request.method == "POST" and form.is_valid():
        try:
            calls.move_closing(call, by=request.user, wave=wave, stage=stage, **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The call has another end; those who are writing are told."))
            return redirect("programmes:applications", slug, pk)
    context = {"call": call, "form": form, "wave": wave, "stage": stage, "closes_at": closes_at}
    return render(request, "programmes/call_closing.html", frame(scope, "calls") | context)


def _what_closes(call: Call, query: Any) -> tuple[Wave, Stage, Any]:
    """The wave and the stage that the address names: the present wave, the first stage, unsaid."""
    wanted = str(query.get("vague", "")), str(query.get("etape", "1"))
    waves = {str(wave.number): wave for wave in stages.waves_of(call)}
    present = stages.present_wave(call, timezone.now())
    wave = waves.get(wanted[0]) or waves[str(present.number)]
    stage = next((row for row in stages.stages_of(call) if str(row.position) == wanted[1]), None)
    moments = wave.moments_of(stage) if stage else None
    if stage is None or moments is None:
        raise Http404
    return wave, stage, moments.closes_at
