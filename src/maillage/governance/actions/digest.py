"""One e-mail to each person about all of their actions, on one clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from maillage.accounts import notifications
from maillage.accounts.models import User
from maillage.core import clock
from maillage.governance import hosts
from maillage.governance.enums import ActionState
from maillage.governance.models import Action, DigestClock
from maillage.projects.enums import ProjectRole, Visibility
from maillage.projects.models import Advice, ProjectMember

DIGEST_KIND = "governance.actions"
# Nothing new is said again only so often; something new waits for the next morning at most.
AGAIN_AFTER = dt.timedelta(days=7)
AT_MOST_EVERY = dt.timedelta(hours=20)
SOON = dt.timedelta(days=7)
LISTED = 12


@dataclass
class Pile:
    """What waits for a person: their actions, what their projects should confirm, what rose to them."""

    person: Any
    late: list[Action] = field(default_factory=list)
    soon: list[Action] = field(default_factory=list)
    to_confirm: list[Action] = field(default_factory=list)
    risen: list[Action] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.late) + len(self.soon) + len(self.to_confirm) + len(self.risen)

    def is_fresh(self, told_at: dt.datetime | None) -> bool:
        """Whether something in it is new since the person was told."""
        if told_at is None:
            return True
        told_on = timezone.localdate(told_at)
        return (
            any(row.due_on >= told_on or row.assigned_at > told_at for row in self.late)
            or any(row.due_on > told_on + SOON or row.assigned_at > told_at for row in self.soon)
            or any(row.done_at and row.done_at > told_at for row in self.to_confirm)
            or any(row.raised_at and row.raised_at > told_at for row in self.risen)
        )


def tell_due() -> int:
    """Writes to those who have something new since their last digest, or something still waiting a week
    after it; never twice in a day. Safe to run again, and by two processes at once.

    Returns:
        how many people were written to.
    """
    told = 0
    for key in sorted(_piles()):
        with transaction.atomic():
            told += _tell(key)
    return told


def _tell(key: int) -> bool:
    """One person, under the lock of their own clock: the pile is read again behind it."""
    person = User.objects.select_for_update(of=("self",)).filter(pk=key, is_active=True).first()
    pile = _piles(key).get(key)
    if person is None or pile is None or not len(pile):
        return False
    now = clock.database_now()
    told_at = DigestClock.objects.filter(person=person).values_list("told_at", flat=True).first()
    if told_at is not None:
        if now - told_at < AT_MOST_EVERY:
            return False
        if now - told_at < AGAIN_AFTER and not pile.is_fresh(told_at):
            return False
    DigestClock.objects.update_or_create(person=person, defaults={"told_at": now})
    sections = [
        {"what": what, "rows": rows[:LISTED], "more": max(len(rows) - LISTED, 0)}
        for what, rows in (
            ("late", pile.late),
            ("to_confirm", pile.to_confirm),
            ("soon", pile.soon),
            ("risen", pile.risen),
        )
        if rows
    ]
    sent = notifications.notify(
        person,
        DIGEST_KIND,
        "governance/email/digest",
        {"sections": sections, "count": len(pile), "path": reverse("governance:actions")},
    )
    return sent is not None


def _piles(only: int | None = None) -> dict[int, Pile]:
    """What waits, by person: three queries, and one for each kind of host."""
    day = clock.today()
    piles: dict[int, Pile] = {}

    def of(person: int) -> Pile:
        return piles.setdefault(person, Pile(person))

    # What a project's people gave each other is told to those who still have a part in it.
    mine = ~Q(host_kind="") | Q(project__isnull=True) | _still_within()
    if only is not None:
        mine &= Q(owner=only)
    rows = Action.objects.filter(mine, state=ActionState.OPEN, due_on__lte=day + SOON)
    for row in rows.select_related("project").order_by("due_on", "pk"):
        (of(row.owner_id).late if row.due_on < day else of(row.owner_id).soon).append(row)
    # One given lately with a day far off is told too: nobody learns of it on its last day.
    fresh = Action.objects.filter(mine, state=ActionState.OPEN, due_on__gt=day + SOON)
    for row in (
        fresh.filter(
            Q(owner__action_digest__isnull=True) | Q(assigned_at__gt=F("owner__action_digest__told_at"))
        )
        .select_related("project")
        .order_by("due_on", "pk")
    ):
        of(row.owner_id).soon.append(row)
    waiting = Action.objects.filter(state=ActionState.DONE, project__members__role=ProjectRole.CARRIER)
    if only is not None:
        waiting = waiting.filter(project__members__user=only)
    for row, carrier in (
        (row, row.carrier)  # type: ignore[attr-defined]
        for row in waiting.annotate(carrier=F("project__members__user"))
        .select_related("project")
        .order_by("done_at", "pk")
    ):
        if only is None or carrier == only:
            of(carrier).to_confirm.append(row)
    risen = Action.objects.filter(state=ActionState.OPEN, raised_at__isnull=False).select_related("project")
    runners: dict[tuple[str, int | None], list[Any]] = {}
    for row in risen.order_by("due_on", "pk"):
        key = (row.host_kind, row.host_id)
        if key not in runners:
            runners[key] = hosts.runners(*key)
        for person in runners[key]:
            if person.pk != row.owner_id and (only is None or person.pk == only):
                of(person.pk).risen.append(row)
    return piles


def _still_within() -> Q:
    """Actions whose owner carries their project, follows it or advises it today, while they may see it."""
    parts = ProjectMember.objects.filter(project=OuterRef("project"), user=OuterRef("owner"))
    advice = Advice.objects.live().filter(project=OuterRef("project"), adviser=OuterRef("owner"))
    carries = Exists(parts.filter(role=ProjectRole.CARRIER))
    supports = Exists(parts.filter(role=ProjectRole.OBSERVER)) | Exists(advice.order_by())
    return Q(carries) | (Q(supports) & ~Q(project__visibility=Visibility.PRIVATE))
