"""Projects that are close: introductions in every state, mergers in every state, with both histories kept.

The network's adviser suggests; carriers answer, or do not. Each pair opens its page to the network first.
"""

from __future__ import annotations

import datetime as dt
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.portal.demo.builders import people
from maillage.portal.demo.builders.pace import day, km, looking_for_company, step
from maillage.projects import actions
from maillage.projects.actions import meeting as introductions
from maillage.projects.actions import merging, similar_clock
from maillage.projects.enums import Outcome, Visibility
from maillage.projects.enums_similar import IntroductionState, MergerState
from maillage.projects.models import Advice, Introduction, Merger, Project
from maillage.projects.queries import carriers_of
from maillage.projects.queries.similarity import similar_to

WHY = "Vous cherchez le même bâtiment et les mêmes machines, à quarante minutes l’un de l’autre."
MERGING = "Deux équipes trop petites pour un même canton : un seul lieu, deux jours chacune au départ."
INTRODUCED = (
    (IntroductionState.ACCEPTED, 34),
    (IntroductionState.DECLINED, 27),
    (IntroductionState.WITHDRAWN, 19),
    (IntroductionState.EXPIRED, 40),
    (IntroductionState.ASKED, 5),
)
MERGED = (
    (MergerState.DECLINED, 24),
    (MergerState.ACCEPTED, 18),
    (MergerState.WITHDRAWN, 16),
    (MergerState.EXPIRED, 44),
    (MergerState.UNDONE, 22),
    (MergerState.PROPOSED, 6),
)


def build() -> None:
    """Words are counted anew, then each pair is one step."""
    if Merger.objects.exists():
        return
    similar_clock.count_words()
    with transaction.atomic():
        _introduce()
        _merge()


def _introduce() -> None:
    """The adviser looks at what is close to the projects that she follows, one after the other; where no
    subject is, at who is nearest."""
    adviser = people.account("adviser")
    advised = Advice.objects.live().filter(adviser=adviser, project__outcome=Outcome.RUNNING)
    mine = [row.project for row in advised.select_related("project__commune").order_by("pk")]
    free = [row for row in _free() if row not in mine]
    # One in three keeps its page to its team.
    shown = [row for rank, row in enumerate(free) if rank % 3]
    _open(shown)
    seen: set[Project] = set()
    for rank, (state, ago) in enumerate(INTRODUCED):
        first = rank % max(len(mine), 1)
        for project in [*mine[first:], *mine[:first]]:
            alike = [row.project for row in similar_to(project, adviser)]
            near = [row for row in alike if row in free] + _nearest(project, shown)
            other = next((row for row in near if row not in seen), None)
            if other is not None and _suggest(project, other, adviser, state, ago):
                seen |= {project, other}
                break


def _nearest(project: Project, others: list[Project]) -> list[Project]:
    return sorted(others, key=lambda row: (km(project.commune, row.commune), row.pk))


def _suggest(project: Project, other: Project, adviser: User, state: IntroductionState, ago: int) -> bool:
    """Whether it could be suggested."""
    with step(day(-ago)):
        introductions.suggest(project, other, by=adviser, message=WHY)
    pair = sorted((project.pk, other.pk))
    row = Introduction.objects.filter(first=pair[0], second=pair[1]).first()
    if row is None:
        return False
    with step(day(3 - ago)):
        if state == IntroductionState.ACCEPTED:
            for side in (project, other):
                row = introductions.accept(row, side, by=carriers_of(side)[0])
        elif state == IntroductionState.DECLINED:
            introductions.decline(row, other, by=carriers_of(other)[0])
        elif state == IntroductionState.WITHDRAWN:
            introductions.withdraw(row, by=adviser)
        elif state == IntroductionState.ASKED:
            # One side would like to; the other one is awaited.
            introductions.accept(row, project, by=carriers_of(project)[0])
    if state == IntroductionState.EXPIRED:
        with step(day(1 - ago) + introductions.LASTS):
            introductions.expire(introductions.locked(row))
    return True


def _merge() -> None:
    """Carriers of two projects of one département, nearest first, propose to go on as one."""
    free = [row for row in _free() if not Introduction.objects.filter(first=row).exists()]
    free = [row for row in free if not Introduction.objects.filter(second=row).exists()]
    pairs = list(zip(free[::2], free[1::2], strict=False))
    # The first ones said no: where projects are few, they are asked again.
    for (absorbed, survivor), (state, ago) in zip(cycle(pairs), MERGED, strict=False):
        _open([absorbed, survivor])
        _propose(absorbed, survivor, state, ago)


def _propose(absorbed: Project, survivor: Project, state: MergerState, ago: int) -> None:
    by, asked = carriers_of(absorbed)[0], carriers_of(survivor)[0]
    with step(day(-ago)):
        merging.propose(absorbed, survivor, by=by, reason=MERGING)
    row = Merger.objects.filter(absorbed=absorbed, survivor=survivor).order_by("-pk").first()
    if row is None:
        return
    with step(day(4 - ago)):
        if state in {MergerState.ACCEPTED, MergerState.UNDONE}:
            row = merging.accept(row, by=asked)
        elif state == MergerState.DECLINED:
            merging.decline(row, by=asked)
        elif state == MergerState.WITHDRAWN:
            merging.withdraw(row, by=by)
    if state == MergerState.UNDONE:
        with step(day(15 - ago)):
            merging.undo(row, by=asked)
    elif state == MergerState.EXPIRED:
        with step(day(1 - ago) + merging.LASTS):
            merging.expire(merging.locked(row))


def _free() -> list[Project]:
    """Projects of carriers who look for company, those of the printed accounts left out, by département."""
    rows = (
        Project.objects.filter(pk__in=looking_for_company(), outcome=Outcome.RUNNING)
        .exclude(members__user__email__endswith="@maillage.example")
        .exclude(commune__department__gte="97")
        .select_related("commune__department", "created_by")
        .order_by("commune__department", "pk")
    )
    return list(rows.distinct())


def _open(projects: list[Project]) -> None:
    """Their carriers show them to the network."""
    for project in projects:
        if project.visibility == Visibility.TEAM:
            with step(timezone.now() - dt.timedelta(days=50)):
                actions.update(project, by=project.created_by, visibility=Visibility.NETWORK)
