"""The dashboard of a programme: where it stands, what waits on whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.programmes.models import Call
from maillage.programmes.queries import dashboard as read
from maillage.programmes.queries import dashboard_map
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries.dashboard import WaveCounts
from maillage.programmes.queries.programme import Scope
from maillage.programmes.spaces import frame


@require_safe
def space(request: HttpRequest, slug: str) -> HttpResponse:
    """Where does the programme stand? The funnel of a call, its delays, what is left, who is waited for."""
    scope = programmes.scope(request.user, slug)
    programme = scope.programme
    waves = read.waves_of(programme) if scope.reads_applications else []
    for each in waves:
        each.wave.call.programme = programme
    call = _chosen_call(request, scope, waves)
    small = read.small_counts(programme, call)
    context: dict[str, Any] = frame(scope, "space") | {
        "call": call,
        "in_force": small.get("in_force", (0, None))[0],
        "to_place": small.get("to_place", (0, None))[0],
        "waiting": read.waiting_on(programme, waves, small) if scope.is_officer else [],
        "loads": read.loads(programme) if scope.is_officer else [],
        "filters": _chips(waves, call),
    }
    if call is not None:
        context |= _about(scope, call, waves, request, small)
    return render(request, "programmes/dashboard.html", context)


def _chosen_call(request: HttpRequest, scope: Scope, waves: list[WaveCounts]) -> Call | None:
    """The one of the address; else the open one, else the last that closed."""
    calls = list({each.wave.call_id: each.wave.call for each in waves}.values())
    asked = request.GET.get("appel", "")
    by_key = {str(call.pk): call for call in calls}
    if asked in by_key:
        return by_key[asked]
    published = [call for call in calls if call.phase != "draft"]
    return next((call for call in published if call.is_open), None) or next(iter(published or calls), None)


def _chips(waves: list[WaveCounts], call: Call | None) -> list[dict[str, Any]]:
    calls = list({each.wave.call_id: each.wave.call for each in waves}.values())
    chips = [
        {"label": each.title, "param": "appel", "value": str(each.pk), "active": each == call}
        for each in calls
        if len(calls) > 1
    ]
    mine = [each for each in waves if call is not None and each.wave.call_id == call.pk]
    if len(mine) > 1:
        chips.append({"label": _("All waves"), "param": "vague", "value": ""})
        chips += [
            {"label": str(each.wave), "param": "vague", "value": str(each.wave.number)} for each in mine
        ]
    return chips


def _about(
    scope: Scope, call: Call, waves: list[WaveCounts], request: HttpRequest, small: Any
) -> dict[str, Any]:
    mine = [each for each in waves if each.wave.call_id == call.pk]
    number = request.GET.get("vague", "")
    wave = next((each.wave for each in mine if str(each.wave.number) == number), None)
    extra = {name: small.get(name, (0, None))[0] for name in ("in_cohort", "labelled")}
    steps = read.funnel(call, mine, wave, sees_prepared=scope.is_officer, extra=extra)
    points = reverse("programmes:space_points", args=[scope.programme.slug])
    return {
        "wave": wave,
        "steps": steps,
        "funnel": [step.as_row() for step in steps],
        "spans": read.spans_chart(steps),
        "timed": read.TIMED if sum(each.submitted for each in mine) > read.TIMED else None,
        "means": read.means([each for each in mine if wave is None or each.wave == wave]),
        "departments": read.departments(call, wave),
        "points_url": f"{points}?appel={call.pk}",
        "legend": dashboard_map.legend(scope.programme.label_name),
    }


@require_safe
def points(request: HttpRequest, slug: str) -> JsonResponse:
    """The communes that applications come from, for the map; of labels alone for those who read none."""
    scope = programmes.scope(request.user, slug)
    asked = request.GET.get("appel", "")
    call = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 12 else None
    packed = dashboard_map.packed(
        scope.programme,
        call,
        sees_applications=scope.reads_applications,
        sees_prepared=scope.is_officer,
    )
    return JsonResponse(packed)
