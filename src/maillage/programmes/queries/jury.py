"""Juries as each person may see them: sessions, the file under discussion, the count of a vote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.registry import TodoItem
from maillage.programmes import conflicts
from maillage.programmes.enums import VOTING, Ballot, ItemState, JuryRole, Presence, Role, SessionState
from maillage.programmes.enums_review import ReviewState
from maillage.programmes.models import (
    AgendaItem,
    Application,
    JuryMember,
    JurySession,
    ProgrammeRole,
    Review,
)
from maillage.programmes.queries.programme import Scope


def out_of(session: JurySession) -> Mapping[int, frozenset[int]]:
    """For each file of the agenda the members whom a conflict keeps out, by user; absent: nobody."""
    people = list(session.members.values_list("user", flat=True))
    files = Application.objects.filter(agenda_items__session=session)
    found: dict[int, set[int]] = defaultdict(set)
    for application, person in conflicts.standing(files, people):
        found[application].add(person)
    return {application: frozenset(kept_out) for application, kept_out in found.items()}


# --- Sessions -----------------------------------------------------------------------------------------------
def visible_sessions(user: Any, scope: Scope) -> QuerySet[JurySession]:
    """The sessions of a programme: all for its officers, their own for members of juries."""
    rows = JurySession.objects.filter(call__programme=scope.programme)
    if not scope.is_officer:
        rows = rows.filter(members__user=user)
    settled = Q(items__state__in=[ItemState.ADOPTED, ItemState.REJECTED, ItemState.POSTPONED])
    return rows.for_list().annotate(
        files=CountOf("items", distinct=True), settled=CountOf("items", filter=settled, distinct=True)
    )


def session_of(user: Any, scope: Scope, pk: int) -> JurySession:
    """A session with its members. Raises Http404 when that person neither prepares nor sits in it."""
    session = (
        JurySession.objects.filter(pk=pk, call__programme=scope.programme)
        .select_related("call", "minutes")
        .prefetch_related(Prefetch("members", JuryMember.objects.select_related("user").order_by("pk")))
        .first()
    )
    if session is None:
        raise Http404
    session.call.programme = scope.programme
    if not user.has_perm("programmes.view_jury", session):
        raise Http404
    return session


def agenda_of(session: JurySession) -> list[AgendaItem]:
    """The items in order with what a row shows: three queries."""
    return list(
        session.items.select_related("application__commune")
        .defer("application__search_text", "application__eligibility_detail")
        .prefetch_related("votes")
        .order_by("position", "pk")
    )


def item_of(user: Any, session: JurySession, pk: int) -> AgendaItem:
    """A file of the agenda. Raises Http404 for whoever a conflict keeps out of it, officer or not."""
    item = (
        AgendaItem.objects.filter(pk=pk, session=session)
        .select_related("application__commune__department", "application__project", "notes_by")
        .first()
    )
    if item is None or conflicts.is_kept_out(user, item.application):
        raise Http404
    item.session = session
    item.application.call = session.call
    return item


def applications_on_my_agendas(user: Any) -> QuerySet[Application]:
    """The files that a person reads as a member of juries, those that a conflict forbids aside."""
    rows = Application.objects.filter(agenda_items__session__members__user=user)
    return rows.exclude(pk__in=conflicts.kept_from(user, rows)).distinct()


# --- Counting -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Count:
    """A vote as it stands. ``present``: voting members in the room, those out for a conflict aside."""

    quorum: int
    present: int
    voices_for: int
    voices_against: int
    abstentions: int
    president: str = ""  # their ballot

    @property
    def has_quorum(self) -> bool:
        return self.present >= self.quorum

    @property
    def outcome(self) -> ItemState | None:
        """Adopted or rejected; None while a tie waits for the president."""
        if self.voices_for != self.voices_against:
            return ItemState.ADOPTED if self.voices_for > self.voices_against else ItemState.REJECTED
        return {Ballot.FOR: ItemState.ADOPTED, Ballot.AGAINST: ItemState.REJECTED}.get(
            Ballot(self.president) if self.president else Ballot.ABSTAIN
        )


def count_of(item: AgendaItem) -> Count:
    """The count of a file: two queries, none when votes and attendances are prefetched."""
    votes = list(item.votes.select_related("member")) if not _has(item, "votes") else list(item.votes.all())
    attendances = (
        list(item.attendances.all())
        if _has(item, "attendances")
        else list(item.attendances.select_related("member"))
    )
    cast = [vote.ballot for vote in votes]
    return Count(
        quorum=item.session.quorum,
        present=sum(row.presence == Presence.PRESENT and row.member.role in VOTING for row in attendances),
        voices_for=cast.count(Ballot.FOR),
        voices_against=cast.count(Ballot.AGAINST),
        abstentions=cast.count(Ballot.ABSTAIN),
        president=next((vote.ballot for vote in votes if vote.member.role == JuryRole.PRESIDENT), ""),
    )


def _has(item: AgendaItem, name: str) -> bool:
    return name in getattr(item, "_prefetched_objects_cache", {})


# --- What reviewers said ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Score:
    """A review that was sent: its total out of 100 and its word."""

    reviewer: str
    total: Decimal
    recommendation: str
    opinion: str


def scores_of(application: Application) -> list[Score]:
    """The reviews of a file that were sent, the highest first; one query."""
    sent = Review.objects.filter(assignment__application=application, state=ReviewState.SUBMITTED)
    return [
        Score(
            str(review.assignment.reviewer),
            review.total,
            review.get_recommendation_display(),
            review.opinion,
        )
        for review in sent.select_related("assignment__reviewer").order_by("-total", "pk")
        if review.total is not None
    ]


def sessions_to_sit_in(user: Any) -> QuerySet[JurySession]:
    """The sessions to come in which a person sits."""
    roles = ProgrammeRole.objects.live().filter(user=user, role__in=[Role.JUROR, Role.OFFICER])
    return (
        JurySession.objects.filter(members__user=user, call__programme__in=roles.values("programme"))
        .exclude(state=SessionState.CLOSED)
        .select_related("call__programme")
        .order_by("held_at", "pk")
    )


def todo_for(user: Any) -> list[TodoItem]:
    """One query."""
    return [
        TodoItem(
            title=_("Sit in the jury: %(title)s") % {"title": session.title},
            url=session.get_absolute_url(),
            detail=session.call.title,
            due_on=timezone.localtime(session.held_at).date(),
            button=_("See its files"),
            about=f"programme-{session.call.programme_id}",
        )
        for session in sessions_to_sit_in(user)
    ]
