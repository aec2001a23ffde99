"""What everybody sees: programmes, open calls, whether a commune is eligible, labelled places."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.exports import csv_response
from maillage.directory import exporting
from maillage.programmes import rules as who
from maillage.programmes.eligibility import conditions_of, evaluate, facts_of
from maillage.programmes.enums import CallPhase, Verdict
from maillage.programmes.forms.application import EligibilityForm
from maillage.programmes.queries import call as calls
from maillage.programmes.queries import call_page as around
from maillage.programmes.queries import label as labels
from maillage.programmes.queries import programme as programmes
from maillage.programmes.queries import stage as stages

LEGEND = [{"kind": 0, "label": _("Labelled place"), "mark": "strong"}]


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which calls are open, and which programmes there are."""
    return render(
        request,
        "programmes/index.html",
        {
            "calls": programmes.public_calls(),
            "programmes": programmes.public_programmes(),
            "may_open": request.user.is_authenticated and programmes.operators_for(request.user).exists(),
        },
    )


@login_not_required
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme, its open calls, and the map of the places that hold its label."""
    programme = programmes.visible(request.user, slug)
    in_force = list(labels.in_force(programme))
    return render(
        request,
        "programmes/programme.html",
        {
            "programme": programme,
            "territories": programmes.territory_names(programme),
            "calls": programmes.public_calls().filter(programme=programme),
            "labels": in_force,
            "points": labels.points(in_force),
            "legend": [{"kind": 0, "label": programme.label_name, "mark": "strong"}],
            "has_role": who.has_a_role(request.user, programme),
        },
    )


@login_not_required
@require_safe
def labels_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The labelled places of today, as CSV; the whole register with ``?tous=oui``."""
    programme = programmes.visible(request.user, slug)
    return csv_response(
        f"labels-{programme.slug}.csv", labels.COLUMNS, labels.as_rows(_asked(request, programme))
    )


@login_not_required
@require_safe
def labels_geojson(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same as GeoJSON."""
    programme = programmes.visible(request.user, slug)
    response = StreamingHttpResponse(
        exporting.geojson_text(
            labels.as_features(_asked(request, programme)),
            about={"name": programme.label_name, "licence": exporting.LICENCE},
        ),
        content_type="application/geo+json",
    )
    response["Content-Disposition"] = f'attachment; filename="labels-{programme.slug}.geojson"'
    return response


def _asked(request: HttpRequest, programme: Any) -> Any:
    return labels.public_register(programme) if "tous" in request.GET else labels.in_force(programme)


@login_not_required
@require_safe
def call(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What a call asks, offers and excludes, before anything is written."""
    call = calls.visible(request.user, pk)
    if slug != call.slug:
        return redirect(call, permanent=True)
    return render(
        request,
        "programmes/call.html",
        {
            "call": call,
            "programme": call.programme,
            "rules": call.rules.all(),
            "mine": calls.mine(call, request.user),
            "form": EligibilityForm(),
            "may_write": call.phase == CallPhase.OPEN,
            "is_alive": call.phase in {CallPhase.DRAFT, CallPhase.UPCOMING, CallPhase.OPEN},
            "stages": stages.stages_of(call),
            "readable": stages.readable(
                call, request.user, for_team=who.has_a_role(request.user, call.programme)
            ),
            "timetable": stages.timetable(call),
            "documents": around.documents_of(call),
            "sessions": around.sessions_of(call),
            "answers": around.published_answers(call),
            "is_following": around.follows(call, request.user),
        },
    )


@login_not_required
@require_safe
def eligibility(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Whether one may answer, from a commune and a legal form, before any account or project."""
    call = calls.visible(request.user, pk)
    if slug != call.slug:
        return redirect("programmes:eligibility", pk=call.pk, slug=call.slug, permanent=True)
    asked = EligibilityForm.is_asked(request.GET)
    form = EligibilityForm(request.GET) if asked else EligibilityForm()
    context: dict[str, Any] = {"call": call, "programme": call.programme, "form": form, "answer": None}
    if asked and form.is_valid():
        commune = form.cleaned_data["commune"]
        facts = facts_of(commune, legal_form=form.cleaned_data["forme"])
        context |= {
            "commune": commune,
            "answer": evaluate(conditions_of(call), facts),
            "is_open": call.is_open,
            **{verdict.name.lower(): verdict.value for verdict in Verdict},
        }
    return render(request, "programmes/eligibility.html", context)
