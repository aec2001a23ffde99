"""A pathway: begun from a kit, opened, finished, cancelled; a later version of its kit taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.directory.models import Organisation, Service
from maillage.pathways import rules as who
from maillage.pathways.actions import enrolment, resource, survey, telling
from maillage.pathways.actions.locks import locked_pathway, only_runners
from maillage.pathways.calendar_rule import proposed_days
from maillage.pathways.content import SessionTemplate
from maillage.pathways.enums import (
    PATHWAY_TRANSITIONS,
    SESSION_TRANSITIONS,
    Audience,
    EnrolmentState,
    PathwayState,
    SessionState,
)
from maillage.pathways.models import Kit, KitVersion, Pathway, Session
from maillage.programmes.models import Cohort, Programme


@transaction.atomic
def create(
    kit: Kit,
    organisation: Organisation,
    *,
    title: str,
    starts_on: dt.date,
    by: Any,
    programme: Programme | None = None,
    cohort: Cohort | None = None,
    summary: str = "",
    is_public: bool = False,
    capacity: int | None = None,
    commune: Any = None,
    service: Service | None = None,
) -> Pathway:
    """Runs the published version of a kit: its group sessions are there, to be dated. With a promotion, the
    carriers of its projects follow it.

    Raises:
        Conflict: the kit has no published version.
        Invalid: no title, no place, or a promotion of another programme.
        NotAllowed: the person neither runs the programme nor writes for the organisation.
    """
    version = kit.published
    if version is None:
        raise Conflict(_("This kit has no published version yet."))
    if not by.has_perm("pathways.view_kit", kit):
        raise NotAllowed
    if cohort is not None and (programme is None or cohort.programme_id != programme.pk):
        raise Invalid(fields={"cohort": _("Choose a promotion of the programme.")})
    content = version.says
    pathway = Pathway(
        kit_version=version,
        organisation=organisation,
        programme=programme,
        cohort=cohort,
        audience=Audience.COHORT if cohort else Audience.OPEN,
        title=title.strip(),
        summary=summary.strip(),
        is_public=is_public,
        capacity=capacity if cohort or capacity else content.group_max,
        commune=commune,
        service=service,
        starts_on=starts_on,
        ends_on=_last_day(version, starts_on),
        created_by=by,
        created_at=clock.database_now(),
    )
    if not who.runs_pathway(by, pathway):
        raise NotAllowed(_("Only those who run the programme or the organisation may do this."))
    _check(pathway)
    _check_service(pathway)
    pathway.save()
    for position, template in enumerate(content.group_templates, 1):
        _begun(pathway, template, position)
    events.record(pathway, "pathways.pathway_prepared", by=by, data={"kit": kit.pk})
    if cohort is not None:
        enrolment.follow_cohort(pathway, by=by)
    return pathway


@transaction.atomic
def update(
    pathway: Pathway,
    *,
    title: str,
    summary: str,
    is_public: bool,
    capacity: int | None,
    by: Any,
    commune: Any = None,
    service: Service | None = None,
) -> Pathway:
    """Other words, other places. More places go to those who wait.

    Raises:
        Invalid: no title, or fewer places than people who follow it.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    active = pathway.enrolments.filter(state=EnrolmentState.ACTIVE).count()
    if capacity is not None and capacity < active:
        sentence = ngettext(
            "%(number)d person follows it already.", "%(number)d people follow it already.", active
        )
        raise Invalid(fields={"capacity": sentence % {"number": active}})
    pathway.title, pathway.summary = title.strip(), summary.strip()
    pathway.is_public, pathway.capacity, pathway.commune = is_public, capacity, commune
    pathway.service = service
    _check(pathway)
    _check_service(pathway)
    pathway.save(update_fields=["title", "summary", "is_public", "capacity", "commune", "service"])
    events.record(pathway, "pathways.pathway_updated", by=by)
    enrolment.give_places(pathway)
    return pathway


@transaction.atomic
def open_(pathway: Pathway, *, by: Any) -> Pathway:
    """Those who follow it see it, and are told of its sessions; a public one enters the agenda.

    Raises:
        Conflict: no session has its day yet.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    if not pathway.sessions.dated().exists():
        raise Conflict(_("Give at least one session its day first."))
    again = pathway.state == PathwayState.FINISHED
    states.move(pathway, PathwayState.OPEN, PATHWAY_TRANSITIONS, by=by, verb="pathways.pathway_opened")
    if not again:
        telling.pathway_opened(pathway)
    survey.advance_locked(pathway)
    return pathway


@transaction.atomic
def finish(pathway: Pathway, *, by: Any) -> Pathway:
    """Says that it is over: those who followed it to here did so to the end.

    Raises:
        Conflict: a session is still to be held.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    left = pathway.sessions.filter(state=SessionState.SCHEDULED, ends_at__gt=clock.database_now())
    if left.exists():
        raise Conflict(_("Sessions are still to be held: hold them, or cancel them."))
    states.move(pathway, PathwayState.FINISHED, PATHWAY_TRANSITIONS, by=by, verb="pathways.pathway_finished")
    enrolment.complete_all(pathway, by=by)
    survey.advance_locked(pathway)
    return pathway


@transaction.atomic
def cancel(pathway: Pathway, *, why: str, by: Any) -> Pathway:
    """Cancels it with its sessions to come; everybody concerned is told once per session that they had.

    Raises:
        Invalid: no reason.
    """
    only_runners(pathway, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: those who follow it will read it.")})
    pathway = locked_pathway(pathway)
    states.move(
        pathway,
        PathwayState.CANCELLED,
        PATHWAY_TRANSITIONS,
        by=by,
        verb="pathways.pathway_cancelled",
        why=why.strip(),
        also={"cancelled_reason": why.strip()},
    )
    moment = clock.database_now()
    rows = pathway.sessions.select_for_update(of=("self",)).filter(
        state__in=(SessionState.TO_DATE, SessionState.SCHEDULED)
    )
    for session in rows.order_by("pk"):
        if session.ends_at is not None and session.ends_at <= moment:
            continue
        session.pathway = pathway
        states.move(
            session,
            SessionState.CANCELLED,
            SESSION_TRANSITIONS,
            by=by,
            verb="pathways.session_cancelled",
            why=why.strip(),
            also={
                "cancelled_at": moment,
                "cancelled_reason": why.strip(),
                "revision": session.revision + 1,
                "changed_at": moment,
            },
        )
        if session.starts_at is not None:
            telling.session_cancelled(session)
    survey.advance_locked(pathway)
    return pathway


# --- A kit edited while it runs -------------------------------------------------------------------------
@dataclass(frozen=True)
class Adoption:
    """What taking a later version did: titles of sessions added, changed, taken away, and left as they
    are because they have their day already."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@transaction.atomic
def adopt_version(pathway: Pathway, version: KitVersion, *, by: Any) -> Adoption:
    """Takes a later version of the pathway's kit. Sessions without a day follow it; those that have one,
    or were held, stay as people know them. One that the version takes away stays when somebody shared
    something in it.

    Raises:
        Conflict: not a published version of that kit, or the one that it runs.
    """
    only_runners(pathway, by)
    pathway = locked_pathway(pathway)
    if (
        version.kit_id != pathway.kit_version.kit_id
        or version.published_at is None
        or version.pk == pathway.kit_version_id
    ):
        raise Conflict(_("Choose another published version of the same kit."))
    content, before = version.says, pathway.kit_version.says
    sessions = {
        row.template_key: row
        for row in pathway.sessions.filter(participant__isnull=True).exclude(template_key="").order_by("pk")
    }
    added: list[str] = []
    changed: list[str] = []
    removed: list[str] = []
    kept: list[str] = []
    for position, template in enumerate(content.group_templates, 1):
        session = sessions.get(template.key)
        if session is None:
            if before.template(template.key) is None:
                _begun(pathway, template, position)
                added.append(template.title)
            continue
        fresh = _session_of(pathway, template, position)
        is_free = session.state == SessionState.TO_DATE
        if template != before.template(template.key):
            (changed if is_free else kept).append(session.title)
        session.position = position
        if is_free:
            for name in ("kind", "title", "objectives", "modality"):
                setattr(session, name, getattr(fresh, name))
            resource.follow_kit(session, before.template(template.key), template)
        session.save(update_fields=["position", "kind", "title", "objectives", "modality"])
    for key, session in sessions.items():
        if content.template(key) is None:
            # What somebody shared there goes with no version.
            is_used = session.resources.filter(by__isnull=False).exists()
            if session.state == SessionState.TO_DATE and not is_used:
                removed.append(session.title)
                session.delete()
            else:
                kept.append(session.title)
    pathway.kit_version = version
    pathway.save(update_fields=["kit_version"])
    done = Adoption(tuple(added), tuple(changed), tuple(removed), tuple(kept))
    events.record(
        pathway,
        "pathways.version_adopted",
        by=by,
        data={
            "number": version.number,
            "added": len(added),
            "changed": len(changed),
            "removed": len(removed),
            "kept": len(kept),
        },
    )
    return done


# --- Inside --------------------------------------------------------------------------------------------
def _check(pathway: Pathway) -> None:
    if not pathway.title:
        raise Invalid(fields={"title": _("Give the pathway a title.")})
    if pathway.capacity is not None and pathway.capacity < 1:
        raise Invalid(fields={"capacity": _("A pathway has at least one place.")})


def _check_service(pathway: Pathway) -> None:
    if pathway.service is None:
        return
    owners = {pathway.organisation_id, pathway.programme.operator_id if pathway.programme else None}
    if pathway.service.organisation_id not in owners:
        raise Invalid(fields={"service": _("Choose a service of the organisation that runs it.")})


def _last_day(version: KitVersion, starts_on: dt.date) -> dt.date:
    content = version.says
    days = [day for _template, day in proposed_days(content, starts_on)]
    last = max([starts_on, *days])
    # A kit says how long the whole lasts: individual sessions may go on after the last workshop.
    return max(last, starts_on + dt.timedelta(days=content.span_days[1]))


def _begun(pathway: Pathway, template: SessionTemplate, position: int) -> None:
    session = _session_of(pathway, template, position)
    session.save()
    resource.copy_from_kit(session, template)


def _session_of(pathway: Pathway, template: SessionTemplate, position: int) -> Session:
    return Session(
        pathway=pathway,
        template_key=template.key,
        position=position,
        kind=template.kind,
        title=template.title,
        objectives=template.objectives,
        modality=template.modality,
    )
