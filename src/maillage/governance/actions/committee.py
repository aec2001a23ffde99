"""Committees: made, named, given their members, ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events
from maillage.core.errors import Conflict, Invalid, NotAllowed
from maillage.governance import hosts
from maillage.governance import rules as who
from maillage.governance.enums import CommitteeKind, Seat
from maillage.governance.models import Committee, CommitteeMember


@transaction.atomic
def create(
    host: tuple[str, int], *, kind: str, name: str, by: Any, purpose: str = "", quorum: int = 1
) -> Committee:
    """A committee of a host.

    Raises:
        NotAllowed: ``by`` does not run the host.
        Invalid: no name, a name that is taken, a quorum of nobody, a second expert committee.
    """
    if not hosts.runs(by, *host):
        raise NotAllowed(_("Those who run the programme or the organisation make its committees."))
    _check(name, quorum)
    committee = _made(
        Committee(
            host_kind=host[0],
            host_id=host[1],
            kind=CommitteeKind(kind),
            name=name.strip(),
            purpose=purpose.strip(),
            quorum=quorum,
            created_by=by,
            created_at=clock.database_now(),
        )
    )
    events.record(committee, "governance.committee_created", by=by)
    return committee


def experts_of(host: tuple[str, int]) -> Committee:
    """The expert committee of a host, made when it has none: the clock's own, which asks nobody."""
    live = Committee.objects.filter(
        host_kind=host[0], host_id=host[1], kind=CommitteeKind.EXPERT, ended_on__isnull=True
    )
    if (committee := live.first()) is not None:
        return committee
    taken = Committee.objects.filter(host_kind=host[0], host_id=host[1])
    name = _("Expert committee")
    if taken.filter(name=name).exists():  # an ended one bears it
        name = f"{name} {taken.count() + 1}"
    try:
        with transaction.atomic():
            committee = Committee.objects.create(
                host_kind=host[0],
                host_id=host[1],
                kind=CommitteeKind.EXPERT,
                name=name,
                purpose=_("After each session: what does each project need now?"),
            )
    except IntegrityError:  # somebody made it meanwhile
        return live.get()
    events.record(committee, "governance.committee_created", by=None)
    return committee


@transaction.atomic
def update(committee: Committee, *, name: str, purpose: str, quorum: int, by: Any) -> Committee:
    """Other words, another quorum for the meetings to come."""
    committee = _locked(committee, by)
    _check(name, quorum)
    committee.name, committee.purpose, committee.quorum = name.strip(), purpose.strip(), quorum
    _made(committee)
    events.record(committee, "governance.committee_changed", by=by, data={"quorum": quorum})
    return committee


@transaction.atomic
def seat(committee: Committee, person: Any, *, by: Any, seat: str = Seat.MEMBER) -> CommitteeMember:
    """Somebody is asked to each meeting to come; seating them again changes their role.

    Raises:
        Invalid: somebody presides already, or the host does not know this person.
    """
    committee = _locked(committee, by)
    kind = hosts.hosts.get(committee.host_kind)
    if kind is None or not kind.people(committee.host_id).filter(pk=person.pk).exists():
        raise Invalid(fields={"user": _("This person is not among those who may sit here.")})
    try:
        with transaction.atomic():
            member, made = CommitteeMember.objects.update_or_create(
                committee=committee, user=person, defaults={"seat": Seat(seat)}
            )
    except IntegrityError:
        raise Invalid(fields={"seat": _("Somebody presides already.")}) from None
    events.record(
        committee,
        "governance.member_seated" if made else "governance.member_role_changed",
        by=by,
        data={"member": member.pk, "seat": member.seat},
    )
    return member


@transaction.atomic
def unseat(member: CommitteeMember, *, by: Any) -> None:
    """Asked to no further meeting; what they attended stays."""
    committee = _locked(member.committee, by)
    events.record(committee, "governance.member_unseated", by=by, data={"member": member.pk})
    member.delete()


@transaction.atomic
def end(committee: Committee, *, by: Any, on: dt.date | None = None) -> Committee:
    """No further meeting; its minutes and actions stay."""
    committee = _locked(committee, by)
    if committee.ended_on is not None:
        raise Conflict(_("This committee has ended already."))
    committee.ended_on = on or clock.today()
    committee.save(update_fields=["ended_on"])
    events.record(committee, "governance.committee_ended", by=by)
    return committee


def _check(name: str, quorum: int) -> None:
    if not name.strip():
        raise Invalid(fields={"name": _("Give the committee a name.")})
    if quorum < 1:
        raise Invalid(fields={"quorum": _("A quorum is at least one person.")})


def _made(committee: Committee) -> Committee:
    try:
        with transaction.atomic():
            committee.save()
    except IntegrityError as error:
        if "one_expert" in str(error):
            raise Invalid(fields={"kind": _("There is an expert committee already.")}) from None
        raise Invalid(fields={"name": _("There is a committee of that name already.")}) from None
    return committee


def _locked(committee: Committee, by: Any) -> Committee:
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    if not who.runs_committee(by, committee):
        raise NotAllowed(_("Those who run the programme or the organisation do this."))
    return committee
