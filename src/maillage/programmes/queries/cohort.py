"""Promotions: who is in them, who waits for one, how to divide those who wait."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from maillage.core.errors import Invalid
from maillage.directory.enums import Theme, Trade
from maillage.programmes import cohort_proposal
from maillage.programmes.enums import MemberState, MoveKind
from maillage.programmes.models import Cohort, CohortMember, CohortMove, Label, Programme
from maillage.programmes.models.cohort import CohortMemberQuerySet
from maillage.territories.distances import MOUNTAIN_DETOUR, PLAIN_DETOUR, haversine_km
from maillage.territories.queries.roads import mountain_codes

# Beyond this the page would make people wait: they choose one call's files first.
MOST_CANDIDATES = 300
UNDO_DAYS = 30
# Marks of the map, one for each promotion in turn.
MARKS = ("strong", "ochre", "sky", "brick", "ink", "soft")


def cohorts_of(programme: Programme) -> QuerySet[Cohort]:
    """Promotions with how many projects and labels they hold."""
    return programme.cohorts.annotate(
        projects=Count("members", filter=Q(members__state=MemberState.ACTIVE), distinct=True),
        held=Count("labels", distinct=True),
    ).order_by("-starts_on", "-pk")


def _for_list(rows: CohortMemberQuerySet) -> CohortMemberQuerySet:
    return (
        rows.select_related(
            "cohort",
            "application__call",
            "application__commune__department",
            "application__project__place",
        )
        .defer(
            "application__search_text",
            "application__eligibility_detail",
            "application__project__place__words",
            "application__project__place__search",
            "application__project__place__description",
        )
        .order_by("application__title_key", "pk")
    )


def of_programme(programme: Programme) -> CohortMemberQuerySet:
    return CohortMember.objects.filter(application__call__programme=programme)


def members_of(cohort: Cohort) -> CohortMemberQuerySet:
    """A promotion's files with their labels: those in it first, then those that left."""
    return (
        _for_list(cohort.members.all())
        .prefetch_related(Prefetch("application__labels", Label.objects.select_related("place")))
        .order_by(F("state").asc(), "application__title_key", "pk")
    )


def waiting(programme: Programme) -> CohortMemberQuerySet:
    """Retained files that are in no promotion yet, or were put off, by title."""
    return _for_list(of_programme(programme).waiting())


def moves_of(cohort: Cohort) -> QuerySet[CohortMove]:
    """Who entered a promotion and who went from it, the last first; what was undone aside."""
    return (
        CohortMove.objects.filter(Q(from_cohort=cohort) | Q(to_cohort=cohort), undone_at__isnull=True)
        .exclude(kind=MoveKind.PLACED, from_state=MemberState.TO_PLACE)
        .select_related("member__application")
        .order_by("-at", "-pk")
    )


@dataclass(frozen=True)
class Gesture:
    """What was done at once, and can be undone: its kind, how many files, to which promotions."""

    batch: uuid.UUID
    kind: str
    at: dt.datetime
    number: int
    names: str


def last_gestures(programme: Programme, limit: int = 5) -> list[Gesture]:
    """The latest passages that nothing came after, those of the last month; one query."""
    since = timezone.now() - dt.timedelta(days=UNDO_DAYS)
    rows = (
        CohortMove.objects.filter(
            member__application__call__programme=programme, undone_at__isnull=True, at__gte=since
        )
        .order_by("-at", "-pk")
        .values_list("batch", "kind", "at", "to_name", "from_name", "member")[:400]
    )
    seen: dict[uuid.UUID, list[Any]] = {}
    for batch, kind, at, to_name, from_name, member in rows:
        entry = seen.setdefault(batch, [kind, at, 0, set(), set()])
        entry[2] += 1
        entry[3].add(to_name or from_name)
        entry[4].add(member)
    found: list[Gesture] = []
    passed: set[int] = set()
    for batch, (kind, at, number, names, members) in seen.items():
        if not passed & members:
            found.append(Gesture(batch, str(MoveKind(kind).label), at, number, ", ".join(sorted(names))))
        passed |= members
    return found[:limit]


# --- On a map -----------------------------------------------------------------------------------------------
def spot(member: CohortMember) -> tuple[float, float]:
    """Where a file is: at its place, else at its commune (latitude, longitude)."""
    project = member.application.project
    at: Any = project.place or member.application.commune
    return float(at.latitude), float(at.longitude)


def points(members: Iterable[CohortMember], kinds: Sequence[int] | None = None) -> list[dict[str, Any]]:
    rows = list(members)
    found = []
    for rank, member in enumerate(rows):
        latitude, longitude = spot(member)
        found.append(
            {
                "id": member.pk,
                "lat": latitude,
                "lon": longitude,
                "kind": kinds[rank] if kinds is not None else 0,
                "title": member.application.title,
                "url": "",
                "text": member.application.commune.name,
            }
        )
    return found


# French and stable.
COLUMNS = (
    "promotion",
    "etat",
    "numero",
    "projet",
    "code_insee",
    "commune",
    "departement",
    "lieu",
    "depuis",
    "dernier_passage",
    "venue_de",
    "motif",
    "labels",
)


def as_rows(members: Iterable[CohortMember]) -> Iterator[list[Any]]:
    """A promotion, or those who wait, as rows of ``COLUMNS``."""
    for member in members:
        application = member.application
        moves = [move for move in member.moves.all() if move.undone_at is None]
        last = moves[-1] if moves else None
        yield [
            member.cohort.name if member.cohort else "",
            member.state,
            application.reference,
            application.title,
            application.commune_id,
            application.commune.name,
            application.commune.department_id,
            application.project.place.name if application.project.place else "",
            timezone.localdate(member.joined_at).isoformat(),
            last.kind if last else "",
            last.from_name if last else "",
            last.why if last else "",
            " ".join(label.code for label in application.labels.all()),
        ]


def for_export(members: CohortMemberQuerySet) -> CohortMemberQuerySet:
    """With their passages and labels."""
    return _for_list(members).prefetch_related(
        Prefetch("moves", CohortMove.objects.order_by("at", "pk")),
        Prefetch("application__labels", Label.objects.order_by("pk")),
    )


# --- A proposal ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wish:
    """What an officer asks of a division.

    ``by_road``: estimated road kilometres rather than great circles; ``mix_km``: kilometres that one better
    placed theme is worth.
    """

    groups: int
    smallest: int
    largest: int
    by_road: bool = True
    mix_km: float = 60.0


@dataclass(frozen=True)
class ProposedCohort:
    """A promotion of a proposal, and why: its centre, how far people come, its themes."""

    number: int
    members: list[CohortMember]
    centre: CohortMember
    mean_km: float
    radius_km: float
    farthest: CohortMember
    themes: list[tuple[str, int]]
    departments: list[str]
    misplaced: float


@dataclass(frozen=True)
class Proposal:
    """``baseline_km``: the mean distance if the list, by département, were cut in as many pieces."""

    cohorts: list[ProposedCohort]
    mean_km: float
    baseline_km: float
    misplaced: float
    baseline_misplaced: float
    group_of: dict[int, int]


def default_wish(number: int, groups: int | None = None) -> Wish:
    """As many promotions as files by seventeen, of nearly the same size."""
    groups = groups or max(1, math.ceil(number / 17))
    return Wish(groups, max(1, number // groups - 2), math.ceil(number / groups) + 2)


def distances_between(members: Sequence[CohortMember], *, by_road: bool) -> NDArray[np.float64]:
    """Kilometres between files, (n, n): great circles, or the road's estimate (``territories.distances``),
    longer in the mountains. One query at most."""
    spots = np.array([spot(member) for member in members], dtype=np.float64).reshape(-1, 2)
    latitude, longitude = spots[:, 0], spots[:, 1]
    km = haversine_km(latitude[:, None], longitude[:, None], latitude[None, :], longitude[None, :])
    if not by_road:
        return km
    codes = [member.application.commune_id for member in members]
    steep = mountain_codes(codes)
    high = np.array([code in steep for code in codes], dtype=bool)
    return np.asarray(km * np.where(high[:, None] | high[None, :], MOUNTAIN_DETOUR, PLAIN_DETOUR))


def propose(members: Sequence[CohortMember], wish: Wish) -> Proposal:
    """Divides files in promotions (``cohort_proposal`` says how), with what explains each.

    Raises:
        Invalid: there are too few files, or too many, for the sizes asked.
    """
    distances = distances_between(members, by_road=wish.by_road)
    words = [[*member.application.project.trades, *member.application.project.themes] for member in members]
    known = sorted({word for each in words for word in each})
    rows = [[float(word in each) for word in known] for each in words]
    themes = np.array(rows, dtype=np.float64).reshape(len(members), len(known))
    try:
        division = cohort_proposal.propose(
            distances,
            themes,
            groups=wish.groups,
            smallest=wish.smallest,
            largest=wish.largest,
            mix_km=wish.mix_km,
        )
    except cohort_proposal.Infeasible as impossible:
        raise Invalid(_sizes(impossible, len(members), wish)) from None
    order = sorted(
        range(len(members)),
        key=lambda at: (members[at].application.department_id, members[at].application.title_key, at),
    )
    plain = cohort_proposal.cut(distances, themes, order, groups=wish.groups, mix_km=wish.mix_km)
    return Proposal(
        cohorts=[_explained(at, division, distances, members, words) for at in range(wish.groups)],
        mean_km=division.mean_km,
        baseline_km=plain.mean_km,
        misplaced=float(division.misplaced.sum()),
        baseline_misplaced=float(plain.misplaced.sum()),
        group_of={member.pk: int(division.group[at]) for at, member in enumerate(members)},
    )


def _sizes(impossible: cohort_proposal.Infeasible, number: int, wish: Wish) -> str:
    if impossible.needed is not None:
        return _(
            "%(groups)d promotions of at least %(smallest)d projects need %(needed)d projects, and "
            "%(number)d wait: ask for fewer promotions, or smaller ones."
        ) % {
            "groups": wish.groups,
            "smallest": wish.smallest,
            "needed": impossible.needed,
            "number": number,
        }
    return _(
        "%(groups)d promotions of at most %(largest)d projects hold %(held)d projects, and %(number)d "
        "wait: ask for more promotions, or larger ones."
    ) % {"groups": wish.groups, "largest": wish.largest, "held": impossible.held, "number": number}


def _explained(
    at: int,
    division: cohort_proposal.Division,
    distances: NDArray[np.float64],
    members: Sequence[CohortMember],
    words: Sequence[Sequence[str]],
) -> ProposedCohort:
    inside = [int(index) for index in np.flatnonzero(division.group == at)]
    km = division.km[inside]
    far = inside[int(np.argmax(km))]
    themes = Counter(word for index in inside for word in words[index])
    labels = {**dict(Trade.choices), **dict(Theme.choices)}
    return ProposedCohort(
        number=at + 1,
        members=sorted((members[index] for index in inside), key=lambda row: row.application.title_key),
        centre=members[int(division.centre[at])],
        mean_km=float(km.mean()),
        radius_km=float(km.max()),
        farthest=members[far],
        themes=[
            (str(labels.get(word, word)), count)
            for word, count in sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))[:4]
        ],
        departments=sorted({members[index].application.department_id for index in inside}),
        misplaced=float(division.misplaced[at]),
    )
