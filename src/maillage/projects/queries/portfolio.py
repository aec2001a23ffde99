"""What an adviser follows, what their team does, and which projects nobody follows any more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.core import clock
from maillage.core.registry import TimelineEntry
from maillage.directory.models import Membership, Organisation
from maillage.projects.enums import LEFT, AdviceState, ProjectRole, Visibility
from maillage.projects.enums_referral import OPEN_STATES, UNMET_WEEKS, GapState, ReferralState
from maillage.projects.models import (
    Advice,
    AdviserCapacity,
    AdviserMeeting,
    CoverageGap,
    Project,
    ProjectMember,
    Referral,
)

#: How long a new project is left alone before it is told that nobody advises it.
NEW = dt.timedelta(days=14)


def followed_by(user: Any) -> Any:
    """The live advice of a person, with ``last_met_on`` (None: never) and ``seen_on``, the last meeting or
    else the day it began. One query."""
    met = (
        AdviserMeeting.objects.filter(project=OuterRef("project"), adviser=OuterRef("adviser"))
        .order_by()
        .values("project")
        .annotate(last=Max("held_on"))
        .values("last")
    )
    return (
        Advice.objects.live()
        .filter(adviser=user)
        # What its carriers keep to themselves is shut to advisers too, whatever they agreed to before.
        .exclude(project__visibility=Visibility.PRIVATE)
        .exclude(project__outcome__in=LEFT)
        .select_related("project__commune__department", "organisation")
        .annotate(last_met_on=Subquery(met))
        .annotate(seen_on=Coalesce("last_met_on", Cast("since", DateField())))
    )


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """Those in whose name the person advises today: what they may hand over."""
    mine = Advice.objects.live().filter(adviser=user, organisation__isnull=False).values("organisation")
    return Organisation.objects.filter(pk__in=mine).order_by("name_key", "pk")


def unmet_before(weeks: int) -> dt.date:
    """Whoever was last seen on or before that day was not met for ``weeks`` weeks."""
    return clock.today() - dt.timedelta(weeks=weeks)


@dataclass(frozen=True)
class Load:
    """How many projects an adviser follows, of how many they can; None: they have not said."""

    projects: int
    capacity: int | None
    unmet: int

    @property
    def is_over(self) -> bool:
        return self.capacity is not None and self.projects > self.capacity


def load_of(user: Any, weeks: int = UNMET_WEEKS) -> Load:
    """Two queries."""
    counts = followed_by(user).aggregate(
        projects=Count("pk"), unmet=Count("pk", filter=Q(seen_on__lte=unmet_before(weeks)))
    )
    capacity = AdviserCapacity.objects.filter(adviser=user).values_list("projects", flat=True).first()
    return Load(counts["projects"], capacity, counts["unmet"])


@dataclass(frozen=True)
class Waiting:
    """What waits for an adviser beside the meetings."""

    returned: list[Referral]
    referrals: int
    gaps: list[CoverageGap]
    offers: int


def waiting_for(user: Any) -> Waiting:
    """Referrals that came back and those under way, cases in charge, offers without an answer."""
    came_back = (ReferralState.EXPIRED, ReferralState.DECLINED)
    mine = Referral.objects.sent_by(user).filter(project__isnull=False, state__in=(*came_back, *OPEN_STATES))
    states = dict(mine.order_by().values_list("pk", "state"))
    ended = [pk for pk, state in states.items() if state in came_back]
    under_way = Referral.objects.filter(project=OuterRef("project"), state__in=OPEN_STATES)
    back = (
        # Keys first: nothing tells the planner that these are few among all that ended.
        Referral.objects.filter(pk__in=ended)
        .filter(followed_by__isnull=True)
        .exclude(Exists(under_way))
        .for_list()
        .order_by("-ended_at", "-pk")
    )
    return Waiting(
        returned=list(back[:10]),
        referrals=len(states) - len(ended),
        gaps=list(CoverageGap.objects.filter(in_charge=user, state=GapState.OPEN).for_list()[:10]),
        offers=Advice.objects.waiting().filter(adviser=user).count(),
    )


# --- The team ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Colleague:
    user: Any
    projects: int
    capacity: int | None
    unmet: int

    @property
    def is_over(self) -> bool:
        return self.capacity is not None and self.projects > self.capacity


def administered(user: Any, pk: int) -> Organisation:
    """An organisation whose advisers the person may look at. Raises Http404."""
    found = Membership.objects.administrators().filter(user=user, organisation=pk)
    row = found.select_related("organisation").first()
    if row is None:
        raise Http404
    return row.organisation


def administered_by(user: Any) -> QuerySet[Organisation]:
    mine = Membership.objects.administrators().filter(user=user).values("organisation")
    advising = Advice.objects.filter(organisation=OuterRef("pk"))
    return Organisation.objects.live().filter(Exists(advising), pk__in=mine).order_by("name_key", "pk")


def team_of(organisation: Organisation, weeks: int = UNMET_WEEKS) -> list[Colleague]:
    """Who advises in its name, with their load there; the most loaded first. Two queries."""
    met = (
        AdviserMeeting.objects.filter(project=OuterRef("project"), adviser=OuterRef("adviser"))
        .order_by()
        .values("project")
        .annotate(last=Max("held_on"))
        .values("last")
    )
    rows = (
        Advice.objects.live()
        .filter(organisation=organisation)
        .exclude(project__outcome__in=LEFT)
        .annotate(seen_on=Coalesce(Subquery(met), Cast("since", DateField())))
        .order_by()
        .values("adviser")
        .annotate(projects=Count("pk"), unmet=Count("pk", filter=Q(seen_on__lte=unmet_before(weeks))))
    )
    counts = {row["adviser"]: (row["projects"], row["unmet"]) for row in rows}
    people = (
        User.objects.filter(pk__in=counts).annotate(capacity=F("adviser_capacity__projects")).order_by("pk")
    )
    found = [Colleague(user, counts[user.pk][0], user.capacity, counts[user.pk][1]) for user in people]
    return sorted(found, key=lambda row: (-row.projects, str(row.user)))


def colleagues_of(adviser: Any, organisation: Organisation) -> QuerySet[Any]:
    """Those who may take over: members of the organisation today, but the one who leaves."""
    members = Membership.objects.active().filter(organisation=organisation).values("user")
    return (
        User.objects.filter(pk__in=members, is_active=True).exclude(pk=adviser.pk).order_by("full_name", "pk")
    )


# --- Nobody follows them -----------------------------------------------------------------------------------
def left_by(organisation: Any) -> QuerySet[Project]:
    """Projects that an organisation advised and that nobody advises now. Those whose carriers took their
    consent back, or refused, are left in peace."""
    theirs = Advice.objects.filter(project=OuterRef("pk"), organisation__in=organisation)
    refused = theirs.filter(state__in=(AdviceState.WITHDRAWN, AdviceState.DECLINED))
    live = Advice.objects.live().filter(project=OuterRef("pk"))
    return (
        Project.objects.filter(
            Exists(theirs.filter(state=AdviceState.ENDED)), ~Exists(refused), ~Exists(live)
        )
        .exclude(visibility=Visibility.PRIVATE)
        .exclude(outcome__in=LEFT)
        .select_related("commune")
        .order_by("updated_at", "pk")
    )


def without_adviser(user: Any) -> QuerySet[Project]:
    """Projects that the person carries, that nobody advises, for whom nothing is under way to find one."""
    mine = ProjectMember.objects.filter(user=user, role=ProjectRole.CARRIER).values("project")
    advice = Advice.objects.filter(project=OuterRef("pk"))
    referrals = Referral.objects.filter(project=OuterRef("pk"), state__in=OPEN_STATES)
    gaps = CoverageGap.objects.filter(project=OuterRef("pk"), state=GapState.OPEN)
    return (
        Project.objects.filter(pk__in=mine, created_at__lt=clock.moment() - NEW)
        .exclude(outcome__in=LEFT)
        .filter(
            ~Exists(advice.filter(pk__in=Advice.objects.live().values("pk"))),
            ~Exists(advice.filter(state=AdviceState.ASKED)),
            ~Exists(referrals),
            ~Exists(gaps),
        )
        .order_by("pk")
    )


def timeline(project: Project, user: Any) -> list[TimelineEntry]:
    """The meetings with advisers, in the project's thread."""
    rows = project.adviser_meetings.select_related("adviser").order_by("-held_on", "-pk")[:100]
    return [
        TimelineEntry(
            at=dt.datetime.combine(row.held_on, dt.time(12), timezone.get_current_timezone()),
            title=_("Meeting with an adviser"),
            kind="session",
            detail=str(row.get_mode_display()),
            actor=str(row.adviser),
        )
        for row in rows
    ]
