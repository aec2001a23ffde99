"""Promotions: forming them, and every passage of a file into one, between two, out of one.

A file that was told that it is retained has one row from then on (``CohortMember``): in a promotion, or
waiting for one. Locks: the promotion, then the members by key.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums import (
    MEMBER_REPEATED,
    MEMBER_TRANSITIONS,
    Decision,
    LabelState,
    MemberState,
    MoveKind,
)
from maillage.programmes.models import (
    Application,
    Call,
    Cohort,
    CohortMember,
    CohortMove,
    Label,
    Programme,
)


@dataclass(frozen=True)
class CohortPlan:
    """A promotion to make (or to fill) from retained applications, and the days of its labels.

    ``applications``: their keys; None takes all that no other plan names.
    """

    name: str
    starts_on: dt.date
    ends_on: dt.date
    applications: Collection[int] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "applications": None if self.applications is None else sorted(self.applications),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CohortPlan:
        days = LabelDays.from_json(data)
        return cls(data["name"], days.starts_on, days.ends_on, data["applications"])


@dataclass(frozen=True)
class LabelDays:
    """From when to when labels run that are granted before their promotion is formed."""

    starts_on: dt.date
    ends_on: dt.date

    def as_json(self) -> dict[str, Any]:
        return {"starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LabelDays:
        return cls(dt.date.fromisoformat(data["starts_on"]), dt.date.fromisoformat(data["ends_on"]))


@transaction.atomic
def create(
    programme: Programme,
    *,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: Any,
    call: Call | None = None,
) -> Cohort:
    """An empty promotion. Raises Invalid for a name that is taken, or days in the wrong order."""
    only_officers(programme, by)
    cohort = Cohort(programme=programme, call=call, name=name.strip(), starts_on=starts_on, ends_on=ends_on)
    _save(cohort)
    events.record(cohort, "programmes.cohort_formed", by=by)
    return cohort


@transaction.atomic
def update(cohort: Cohort, *, name: str, starts_on: dt.date, ends_on: dt.date, by: Any) -> Cohort:
    """Another name, other days. The labels of its projects keep theirs."""
    only_officers(cohort.programme, by)
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("programme").get(pk=cohort.pk)
    cohort.name, cohort.starts_on, cohort.ends_on = name.strip(), starts_on, ends_on
    _save(cohort)
    events.record(cohort, "programmes.cohort_updated", by=by)
    return cohort


@transaction.atomic
def remove(cohort: Cohort, *, by: Any) -> None:
    """Takes an empty promotion away.

    Raises:
        Conflict: a file is in it or left it, or a label names it.
    """
    only_officers(cohort.programme, by)
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("programme").get(pk=cohort.pk)
    if cohort.members.exists() or cohort.labels.exists():
        raise Conflict(_("Move its projects first: a promotion is taken away when it is empty."))
    events.record(cohort.programme, "programmes.cohort_removed", by=by, data={"name": cohort.name})
    cohort.delete()


# --- Passages -----------------------------------------------------------------------------------------------
@transaction.atomic
def place(
    members: Iterable[CohortMember],
    cohort: Cohort,
    *,
    by: Any,
    why: str = "",
    batch: uuid.UUID | None = None,
) -> uuid.UUID:
    """Puts files into a promotion: those that wait enter it, those of another one move to it, those that
    had left come back. All or none; the batch, by which it is undone.

    Raises:
        Conflict: one of them passed elsewhere since the caller read it, or is not of the programme.
    """
    only_officers(cohort.programme, by)
    batch = batch or uuid.uuid4()
    if not Cohort.objects.select_for_update(of=("self",)).filter(pk=cohort.pk).exists():
        raise Conflict(_("The promotion “%(name)s” no longer exists.") % {"name": cohort.name})
    for member in _locked(members, cohort.programme):
        if member.state == MemberState.ACTIVE and member.cohort_id == cohort.pk:
            continue
        kind = {
            MemberState.ACTIVE: MoveKind.MOVED,
            MemberState.DROPPED_OUT: MoveKind.CAME_BACK,
        }.get(MemberState(member.state), MoveKind.PLACED)
        _pass(member, kind, MemberState.ACTIVE, cohort, why=why, batch=batch, by=by)
    return batch


@transaction.atomic
def defer(member: CohortMember, *, why: str, by: Any, to: Cohort | None = None) -> CohortMember:
    """Puts a project off to a later promotion, or to one that is not formed yet.

    Raises:
        Invalid: no reason, or the same promotion.
        TransitionRefused: it is in no promotion.
    """
    programme = _programme_of(member)
    only_officers(programme, by)
    (member,) = _locked([member], programme)
    if to is not None and (to.pk == member.cohort_id or to.programme_id != programme.pk):
        raise Invalid(fields={"to": _("Choose another promotion of the programme.")})
    if member.state != MemberState.ACTIVE:
        raise Conflict(_("“%(title)s” is in no promotion.") % {"title": member.application.title})
    state = MemberState.DEFERRED if to is None else MemberState.ACTIVE
    return _pass(member, MoveKind.DEFERRED, state, to, why=_reason(why), by=by)


@transaction.atomic
def drop_out(member: CohortMember, *, why: str, by: Any) -> CohortMember:
    """A project leaves, with its reason. Its label is apart: it is ended by ``label.end``.

    Raises:
        Invalid: no reason.
        TransitionRefused: it had left already.
    """
    programme = _programme_of(member)
    only_officers(programme, by)
    (member,) = _locked([member], programme)
    return _pass(
        member, MoveKind.DROPPED_OUT, MemberState.DROPPED_OUT, member.cohort, why=_reason(why), by=by
    )


@transaction.atomic
def undo(programme: Programme, batch: uuid.UUID, *, by: Any) -> int:
    """Takes back what one gesture did; how many files. Promotions that it leaves without any file, and
    that it made, go away with it.

    Raises:
        Conflict: undone already, or one of the files has passed elsewhere since.
    """
    only_officers(programme, by)
    moves = list(
        CohortMove.objects.filter(
            batch=batch, member__application__call__programme=programme, undone_at__isnull=True
        )
        .select_related("member", "from_cohort", "to_cohort")
        .order_by("pk")
    )
    if not moves:
        raise Conflict(_("This has been undone already."))
    # Promotions before members, as in ``place``: two gestures never wait for each other in a circle.
    for key in sorted({move.to_cohort_id for move in moves if move.to_cohort_id is not None}):
        Cohort.objects.select_for_update(of=("self",)).filter(pk=key).first()
    members = {row.pk: row for row in _locked([move.member for move in moves], programme)}
    later = CohortMove.objects.filter(
        member__in=list(members), pk__gt=moves[0].pk, undone_at__isnull=True
    ).exclude(batch=batch)
    if (first := later.select_related("member__application").order_by("pk").first()) is not None:
        raise Conflict(
            _("“%(title)s” has passed elsewhere since: this can no longer be undone.")
            % {"title": first.member.application.title}
        )
    for move in reversed(moves):
        member = members[move.member_id]
        if move.from_name and move.from_cohort is None:
            raise Conflict(_("The promotion “%(name)s” no longer exists.") % {"name": move.from_name})
        states.move(
            member,
            move.from_state,
            MEMBER_TRANSITIONS,
            by=by,
            verb="programmes.cohort_move_undone",
            repeated=MEMBER_REPEATED,
            also={"cohort": move.from_cohort},
            data={"kind": move.kind},
        )
        _labels_follow(member)
    CohortMove.objects.filter(pk__in=[move.pk for move in moves]).update(undone_at=clock.database_now())
    _sweep(programme, batch, by=by)
    return len(moves)


def _sweep(programme: Programme, batch: uuid.UUID, *, by: Any) -> None:
    """Takes away the promotions that only this gesture, undone now, ever filled."""
    others = CohortMove.objects.filter(Q(to_cohort=OuterRef("pk")) | Q(from_cohort=OuterRef("pk")))
    empty = Cohort.objects.filter(
        ~Exists(others.exclude(batch=batch)),
        arrivals__batch=batch,
        members__isnull=True,
        labels__isnull=True,
        call__isnull=True,
    )
    for cohort in list(empty.distinct().order_by("pk")):
        events.record(programme, "programmes.cohort_removed", by=by, data={"name": cohort.name})
        cohort.delete()


@transaction.atomic
def create_proposed(
    programme: Programme,
    plans: Sequence[tuple[CohortPlan, Sequence[CohortMember]]],
    *,
    by: Any,
) -> tuple[list[Cohort], uuid.UUID]:
    """The promotions of an accepted proposal, all or none; the batch, by which they are undone.

    Raises:
        Invalid: a name that is taken, days in the wrong order, or a promotion without a project.
    """
    only_officers(programme, by)
    batch = uuid.uuid4()
    formed = []
    for plan, members in plans:
        if not members:
            raise Invalid(
                _("“%(name)s” has no project: give it some, or take it away.") % {"name": plan.name}
            )
        cohort = create(programme, name=plan.name, starts_on=plan.starts_on, ends_on=plan.ends_on, by=by)
        place(members, cohort, by=by, batch=batch)
        formed.append(cohort)
    return formed, batch


@transaction.atomic
def leave(member: CohortMember, *, why: str, by: Any) -> CohortMember:
    """A file that is no longer retained leaves, whoever ended it: its carriers, an announcement, the
    clock. ``actions.succession`` calls it and holds the file.

    Raises:
        Invalid: no reason.
    """
    (member,) = _locked([member], _programme_of(member))
    if member.state == MemberState.DROPPED_OUT:
        return member
    return _pass(
        member, MoveKind.DROPPED_OUT, MemberState.DROPPED_OUT, member.cohort, why=_reason(why), by=by
    )


def come_back(member: CohortMember, *, by: Any) -> CohortMember:
    """A file that had left and is retained anew is where it was, or waits for a promotion."""
    (member,) = _locked([member], _programme_of(member))
    if member.state != MemberState.DROPPED_OUT:
        return member
    state = MemberState.ACTIVE if member.cohort else MemberState.TO_PLACE
    return _pass(member, MoveKind.CAME_BACK, state, member.cohort, why="", by=by)


# --- At the announcement ------------------------------------------------------------------------------------
def enter(
    call: Call,
    retained: Sequence[Application],
    plans: Sequence[CohortPlan],
    *,
    unplaced: LabelDays | None,
    moment: dt.datetime,
    by: Any,
) -> tuple[list[Cohort], list[Label]]:
    """Gives every file that is being told "retained" its row: in the promotion of its plan, or waiting for
    one when ``unplaced`` says from when to when its label runs meanwhile.

    Returns:
        the promotions, and the labels to write for projects whose place is known, not saved yet.

    Raises:
        Invalid: a file without plan, or a plan whose days are in the wrong order.
    """
    left: dict[int, Application] = {row.pk: row for row in retained}
    cohorts: list[Cohort] = []
    labels: list[Label] = []
    members: list[CohortMember] = []
    named = {
        row.name: row
        for row in Cohort.objects.filter(
            programme=call.programme, name__in=[plan.name.strip() for plan in plans]
        )
    }
    for plan in sorted(plans, key=lambda plan: plan.applications is None):
        keys = list(left) if plan.applications is None else [pk for pk in plan.applications if pk in left]
        taken = [left.pop(pk) for pk in keys]
        if not taken:
            continue
        cohort = _cohort_of(call, plan, named, by=by)
        cohorts.append(cohort)
        members += [CohortMember(cohort=cohort, application=row, joined_at=moment) for row in taken]
        labels += _labels(call, taken, cohort, plan.starts_on, plan.ends_on, moment)
    if left and unplaced is None:
        raise Invalid(fields={"name": _("Name the promotion of the retained projects.")})
    if left and unplaced is not None:
        if unplaced.ends_on < unplaced.starts_on:
            raise Invalid(fields={"ends_on": _("A label ends after it starts.")})
        members += [
            CohortMember(application=row, state=MemberState.TO_PLACE, joined_at=moment)
            for row in left.values()
        ]
        labels += _labels(call, left.values(), None, unplaced.starts_on, unplaced.ends_on, moment)
    CohortMember.objects.bulk_create(members)
    batch = uuid.uuid4()
    CohortMove.objects.bulk_create(
        [
            CohortMove(
                member=member,
                kind=MoveKind.PLACED,
                from_state=MemberState.TO_PLACE,
                to_state=MemberState.ACTIVE,
                to_cohort=member.cohort,
                to_name=member.cohort.name,
                at=moment,
                batch=batch,
            )
            for member in members
            if member.cohort is not None
        ]
    )
    return cohorts, labels


def _cohort_of(call: Call, plan: CohortPlan, named: dict[str, Cohort], *, by: Any) -> Cohort:
    """The promotion of a plan, among those of the programme by name; made when it is not there."""
    if plan.ends_on < plan.starts_on:
        raise Invalid(fields={"ends_on": _("A label ends after it starts.")})
    name = plan.name.strip()
    if name not in named:
        # Whoever scheduled it may be an officer no more on the day: it was allowed when it was scheduled.
        cohort = Cohort(
            programme=call.programme,
            call=call,
            name=name,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
        )
        _save(cohort)
        events.record(cohort, "programmes.cohort_formed", by=by)
        named[name] = cohort
    return named[name]


def _labels(
    call: Call,
    rows: Iterable[Application],
    cohort: Cohort | None,
    starts_on: dt.date,
    ends_on: dt.date,
    moment: dt.datetime,
) -> list[Label]:
    return [
        Label(
            programme=call.programme,
            project=row.project,
            place=row.project.place,
            cohort=cohort,
            application=row,
            state=LabelState.CONDITIONAL if row.decision == Decision.CONDITIONAL else LabelState.GRANTED,
            starts_on=starts_on,
            ends_on=ends_on,
            granted_at=moment,
        )
        for row in rows
        if row.project.place_id is not None
    ]


# --- Inside -------------------------------------------------------------------------------------------------
def _save(cohort: Cohort) -> None:
    if not cohort.name:
        raise Invalid(fields={"name": _("Name the promotion.")})
    if cohort.ends_on < cohort.starts_on:
        raise Invalid(fields={"ends_on": _("A promotion ends after it starts.")})
    try:
        with transaction.atomic():
            cohort.save()
    except IntegrityError:
        raise Invalid(fields={"name": _("The programme has a promotion of that name already.")}) from None


def _programme_of(member: CohortMember) -> Programme:
    return member.application.call.programme


def _locked(members: Iterable[CohortMember], programme: Programme) -> list[CohortMember]:
    """The rows under ``FOR UPDATE``, as the caller read them."""
    seen: Mapping[int, tuple[str, int | None]] = {row.pk: (row.state, row.cohort_id) for row in members}
    rows = list(
        CohortMember.objects.select_for_update(of=("self",))
        .filter(pk__in=list(seen), application__call__programme=programme)
        .select_related("cohort", "application__call__programme")
        .order_by("pk")
    )
    if len(rows) != len(seen):
        raise Conflict(_("Some of these projects are not of this programme."))
    for row in rows:
        if (row.state, row.cohort_id) != seen[row.pk]:
            raise Conflict(
                _("Meanwhile “%(title)s” passed elsewhere. Look again, then decide.")
                % {"title": row.application.title}
            )
    return rows


def _reason(why: str) -> str:
    if not why.strip():
        raise Invalid(fields={"why": _("Write why: it stays in the history of the promotion.")})
    return why.strip()


def _pass(
    member: CohortMember,
    kind: MoveKind,
    to: MemberState,
    cohort: Cohort | None,
    *,
    why: str,
    by: Any,
    batch: uuid.UUID | None = None,
) -> CohortMember:
    moment = clock.database_now()
    before = member.cohort
    from_state = member.state
    states.move(
        member,
        to,
        MEMBER_TRANSITIONS,
        by=by,
        verb=f"programmes.cohort_{kind.value}",
        repeated=MEMBER_REPEATED,
        why=why.strip(),
        also={"cohort": cohort, "joined_at": moment if cohort != before else member.joined_at},
        data={
            "cohort": cohort.name if cohort else "",
            "from": before.name if before else "",
        },
    )
    CohortMove.objects.create(
        member=member,
        kind=kind,
        from_state=from_state,
        to_state=to,
        from_cohort=before,
        to_cohort=cohort if to == MemberState.ACTIVE else None,
        from_name=before.name if before else "",
        to_name=cohort.name if cohort and to == MemberState.ACTIVE else "",
        why=why.strip(),
        at=moment,
        batch=batch or uuid.uuid4(),
    )
    _labels_follow(member)
    return member


def _labels_follow(member: CohortMember) -> None:
    """A label names the promotion that its project is in; it keeps its days, whatever the promotion's."""
    cohort = member.cohort if member.state == MemberState.ACTIVE else None
    Label.objects.filter(application=member.application_id).exclude(cohort=cohort).update(cohort=cohort)
