"""What follows the decision on a file, and on a call: letters, places, conditions, appeals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from maillage.core import clock
from maillage.programmes.enums import (
    RETAINING,
    AnnouncementState,
    AppealState,
    Decision,
    Filing,
    OfferState,
)
from maillage.programmes.models import (
    Announcement,
    Appeal,
    Application,
    Call,
    Condition,
    Letter,
    PlaceOffer,
    Reopening,
)


@dataclass(frozen=True)
class Outcome:
    """What surrounds the decision on one file."""

    letters: list[Letter]
    conditions: list[Condition]
    offers: list[PlaceOffer]
    appeals: list[Appeal]
    reopenings: list[Reopening]
    may_appeal: bool

    @property
    def place(self) -> PlaceOffer | None:
        """The place that waits for an answer, or that the team has and may give back."""
        standing = [row for row in self.offers if row.state in {OfferState.OPEN, OfferState.ACCEPTED}]
        return standing[0] if standing else None

    @property
    def is_reopened(self) -> bool:
        return any(row.ended_at is None for row in self.reopenings)

    @property
    def is_empty(self) -> bool:
        return not (self.letters or self.conditions or self.offers or self.appeals or self.reopenings)


def of(application: Application) -> Outcome:
    """Five queries. ``may_appeal`` is what pages show; ``actions.appeal`` asks the database's clock."""
    appeals = list(
        application.appeals.select_related("letter__file", "filed_by", "answered_by").order_by(
            "-received_on", "-pk"
        )
    )
    until = application.appeal_until
    return Outcome(
        letters=list(application.letters.select_related("file").order_by("-written_at", "-pk")),
        conditions=list(application.conditions.select_related("lifted_by").order_by("due_on", "pk")),
        offers=list(
            application.offers.select_related("answered_by", "cohort").order_by("-offered_at", "-pk")
        ),
        appeals=appeals,
        reopenings=list(application.reopenings.select_related("by").order_by("-at", "-pk")),
        may_appeal=until is not None
        and timezone.localtime(clock.moment()).date() <= until
        and not any(appeal.state == AppealState.OPEN for appeal in appeals),
    )


def announcements_of(call: Call) -> QuerySet[Announcement]:
    return call.announcements.select_related("prepared_by").order_by("-publish_at", "-pk")


def announcement_to_come(call: Call) -> Announcement | None:
    """The one that is scheduled, or that could not leave."""
    states = [AnnouncementState.SCHEDULED, AnnouncementState.FAILED]
    return announcements_of(call).filter(state__in=states).first()


def retained_of(call: Call) -> list[Application]:
    """Announced retained files with their last place: two queries."""
    rows = (
        Application.objects.filter(call=call, announced_decision__in=RETAINING, filing=Filing.SUBMITTED)
        .select_related("commune", "wave")
        .defer("search_text", "eligibility_detail")
        .prefetch_related(Prefetch("offers", PlaceOffer.objects.order_by("-offered_at", "-pk")))
    )
    return list(rows.order_by("title_key", "pk"))


def waiting_of(call: Call) -> list[Application]:
    """The waiting list in its order: two queries."""
    rows = (
        Application.objects.filter(call=call, decision=Decision.WAITING, filing=Filing.SUBMITTED)
        .select_related("commune", "wave")
        .defer("search_text", "eligibility_detail")
        .prefetch_related(Prefetch("offers", PlaceOffer.objects.order_by("-offered_at", "-pk")))
    )
    return list(rows.order_by("waiting_rank", "submitted_at", "pk"))


def left_of(call: Call) -> list[Application]:
    """Files that had a place, or were offered one, and have it no more: two queries."""
    rows = (
        Application.objects.filter(call=call, announced_decision=Decision.WITHDRAWN)
        .select_related("commune", "wave")
        .defer("search_text", "eligibility_detail")
        .prefetch_related(Prefetch("offers", PlaceOffer.objects.order_by("-offered_at", "-pk")))
    )
    return list(rows.order_by("-announced_at", "-pk"))


def example_files(call: Call, decision: str) -> QuerySet[Application]:
    """Files on which a letter is tried: those with that decision, in the order of their titles."""
    return (
        Application.objects.filter(call=call, filing=Filing.SUBMITTED, decision=decision)
        .select_related("commune")
        .defer("search_text", "eligibility_detail")
        .order_by("title_key", "pk")
    )


def places_to_answer(user: Any) -> QuerySet[PlaceOffer]:
    """Places that wait for the answer of a person's projects."""
    return (
        PlaceOffer.objects.filter(
            state=OfferState.OPEN,
            application__project__members__user=user,
            application__project__members__role="carrier",
        )
        .exclude(answer_by__lt=clock.moment())
        .select_related("application__call")
        .order_by("answer_by", "pk")
    )
