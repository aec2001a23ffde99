"""Where do sessions go, and how far does each person travel?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from maillage.core.errors import DomainError
from maillage.core.forms import refuse
from maillage.directory.models import Place
from maillage.pathways.actions import rota as rotas
from maillage.pathways.forms.pathway import RotaForm
from maillage.pathways.models import Rota
from maillage.pathways.queries import pathway as read
from maillage.pathways.queries import rota as plans
from maillage.pathways.spaces import frame


@require_http_methods(["GET", "POST"])
def rota(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks the planner; its last answer, to take or not."""
    scope = read.scope(request.user, pk, to_run=True)
    row = scope.pathway
    places = list(plans.candidate_places(row))
    last = row.rotas.order_by("-made_at", "-pk").first()
    known = last.result if last else {}
    chosen = [one["place"] for one in known.get("sessions", [])] or [place.pk for place in places[:12]]
    form = RotaForm(
        request.POST or None,
        places=places,
        initial={
            "places": chosen,
            "most_per_place": known.get("most_per_place", 2),
            "evenness": f"{known.get('evenness', 0.5):g}",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            rotas.propose(
                row,
                list(form.cleaned_data["places"].select_related("commune__department")),
                most_per_place=form.cleaned_data["most_per_place"],
                evenness=float(form.cleaned_data["evenness"]),
                by=request.user,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("pathways:rota", pk)
    shown = _shown(last) if last else None
    people = plans.group(row)
    return render(
        request,
        "pathways/rota.html",
        frame(scope, "rota")
        | {
            "form": form,
            "rota": last,
            "shown": shown,
            "sessions": plans.movable(row),
            "without": [one for one in people if plans.departure(one) is None],
            "has_places": bool(places),
        },
    )


def _shown(rota: Rota) -> dict[str, Any]:
    """The kept answer with the names of today."""
    result = rota.result
    places = {
        place.pk: place
        for place in Place.objects.filter(
            pk__in={one["place"] for one in result["sessions"]}
            | {one["before"] for one in result["sessions"] if one["before"]}
        ).select_related("commune")
    }
    sessions = {one.pk: one for one in rota.pathway.sessions.all()}
    people = {one.pk: one for one in rota.pathway.enrolments.select_related("user")}
    lines = [
        {
            "session": sessions[one["session"]],
            "place": places.get(one["place"]),
            "before": places.get(one["before"]),
            "is_fixed": one["is_fixed"],
            "moves": one["place"] != one["before"],
        }
        for one in result["sessions"]
        if one["session"] in sessions
    ]
    travels = sorted(
        (
            {"person": people[one["enrolment"]], "km": one["km"]}
            for one in result["people"]
            if one["enrolment"] in people
        ),
        key=lambda one: -float(str(one["km"])),
    )
    km = [float(str(one["km"])) for one in travels]
    points = [
        {
            "id": place.pk,
            "lat": place.latitude,
            "lon": place.longitude,
            "kind": 0,
            "title": place.name,
            "text": ", ".join(str(line["session"]) for line in lines if line["place"] == place),
        }
        for place in places.values()
        if any(line["place"] == place for line in lines)
    ]
    return {
        "lines": lines,
        "chart": [{"label": str(one["person"]), "value": one["km"]} for one in travels],
        "total": sum(km),
        "mean": sum(km) / len(km) if km else 0,
        "longest": max(km, default=0),
        "shortest": min(km, default=0),
        "gap": result["gap"],
        "points": points,
        "legend": [{"kind": 0, "label": _("Places of the rota"), "mark": "strong"}],
        "moves": sum(bool(line["moves"]) for line in lines),
    }


@require_POST
def take(request: HttpRequest, pk: int, rota: int) -> HttpResponse:
    """Puts the sessions where the rota says."""
    scope = read.scope(request.user, pk, to_run=True)
    found = get_object_or_404(
        Rota.objects.select_related("pathway__programme"), pk=rota, pathway=scope.pathway
    )
    try:
        moved = rotas.take(found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error.sentence))
        return redirect("pathways:rota", pk)
    messages.success(
        request, ngettext("%(n)d session is placed.", "%(n)d sessions are placed.", moved) % {"n": moved}
    )
    return redirect(scope.pathway)
