"""Pathways as each person may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from maillage.core.one import one_or_none
from maillage.directory.enums import MembershipRole
from maillage.directory.models import Membership, Organisation, Service
from maillage.pathways import rules as who
from maillage.pathways.enums import (
    EnrolmentState,
    PathwayState,
    SeatState,
    SessionState,
    SpeakerState,
)
from maillage.pathways.models import Enrolment, Pathway, Registration, Session, SessionResource, Speaker
from maillage.programmes.enums import Role
from maillage.programmes.models import Cohort, Programme, ProgrammeRole


@dataclass(frozen=True)
class Scope:
    """A pathway and what the person is in it."""

    pathway: Pathway
    user: Any
    runs: bool
    sees_group: bool
    enrolment: Enrolment | None

    @property
    def follows(self) -> bool:
        return self.enrolment is not None and self.enrolment.state != EnrolmentState.LEFT

    @property
    def opens(self) -> bool:
        """Whether the person opens what sessions share and their video links: whoever waits for a place reads
        the programme, no more."""
        waits = self.enrolment is not None and self.enrolment.state == EnrolmentState.WAITING
        return not waits or self.sees_group or bool(who.is_asked_in_pathway(self.user, self.pathway))


def followed_by(user: Any) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(user=user).exclude(state=EnrolmentState.LEFT)


def spoken_in_by(user: Any) -> QuerySet[Speaker]:
    return Speaker.objects.asked().filter(user=user)


def scope(user: Any, pk: int, *, to_run: bool = False) -> Scope:
    """The pathway, for somebody who runs it, speaks in it or follows it.

    Raises Http404 for everybody else, and with ``to_run`` for whoever does not run it. Those who follow
    it see it from its opening on.
    """
    rows = Pathway.objects.select_related(
        "organisation", "programme", "cohort", "kit_version__kit__owner", "commune"
    )
    pathway = one_or_none(rows.defer("organisation__words", "organisation__search").filter(pk=pk))
    if pathway is None:
        raise Http404
    return scope_in(user, pathway, to_run=to_run)


def scope_in(user: Any, pathway: Pathway, *, to_run: bool = False) -> Scope:
    """The same for a pathway that was read already."""
    runs = bool(who.runs_pathway(user, pathway))
    if to_run and not runs:
        raise Http404
    enrolment = Enrolment.objects.filter(pathway=pathway, user=user).first()
    sees_group = runs or bool(who.is_of_the_team(user, pathway) or who.trains_in_pathway(user, pathway))
    follows = (
        enrolment is not None
        and enrolment.state != EnrolmentState.LEFT
        and pathway.state != PathwayState.PREPARED
    )
    if not (sees_group or follows or who.is_asked_in_pathway(user, pathway)):
        raise Http404
    return Scope(pathway, user, runs, sees_group, enrolment)


def seen_by(user: Any, pathways: Any) -> set[int]:
    """Which of these pathways (keys) the person may open; one query."""
    if not user.is_authenticated:
        return set()
    roles = ProgrammeRole.objects.live().filter(user=user)
    rows = Pathway.objects.filter(
        Q(pk__in=Pathway.objects.run_by(user).values("pk"))
        | Q(programme__in=roles.values("programme"))
        | Q(pk__in=spoken_in_by(user).values("session__pathway"))
        | Q(~Q(state=PathwayState.PREPARED), pk__in=followed_by(user).values("pathway")),
        pk__in=pathways,
    )
    return set(rows.values_list("pk", flat=True))


def services_for(pathway: Pathway) -> QuerySet[Service]:
    """The services that a pathway may be run as: those of its organisation, and of its programme's
    operator."""
    owners = {pathway.organisation_id}
    if pathway.programme is not None:
        owners.add(pathway.programme.operator_id)
    return Service.objects.public().filter(organisation__in=owners).order_by("name", "pk")


def session_of(scope: Scope, pk: int) -> Session:
    """A session of the pathway. A one-to-one is seen by its person, its speakers and those who run it."""
    rows = Session.objects.for_list().select_related("pathway__cohort", "participant__user")
    session = one_or_none(rows.filter(pathway=scope.pathway, pk=pk))
    if session is None:
        raise Http404
    if session.participant is not None and not (
        scope.runs
        or session.participant.user_id == scope.user.pk
        or session.speakers.filter(user=scope.user).exists()
    ):
        raise Http404
    return session


def sessions_of(scope: Scope) -> list[Session]:
    """The sessions that the person may see, in order, with counts and speakers: two queries."""
    rows = Session.objects.for_list().filter(pathway=scope.pathway)
    if not scope.runs:
        rows = rows.filter(
            Q(participant__isnull=True) | Q(participant__user=scope.user) | Q(speakers__user=scope.user)
        ).distinct()
    return list(
        with_shared(with_counts(rows))
        .select_related("participant__user")
        .prefetch_related(
            Prefetch(
                "speakers",
                Speaker.objects.asked().select_related("organisation").order_by("pk"),
                to_attr="asked_speakers",
            )
        )
        .order_by(F("starts_at").asc(nulls_last=True), "position", "pk")
    )


def with_counts(rows: QuerySet[Session]) -> QuerySet[Session]:
    """With how many have a seat (``seated``) and how many wait (``waiting``)."""

    def count(state: SeatState) -> Subquery:
        found = Registration.objects.filter(session=OuterRef("pk"), state=state).order_by()
        return Subquery(found.values("session").annotate(n=Count("pk")).values("n"))

    return rows.annotate(seated=count(SeatState.SEATED), waiting=count(SeatState.WAITING))


def with_shared(rows: QuerySet[Session]) -> QuerySet[Session]:
    """With how many links and files each shares (``shared``)."""
    found = SessionResource.objects.live().filter(session=OuterRef("pk")).order_by()
    return rows.annotate(shared=Subquery(found.values("session").annotate(n=Count("pk")).values("n")))


def point_of(session: Session, url: str = "") -> list[dict[str, Any]]:
    """The session's point on a map, as a list of one; empty while nothing is known."""
    if session.place is not None:
        latitude, longitude = session.place.latitude, session.place.longitude
    elif session.commune is not None and session.commune.latitude is not None:
        latitude, longitude = session.commune.latitude, session.commune.longitude or 0.0
    else:
        return []
    return [
        {
            "id": session.pk,
            "lat": latitude,
            "lon": longitude,
            "kind": 0,
            "title": session.title,
            "url": url,
            "text": session.where,
        }
    ]


@dataclass(frozen=True)
class OneToOnes:
    """What a kit foresees of individual sessions for each person, and who has had how many."""

    low: int
    high: int
    held: Mapping[int, int]
    planned: Mapping[int, int]

    def of(self, enrolment: Enrolment) -> tuple[int, int]:
        """How many were held with a person, and how many are still to come."""
        return self.held.get(enrolment.pk, 0), self.planned.get(enrolment.pk, 0)


def one_to_ones(pathway: Pathway) -> OneToOnes | None:
    """None when the kit has no individual session and nobody had any; one query."""
    templates = pathway.kit_version.says.individual_templates
    counts = (
        Session.objects.filter(pathway=pathway, participant__isnull=False)
        .exclude(state=SessionState.CANCELLED)
        .order_by()
        .values("participant")
        .annotate(held=Count("pk", filter=Q(state=SessionState.HELD)), n=Count("pk"))
    )
    rows = list(counts)
    if not templates and not rows:
        return None
    return OneToOnes(
        low=sum(row.per_person[0] for row in templates),
        high=sum(row.per_person[1] for row in templates),
        held={row["participant"]: row["held"] for row in rows},
        planned={row["participant"]: row["n"] - row["held"] for row in rows},
    )


def with_next(rows: Any) -> Any:
    coming = Session.objects.filter(
        pathway=OuterRef("pk"), state=SessionState.SCHEDULED, ends_at__gt=timezone.now()
    ).order_by()
    group = Enrolment.objects.active().filter(pathway=OuterRef("pk")).order_by()
    return rows.for_list().annotate(
        next_at=Subquery(coming.values("pathway").annotate(first=Min("starts_at")).values("first")),
        people=Subquery(group.values("pathway").annotate(n=Count("pk")).values("n")),
    )


def my_seats(user: Any, *, since: dt.datetime | None = None) -> QuerySet[Registration]:
    """A person's seats in sessions that are dated and told, the first to come first."""
    rows = (
        Registration.objects.filter(
            user=user,
            session__state__in=(SessionState.SCHEDULED, SessionState.HELD),
            session__pathway__state__in=(PathwayState.OPEN, PathwayState.FINISHED),
        )
        .exclude(state=SeatState.EXCUSED)
        .select_related("session__pathway", "session__place", "session__commune")
        .defer("session__place__words", "session__place__search")
    )
    if since is not None:
        rows = rows.filter(session__ends_at__gt=since)
    return rows.order_by("session__starts_at", "pk")


def seat_from_agenda(user: Any, session: int) -> Registration | None:
    """The seat, or the rank in the queue, that somebody outside the group took in an open session; None for
    the group and for everybody else. One that was given back is theirs no more."""
    if not user.is_authenticated:
        return None
    rows = Registration.objects.filter(user=user, session=session, enrolment__isnull=True)
    return rows.exclude(state=SeatState.EXCUSED).select_related("session").first()


def my_interventions(user: Any) -> QuerySet[Speaker]:
    """Where a person is asked to speak, or will, in sessions to come."""
    return (
        spoken_in_by(user)
        .filter(session__state__in=(SessionState.TO_DATE, SessionState.SCHEDULED))
        .filter(Q(session__ends_at__isnull=True) | Q(session__ends_at__gt=timezone.now()))
        .select_related("session__pathway__organisation", "session__place", "session__commune")
        .order_by(F("session__starts_at").asc(nulls_last=True), "pk")
    )


def clashes(user: Any) -> list[tuple[Session, Session]]:
    """Sessions to come of one person that are held at the same time: somebody in two promotions."""
    rows = [seat.session for seat in my_seats(user, since=timezone.now()).filter(state=SeatState.SEATED)]
    found = []
    for rank, session in enumerate(rows):
        for other in rows[rank + 1 :]:
            if other.starts_at is None or session.ends_at is None or other.starts_at >= session.ends_at:
                break
            found.append((session, other))
    return found


# --- Choices ------------------------------------------------------------------------------------------
def organisations_for(user: Any) -> QuerySet[Organisation]:
    """In whose name a person writes kits and runs pathways."""
    mine = Membership.objects.active().filter(
        user=user, role__in=(MembershipRole.ADMINISTRATOR, MembershipRole.STAFF)
    )
    return Organisation.objects.live().filter(pk__in=mine.values("organisation")).order_by("name_key", "pk")


def programmes_for(user: Any) -> QuerySet[Programme]:
    """Programmes that a person runs."""
    mine = ProgrammeRole.objects.live().filter(user=user, role=Role.OFFICER)
    return (
        Programme.objects.filter(pk__in=mine.values("programme"))
        .select_related("operator")
        .order_by("name", "pk")
    )


def cohorts_for(user: Any) -> QuerySet[Cohort]:
    return (
        Cohort.objects.filter(programme__in=programmes_for(user))
        .select_related("programme")
        .order_by("programme__name", "-starts_on", "-pk")
    )


def speakers_of(session: Session) -> Sequence[Speaker]:
    return list(
        session.speakers.exclude(state=SpeakerState.REMOVED)
        .select_related("user", "organisation")
        .order_by("pk")
    )


def calendar_sessions(user: Any, *, now: dt.datetime) -> QuerySet[Session]:
    """What a person's calendar holds: sessions of three months ago and after where they have a seat or
    speak, with those that were cancelled."""
    seats = Registration.objects.filter(user=user, state=SeatState.SEATED)
    spoken = Speaker.objects.coming().filter(user=user)
    return (
        Session.objects.for_list()
        .filter(
            Q(pk__in=seats.values("session"), pathway__state__in=_TOLD) | Q(pk__in=spoken.values("session")),
            starts_at__gte=now - dt.timedelta(days=92),
        )
        .exclude(state=SessionState.TO_DATE)
    )


# Before a pathway opens its sessions are nobody's yet; one that is cancelled is still to be taken out.
_TOLD = (PathwayState.OPEN, PathwayState.FINISHED, PathwayState.CANCELLED)
