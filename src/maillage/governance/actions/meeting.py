"""Meetings: proposed, planned, called, held item by item, and closed with their minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.accounts import notifications
from maillage.core import clock, events, files, states
from maillage.core.calendars import kept
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.core.models import StoredFile
from maillage.governance import calendars, hosts
from maillage.governance import rules as who
from maillage.governance.actions import minutes
from maillage.governance.enums import MEETING_TRANSITIONS, VOTING, MeetingState, Part, Presence, Seat
from maillage.governance.models import (
    Committee,
    DecisionVoice,
    Meeting,
    MeetingDecision,
    MeetingFile,
    MeetingItem,
    MeetingMember,
)
from maillage.governance.queries import meeting as read
from maillage.projects.models import Project

MEETING_KIND = "governance.meeting"
LONGEST_NOTES = 20_000
LONGEST_DECISION = 3000


@dataclass(frozen=True)
class When:
    """What a meeting is and when it sits; ``minutes_planned`` is its length."""

    title: str
    held_at: dt.datetime
    quorum: int
    minutes_planned: int = 120
    venue: str = ""
    link: str = ""


@dataclass(frozen=True)
class Origin:
    """What proposed a meeting (``session-12``), why in words, and for which promotion."""

    key: str
    reason: str
    group: hosts.Group | None = None


# --- Before it sits ----------------------------------------------------------------------------------------
@transaction.atomic
def plan(committee: Committee, when: When, *, by: Any) -> Meeting:
    """A meeting to come, with the committee's members; they are told at once.

    Raises:
        NotAllowed: ``by`` does not run the committee's host.
        Invalid: no title, or a quorum of nobody.
        Conflict: the committee has ended.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    if not who.runs_committee(by, committee):
        raise NotAllowed(_("Those who run the programme or the organisation call its meetings."))
    if committee.ended_on is not None:
        raise Conflict(_("This committee has ended."))
    _check(when)
    meeting = Meeting.objects.create(
        committee=committee, created_by=by, created_at=clock.database_now(), **_values(when)
    )
    MeetingMember.objects.bulk_create(
        MeetingMember(meeting=meeting, user_id=row.user_id, seat=row.seat)
        for row in committee.members.order_by("pk")
    )
    events.record(meeting, "governance.meeting_planned", by=by)
    _tell(meeting, "called", but=by)
    return meeting


@transaction.atomic
def propose(
    committee: Committee,
    when: When,
    *,
    origin: Origin,
    people: Mapping[int, str],
    projects: Sequence[Project],
) -> Meeting | None:
    """A meeting that something proposes by itself (a session of a pathway that has ended): those who run
    the host confirm its date, or refuse it. None when it was proposed already.

    Args:
        people: the seat of each person called, by their key; the committee's own members come beside.
        projects: each is an item of the agenda, in this order.
    """
    _check(when)
    seats = {row.user_id: row.seat for row in committee.members.order_by("pk")}
    for key, seat in people.items():
        seats.setdefault(key, Seat(seat))
    now = clock.database_now()
    values = _values(when) | {"state": MeetingState.PROPOSED, "reason": origin.reason[:300]}
    if origin.group is not None:
        values |= {"group_key": origin.group.key, "group_name": origin.group.name}
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(committee=committee, origin=origin.key, created_at=now, **values)
    except IntegrityError:
        return None
    presides = False
    for key, seat in sorted(seats.items()):
        asked = Seat.MEMBER if seat == Seat.PRESIDENT and presides else seat
        presides = presides or asked == Seat.PRESIDENT
        MeetingMember.objects.create(meeting=meeting, user_id=key, seat=asked)
    MeetingItem.objects.bulk_create(
        MeetingItem(meeting=meeting, position=rank, title=project.title, project=project)
        for rank, project in enumerate(projects, 1)
    )
    events.record(meeting, "governance.meeting_proposed", by=None, data={"origin": origin.key})
    return meeting


@transaction.atomic
def update(meeting: Meeting, when: When, *, by: Any) -> Meeting:
    """Other words, another moment, length or place, which those called are told. A proposed meeting becomes
    planned, a cancelled one is planned again, and its members are called."""
    meeting = _prepared(meeting, by, cancelled=True)
    _check(when)
    before = _told(meeting)
    for name, value in _values(when).items():
        setattr(meeting, name, value)
    moved = _told(meeting) != before
    _revise(meeting)
    meeting.save()
    if meeting.state in {MeetingState.PROPOSED, MeetingState.CANCELLED}:
        states.move(
            meeting, MeetingState.PLANNED, MEETING_TRANSITIONS, by=by, verb="governance.meeting_planned"
        )
        _tell(meeting, "called", but=by)
    else:
        events.record(meeting, "governance.meeting_changed", by=by, data={"moved": moved})
        if moved:
            _tell(meeting, "moved", but=by)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, *, why: str, by: Any) -> Meeting:
    """It does not sit; those called to a planned one are told why.

    Raises:
        Invalid: no reason.
        TransitionRefused: it sits already, or is closed.
    """
    meeting = _prepared(meeting, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Say why: those called will read it.")})
    was_planned = meeting.state == MeetingState.PLANNED
    states.move(
        meeting,
        MeetingState.CANCELLED,
        MEETING_TRANSITIONS,
        by=by,
        verb="governance.meeting_cancelled",
        why=why.strip(),
        also=_revise(meeting),
    )
    if was_planned:
        _tell(meeting, "cancelled", but=by, why=why.strip())
    return meeting


@transaction.atomic
def seat(meeting: Meeting, person: Any, *, by: Any, seat: str = Seat.MEMBER) -> MeetingMember:
    """Calls somebody to this meeting; calling them again changes their role.

    Raises:
        Invalid: somebody presides already, or the host does not know this person.
    """
    meeting = _prepared(meeting, by)
    committee = meeting.committee
    kind = hosts.hosts.get(committee.host_kind)
    known = kind is not None and kind.people(committee.host_id).filter(pk=person.pk).exists()
    if not known and not meeting.members.filter(user=person).exists():
        raise Invalid(fields={"user": _("This person is not among those who may sit here.")})
    try:
        with transaction.atomic():
            member, made = MeetingMember.objects.update_or_create(
                meeting=meeting, user=person, defaults={"seat": Seat(seat)}
            )
    except IntegrityError:
        raise Invalid(fields={"seat": _("Somebody presides already.")}) from None
    events.record(
        meeting,
        "governance.member_called" if made else "governance.member_role_changed",
        by=by,
        data={"member": member.pk, "seat": member.seat},
    )
    if made and meeting.state == MeetingState.PLANNED and person.pk != by.pk:
        _tell_one(meeting, person, "called")
    return member


@transaction.atomic
def unseat(member: MeetingMember, *, by: Any) -> None:
    """Takes somebody out of a meeting that has not begun; they are told, and it leaves their calendar."""
    meeting = _prepared(member.meeting, by)
    if meeting.state == MeetingState.OPEN:
        raise Conflict(_("The meeting has begun: mark this person absent instead."))
    events.record(meeting, "governance.member_uncalled", by=by, data={"member": member.pk})
    person = member.user
    member.delete()
    if meeting.state == MeetingState.PLANNED and person.pk != by.pk:
        _revise(meeting)
        meeting.save(update_fields=["revision", "changed_at"])
        _tell_one(meeting, person, "uncalled")


@transaction.atomic
def add_item(
    meeting: Meeting,
    *,
    by: Any,
    title: str = "",
    project: Project | None = None,
    subject: tuple[str, int] | None = None,
) -> MeetingItem:
    """An item at the end of the agenda: a project, something that the host knows, or words.

    Raises:
        Invalid: nothing is said, a project that the host does not follow, a subject that it does not offer,
            or one that is there already.
    """
    meeting = _prepared(meeting, by)
    committee = meeting.committee
    words = title.strip()
    kind = hosts.hosts.get(committee.host_kind)
    if project is not None:
        if kind is None or not kind.projects(committee.host_id).filter(pk=project.pk).exists():
            raise Invalid(fields={"project": _("This project is not followed here.")})
        words = words or project.title
    elif subject is not None:
        offered = dict(_offered(committee, subject[0]))
        if subject[1] not in offered:
            raise Invalid(fields={"subject": _("This cannot be put on the agenda here.")})
        words = words or offered[subject[1]]
    if not words:
        raise Invalid(fields={"title": _("Say what it is about.")})
    last = meeting.items.order_by("-position").values_list("position", flat=True).first() or 0
    try:
        with transaction.atomic():
            item = MeetingItem.objects.create(
                meeting=meeting,
                position=last + 1,
                title=words[:200],
                project=project,
                subject_kind=subject[0] if subject and project is None else "",
                subject_id=subject[1] if subject and project is None else None,
            )
    except IntegrityError:
        raise Invalid(fields={"project": _("This project is on the agenda already.")}) from None
    events.record(meeting, "governance.item_added", by=by, data={"item": item.pk})
    return item


def _offered(committee: Committee, kind_key: str) -> Sequence[tuple[int, str]]:
    kind = hosts.subjects.get(kind_key)
    return list(kind.offered(committee.host_kind, committee.host_id)) if kind is not None else []


@transaction.atomic
def move_item(item: MeetingItem, *, step: int, by: Any) -> None:
    """One rank up (-1) or down (1); at the end it stays."""
    meeting = _prepared(item.meeting, by)
    order = list(meeting.items.order_by("position", "pk"))
    here = next(rank for rank, row in enumerate(order) if row.pk == item.pk)
    there = min(max(here + step, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    for rank, row in enumerate(order, 1):
        if row.position != rank:
            row.position = rank
            row.save(update_fields=["position"])
    events.record(meeting, "governance.agenda_reordered", by=by)


@transaction.atomic
def remove_item(item: MeetingItem, *, by: Any) -> None:
    """Takes an item off, when nothing was said of it.

    Raises:
        Conflict: notes, needs or decisions are attached to it.
    """
    meeting = _prepared(item.meeting, by)
    item = MeetingItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.notes or item.is_done or item.needs.exists() or item.decisions.exists():
        raise Conflict(_("Something was said of this: it stays on the agenda."))
    events.record(meeting, "governance.item_removed", by=by, data={"item": item.pk})
    item.delete()


@transaction.atomic
def add_file(meeting: Meeting, upload: File[bytes], *, title: str = "", by: Any) -> MeetingFile:
    """A file for those called to the meeting."""
    meeting = _prepared(meeting, by)
    stored = files.receive(upload, by=by, field="file")
    row = MeetingFile.objects.create(meeting=meeting, file=stored, title=title.strip()[:160], added_by=by)
    events.record(meeting, "governance.meeting_file_added", by=by, data={"file": row.pk})
    return row


@transaction.atomic
def remove_file(row: MeetingFile, *, by: Any) -> None:
    meeting = _prepared(row.meeting, by)
    stored = row.file
    events.record(meeting, "governance.meeting_file_removed", by=by, data={"file": row.pk})
    row.delete()
    files.remove(stored)


# --- In session -------------------------------------------------------------------------------------------
@transaction.atomic
def begin(meeting: Meeting, *, present: Collection[int], by: Any) -> Meeting:
    """Opens it with the roll call; repeated, it says again who is there.

    Args:
        present: keys of the members who are there.

    Raises:
        Conflict: nobody is called.
        TransitionRefused: it is not planned.
    """
    meeting = _prepared(meeting, by)
    if not meeting.members.exists():
        raise Conflict(_("Call at least one person first."))
    if meeting.state != MeetingState.OPEN:
        states.move(
            meeting,
            MeetingState.OPEN,
            MEETING_TRANSITIONS,
            by=by,
            verb="governance.meeting_opened",
            also={"opened_at": clock.database_now()},
        )
    for member in meeting.members.select_for_update(of=("self",)).order_by("pk"):
        presence = Presence.PRESENT if member.pk in present else Presence.ABSENT
        if member.presence != presence:
            member.presence = presence
            member.save(update_fields=["presence"])
    events.record(meeting, "governance.roll_called", by=by, data={"present": sorted(present)})
    return meeting


@transaction.atomic
def note(item: MeetingItem, *, notes: str, is_done: bool, seen: str, by: Any) -> MeetingItem:
    """Keeps the notes of an item.

    Args:
        seen: the notes as the person had them before their eyes: when somebody wrote meanwhile, the later
            word does not silently win.

    Raises:
        Conflict: somebody wrote meanwhile, or the meeting is not in session.
    """
    _in_session(item.meeting, by)
    item = MeetingItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if _plain(item.notes) != _plain(seen):
        raise Conflict(_("Somebody wrote notes meanwhile: yours are below theirs, join them."))
    text = _plain(notes)
    if len(text) > LONGEST_NOTES:
        raise Invalid(fields={"notes": _("At most %(most)d characters.") % {"most": LONGEST_NOTES}})
    item.notes, item.is_done = text, is_done
    item.save(update_fields=["notes", "is_done"])
    events.record(item.meeting, "governance.item_noted", by=by, data={"item": item.pk})
    return item


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Hands:
    """A count of hands."""

    voices_for: int
    voices_against: int
    abstentions: int = 0


@transaction.atomic
def decide(
    meeting: Meeting,
    *,
    text: str,
    by: Any,
    item: MeetingItem | None = None,
    hands: Hands | None = None,
    aside: Mapping[int, str] | None = None,
) -> MeetingDecision:
    """Writes a decision: agreed by all, or by a count of hands, more for than against; and who had a voice.
    In a jury, those who coach or carry the project of the item have none on it.

    Args:
        aside: why, by the keys of people who step aside for this decision.

    Raises:
        Invalid: nothing is decided; more hands than members there; somebody steps aside who has no voice
            here, or without a reason.
        Conflict: no quorum, or the meeting is not in session.
    """
    meeting = _in_session(meeting, by)
    words = text.strip()
    if not words:
        raise Invalid(fields={"text": _("Write what is decided.")})
    if len(words) > LONGEST_DECISION:
        raise Invalid(fields={"text": _("At most %(most)d characters.") % {"most": LONGEST_DECISION}})
    silent = _kept_aside(meeting, item, aside or {})
    there = voices_there(meeting, but=silent)
    if there < meeting.quorum and there + len(silent) >= meeting.quorum:
        raise Conflict(
            _(
                "There is no quorum for this decision: %(present)d of the %(quorum)d members needed, without "
                "those who step aside. Somebody else decides with you."
            )
            % {"present": there, "quorum": meeting.quorum}
        )
    if there < meeting.quorum:
        raise Conflict(
            _(
                "There is no quorum: %(present)d of the %(quorum)d members needed. Take notes; decide at "
                "the next meeting."
            )
            % {"present": there, "quorum": meeting.quorum}
        )
    if hands is not None and hands.voices_for + hands.voices_against + hands.abstentions > there:
        sentence = ngettext(
            "%(n)d member with a voice is there.", "%(n)d members with a voice are there.", there
        )
        raise Invalid(fields={"voices_for": sentence % {"n": there}})
    decision = MeetingDecision.objects.create(
        meeting=meeting,
        item=item,
        text=words,
        votes_for=hands.voices_for if hands else None,
        votes_against=hands.voices_against if hands else None,
        abstentions=hands.abstentions if hands else None,
        is_adopted=hands is None or hands.voices_for > hands.voices_against,
        decided_at=clock.database_now(),
    )
    _write_voices(decision, silent)
    events.record(
        meeting,
        "governance.decided",
        by=by,
        data={"decision": decision.pk, "adopted": decision.is_adopted},
    )
    return decision


def _kept_aside(meeting: Meeting, item: MeetingItem | None, aside: Mapping[int, str]) -> dict[int, str]:
    """Who has no voice on this, and why: by rule, then by their own word."""
    silent = read.without_voice(meeting, item.project if item is not None else None)
    there = meeting.members.filter(presence=Presence.PRESENT, seat__in=VOTING)
    voting = set(there.order_by().values_list("user", flat=True))
    for person, why in aside.items():
        if person not in voting:
            raise Invalid(fields={"aside": _("Only members who are there with a voice step aside.")})
        if not why.strip():
            raise Invalid(fields={"aside_reason": _("Say why they step aside.")})
        silent.setdefault(person, why.strip()[:300])
    return silent


def _write_voices(decision: MeetingDecision, silent: Mapping[int, str]) -> None:
    """The part of each person who is there now."""
    there = decision.meeting.members.filter(presence=Presence.PRESENT).order_by("pk")
    for member in there:
        part, reason = Part.HEARD, ""
        if member.seat in VOTING:
            part = Part.ASIDE if member.user_id in silent else Part.VOICE
            reason = silent.get(member.user_id, "")[:300]
        DecisionVoice.objects.create(decision=decision, user_id=member.user_id, part=part, reason=reason)


@transaction.atomic
def remove_decision(decision: MeetingDecision, *, by: Any) -> None:
    """A decision written by mistake, while the meeting sits."""
    meeting = _in_session(decision.meeting, by)
    events.record(meeting, "governance.decision_removed", by=by, data={"text": decision.text[:300]})
    decision.delete()


def voices_there(meeting: Meeting, *, but: Collection[int] = ()) -> int:
    """How many members with a voice are there, but for these people."""
    there = meeting.members.filter(presence=Presence.PRESENT, seat__in=VOTING)
    return there.exclude(user__in=list(but)).count()


@transaction.atomic
def close(meeting: Meeting, *, by: Any) -> Meeting:
    """Freezes what was said and decided, and draws the minutes; those who were called are told.

    Raises:
        TransitionRefused: it is not in session.
        StorageUnavailable: the minutes could not be kept; it stays in session.
    """
    meeting = _in_session(meeting, by)
    meeting.closed_at = clock.database_now()
    record = minutes.record_of(meeting)
    document = minutes.draw(meeting, record, at=meeting.closed_at)
    stored = minutes.keep(meeting, document)
    states.move(
        meeting,
        MeetingState.CLOSED,
        MEETING_TRANSITIONS,
        by=by,
        verb="governance.meeting_closed",
        also={
            "closed_at": meeting.closed_at,
            "record": record,
            "record_sha256": minutes.digest(record),
            "minutes": stored,
            "minutes_sha256": stored.sha256,
        },
    )
    _tell(meeting, "closed", but=by)
    return meeting


# --- Guards ------------------------------------------------------------------------------------------------
def _told(meeting: Meeting) -> tuple[Any, ...]:
    """What calendars show of it."""
    return (meeting.held_at, meeting.minutes_planned, meeting.venue, meeting.link)


def _revise(meeting: Meeting) -> dict[str, Any]:
    """A later revision replaces the one that calendars hold. Gives the fields, written already."""
    meeting.revision += 1
    meeting.changed_at = clock.database_now()
    return {"revision": meeting.revision, "changed_at": meeting.changed_at}


def _values(when: When) -> dict[str, Any]:
    return {
        "title": when.title.strip(),
        "held_at": when.held_at,
        "quorum": when.quorum,
        "minutes_planned": when.minutes_planned,
        "venue": when.venue.strip(),
        "link": when.link.strip(),
    }


def _check(when: When) -> None:
    if not when.title.strip():
        raise Invalid(fields={"title": _("Give the meeting a title.")})
    if when.quorum < 1:
        raise Invalid(fields={"quorum": _("A quorum is at least one person.")})
    if not 5 <= when.minutes_planned <= 1440:
        raise Invalid(fields={"minutes_planned": _("Between five minutes and a day.")})


def _held(meeting: Meeting, by: Any) -> Meeting:
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    meeting = Meeting.objects.select_related("committee").get(pk=meeting.pk)
    if not who.runs_meeting(by, meeting):
        raise NotAllowed(_("Whoever presides, keeps the minutes or runs the programme does this."))
    return meeting


def _prepared(meeting: Meeting, by: Any, *, cancelled: bool = False) -> Meeting:
    """Under lock, for who runs it, while it is not closed (nor cancelled)."""
    meeting = _held(meeting, by)
    if meeting.state == MeetingState.CLOSED:
        raise Conflict(_("This meeting is closed: its minutes are frozen."))
    if meeting.state == MeetingState.CANCELLED and not cancelled:
        raise Conflict(_("This meeting is cancelled: plan it again first."))
    return meeting


def _in_session(meeting: Meeting, by: Any) -> Meeting:
    meeting = _held(meeting, by)
    if meeting.state != MeetingState.OPEN:
        raise Conflict(_("The meeting is not in session."))
    return meeting


# --- Telling -----------------------------------------------------------------------------------------------
def _tell(meeting: Meeting, what: str, *, but: Any, why: str = "") -> None:
    for member in meeting.members.select_related("user").order_by("pk"):
        if member.user_id != but.pk:
            _tell_one(meeting, member.user, what, why)


def _tell_one(meeting: Meeting, person: Any, what: str, why: str = "") -> None:
    """One message, with the entry for their calendar: ``what`` is called, moved, uncalled,
    cancelled or closed."""

    def entry() -> StoredFile:
        return kept(calendars.invitation(meeting, person, goes=what == "uncalled"))

    notifications.notify(
        person,
        MEETING_KIND,
        "governance/email/meeting",
        {
            "meeting": meeting,
            "committee": meeting.committee,
            "what": what,
            "why": why,
            # Who is no longer called may no longer see it.
            "path": reverse("governance:meetings") if what == "uncalled" else meeting.get_absolute_url(),
        },
        # Minutes are read, not attended.
        attachment=None if what == "closed" else entry,
    )
