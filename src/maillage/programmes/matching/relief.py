"""When no matching exists: which constraints to relax, and by how much.

First what no other relaxation can help: an application that has too few reviewers without conflict, or too
few of a group; a reviewer who has fewer files without conflict than their least load. Then, those granted,
the elastic programme of each family of constraints by itself (one slack variable per constraint of the
family, their sum minimised): each answer is enough alone, and no smaller one of its family is. When no
family is enough alone, all of them are relaxed together.

Slack columns are ± unit vectors: they leave the matrix totally unimodular.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import scipy  # its parts come when they are used: most processes never do

from maillage.programmes.matching.problem import Group, IntArray, Problem
from maillage.programmes.matching.programme import FloatArray, Programme, rows_of


class Family(Enum):
    MOST = "most"  # more files for these reviewers
    WANTED = "wanted"  # fewer reviewers for these applications
    LEAST = "least"  # a smaller minimum for these reviewers
    GROUP = "group"  # fewer members of the group for these applications


@dataclass(frozen=True)
class Relief:
    """``amounts``: by how much, for each application (WANTED, GROUP) or reviewer (MOST, LEAST) concerned."""

    family: Family
    amounts: dict[int, int]
    group: Group | None = None

    @property
    def total(self) -> int:
        return sum(self.amounts.values())


@dataclass(frozen=True)
class Reliefs:
    """``necessary`` in any case; then one of ``alternatives`` (each a set of reliefs of one family), or,
    when no family is enough alone, all of ``together``."""

    necessary: tuple[Relief, ...] = ()
    alternatives: tuple[tuple[Relief, ...], ...] = ()
    together: tuple[Relief, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.necessary or self.alternatives or self.together)


def reliefs(problem: Problem) -> Reliefs:
    """What to relax for a matching to exist; nothing when there is one."""
    necessary = _necessary(problem)
    eased = grant(problem, necessary)
    rows = rows_of(eased)
    # The same pairs at no price at all would do, some ten times slower: every vertex would be as good.
    fits = eased.fit[rows.applications, rows.reviewers]
    prices = _rise(eased) * (fits.max(initial=0) - fits) / (4 * max(1, np.ptp(fits) if len(fits) else 1))
    if rows.programme.minimise(prices) is not None:
        return Reliefs(necessary)
    slacks = list(_slacks(eased))
    alternatives = tuple(
        found
        for family in Family
        if (found := _relaxed(rows.programme, prices, [each for each in slacks if each.family == family]))
    )
    return Reliefs(necessary, alternatives, () if alternatives else _relaxed(rows.programme, prices, slacks))


def grant(problem: Problem, wishes: Iterable[Relief]) -> Problem:
    """The problem once these reliefs are granted."""
    wanted, least, most = problem.real_wanted.copy(), problem.least.copy(), problem.real_most.copy()
    needs = {group.key: group.at_least.copy() for group in problem.groups}
    for relief in wishes:
        at, by = list(relief.amounts), list(relief.amounts.values())
        if relief.family == Family.MOST:
            most[at] += by
        elif relief.family == Family.LEAST:
            least[at] -= by
        elif relief.family == Family.WANTED:
            wanted[at] -= by
        elif relief.group is not None:
            needs[relief.group.key][at] -= by
    groups = tuple(replace(group, at_least=needs[group.key]) for group in problem.groups)
    return replace(problem, wanted=wanted, least=least, most=most, groups=groups)


def _necessary(problem: Problem) -> tuple[Relief, ...]:
    """The reliefs that conflicts impose by themselves."""
    found = [
        (Family.WANTED, problem.real_wanted - problem.allowed.sum(axis=1), None),
        (Family.LEAST, problem.least - problem.allowed.sum(axis=0), None),
        *(
            (Family.GROUP, group.at_least - problem.allowed[:, group.members].sum(axis=1), group)
            for group in problem.groups
        ),
    ]
    return tuple(
        Relief(family, _amounts(missing), group) for family, missing, group in found if (missing > 0).any()
    )


def _amounts(array: IntArray) -> dict[int, int]:
    return {int(index): int(array[index]) for index in np.nonzero(array > 0)[0]}


@dataclass(frozen=True)
class _Slack:
    """A slack variable: the row that it eases, with which sign, its price and its largest value."""

    family: Family
    index: int
    row: int
    sign: int
    price: float
    ceiling: float
    group: Group | None = None


def _rise(problem: Problem) -> float:
    """A price so small that, paid for every pair and twice for every slack, it stays under one slack."""
    return 1 / (8 * max(int(problem.real_wanted.sum()), 1))


def _slacks(problem: Problem) -> Iterator[_Slack]:
    """Prices rise a little with the amount, so that a burden is shared; too little to enlarge its sum."""
    n, m = problem.fit.shape
    total = int(problem.real_wanted.sum())
    rise = _rise(problem)
    # What each would take on if all shared what is missing.
    share = max(1, -(-(total - int(problem.real_most.sum())) // max(m, 1)))
    for j in range(m):
        for step, ceiling in enumerate((share, share, n)):
            yield _Slack(Family.MOST, j, n + j, -1, 1 + step * rise, ceiling)
        yield _Slack(Family.LEAST, j, n + j, 1, 1, float(problem.least[j]))
    free = problem.real_wanted - problem.kept_pairs.sum(axis=1)
    for i in range(n):
        yield _Slack(Family.WANTED, i, i, 1, 1, min(1.0, float(free[i])))
        yield _Slack(Family.WANTED, i, i, 1, 1 + rise, max(0.0, float(free[i] - 1)))
    for rank, group in enumerate(problem.groups):
        for i in range(n):
            row = n + m + rank * n + i
            yield _Slack(Family.GROUP, i, row, 1, 1, float(group.at_least[i]), group)


def _relaxed(programme: Programme, prices: FloatArray, slacks: Sequence[_Slack]) -> tuple[Relief, ...]:
    """The least slack that lets a matching exist; nothing when these slacks are not enough."""
    if not slacks:
        return ()
    height, width = programme.matrix.shape[0], len(prices)
    columns = scipy.sparse.csr_array(
        ([float(each.sign) for each in slacks], ([each.row for each in slacks], range(len(slacks)))),
        shape=(height, len(slacks)),
    )
    eased = replace(
        programme,
        matrix=scipy.sparse.hstack([programme.matrix, columns], format="csr"),
        floor=np.concatenate([programme.floor, np.zeros(len(slacks))]),
        ceiling=np.concatenate([programme.ceiling, [each.ceiling for each in slacks]]),
    )
    found = eased.minimise(np.concatenate([prices, [each.price for each in slacks]]))
    if found is None:
        return ()
    amounts: dict[tuple[Family, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    groups = {}
    for each, value in zip(slacks, found[width:], strict=True):
        if value > 0:
            key = (each.family, each.group.key if each.group else "")
            amounts[key][each.index] += int(value)
            groups[key] = each.group
    return tuple(Relief(key[0], dict(by), groups[key]) for key, by in amounts.items())
