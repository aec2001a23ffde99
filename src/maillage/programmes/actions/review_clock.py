"""What the clock does of reviews: reminders, digests, and files that come back when a role has ended."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef

from maillage.accounts.models import User
from maillage.core import clock
from maillage.programmes.actions import assignment as assignments
from maillage.programmes.actions import conflict as ties
from maillage.programmes.actions import discussion
from maillage.programmes.enums import Role
from maillage.programmes.enums_review import UNSTARTED
from maillage.programmes.models import Assignment, Programme, ProgrammeRole, ReviewMessage, ReviewRound

# How long before the reviews close a reminder leaves by itself.
NOTICES = (dt.timedelta(days=7), dt.timedelta(days=2))
DAY = dt.timedelta(days=1)


def remind_due() -> int:
    """Reminds those who owe reviews in the rounds that close in a week or in two days, to the day.

    Returns:
        how many people were written to.
    """
    moment = clock.database_now()
    told = 0
    for round_ in _running(moment):
        left = round_.closes_at - moment
        if any(notice - DAY < left <= notice for notice in NOTICES):
            told += assignments.remind(round_, by=None)
    return told


def tell_due() -> int:
    """Sends the digests of all rounds that are not over. Returns how many people were written to."""
    spoken = ReviewMessage.objects.filter(round=OuterRef("pk"))
    moment = clock.database_now()
    rounds = ReviewRound.objects.filter(Exists(spoken)).select_related("call__programme").order_by("pk")
    return sum(discussion.tell(row) for row in rounds if row.ends_at + DAY >= moment)


def keep_true() -> None:
    """Looks again for conflicts in rounds that are not over, and gives back to officers what was on the
    table of people whose role ended with its last day."""
    moment = clock.database_now()
    for round_ in ReviewRound.objects.select_related("call__programme").order_by("pk"):
        if round_.ends_at >= moment:
            ties.look_for(round_, by=None)
    live = ProgrammeRole.objects.live().filter(
        programme=OuterRef("round__call__programme"), user=OuterRef("reviewer"), role=Role.REVIEWER
    )
    left = (
        Assignment.objects.filter(~Exists(live), state__in=UNSTARTED)
        .order_by()
        .values_list("round__call__programme", "reviewer")
        .distinct()
    )
    for programme, person in sorted(left):
        assignments.release(Programme.objects.get(pk=programme), User.objects.get(pk=person), by=None)


def _running(moment: dt.datetime) -> list[ReviewRound]:
    rows = ReviewRound.objects.filter(opens_at__lte=moment, closes_at__gte=moment)
    return list(rows.select_related("call__programme").order_by("pk"))
