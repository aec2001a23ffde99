"""Proposing promotions: files that stand near each other, of bounded size, with mixed themes.

Sessions go from one place to another, so that what counts is how far people travel. A promotion's centre is
its member from which the others are nearest (its medoid): a place where a session can really be held. With
``D`` the kilometres between files, ``c(g)`` the centre of promotion ``g``, ``n(g, t)`` how many of its files
bear the theme ``t``, ``p(t)`` the share of all files that do, and ``w`` kilometres per misplaced file,

    J = sum over files of D[i, c(g(i))]  +  w · sum over g and t of |n(g, t) − p(t)·n(g)| / 2

is made small under  smallest ≤ n(g) ≤ largest. It is the capacitated p-median problem with a term for the
mix, NP-hard, so that no exact answer is promised: the way is the alternate location and allocation of Cooper
(1964, SIAM Review 6), where the allocation to fixed centres is a transportation programme solved to the
optimum (HiGHS; its matrix is totally unimodular, so that its vertices are whole), followed by the interchange
search of Teitz and Bart (1968, Operations Research 16) on J itself: the best swap of two files or move of
one, until none helps. Two starts, the best kept. Nothing is drawn at random: the same files in the same order
give the same promotions.

Nothing here knows Django: arrays in, arrays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # its parts come when they are used: most processes never do
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TINY = 1e-9
ROUNDS = 40  # of allocation and location: a handful is usual
STEPS = 2000  # of interchange, each of which lowers J


class Infeasible(ValueError):
    """No division fits the sizes. ``needed``: files wanted at least, or None; ``held``: at most, or None."""

    def __init__(self, *, needed: int | None = None, held: int | None = None) -> None:
        self.needed, self.held = needed, held
        super().__init__(f"needs {needed}" if needed is not None else f"holds {held}")


@dataclass(frozen=True)
class Division:
    """Files in promotions: ``group[i]`` from 0; ``centre[g]`` is the index of a file."""

    group: Ints
    centre: Ints
    objective: float
    km: Floats  # of each file to the centre of its promotion
    misplaced: Floats  # of each promotion: files to exchange for its themes to be those of all

    @property
    def mean_km(self) -> float:
        return float(self.km.mean()) if self.km.size else 0.0


def propose(
    distances: Floats, themes: Floats, *, groups: int, smallest: int, largest: int, mix_km: float = 0.0
) -> Division:
    """Divides files in promotions.

    Args:
        distances: (n, n), kilometres, symmetric, zero on the diagonal.
        themes: (n, m), 1 where a file bears a theme.
        groups, smallest, largest: how many promotions, and how many files in each.
        mix_km: kilometres that one better placed theme is worth; 0 looks at distances alone.

    Returns:
        the division, its promotions ordered by their first file.

    Raises:
        Infeasible: there are too few files, or too many, for these sizes.
    """
    number = distances.shape[0]
    if groups < 1 or smallest > largest or groups * max(smallest, 1) > number:
        raise Infeasible(needed=groups * max(smallest, 1))
    if groups * largest < number:
        raise Infeasible(held=groups * largest)
    # The list cut in pieces is a start too: whatever is proposed is worth it at least.
    plain = cut(distances, themes, range(number), groups=groups, mix_km=mix_km)
    best = _Search(distances, themes, smallest, largest, mix_km, plain.centre).run(plain.group)
    for seeds in (_spread(distances, groups), _greedy(distances, groups)):
        found = _Search(distances, themes, smallest, largest, mix_km, seeds).run()
        if found.objective < best.objective - TINY:
            best = found
    return best


def cut(
    distances: Floats, themes: Floats, order: Sequence[int], *, groups: int, mix_km: float = 0.0
) -> Division:
    """The obvious way, to measure against: the list in that order, cut in pieces of the same size."""
    group = np.empty(len(order), dtype=np.int64)
    for at, piece in enumerate(np.array_split(np.asarray(order, dtype=np.int64), groups)):
        group[piece] = at
    return measure(distances, themes, group, mix_km=mix_km)


def measure(distances: Floats, themes: Floats, group: Ints, *, mix_km: float = 0.0) -> Division:
    """What a division is worth. ``group`` numbers promotions from 0 without a gap; ``mix_km`` as in
    ``propose``."""
    number = int(group.max()) + 1 if group.size else 0
    centre = np.array(
        [_medoid(distances, np.flatnonzero(group == at)) for at in range(number)], dtype=np.int64
    )
    km = distances[np.arange(group.size), centre[group]] if group.size else np.zeros(0)
    misplaced = _misplaced(themes, group, number)
    return Division(group, centre, float(km.sum() + mix_km * misplaced.sum()), km, misplaced)


def _medoid(distances: Floats, members: Ints) -> int:
    return int(members[np.argmin(distances[np.ix_(members, members)].sum(axis=1))])


def _misplaced(themes: Floats, group: Ints, number: int) -> Floats:
    share = themes.mean(axis=0) if themes.size else np.zeros(themes.shape[1])
    out = np.zeros(number)
    for at in range(number):
        mine = themes[group == at]
        out[at] = np.abs(mine.sum(axis=0) - share * len(mine)).sum() / 2
    return out


# --- Starts -------------------------------------------------------------------------------------------------
def _spread(distances: Floats, groups: int) -> Ints:
    """The centre of all, then each time the file that is farthest from those chosen."""
    chosen = [int(np.argmin(distances.sum(axis=1)))]
    nearest = distances[:, chosen[0]].copy()
    while len(chosen) < groups:
        nearest[chosen] = -1.0
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, distances[:, chosen[-1]])
    return np.array(chosen, dtype=np.int64)


def _greedy(distances: Floats, groups: int) -> Ints:
    """Each time the file that brings all the others nearest to a chosen one."""
    chosen: list[int] = []
    nearest = np.full(distances.shape[0], np.inf)
    while len(chosen) < groups:
        gains = np.minimum(nearest[:, None], distances).sum(axis=0)
        gains[chosen] = np.inf
        chosen.append(int(np.argmin(gains)))
        nearest = np.minimum(nearest, distances[:, chosen[-1]])
    return np.array(chosen, dtype=np.int64)


# --- The search ---------------------------------------------------------------------------------------------
class _Search:
    """One start: alternate, then interchange, and again while J falls."""

    def __init__(
        self, distances: Floats, themes: Floats, smallest: int, largest: int, mix_km: float, seeds: Ints
    ) -> None:
        self.distances = distances
        used = themes.any(axis=0) if themes.size else np.zeros(themes.shape[1], dtype=bool)
        self.themes = np.ascontiguousarray(themes[:, used])
        self.share = self.themes.mean(axis=0)
        self.smallest, self.largest = max(smallest, 1), largest
        self.mix_km = mix_km if self.themes.shape[1] else 0.0
        self.centre = seeds
        self.group = np.zeros(distances.shape[0], dtype=np.int64)
        self.all_themes = themes

    def run(self, group: Ints | None = None) -> Division:
        """From the centres, or from a division that is of the sizes asked."""
        if group is None:
            self._alternate()
        else:
            self.group = group.copy()
        best = self._interchange()
        while True:
            kept = self.group.copy(), self.centre.copy()
            self._alternate()
            again = self._interchange()
            if again >= best - TINY:
                self.group, self.centre = kept
                return self._numbered()
            best = again

    def _numbered(self) -> Division:
        """The promotions in the order of their first file."""
        firsts = [int(np.flatnonzero(self.group == at)[0]) for at in range(len(self.centre))]
        rank = np.empty(len(firsts), dtype=np.int64)
        rank[np.argsort(firsts, kind="stable")] = np.arange(len(firsts))
        return measure(self.distances, self.all_themes, rank[self.group], mix_km=self.mix_km)

    def _alternate(self) -> None:
        """Allocates to the centres, moves each centre to the middle of its files, until nothing moves."""
        total = np.inf
        for _round in range(ROUNDS):
            group = allocate(self.distances[:, self.centre], self.smallest, self.largest)
            centre = np.array(
                [_medoid(self.distances, np.flatnonzero(group == at)) for at in range(len(self.centre))],
                dtype=np.int64,
            )
            now = float(self.distances[np.arange(group.size), centre[group]].sum())
            if now >= total - TINY:
                return
            total, self.group, self.centre = now, group, centre

    def _interchange(self) -> float:
        """The best swap or move on J, until none lowers it; gives J."""
        for _step in range(STEPS):
            if not self._improve():
                break
        return measure(self.distances, self.themes, self.group, mix_km=self.mix_km).objective

    def _improve(self) -> bool:
        number, groups = self.group.size, len(self.centre)
        rows = np.arange(number)
        cost = self.distances[:, self.centre]  # (n, k)
        mine = cost[rows, self.group]
        sizes = np.bincount(self.group, minlength=groups)

        # Moves of one file: (n, k), infinite where a size forbids.
        move = cost - mine[:, None]
        move[rows, self.group] = np.inf
        move[sizes[self.group] <= self.smallest, :] = np.inf
        move[:, sizes >= self.largest] = np.inf
        # Swaps of two files of different promotions: (n, n).
        across = cost[:, self.group]  # [i, j]: file i at the centre of j's promotion
        swap = across + across.T - mine[:, None] - mine[None, :]
        swap[self.group[:, None] == self.group[None, :]] = np.inf
        if self.mix_km:
            self._weigh_mix(move, swap, sizes)
        file, to = divmod(int(np.argmin(move)), groups)
        one, other = divmod(int(np.argmin(swap)), number)
        if min(move[file, to], swap[one, other]) >= -TINY:
            return False
        if move[file, to] <= swap[one, other]:
            touched = (int(self.group[file]), to)
            self.group[file] = to
        else:
            touched = (int(self.group[one]), int(self.group[other]))
            self.group[one], self.group[other] = touched[1], touched[0]
        for at in touched:
            self.centre[at] = _medoid(self.distances, np.flatnonzero(self.group == at))
        return True

    def _weigh_mix(self, move: Floats, swap: Floats, sizes: Any) -> None:
        """Adds what the mix of themes gains or loses."""
        groups = len(self.centre)
        counts = np.zeros((groups, self.themes.shape[1]))
        np.add.at(counts, self.group, self.themes)
        gap = counts - sizes[:, None] * self.share  # (k, m)
        pain = np.abs(gap).sum(axis=1)
        weight = self.mix_km / 2
        step = self.themes - self.share  # what one file adds to a gap
        leaving = np.abs(gap[self.group] - step).sum(axis=1) - pain[self.group]
        for at in range(groups):
            coming = np.abs(gap[at] + step).sum(axis=1) - pain[at]
            move[:, at] += weight * (leaving + coming)
        for at in range(groups):
            inside = np.flatnonzero(self.group == at)
            # [i of this promotion, j]: its gap once i is out and j is in.
            changed = (
                np.abs(gap[at] - self.themes[inside][:, None, :] + self.themes[None, :, :]).sum(axis=2)
                - pain[at]
            )
            swap[inside, :] += weight * changed
            swap[:, inside] += weight * changed.T


def allocate(cost: Floats, smallest: int, largest: int) -> Ints:
    """Each file to one centre, at the least total cost, with sizes within bounds: a transportation programme.

    Args:
        cost: (n, k).

    Raises:
        Infeasible: the sizes cannot hold.
    """
    number, groups = cost.shape
    rows = np.repeat(np.arange(number), groups)
    columns = np.arange(number * groups)
    once = scipy.sparse.coo_array(
        (np.ones(number * groups), (rows, columns)), shape=(number, number * groups)
    ).tocsr()
    at = np.tile(np.arange(groups), number)
    filled = scipy.sparse.coo_array(
        (np.ones(number * groups), (at, columns)), shape=(groups, number * groups)
    ).tocsr()
    solved = scipy.optimize.linprog(
        cost.ravel(),
        A_ub=scipy.sparse.vstack([filled, -filled]),
        b_ub=np.concatenate([np.full(groups, largest), np.full(groups, -smallest)]),
        A_eq=once,
        b_eq=np.ones(number),
        bounds=(0, 1),
        method="highs-ds",
    )
    if solved.x is None:
        raise Infeasible(needed=groups * smallest)
    # A vertex is whole; the largest of a row is its one.
    whole: Ints = np.argmax(solved.x.reshape(number, groups), axis=1).astype(np.int64)
    return whole
