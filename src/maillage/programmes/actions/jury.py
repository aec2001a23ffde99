"""A jury session before it sits: its members, its files and their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid
from maillage.programmes import agenda
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums import Filing, ItemState, JuryRole, SessionState
from maillage.programmes.models import (
    AgendaItem,
    Application,
    Call,
    JuryMember,
    JurySession,
    ProgrammeRole,
)
from maillage.programmes.queries.jury import out_of
from maillage.programmes.rules import SITTING


@transaction.atomic
def create(
    call: Call,
    *,
    title: str,
    held_at: dt.datetime,
    quorum: int,
    by: Any,
    venue: str = "",
    link: str = "",
) -> JurySession:
    """A session to prepare. Raises Invalid for a quorum of nobody, or no title."""
    only_officers(call.programme, by)
    _check(title, quorum)
    session = JurySession.objects.create(
        call=call,
        title=title.strip(),
        held_at=held_at,
        quorum=quorum,
        venue=venue.strip(),
        link=link.strip(),
        created_by=by,
        created_at=clock.database_now(),
    )
    events.record(session, "programmes.jury_created", by=by)
    return session


@transaction.atomic
def update(
    session: JurySession,
    *,
    title: str,
    held_at: dt.datetime,
    quorum: int,
    by: Any,
    venue: str = "",
    link: str = "",
) -> JurySession:
    """Other words, another moment, another quorum; until it is closed."""
    session = prepared(session, by=by)
    _check(title, quorum)
    session.title, session.held_at, session.quorum = title.strip(), held_at, quorum
    session.venue, session.link = venue.strip(), link.strip()
    session.save(update_fields=["title", "held_at", "quorum", "venue", "link"])
    events.record(session, "programmes.jury_updated", by=by, data={"quorum": quorum})
    return session


def _check(title: str, quorum: int) -> None:
    if not title.strip():
        raise Invalid(fields={"title": _("Give the session a title.")})
    if quorum < 1:
        raise Invalid(fields={"quorum": _("A quorum is at least one person.")})


def prepared(session: JurySession, *, by: Any) -> JurySession:
    """The session under lock, for an officer, while it is not closed."""
    only_officers(session.call.programme, by)
    JurySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    session = JurySession.objects.select_related("call__programme").get(pk=session.pk)
    if session.state == SessionState.CLOSED:
        raise Conflict(_("This session is closed: its minutes are frozen."))
    return session


# --- Members -------------------------------------------------------------------------------------------
@transaction.atomic
def seat(session: JurySession, person: Any, *, role: str = JuryRole.MEMBER, by: Any) -> JuryMember:
    """Somebody of the programme's team sits in the jury; seating them again changes their role.

    Raises:
        Invalid: the person has no role that sits in juries today, or there is a president already.
        Conflict: the session is closed.
    """
    session = prepared(session, by=by)
    live = ProgrammeRole.objects.live().filter(
        programme=session.call.programme, user=person, role__in=SITTING
    )
    if not live.exists():
        raise Invalid(fields={"user": _("Only jurors and officers of the programme sit here.")})
    try:
        with transaction.atomic():
            member, made = JuryMember.objects.update_or_create(
                session=session, user=person, defaults={"role": JuryRole(role)}
            )
    except IntegrityError:
        raise Invalid(fields={"role": _("This jury has a president already.")}) from None
    events.record(
        session,
        "programmes.juror_seated" if made else "programmes.juror_role_changed",
        by=by,
        data={"member": member.pk, "role": member.role},
    )
    return member


@transaction.atomic
def unseat(member: JuryMember, *, by: Any) -> None:
    """Takes somebody out of a jury that has not begun.

    Raises:
        Conflict: the session has begun: who sat stays in its record.
    """
    session = prepared(member.session, by=by)
    if session.state != SessionState.PLANNED:
        raise Conflict(_("The session has begun: mark this person absent instead."))
    events.record(session, "programmes.juror_unseated", by=by, data={"member": member.pk})
    member.delete()


# --- Agenda ---------------------------------------------------------------------------------------------
@transaction.atomic
def put_on_agenda(session: JurySession, applications: Collection[int], *, by: Any) -> int:
    """Adds files of the session's call at the end of the agenda, then keeps conflicts together.

    Returns:
        how many were added; those that are there already stay once.

    Raises:
        Invalid: a file of another call, or not handed in.
    """
    session = prepared(session, by=by)
    wanted = list(
        Application.objects.filter(pk__in=list(applications), call=session.call, filing=Filing.SUBMITTED)
        .order_by("title_key", "pk")
        .only("pk")
    )
    if len(wanted) != len(set(applications)):
        raise Invalid(_("Some of these applications are not handed in to this call."))
    present = set(session.items.values_list("application", flat=True))
    start = session.items.count()
    added = AgendaItem.objects.bulk_create(
        AgendaItem(session=session, application=row, position=start + rank)
        for rank, row in enumerate((row for row in wanted if row.pk not in present), 1)
    )
    if added:
        events.record(session, "programmes.agenda_filled", by=by, data={"number": len(added)})
        _arrange(session)
    return len(added)


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, by: Any) -> None:
    """Raises Conflict when the file was discussed: that stays in the record."""
    session = prepared(item.session, by=by)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state != ItemState.WAITING or item.called_at is not None:
        raise Conflict(_("This file was called: it stays on the agenda."))
    events.record(session, "programmes.agenda_item_removed", by=by, data={"application": item.application_id})
    item.delete()
    _number(session, list(session.items.order_by("position", "pk")))


@transaction.atomic
def arrange(session: JurySession, *, by: Any) -> int:
    """Puts the files that wait in the order with the fewest departures; how many departures it has."""
    session = prepared(session, by=by)
    events.record(session, "programmes.agenda_arranged", by=by)
    return _arrange(session)


@transaction.atomic
def reorder(session: JurySession, order: Sequence[int], *, by: Any) -> None:
    """The agenda in the order of these items, by hand; those not named follow."""
    session = prepared(session, by=by)
    items = {item.pk: item for item in session.items.order_by("position", "pk")}
    named = [items[pk] for pk in dict.fromkeys(order) if pk in items]
    _number(session, [*named, *(item for pk, item in items.items() if pk not in set(order))])
    events.record(session, "programmes.agenda_reordered", by=by)


def _arrange(session: JurySession) -> int:
    items = list(session.items.order_by("position", "pk"))
    out = out_of(session)
    settled = [item for item in items if item.state != ItemState.WAITING]
    waiting = {item.application_id: item for item in items if item.state == ItemState.WAITING}
    order = agenda.best_order(list(waiting), out)
    ordered = [*settled, *(waiting[key] for key in order)]
    _number(session, ordered)
    return agenda.departures([item.application_id for item in ordered], out)


def _number(session: JurySession, items: Sequence[AgendaItem]) -> None:
    """Positions from 1; the constraint looks at the end of the transaction."""
    for position, item in enumerate(items, 1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
