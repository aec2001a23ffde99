"""What a reviewer sees to say their wishes, and which rounds ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from maillage.core.pagination import Page, paginate
from maillage.directory.enums import Theme, Trade
from maillage.programmes import conflicts, masking
from maillage.programmes.enums import Role
from maillage.programmes.models import (
    Application,
    Bid,
    MatchingPlan,
    Programme,
    ProgrammeRole,
    ReviewRound,
)
from maillage.programmes.queries.matching import (
    files_of,
)
from maillage.programmes.queries.matching_page import plan_of


@dataclass(frozen=True)
class ToWish:
    """A file as a reviewer sees it before the files are given out: nothing of its answers."""

    application: Application
    title: str
    where: str
    trades: list[str]
    themes: list[str]
    wish: str


def to_wish(user: Any, round_: ReviewRound, cursor: str | None) -> tuple[Page[Application], list[ToWish]]:
    """A page of the files of a round to which nothing binds the reviewer, masked as the round says.

    In a masked round they come by number: titles would tell by their order.
    """
    masks = masking.masks_of(round_)
    order = ("reference", "pk") if masks else ("title_key", "pk")
    page = paginate(
        may_wish(user, round_).select_related("commune__department", "project"),
        order=order,
        cursor=cursor,
    )
    said = dict(
        Bid.objects.filter(round=round_, reviewer=user, application__in=[row.pk for row in page.rows])
        .order_by("pk")
        .values_list("application", "wish")
    )
    return page, [
        ToWish(
            row,
            masking.title_of(row, masks),
            masking.where_of(row, masks),
            [str(Trade(word).label) for word in row.project.trades if word in Trade.values],
            [str(Theme(word).label) for word in row.project.themes if word in Theme.values],
            said.get(row.pk, ""),
        )
        for row in page.rows
    ]


def may_wish(user: Any, round_: ReviewRound) -> QuerySet[Application]:
    """The files of a round to which nothing binds the reviewer."""
    files = files_of(round_)
    return files.exclude(pk__in=conflicts.kept_from(user, files))


def title_for(application: Application, round_: ReviewRound) -> str:
    return masking.title_of(application, masking.masks_of(round_))


def asks_wishes(round_: ReviewRound) -> MatchingPlan | None:
    """The plan of a round that takes wishes now."""
    plan = plan_of(round_)
    if plan is None or plan.bids_until is None or plan.bids_until < timezone.now():
        return None
    return plan


def programmes_reviewed(user: Any) -> list[Programme]:
    """The programmes in which a person reviews today. One query."""
    mine = ProgrammeRole.objects.live().filter(user=user, role=Role.REVIEWER)
    return list(Programme.objects.filter(pk__in=mine.values("programme")).order_by("name", "pk"))


def reviewing_roles(user: Any) -> QuerySet[ProgrammeRole]:
    return ProgrammeRole.objects.live().filter(user=user, role=Role.REVIEWER)


def rounds_asking(user: Any) -> list[ReviewRound]:
    """Rounds that ask this reviewer's wishes now, with how many they said in ``said``. One query."""
    if not user.is_authenticated:
        return []
    role = reviewing_roles(user).filter(programme=OuterRef("call__programme"))
    mine = Count("bids", filter=Q(bids__reviewer=user))
    rows = ReviewRound.objects.filter(Exists(role), plan__bids_until__gte=timezone.now())
    return list(
        rows.select_related("call__programme", "plan").annotate(said=mine).order_by("plan__bids_until", "pk")
    )
