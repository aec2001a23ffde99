"""Who follows a pathway: a promotion, or those who ask. Callers hold the pathway's row."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.pathways.actions import seats, survey, telling
from maillage.pathways.actions.locks import locked_pathway, only_runners
from maillage.pathways.enums import (
    ENROLMENT_TRANSITIONS,
    Audience,
    EnrolmentState,
    PathwayState,
    SessionState,
)
from maillage.pathways.models import Enrolment, Pathway, Speaker
from maillage.programmes.enums import MemberState
from maillage.programmes.models import CohortMember
from maillage.projects import separation
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember


@transaction.atomic
def enrol(pathway: Pathway, person: Any, *, by: Any, project: Any = None, commune: Any = None) -> Enrolment:
    """Puts somebody into a pathway; on its waiting list when it is full. Twice is the same as once.

    The same person may follow other pathways: two promotions are two enrolments.

    Raises:
        Conflict: it is over.
        MustStaySeparate: somebody who is to speak in it decided on the project's money.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    return _enter(pathway, person, project=project, commune=commune, by=by)


@transaction.atomic
def ask(pathway: Pathway, *, by: Any, project: Any = None, commune: Any = None) -> Enrolment:
    """Somebody asks for a place in an open group: a place, or a rank on the waiting list.

    Raises:
        Conflict: it is not open to everybody, or its last session has begun.
    """
    pathway = locked_pathway(pathway)
    if pathway.audience != Audience.OPEN or not pathway.is_public or pathway.state != PathwayState.OPEN:
        raise Conflict(_("This pathway takes nobody from outside."))
    if not pathway.sessions.filter(state="scheduled", starts_at__gt=clock.database_now()).exists():
        raise Conflict(_("The last session of this pathway has begun."))
    return _enter(pathway, by, project=project, commune=commune, by=by)


@transaction.atomic
def follow_cohort(pathway: Pathway, *, by: Any) -> int:
    """Puts the carriers of the promotion's projects into the pathway, those who are not in it yet; how many.

    A promotion has no waiting list: its places were decided with its projects.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    members = CohortMember.objects.filter(cohort=pathway.cohort, state=MemberState.ACTIVE)
    carriers = (
        ProjectMember.objects.filter(
            project__in=members.values("application__project"),
            role=ProjectRole.CARRIER,
            user__is_active=True,
        )
        .exclude(user__in=pathway.enrolments.values("user"))
        .select_related("user", "project__commune")
        .order_by("user", "pk")
    )
    known: set[int] = set()
    for carrier in carriers:
        if carrier.user_id not in known:
            known.add(carrier.user_id)
            _enter(pathway, carrier.user, project=carrier.project, commune=None, by=by, has_limit=False)
    return len(known)


@transaction.atomic
def leave(enrolment: Enrolment, *, by: Any, why: str = "") -> Enrolment:
    """Somebody leaves, of themselves or by those who run it; seats to come go to those who wait.

    Raises:
        Invalid: those who run it give no reason.
    """
    is_theirs = by is not None and by.pk == enrolment.user_id
    if not is_theirs:
        only_runners(enrolment.pathway, by)
        if not why.strip():
            raise Invalid(fields={"why": _("Write why: it stays with the pathway.")})
    pathway = locked_pathway(enrolment.pathway)
    enrolment = _locked(enrolment, pathway)
    states.move(
        enrolment,
        EnrolmentState.LEFT,
        ENROLMENT_TRANSITIONS,
        by=by,
        verb="pathways.left",
        why=why.strip(),
        also={"left_reason": why.strip()},
    )
    seats.release_all(enrolment, by=by)
    survey.let_go(enrolment, by=by)
    if not is_theirs:
        telling.left(enrolment)
    give_places(pathway)
    return enrolment


@transaction.atomic
def set_departure(enrolment: Enrolment, commune: Any, *, by: Any) -> Enrolment:
    """Where a person travels from, said by themselves or by those who run the pathway."""
    if by.pk != enrolment.user_id:
        only_runners(enrolment.pathway, by)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    enrolment.commune = commune
    enrolment.save(update_fields=["commune"])
    events.record(enrolment, "pathways.departure_set", by=by)
    return enrolment


def give_places(pathway: Pathway) -> None:
    """Gives free places to those who wait, in their order, and tells them."""
    waiting = (
        pathway.enrolments.select_for_update(of=("self",))
        .filter(state=EnrolmentState.WAITING)
        .select_related("user")
        .order_by("at", "pk")
    )
    if pathway.capacity is not None:
        waiting = waiting[: max(0, pathway.capacity - _active(pathway))]
    for row in waiting:
        row.pathway = pathway
        states.move(row, EnrolmentState.ACTIVE, ENROLMENT_TRANSITIONS, by=None, verb="pathways.place_given")
        seats.keep_for(row)
        telling.enrolled(row)
        survey.advance_locked(pathway)


def complete_all(pathway: Pathway, *, by: Any) -> None:
    """Those who follow a pathway that ends followed it to the end; those who waited leave."""
    for row in pathway.enrolments.select_for_update(of=("self",)).order_by("pk"):
        row.pathway = pathway
        if row.state == EnrolmentState.ACTIVE:
            states.move(
                row, EnrolmentState.COMPLETED, ENROLMENT_TRANSITIONS, by=by, verb="pathways.completed"
            )
        elif row.state == EnrolmentState.WAITING:
            states.move(row, EnrolmentState.LEFT, ENROLMENT_TRANSITIONS, by=by, verb="pathways.left")


# --- Inside --------------------------------------------------------------------------------------------
def _active(pathway: Pathway) -> int:
    return pathway.enrolments.filter(state=EnrolmentState.ACTIVE).count()


def _locked(enrolment: Enrolment, pathway: Pathway) -> Enrolment:
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("user").get(pk=enrolment.pk)
    enrolment.pathway = pathway
    return enrolment


def _enter(
    pathway: Pathway, person: Any, *, project: Any, commune: Any, by: Any, has_limit: bool = True
) -> Enrolment:
    if pathway.state in (PathwayState.FINISHED, PathwayState.CANCELLED):
        raise Conflict(_("This pathway is over."))
    found = pathway.enrolments.select_for_update(of=("self",)).filter(user=person).first()
    if found is not None and found.state != EnrolmentState.LEFT:
        return found
    _keep_apart(pathway, project)
    is_full = has_limit and pathway.capacity is not None and _active(pathway) >= pathway.capacity
    to = EnrolmentState.WAITING if is_full else EnrolmentState.ACTIVE
    moment = clock.database_now()
    if found is None:
        found = Enrolment.objects.create(
            pathway=pathway, user=person, project=project, commune=commune, state=to, at=moment
        )
        events.record(found, "pathways.enrolled", by=by, data={"state": to})
    else:
        found.pathway = pathway
        states.move(
            found,
            to,
            ENROLMENT_TRANSITIONS,
            by=by,
            verb="pathways.enrolled",
            also={"at": moment, "left_reason": "", "project": project or found.project},
        )
    if to == EnrolmentState.ACTIVE:
        seats.keep_for(found)
    if pathway.state == PathwayState.OPEN:
        telling.enrolled(found)
        survey.advance_locked(pathway)
    return found


def _keep_apart(pathway: Pathway, project: Any) -> None:
    """A project that comes late meets the speakers who are asked already: none of them may have decided on
    its money. Sessions that were held are past: whoever spoke there did not coach it."""
    if project is None:
        return
    asked = Speaker.objects.asked().filter(
        session__pathway=pathway,
        session__participant__isnull=True,
        session__state__in=(SessionState.TO_DATE, SessionState.SCHEDULED),
        user__isnull=False,
    )
    sessions = {
        row.user_id: row for row in asked.select_related("session").order_by("-session__position", "-pk")
    }
    for tie in separation.deciders([project.pk], [key for key in sessions if key is not None]):
        row = sessions[tie.person_id]
        raise separation.MustStaySeparate(
            _(
                "%(person)s speaks in “%(session)s” and decided on the money of “%(project)s” (%(fact)s): "
                "they cannot coach it. Ask somebody else to speak there first."
            )
            % {"person": row, "session": row.session, "project": project, "fact": tie.fact}
        )
