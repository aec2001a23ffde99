"""The other committees: the programme's steering committee, a working group and a jury of presentations, the
general assembly of a network. Past, in session, to come and cancelled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory import actions as directory
from maillage.directory.enums import MembershipRole
from maillage.governance.actions import action as actions
from maillage.governance.actions import committee as committees
from maillage.governance.actions import meeting as meetings
from maillage.governance.actions.action import Task
from maillage.governance.actions.meeting import Hands, When
from maillage.governance.enums import CommitteeKind, Seat
from maillage.governance.models import Committee, Meeting
from maillage.portal.demo.applicants import Person, slug
from maillage.portal.demo.builders import network, paper, people
from maillage.portal.demo.builders.pace import day, step
from maillage.portal.demo.builders.programme import call_of
from maillage.portal.demo.content.reading import kept

CALL = "premiere-vague"


def build() -> None:
    """Each committee is one step, and made once."""
    programme = call_of(CALL).programme
    host = ("programme", programme.pk)
    _once(host, CommitteeKind.STEERING, _steering)
    _once(host, CommitteeKind.WORKING, _working_group)
    _once(host, CommitteeKind.JURY, _jury)
    home = network.by_key(network.known_organisations(), "ploucs")
    _once(("organisation", home.pk), CommitteeKind.ASSEMBLY, _assembly)


def _once(host: tuple[str, int], kind: CommitteeKind, tell: Any) -> None:
    if not Committee.objects.filter(host_kind=host[0], host_id=host[1], kind=kind).exists():
        with step(timezone.now() - dt.timedelta(minutes=40)):
            tell(host, kept("committees.toml")[kind.value])


def _make(
    host: tuple[str, int], kind: CommitteeKind, written: dict[str, Any], quorum: int, seats: dict[User, Seat]
) -> Committee:
    first = next(iter(seats))
    committee = committees.create(
        host, kind=kind, name=written["name"], purpose=written["purpose"], quorum=quorum, by=first
    )
    for person, seat in seats.items():
        committees.seat(committee, person, seat=seat, by=first)
    return committee


def _programme_seats() -> dict[User, Seat]:
    """The officer first: she presides and acts for the committee."""
    return {
        people.account("officer"): Seat.PRESIDENT,
        people.account("second-officer"): Seat.SECRETARY,
        people.account("observer"): Seat.MEMBER,
        people.account("trainer"): Seat.MEMBER,
    }


def _call_together(meeting: Meeting, by: User, *, absent: int = 0) -> None:
    """Opens it with the roll: all but the last ``absent`` of those called are there."""
    there = list(meeting.members.order_by("pk").values_list("pk", flat=True))
    meetings.begin(meeting, present=there[: len(there) - absent], by=by)


# --- Of the programme --------------------------------------------------------------------------------------
def _steering(host: tuple[str, int], written: dict[str, Any]) -> None:
    officer = people.account("officer")
    with step(day(-110)):
        _make(host, CommitteeKind.STEERING, written, 3, _programme_seats())
    committee = Committee.objects.get(host_kind=host[0], host_id=host[1], kind=CommitteeKind.STEERING)
    for past in written["past"]:
        held_at = day(-past["days_ago"], 9)
        with step(held_at - dt.timedelta(days=6)):
            meeting = meetings.plan(committee, When(past["title"], held_at, quorum=3), by=officer)
            meetings.add_item(meeting, title=past["subject"], by=officer)
        meeting = Meeting.objects.get(committee=committee, title=past["title"])
        with step(held_at):
            _call_together(meeting, officer)
            item = meeting.items.select_related("meeting__committee").get()
            meetings.note(item, notes=past["notes"], is_done=True, seen="", by=officer)
            for text in past["decisions"]:
                meetings.decide(meeting, text=text, item=item, by=officer)
            if "refused" in past:
                meetings.decide(meeting, text=past["refused"], item=item, hands=Hands(1, 3), by=officer)
            meetings.close(meeting, by=officer)
    coming = written["next"]
    with step(day(-3)):
        meeting = meetings.plan(
            committee, When(coming["title"], day(coming["in_days"], 10), quorum=3), by=officer
        )
        meetings.add_item(meeting, title=coming["subject"], by=officer)
        meetings.add_item(meeting, subject=("call", call_of("ateliers-ouverts").pk), by=officer)


def _working_group(host: tuple[str, int], written: dict[str, Any]) -> None:
    """Its minutes of last month, with a file; a meeting in session right now; one that was cancelled."""
    officer, second = people.account("officer"), people.account("second-officer")
    with step(day(-40)):
        _make(host, CommitteeKind.WORKING, written, 2, _programme_seats())
    committee = Committee.objects.get(host_kind=host[0], host_id=host[1], kind=CommitteeKind.WORKING)
    with step(day(-31, 14)):
        meeting = meetings.plan(committee, When(written["past_title"], day(-31, 14), quorum=2), by=officer)
        item = meetings.add_item(meeting, title=written["past_subject"], by=officer)
        _call_together(meeting, officer, absent=1)
        document = paper.pdf(
            "registre-des-formations.pdf", (written["document"], "Document d’exemple, inventé.")
        )
        meetings.add_file(meeting, document, title=written["document"], by=second)
        meetings.note(item, notes=written["past_notes"], is_done=True, seen="", by=second)
        meetings.decide(meeting, text=written["past_decision"], item=item, by=officer)
        actions.create(Task(written["action"], second, day(5).date()), meeting=meeting, by=officer)
        meetings.close(meeting, by=officer)
    with step(day(-8)):
        cancelled = meetings.plan(
            committee, When(written["cancelled_title"], day(6, 10), quorum=2), by=officer
        )
        meetings.cancel(cancelled, why=written["cancelled"], by=officer)
    begins_at = timezone.now().replace(minute=0, second=0, microsecond=0)
    with step(begins_at - dt.timedelta(days=4)):
        meeting = meetings.plan(committee, When(written["now_title"], begins_at, quorum=2), by=officer)
        meetings.add_item(meeting, title=written["now_subject"], by=officer)
    meeting = Meeting.objects.get(committee=committee, title=written["now_title"])
    _call_together(meeting, officer)
    item = meeting.items.select_related("meeting__committee").get()
    meetings.note(item, notes=written["now_notes"], is_done=False, seen="", by=officer)


def _jury(host: tuple[str, int], written: dict[str, Any]) -> None:
    """It hears projects and has no vote on money; its first sitting is to come."""
    officer = people.account("officer")
    with step(day(-12)):
        seats = {officer: Seat.SECRETARY, people.account("juror"): Seat.PRESIDENT}
        seats[people.account("observer")] = Seat.GUEST
        committee = _make(host, CommitteeKind.JURY, written, 2, seats)
        meeting = meetings.plan(committee, When(written["title"], day(25, 14), quorum=2), by=officer)
        meetings.add_item(meeting, title=written["subject"], by=officer)


# --- Of a network ------------------------------------------------------------------------------------------
def _assembly(host: tuple[str, int], written: dict[str, Any]) -> None:
    """One that decided by hands, and one without a quorum, which could only talk."""
    adviser = people.account("adviser")
    home = network.by_key(network.known_organisations(), "ploucs")
    seats = {adviser: Seat.SECRETARY}
    with step(day(-200)):
        for rank, (first, last) in enumerate(written["members"]):
            person = people.applicant(Person(first, last, f"{slug(first)}.{slug(last)}@membre.example"))
            directory.add_member(home, person, MembershipRole.MEMBER, by=adviser)
            seats[person] = Seat.MEMBER if rank else Seat.PRESIDENT
    with step(day(-90)):
        _make(host, CommitteeKind.ASSEMBLY, written, 3, seats)
    committee = Committee.objects.get(host_kind=host[0], host_id=host[1], kind=CommitteeKind.ASSEMBLY)
    with step(day(-62, 18)):
        meeting = meetings.plan(committee, When(written["title"], day(-62, 18), quorum=3), by=adviser)
        for title in written["items"]:
            meetings.add_item(meeting, title=title, by=adviser)
        _call_together(meeting, adviser)
        rows = meeting.items.select_related("meeting__committee").order_by("position")
        for rank, item in enumerate(rows):
            meetings.note(item, notes=written["notes"][rank], is_done=True, seen="", by=adviser)
            hands = Hands(4, 0, 1) if rank else None
            meetings.decide(meeting, text=written["decisions"][rank], item=item, hands=hands, by=adviser)
        meetings.close(meeting, by=adviser)
    with step(day(-20, 18)):
        when = When(written["without_quorum_title"], day(-20, 18), quorum=4)
        meeting = meetings.plan(committee, when, by=adviser)
        item = meetings.add_item(meeting, title=written["without_quorum_item"], by=adviser)
        _call_together(meeting, adviser, absent=3)
        meetings.note(item, notes=written["without_quorum_notes"], is_done=True, seen="", by=adviser)
        meetings.close(meeting, by=adviser)
