"""A jury in session: who is in the room, which file is called, notes, proposals, votes, the end.

Whoever a conflict keeps from a file is out of it here as everywhere: they neither see it, nor write its
notes, nor vote. The quorum counts voting members in the room, those kept out aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, formatting, states
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.programmes import conflicts
from maillage.programmes.actions import condition as conditions
from maillage.programmes.actions import decision as decisions
from maillage.programmes.actions import minutes
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums import (
    ITEM_TRANSITIONS,
    NEEDS_REASON,
    SESSION_TRANSITIONS,
    SETTLED,
    VOTING,
    Ballot,
    Decision,
    ItemState,
    JuryRole,
    Presence,
    SessionState,
)
from maillage.programmes.models import AgendaItem, Application, Attendance, JurySession, Vote
from maillage.programmes.queries.jury import Count, count_of
from maillage.programmes.rules import runs_jury


@dataclass(frozen=True)
class Proposal:
    """What is put to the vote on a file. Amounts in euros; ``conditions``: text and day."""

    decision: str
    opinion: str = ""
    amount: Decimal | None = None
    rank: int | None = None
    conditions: Sequence[tuple[str, dt.date]] = ()


# --- The session -----------------------------------------------------------------------------------------
@transaction.atomic
def begin(session: JurySession, *, present: Collection[int], by: Any) -> JurySession:
    """Opens the session with its roll call.

    Args:
        present: keys of the members in the room.

    Raises:
        Conflict: nobody presides, or there is nothing on the agenda.
    """
    session = _held(session, by, SessionState.PLANNED)
    if not session.members.filter(role=JuryRole.PRESIDENT).exists():
        raise Conflict(_("Name the president of the jury first."))
    if not session.items.exists():
        raise Conflict(_("Put files on the agenda first."))
    states.move(
        session,
        SessionState.OPEN,
        SESSION_TRANSITIONS,
        by=by,
        verb="programmes.jury_opened",
        also={"opened_at": clock.database_now()},
    )
    _roll(session, present, by)
    return session


@transaction.atomic
def roll_call(session: JurySession, *, present: Collection[int], by: Any) -> None:
    """Who is in the room from now on: for the file under discussion and those to come."""
    session = _held(session, by)
    _roll(session, present, by)
    called = session.items.filter(state=ItemState.CALLED).first()
    if called is not None:
        _note_presence(called)


def _roll(session: JurySession, present: Collection[int], by: Any) -> None:
    changed = []
    for member in session.members.select_for_update(of=("self",)).order_by("pk"):
        if member.is_present != (member.pk in present):
            member.is_present = member.pk in present
            member.save(update_fields=["is_present"])
            changed.append(member.pk)
    if changed:
        there = sorted(session.members.filter(is_present=True).values_list("pk", flat=True))
        events.record(session, "programmes.jury_roll_called", by=by, data={"present": there})


# --- One file -----------------------------------------------------------------------------------------------
@transaction.atomic
def call_file(item: AgendaItem, *, by: Any) -> AgendaItem:
    """Takes a file up. The one under discussion goes back to those to come; whoever has a conflict is out.

    Raises:
        Conflict: the session is not open.
    """
    session = _held(item.session, by)
    for other in session.items.filter(state=ItemState.CALLED).exclude(pk=item.pk):
        states.move(other, ItemState.WAITING, ITEM_TRANSITIONS, by=by, verb="programmes.file_put_back")
    item = _locked(item)
    if item.state == ItemState.CALLED:
        return item
    states.move(
        item,
        ItemState.CALLED,
        ITEM_TRANSITIONS,
        by=by,
        verb="programmes.file_called",
        also={"called_at": clock.database_now(), "settled_at": None},
    )
    _note_presence(item)
    return item


def _note_presence(item: AgendaItem) -> None:
    """Writes who is in the room, absent, or out for a conflict; a vote of somebody now out falls."""
    members = list(item.session.members.order_by("pk"))
    out = {
        person
        for _file, person in conflicts.standing(
            Application.objects.filter(pk=item.application_id), [member.user_id for member in members]
        )
    }
    for member in members:
        presence = Presence.PRESENT if member.is_present else Presence.ABSENT
        if member.user_id in out:
            presence = Presence.OUT
        Attendance.objects.update_or_create(item=item, member=member, defaults={"presence": presence})
        if presence != Presence.PRESENT:
            Vote.objects.filter(item=item, member=member).delete()


@transaction.atomic
def propose(item: AgendaItem, proposal: Proposal, *, by: Any) -> AgendaItem:
    """Puts a decision to the vote. Another proposal than the present one starts the vote again; other
    words for the same one do not.

    Raises:
        Invalid: no decision; no reason where the applicant will read one; conditions that are missing.
        Conflict: the file is not under discussion.
    """
    _held(item.session, by)
    item = _locked(item)
    _must_be_called(item)
    _must_not_be_out(item, by)
    decision = Decision(proposal.decision)
    if decision == Decision.NONE:
        raise Invalid(fields={"decision": _("Choose what is put to the vote.")})
    if decision in NEEDS_REASON and not proposal.opinion.strip():
        raise Invalid(fields={"opinion": _("Give the reason: the applicant will read it.")})
    if decision == Decision.CONDITIONAL and not proposal.conditions:
        raise Invalid(fields={"conditions": _("List at least one condition.")})
    asked = [[text.strip(), due_on.isoformat()] for text, due_on in proposal.conditions]
    before = (item.proposal, item.proposed_amount, item.proposed_conditions)
    item.proposal = decision
    item.opinion = proposal.opinion.strip()
    item.proposed_amount = proposal.amount
    item.proposed_rank = proposal.rank if decision == Decision.WAITING else None
    item.proposed_conditions = asked if decision == Decision.CONDITIONAL else []
    item.save(
        update_fields=["proposal", "opinion", "proposed_amount", "proposed_rank", "proposed_conditions"]
    )
    if before != (item.proposal, item.proposed_amount, item.proposed_conditions):
        Vote.objects.filter(item=item).delete()
        events.record(item, "programmes.proposal_put", by=by, data={"decision": str(decision)})
    return item


@transaction.atomic
def vote(item: AgendaItem, ballots: dict[int, str], *, by: Any) -> None:
    """Voices on the proposal: a member's own, or all of them counted by who runs the session. An empty
    ballot takes a voice back.

    Args:
        ballots: a ``Ballot`` or "" for each member's key.

    Raises:
        NotAllowed: somebody else's voice, by a member who does not run the session.
        Conflict: nothing is put to the vote, or a member is not in the room, out for a conflict, or has
            no voice.
    """
    session = JurySession.objects.select_for_update(of=("self",)).get(pk=item.session_id)
    if session.state != SessionState.OPEN:
        raise Conflict(_("The session is not open."))
    item = _locked(item)
    _must_be_called(item)
    if item.proposal == Decision.NONE:
        raise Conflict(_("Say first what is put to the vote."))
    members = {member.pk: member for member in session.members.select_related("user")}
    if not set(ballots) <= set(members):
        raise NotAllowed
    own = {pk for pk, member in members.items() if member.user_id == by.pk}
    if not set(ballots) <= own and not runs_jury(by, item.session):
        raise NotAllowed(_("A member votes for themself."))
    _must_not_be_out(item, by)
    presence = dict(item.attendances.values_list("member", "presence"))
    now = clock.database_now()
    for key, ballot in ballots.items():
        member = members[key]
        if not ballot:
            Vote.objects.filter(item=item, member=member).delete()
            continue
        if presence.get(key) == Presence.OUT:
            raise Conflict(_("%(person)s is out for a conflict of interests.") % {"person": member})
        if presence.get(key) != Presence.PRESENT:
            raise Conflict(_("%(person)s is not in the room.") % {"person": member})
        if member.role not in VOTING:
            raise Conflict(_("%(person)s keeps the minutes and has no vote.") % {"person": member})
        Vote.objects.update_or_create(
            item=item, member=member, defaults={"ballot": Ballot(ballot), "cast_at": now, "cast_by": by}
        )


@transaction.atomic
def settle(item: AgendaItem, *, by: Any) -> tuple[AgendaItem, Count]:
    """Closes the vote: adopted when there are more voices for than against, the president's deciding when
    there are as many.

    Raises:
        Conflict: no quorum, nobody voted for or against, or a tie that the president does not break.
    """
    _held(item.session, by)
    item = _locked(item)
    _must_be_called(item)
    _must_not_be_out(item, by)
    count = count_of(item)
    if not count.has_quorum:
        raise Conflict(
            _("There is no quorum: %(present)d of the %(quorum)d members needed. Postpone the file.")
            % {"present": count.present, "quorum": count.quorum}
        )
    if not count.voices_for and not count.voices_against:
        raise Conflict(_("Nobody voted for or against."))
    outcome = count.outcome
    if outcome is None:
        raise Conflict(_("There are as many voices for as against, and the president has not voted."))
    states.move(
        item,
        outcome,
        ITEM_TRANSITIONS,
        by=by,
        verb="programmes.file_settled",
        also={"settled_at": clock.database_now()},
        data={
            "decision": item.proposal,
            "for": count.voices_for,
            "against": count.voices_against,
            "abstain": count.abstentions,
        },
    )
    return item, count


@transaction.atomic
def postpone(item: AgendaItem, *, by: Any) -> AgendaItem:
    """Leaves a file for another session: no quorum, or something is missing."""
    _held(item.session, by)
    item = _locked(item)
    states.move(
        item,
        ItemState.POSTPONED,
        ITEM_TRANSITIONS,
        by=by,
        verb="programmes.file_postponed",
        also={"settled_at": clock.database_now()},
    )
    return item


@transaction.atomic
def take_notes(item: AgendaItem, notes: str, *, version: int, by: Any) -> AgendaItem:
    """Keeps the notes of a file.

    Args:
        version: that the writer had before their eyes.

    Raises:
        Conflict: somebody else wrote meanwhile: nothing is kept, the page shows both.
    """
    _held(item.session, by)
    item = _locked(item)
    _must_not_be_out(item, by)
    if notes == item.notes:
        return item
    if version != item.notes_version:
        raise Conflict(
            _("%(person)s wrote in these notes at %(hour)s, after you opened them.")
            % {"person": item.notes_by, "hour": formatting.hour(item.notes_at)}
        )
    item.notes = notes
    item.notes_version += 1
    item.notes_by = by
    item.notes_at = clock.database_now()
    item.save(update_fields=["notes", "notes_version", "notes_by", "notes_at"])
    return item


# --- The end ------------------------------------------------------------------------------------------------
@transaction.atomic
def close(session: JurySession, *, by: Any) -> JurySession:
    """Ends the session: the record is frozen, the minutes drawn from it, both with their hash.

    Raises:
        Conflict: a file is still under discussion or waits.
    """
    session = _held(session, by)
    if left := session.items.exclude(state__in=SETTLED).count():
        raise Conflict(_("%(n)d files are not settled: vote on them, or postpone them.") % {"n": left})
    now = clock.database_now()
    session.closed_at = now
    record = minutes.record_of(session)
    document = minutes.draw(session, record, at=now)
    stored = minutes.keep(session, document)
    states.move(
        session,
        SessionState.CLOSED,
        SESSION_TRANSITIONS,
        by=by,
        verb="programmes.jury_closed",
        also={
            "closed_at": now,
            "record": record,
            "record_sha256": minutes.digest(record),
            "minutes": stored,
            "minutes_sha256": stored.sha256,
        },
        data={"record": minutes.digest(record)},
    )
    return session


@transaction.atomic
def take_over(session: JurySession, *, by: Any) -> int:
    """Prepares the decisions that a closed jury adopted, with its opinions as reasons; all or none. A file
    that an officer has decided otherwise since keeps that decision.

    Returns:
        how many decisions are prepared.

    Raises:
        Conflict: the session is not closed, or one of the files can no longer be decided so.
    """
    only_officers(session.call.programme, by)
    session = JurySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.state != SessionState.CLOSED:
        raise Conflict(_("Close the session first."))
    items = session.items.filter(state=ItemState.ADOPTED).select_related("application__call__programme")
    done = 0
    for item in items.order_by("proposed_rank", "position"):
        row = item.application
        if row.decision != Decision.NONE:
            continue
        if item.proposal == Decision.CONDITIONAL:
            asked = [(text, dt.date.fromisoformat(day)) for text, day in item.proposed_conditions]
            conditions.set_conditions(row, asked, by=by)
        decisions.decide(
            row,
            item.proposal,
            reason=item.opinion,
            amount=item.proposed_amount,
            rank=item.proposed_rank,
            by=by,
        )
        done += 1
    events.record(session, "programmes.jury_taken_over", by=by, data={"number": done})
    return done


# --- Guards ------------------------------------------------------------------------------------------------
def _held(session: JurySession, by: Any, state: SessionState = SessionState.OPEN) -> JurySession:
    """The session under lock, for who runs it, in that state."""
    JurySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    held = JurySession.objects.select_related("call__programme__operator").get(pk=session.pk)
    if not runs_jury(by, held):
        raise NotAllowed(_("Only the president, the secretary and the officers run a session."))
    if held.state == SessionState.CLOSED:
        raise Conflict(_("This session is closed: its minutes are frozen."))
    if held.state != state:
        raise Conflict(
            _("The session is not open.")
            if state == SessionState.OPEN
            else _("The session has begun already.")
        )
    return held


def _locked(item: AgendaItem) -> AgendaItem:
    return (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("session__call__programme", "application", "notes_by")
        .get(pk=item.pk)
    )


def _must_be_called(item: AgendaItem) -> None:
    if item.state != ItemState.CALLED:
        raise Conflict(_("This file is not under discussion: call it first."))


def _must_not_be_out(item: AgendaItem, by: Any) -> None:
    if conflicts.is_kept_out(by, item.application):
        raise NotAllowed(_("A conflict of interests keeps you out of this file."))
