"""Sixty thousand sessions over four years and the months to come, and those who follow them.

A pathway takes people of one département, for a ready kit; a session has one half-day or several. What
each session asks is drawn here; ``attendance`` makes what follows from it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from maillage.accounts.models import User
from maillage.pathways.actions.ready import load_ready_kits
from maillage.pathways.enums import (
    Audience,
    EnrolmentState,
    Half,
    Modality,
    PathwayState,
    SessionKind,
    SessionState,
    SpeakerState,
)
from maillage.pathways.models import (
    Enrolment,
    Kit,
    Pathway,
    Session,
    Speaker,
)
from maillage.portal.demo.applicants import of_commune
from maillage.portal.demo.national import attendance
from maillage.portal.demo.national.attendance import LENGTH, Meeting, moment_of
from maillage.portal.demo.national.loading import Carried, Loading, bare
from maillage.portal.demo.national.programme import SLUG
from maillage.programmes.models import CohortMember

#: Sessions of a pathway, and people of a group: the mean that the drawn ones have.
SESSIONS, GROUP = 12, 22
#: People of the group that goes from place to place.
ITINERANT = 24
#: From so many days ago to so many days ahead pathways begin, more of them every year.
FIRST_DAY, LAST_DAY = -1500, 240
SHARE_CANCELLED, SHARE_OPEN = 0.02, 0.7
SESSION_FIELDS = (
    *("pathway_id", "position", "kind", "title", "modality", "state", "starts_at", "ends_at", "place_id"),
    *("commune_id", "link", "is_open", "capacity", "cancelled_at", "cancelled_reason", "uid"),
)
TITLES = {
    SessionKind.WORKSHOP: (
        "Dire son projet en une page",
        "Le besoin et les usagers",
        "Choisir un statut",
        "Prix, charges, point mort",
        "Qui décide quoi",
        "Trouver ses premiers financements",
        "Parler de son projet",
        "Mesurer ce qui change",
    ),
    SessionKind.VISIT: ("Visite d’un atelier partagé", "Une journée chez ceux qui l’ont fait"),
    SessionKind.PEERS: ("Cercle de pairs", "Une question, huit regards"),
    SessionKind.PITCH: ("Présentation finale",),
    SessionKind.CLOSING: ("Clôture et suites",),
}


class Drawn(NamedTuple):
    """A pathway as it was drawn. ``commune`` is where it is at home; ``trainer`` runs and speaks."""

    organisation: int
    commune: Any
    trainer: int
    starts_on: dt.date
    sessions: int
    weeks_between: int
    group: Sequence[Carried]
    cohort: Any = None
    programme: Any = None
    opens_late: bool = False
    is_itinerant: bool = False


def write(load: Loading) -> None:
    load_ready_kits()
    drawn = list(_drawn(load))
    keys = _pathways(load, drawn)
    _enrolments(load, keys, drawn)
    _sessions(load, keys, drawn)


def _drawn(load: Loading) -> Iterable[Drawn]:
    """One pathway for each promotion of the national programme, then open groups, until the sessions are all
    there."""
    left = load.size.sessions
    for each in _of_promotions(load):
        if left > 0:
            yield each._replace(sessions=min(each.sessions, left))
            left -= each.sessions
    if left >= SESSIONS:
        yield _itinerant(load)
        left -= SESSIONS
    while left > 0:
        each = _open_group(load)
        yield each._replace(sessions=min(each.sessions, left))
        left -= each.sessions


def _of_promotions(load: Loading) -> Iterable[Drawn]:
    known = {project.pk: project for project in load.projects[: load.size.applications]}
    members = CohortMember.objects.active().filter(cohort__programme__slug=SLUG)
    groups: dict[Any, list[Carried]] = {}
    for row in members.select_related("cohort__programme", "application").order_by("cohort", "pk"):
        groups.setdefault(row.cohort, []).append(known[row.application.project_id])
    for cohort, group in groups.items():
        yield Drawn(
            organisation=cohort.programme.operator_id,
            commune=group[0].commune,
            # Not an officer: who decides on a project's money does not coach it.
            trainer=load.rng.choice(load.advisers),
            starts_on=cohort.starts_on,
            sessions=SESSIONS,
            weeks_between=2,
            group=_different(group, len(group)),
            cohort=cohort,
            programme=cohort.programme,
        )


def _open_group(load: Loading) -> Drawn:
    rng = load.rng
    organisation = load.popular(load.organisations, 2.0)
    commune = organisation.commune or load.commune()
    near = load.in_department(load.projects, commune.department_id, lambda row: row.commune.department_id)
    size = max(5, min(45, round(rng.gauss(GROUP, 6))))
    day = FIRST_DAY + (LAST_DAY - FIRST_DAY) * rng.betavariate(1.7, 1.0)
    return Drawn(
        organisation=organisation.pk,
        commune=commune,
        trainer=rng.choice(load.advisers),
        starts_on=(load.now + dt.timedelta(days=day)).date(),
        sessions=max(3, min(30, round(rng.gauss(SESSIONS, 4)))),
        weeks_between=rng.choice((1, 1, 2, 4)),
        group=_different([rng.choice(near) for _each in range(size + size // 4)], size),
        opens_late=rng.random() < 0.1,
    )


def _itinerant(load: Loading) -> Drawn:
    """What the rota is measured on: twelve sessions to come, none remote, for twenty-four people."""
    each = _open_group(load)
    department = each.commune.department_id
    near = load.in_department(load.projects, department, lambda row: row.commune.department_id)
    return each._replace(
        starts_on=(load.now + dt.timedelta(days=21)).date(),
        sessions=SESSIONS,
        weeks_between=1,
        group=_different(near, ITINERANT),
        opens_late=False,
        is_itinerant=True,
    )


def _different(rows: Sequence[Carried], most: int) -> list[Carried]:
    """One project a person: nobody follows a pathway twice."""
    return list({row.carrier: row for row in rows}.values())[:most]


def _ends_on(each: Drawn) -> dt.date:
    return each.starts_on + dt.timedelta(weeks=each.weeks_between * each.sessions)


def _state(load: Loading, each: Drawn) -> PathwayState:
    today = load.now.date()
    if _ends_on(each) < today:
        return PathwayState.FINISHED
    if each.starts_on > today and each.opens_late:
        return PathwayState.PREPARED
    return PathwayState.OPEN


def _pathways(load: Loading, drawn: list[Drawn]) -> range:
    kits = list(
        Kit.objects.filter(owner__isnull=True, published__isnull=False)
        .order_by("ready_key")
        .values_list("published", "title")
    )
    rows = []
    for each in drawn:
        version, title = load.popular(kits, 1.5)
        rows.append(
            (
                version,
                each.organisation,
                each.programme.pk if each.programme else None,
                each.cohort.pk if each.cohort else None,
                (Audience.COHORT if each.cohort else Audience.OPEN).value,
                f"{title} {each.cohort or of_commune(each.commune.name)}"[:120],
                _state(load, each).value,
                each.cohort is None,
                max(len(each.group), 12),
                each.commune.pk,
                each.starts_on,
                _ends_on(each),
                each.trainer,
                load.now - dt.timedelta(days=30) if each.starts_on > load.now.date() else each.starts_on,
            )
        )
    keys = load.write(
        Pathway(summary="Parcours inventé pour mesurer la plateforme."),
        (
            *("kit_version_id", "organisation_id", "programme_id", "cohort_id", "audience", "title", "state"),
            *("is_public", "capacity", "commune_id", "starts_on", "ends_on", "created_by_id", "created_at"),
        ),
        rows,
    )
    load.tell(f"{len(keys)} pathways")
    return keys


def _enrolments(load: Loading, keys: range, drawn: list[Drawn]) -> None:
    states = {PathwayState.FINISHED: EnrolmentState.COMPLETED.value}
    with bare(Enrolment):
        load.write(
            Enrolment(),
            ("pathway_id", "user_id", "project_id", "state", "at"),
            (
                (key, one.carrier, one.pk, states.get(_state(load, each), EnrolmentState.ACTIVE.value), at)
                for key, each in zip(keys, drawn, strict=True)
                for at in [min(each.starts_on - dt.timedelta(days=14), load.now.date())]
                for one in each.group
            ),
        )


# --- Sessions -------------------------------------------------------------------------------------------
def _sessions(load: Loading, keys: range, drawn: list[Drawn]) -> None:
    """Every session of every pathway, with the half-days that ``attendance`` takes up."""
    names = dict(
        User.objects.filter(pk__in={each.trainer for each in drawn}).order_by().values_list("pk", "full_name")
    )
    meetings: list[Meeting] = []
    rows: list[tuple[Any, ...]] = []
    speakers: list[tuple[Any, ...]] = []
    for key, each in zip(keys, drawn, strict=True):
        for rank in range(each.sessions):
            meeting = Meeting(each.trainer, len(each.group), *_when(load, each, rank))
            meetings.append(meeting)
            rows.append((key, rank + 1, *_session(load, each, meeting, is_last=rank == each.sessions - 1)))
            speakers.append((each.trainer, names[each.trainer], each.organisation))
    with bare(Session, Speaker):
        written = load.write(Session(), SESSION_FIELDS, rows)
        load.write(
            Speaker(role="Animation", state=SpeakerState.ACCEPTED),
            ("session_id", "user_id", "name", "organisation_id"),
            ((key, *speaker) for key, speaker in zip(written, speakers, strict=True)),
        )
    load.tell(f"{len(written)} sessions")
    attendance.write(load, written, meetings)


def _session(load: Loading, each: Drawn, meeting: Meeting, *, is_last: bool) -> tuple[Any, ...]:
    """What ``SESSION_FIELDS`` hold after the pathway and the rank."""
    rng = load.rng
    kinds = (SessionKind.WORKSHOP, SessionKind.PEERS, SessionKind.VISIT)
    kind = rng.choice((SessionKind.PITCH, SessionKind.CLOSING)) if is_last else load.popular(kinds, power=2.5)
    department = each.commune.department_id
    near = load.in_department(load.places, department, lambda row: row.commune.department_id)
    is_remote = not each.is_itinerant and rng.random() < 0.15
    place = None if is_remote else load.popular(near, 1.5)
    is_dated = meeting.state != SessionState.TO_DATE
    is_cancelled = meeting.state == SessionState.CANCELLED
    return (
        kind.value,
        rng.choice(TITLES[kind]),
        (Modality.IN_PERSON if place else Modality.REMOTE).value,
        meeting.state.value,
        moment_of(*meeting.halves[0]) if is_dated else None,
        moment_of(*meeting.halves[-1]) + LENGTH if is_dated else None,
        place.pk if place else None,
        place.commune_id if place else None,
        "" if place else "https://visio.example/salle",
        each.cohort is None and rng.random() < SHARE_OPEN,
        max(len(each.group), 12) + 5,
        load.now - dt.timedelta(days=3) if is_cancelled else None,
        "L’intervenante est empêchée." if is_cancelled else "",
        uuid.UUID(int=rng.getrandbits(128), version=4),
    )


def _when(load: Loading, each: Drawn, rank: int) -> tuple[SessionState, tuple[tuple[dt.date, Half], ...]]:
    """Its half-days and what became of it: held when it is past, else to come."""
    day = each.starts_on + dt.timedelta(weeks=each.weeks_between * rank)
    halves = load.rng.choices(
        [
            ((day, Half.MORNING),),
            ((day, Half.AFTERNOON),),
            ((day, Half.MORNING), (day, Half.AFTERNOON)),
            (
                (day, Half.MORNING),
                (day, Half.AFTERNOON),
                (day + dt.timedelta(days=1), Half.MORNING),
                (day + dt.timedelta(days=1), Half.AFTERNOON),
            ),
        ],
        [15, 20, 55, 10],
    )[0]
    if _state(load, each) == PathwayState.PREPARED:
        return SessionState.TO_DATE, halves
    if not each.is_itinerant and load.rng.random() < SHARE_CANCELLED:
        return SessionState.CANCELLED, halves
    # Two days of grace: a session of today is neither quite past nor quite to come.
    past = halves[-1][0] < load.now.date() - dt.timedelta(days=2)
    return (SessionState.HELD if past else SessionState.SCHEDULED), halves
