"""A rota: asked of the planner, looked at, taken."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid
from maillage.directory.models import Place
from maillage.pathways.actions import telling
from maillage.pathways.actions.locks import locked_pathway, only_runners
from maillage.pathways.enums import SessionState
from maillage.pathways.models import Pathway, Rota
from maillage.pathways.planner import NoRota, solve
from maillage.pathways.queries.rota import departure, rows_of


def propose(
    pathway: Pathway,
    places: Collection[Place],
    *,
    by: Any,
    most_per_place: int = 2,
    evenness: float = 0.5,
) -> Rota:
    """Asks the planner and keeps its answer; nothing moves until ``take``.

    Args:
        places: which may host, besides those that are settled.
        most_per_place: how many sessions a place hosts at most; one makes the group see them all.
        evenness: from 0, the least travel altogether, to 1, the least for whoever travels most.

    Raises:
        Conflict: nothing to place, or nobody's commune is known.
        Invalid: the places cannot host all the sessions.
    """
    only_runners(pathway, by)
    rows = rows_of(pathway, places, most_per_place=most_per_place, evenness=evenness)
    try:
        answer = solve(rows.problem)
    except NoRota:
        raise Invalid(
            fields={"places": _("These places cannot host all the sessions: choose more, or more each.")}
        ) from None
    with transaction.atomic():
        rota = Rota.objects.create(
            pathway=pathway,
            made_by=by,
            made_at=clock.database_now(),
            km_source=str(_("estimated from straight lines") if rows.is_estimate else _("by road")),
            result={
                "sessions": [
                    {
                        "session": session.pk,
                        "place": rows.places[place].pk,
                        "before": session.place_id,
                        "is_fixed": session.is_place_fixed and session.place_id is not None,
                    }
                    for session, place in zip(rows.sessions, answer.places.tolist(), strict=True)
                ],
                "people": [
                    {
                        "enrolment": row.pk,
                        "km": round(km, 1),
                        "commune": getattr(departure(row), "pk", ""),
                    }
                    for row, km in zip(rows.people, answer.travelled.tolist(), strict=True)
                ],
                "without": [row.pk for row in rows.without],
                "cost": round(answer.cost, 3),
                "bound": round(answer.bound, 3),
                "gap": round(answer.gap, 5),
                "most_per_place": most_per_place,
                "evenness": evenness,
            },
        )
        events.record(pathway, "pathways.rota_proposed", by=by, data={"gap": rota.result["gap"]})
    return rota


@transaction.atomic
def take(rota: Rota, *, by: Any) -> int:
    """Puts the sessions where the rota says; how many moved. Those concerned by a session that has its day
    already are told, as for any change of place.

    Raises:
        Conflict: taken already, or a session was placed otherwise since.
    """
    only_runners(rota.pathway, by)
    pathway = locked_pathway(rota.pathway)
    rota = Rota.objects.select_for_update(of=("self",)).get(pk=rota.pk)
    if rota.taken_at is not None:
        raise Conflict(_("This rota was taken already."))
    asked = {row["session"]: row for row in rota.result["sessions"]}
    places = {row.pk: row for row in Place.objects.filter(pk__in=[row["place"] for row in asked.values()])}
    moment = clock.database_now()
    moved = 0
    for session in (
        pathway.sessions.select_for_update(of=("self",))
        .filter(pk__in=asked)
        .select_related("place", "commune")
        .order_by("pk")
    ):
        session.pathway = pathway
        row = asked[session.pk]
        if session.place_id != row["before"] or session.state not in (
            SessionState.TO_DATE,
            SessionState.SCHEDULED,
        ):
            raise Conflict(_("“%(title)s” changed since: ask for a rota again.") % {"title": session.title})
        place = places.get(row["place"])
        if place is None:
            raise Conflict(_("A place of this rota is gone: ask for a rota again."))
        if place.pk == session.place_id:
            continue
        session.place, session.commune_id, session.venue = place, place.commune_id, ""
        session.changed_at = moment
        session.revision += session.state == SessionState.SCHEDULED
        session.save(update_fields=["place", "commune", "venue", "changed_at", "revision"])
        events.record(session, "pathways.session_placed", by=by, data={"place": place.pk})
        if session.state == SessionState.SCHEDULED:
            telling.session_changed(session)
        moved += 1
    rota.taken_at = moment
    rota.save(update_fields=["taken_at"])
    events.record(pathway, "pathways.rota_taken", by=by, data={"moved": moved})
    return moved
