"""What the rota planner works on: who comes from where, which places may host which session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.core.errors import Conflict
from maillage.directory.models import Place
from maillage.pathways.enums import EnrolmentState, Modality, SeatState, SessionState
from maillage.pathways.models import Enrolment, Pathway, Registration, Session
from maillage.pathways.planner import Problem
from maillage.territories.distances import near
from maillage.territories.models import Commune
from maillage.territories.queries.roads import landmass, road_matrix

#: A page proposes at most so many places; the planner takes more without a care.
MOST_PLACES = 60


@dataclass(frozen=True)
class Rows:
    """A problem with what its rows and columns stand for. ``without``: people whom no commune is known of,
    or whom no road joins with most of the group, left out of the reckoning."""

    problem: Problem
    sessions: Sequence[Session]
    people: Sequence[Enrolment]
    places: Sequence[Place]
    without: Sequence[Enrolment]
    is_estimate: bool


def movable(pathway: Pathway) -> list[Session]:
    """The group's sessions that a rota places: not remote, not held, not of one person."""
    return list(
        pathway.sessions.filter(
            state__in=(SessionState.TO_DATE, SessionState.SCHEDULED),
            modality__in=(Modality.IN_PERSON, Modality.MIXED),
            participant__isnull=True,
        )
        .select_related("place__commune__department", "commune")
        .order_by("position", "pk")
    )


def group(pathway: Pathway) -> list[Enrolment]:
    return list(
        pathway.enrolments.filter(state=EnrolmentState.ACTIVE)
        .select_related("user", "commune__department", "project__commune__department")
        .order_by("user__full_name", "pk")
    )


def departure(enrolment: Enrolment) -> Commune | None:
    """Where somebody comes from: what was said, else the commune of the project."""
    return enrolment.commune or (enrolment.project.commune if enrolment.project else None)


def candidate_places(pathway: Pathway) -> QuerySet[Place]:
    """Public places around the middle of the group, the nearest first."""
    points = [
        (commune.latitude, commune.longitude)
        for row in group(pathway)
        if (commune := departure(row)) is not None
        and commune.latitude is not None
        and commune.longitude is not None
    ]
    home = pathway.commune
    if not points and home is not None and home.latitude is not None and home.longitude is not None:
        points = [(home.latitude, home.longitude)]
    if not points:
        return Place.objects.none()
    # The median, not the mean: one person from afar does not pull the whole rota towards them.
    latitude, longitude = (float(value) for value in np.median(np.array(points, dtype=float), axis=0))
    rows: Any = near(
        Place.objects.public().select_related("commune__department"), latitude, longitude, 80
    ).defer("words", "search", "description")
    return rows.order_by("distance_km", "pk")[:MOST_PLACES]  # type: ignore[no-any-return]


def rows_of(pathway: Pathway, places: Collection[Place], *, most_per_place: int, evenness: float) -> Rows:
    """The planner's problem for a pathway.

    Raises:
        Conflict: no session to place, no place, or nobody whose commune is known.
    """
    sessions = movable(pathway)
    if not sessions:
        raise Conflict(_("Every session has been held, or is remote: there is nothing to place."))
    settled = [session.place for session in sessions if session.is_place_fixed and session.place]
    columns = list({place.pk: place for place in (*places, *settled)}.values())
    if not columns:
        raise Conflict(_("Choose the places that may host a session."))
    everybody = group(pathway)
    known = [row for row in everybody if departure(row) is not None]
    without = [row for row in everybody if departure(row) is None]
    # No road joins two lands: whoever lives on another one than most is left out of the reckoning.
    lands = Counter(landmass(commune) for row in known if (commune := departure(row)) is not None)
    here = lands.most_common(1)[0][0] if lands else ""
    people: list[Enrolment] = []
    for row in known:
        commune = departure(row)
        (people if commune is not None and landmass(commune) == here else without).append(row)
    if not people:
        raise Conflict(_("Say where people come from first: nobody’s commune is known."))
    origins = [commune for row in people if (commune := departure(row)) is not None]
    matrix = road_matrix(origins, [place.commune for place in columns])
    km = 2 * matrix.km
    reachable = np.isfinite(km).all(axis=0)
    rank_of = {place.pk: rank for rank, place in enumerate(columns)}
    allowed = np.tile(reachable, (len(sessions), 1))
    most = np.full(len(columns), most_per_place, dtype=np.int64)
    fixed_at = np.zeros(len(columns), dtype=np.int64)
    now = np.full(len(sessions), -1, dtype=np.int64)
    for rank, session in enumerate(sessions):
        seat = rank_of.get(session.place_id) if session.place_id else None
        if seat is None:
            continue
        now[rank] = seat
        if session.is_place_fixed:
            fixed_at[seat] += 1
            allowed[rank] = False
            allowed[rank, seat] = True
    absent = {(session, user) for session, user in _excused(pathway).values_list("session_id", "user_id")}
    comes = np.array(
        [[(session.pk, row.user_id) not in absent for row in people] for session in sessions], dtype=np.bool_
    )
    problem = Problem(
        km=np.where(np.isfinite(km), km, 0.0),
        comes=comes,
        allowed=allowed,
        most=np.maximum(most, fixed_at),
        now=now,
        evenness=evenness,
    )
    return Rows(problem, sessions, people, columns, without, matrix.is_estimate)


def _excused(pathway: Pathway) -> Any:

    return Registration.objects.filter(session__pathway=pathway, state=SeatState.EXCUSED).order_by()
