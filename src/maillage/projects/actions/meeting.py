"""Somebody suggests that the carriers of two projects meet; each side says yes before anything is exchanged.

Declining asks for no reason and is told without saying who declined.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.projects import emails_similar as emails
from maillage.projects import rules as who
from maillage.projects.enums import Outcome, ProjectRole, Visibility
from maillage.projects.enums_similar import INTRODUCTION_TRANSITIONS, IntroductionState
from maillage.projects.models import Introduction, Project
from maillage.projects.queries.team import carriers_of

LASTS = dt.timedelta(days=21)
REMINDED = dt.timedelta(days=7)
#: Somebody who said no is left in peace for a while.
PEACE = dt.timedelta(days=180)
OVER: dict[str, Any] = {"remind_at": None}


@transaction.atomic
def suggest(project: Project, other: Project, *, by: Any, message: str = "") -> Introduction:
    """Asks the carriers of both whether they would like to meet. A carrier who suggests it has said yes for
    their own side; an adviser says yes for nobody.

    Raises:
        NotAllowed: ``by`` neither carries nor advises one of the two, or may not see the other.
        Invalid: one and the same project, or one that lives on in another.
        Conflict: it was suggested already, or turned down lately.
    """
    if project.pk == other.pk:
        raise Invalid(_("Choose another project than this one."))
    first, second = _locked_pair(project.pk, other.pk)
    roles = {side.pk: who.role_in(by, side) for side in (first, second)}
    if not {ProjectRole.CARRIER, ProjectRole.ADVISER} & set(roles.values()):
        raise NotAllowed(_("Only those who carry or advise one of the two projects may suggest this."))
    for side in (first, second):
        if not by.has_perm("projects.view_project", side) or (
            side.visibility == Visibility.PRIVATE and roles[side.pk] != ProjectRole.CARRIER
        ):
            raise NotAllowed(_("You do not see one of the two projects."))
        if side.outcome == Outcome.MERGED:
            raise Invalid(_("“%(title)s” lives on in another project.") % {"title": side.title})
    now = clock.database_now()
    refused = Introduction.objects.filter(
        first=first, second=second, state=IntroductionState.DECLINED, ended_at__gt=now - PEACE
    )
    if refused.exists():
        raise Conflict(_("This was suggested not long ago, and did not take place. Leave them in peace."))
    yes = {
        name: value
        for name, side in (("first", first), ("second", second))
        if roles[side.pk] == ProjectRole.CARRIER
        for name, value in ((f"{name}_by", by), (f"{name}_at", now))
    }
    if {"first_by", "second_by"} <= yes.keys():
        raise Invalid(_("You carry both projects: you have met."))
    try:
        with transaction.atomic():
            row = Introduction.objects.create(
                first=first,
                second=second,
                suggested_by=by,
                message=message.strip(),
                created_at=now,
                remind_at=now + REMINDED,
                expires_at=now + LASTS,
                **yes,
            )
    except IntegrityError:
        raise Conflict(_("Somebody has suggested this already: the answer is awaited.")) from None
    for side in (first, second):
        events.record(side, "projects.introduction_suggested", by=by, data={"introduction": row.pk})
    emails.introduction(row, "asked", _awaited(row))
    return row


@transaction.atomic
def accept(row: Introduction, project: Project, *, by: Any) -> Introduction:
    """A carrier of ``project`` would like to meet. Once both sides do, the two who said so receive each
    other's name and address, and nothing else.

    Raises:
        NotAllowed: ``by`` does not carry that project.
        Conflict: it is over, or that side said yes already.
    """
    row, side = _answering(row, project, by)
    now = clock.database_now()
    if getattr(row, f"{side}_at") is not None:
        raise Conflict(_("Your side has said yes already: the other one is awaited."))
    setattr(row, f"{side}_by", by)
    setattr(row, f"{side}_at", now)
    if row.first_at is None or row.second_at is None:
        row.save(update_fields=[f"{side}_by", f"{side}_at"])
        events.record(project, "projects.introduction_wished", by=by, data={"introduction": row.pk})
        return row
    states.move(
        row,
        IntroductionState.ACCEPTED,
        INTRODUCTION_TRANSITIONS,
        by=by,
        verb="projects.introduction_accepted",
        also={f"{side}_by": by, f"{side}_at": now, "ended_at": now, **OVER},
    )
    for _side, each in row.sides():
        events.record(each, "projects.introduction_made", by=by, data={"introduction": row.pk})
    emails.introduced(row)
    return row


@transaction.atomic
def decline(row: Introduction, project: Project, *, by: Any) -> Introduction:
    """A carrier would rather not, and need not say why. The others are told that it will not take place, not
    which side said so.

    Raises:
        NotAllowed: ``by`` does not carry that project.
        Conflict: it is over.
    """
    row, _side = _answering(row, project, by)
    _end(row, IntroductionState.DECLINED, by=by, verb="projects.introduction_declined")
    told = [*emails.carriers_of_both(row.first, row.second), row.suggested_by]
    emails.introduction(row, "over", _once(told, besides=by))
    return row


@transaction.atomic
def withdraw(row: Introduction, *, by: Any) -> Introduction:
    """The one who suggested it takes it back; those who were asked are told.

    Raises:
        NotAllowed: somebody else suggested it.
    """
    row = locked(row)
    if by.pk != row.suggested_by_id:
        raise NotAllowed(_("Only the person who suggested this may take it back."))
    _end(row, IntroductionState.WITHDRAWN, by=by, verb="projects.introduction_withdrawn")
    emails.introduction(row, "withdrawn", _once(emails.carriers_of_both(row.first, row.second), besides=by))
    return row


def remind(row: Introduction) -> None:
    """Once, to the sides that have not answered. The caller has locked the row."""
    row.remind_at = None
    row.save(update_fields=["remind_at"])
    emails.introduction(row, "reminder", _awaited(row))


def expire(row: Introduction) -> None:
    """Nobody answered in time. The caller has locked the row."""
    _end(row, IntroductionState.EXPIRED, by=None, verb="projects.introduction_expired")
    # Whoever said nothing is not written to again; those who hoped are told.
    hoped = [person for person in (row.suggested_by, row.first_by, row.second_by) if person is not None]
    emails.introduction(row, "expired", _once(hoped))


def locked(row: Introduction) -> Introduction:
    return (
        Introduction.objects.select_for_update(of=("self",))
        .select_related(
            "first__commune__department",
            "second__commune__department",
            "suggested_by",
            "first_by",
            "second_by",
        )
        .get(pk=row.pk)
    )


# --- Inside ------------------------------------------------------------------------------------------------
def _locked_pair(one: int, other: int) -> tuple[Project, Project]:
    rows = (
        Project.objects.select_for_update(of=("self",))
        .select_related("commune__department")
        .filter(pk__in=[one, other])
        .order_by("pk")
    )
    first, second = rows
    return first, second


def _answering(row: Introduction, project: Project, by: Any) -> tuple[Introduction, str]:
    row = locked(row)
    side = next((name for name, each in row.sides() if each.pk == project.pk), None)
    if side is None or not who.is_carrier(by, project):
        raise NotAllowed(_("Only the carriers of the project may do this."))
    if not row.is_open:
        raise Conflict(_("This suggestion is over."))
    if clock.database_now() >= row.expires_at:
        raise Conflict(_("The day by which to answer is past."))
    return row, side


def _end(row: Introduction, state: IntroductionState, *, by: Any, verb: str) -> None:
    states.move(
        row,
        state,
        INTRODUCTION_TRANSITIONS,
        by=by,
        verb=verb,
        also={"ended_at": clock.database_now(), **OVER},
    )


def _awaited(row: Introduction) -> list[Any]:
    """The carriers of the sides that have not said yes."""
    sides = [project for name, project in row.sides() if getattr(row, f"{name}_at") is None]
    people = {person.pk: person for project in sides for person in carriers_of(project)}
    return list(people.values())


def _once(people: list[Any], *, besides: Any = None) -> list[Any]:
    found = {person.pk: person for person in people if person.is_active}
    if besides is not None:
        found.pop(besides.pk, None)
    return list(found.values())
