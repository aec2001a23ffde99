"""The same optimum by another road: a minimum-cost flow, by successive shortest paths.

For ``make bench`` and the tests only. It shares nothing with ``solver``: no linear programme, no matrix of
constraints. One reviewer is given at a time, along the cheapest path of the residual graph, which keeps the
flow the cheapest for what is given so far (R. Busacker and P. Gowen, 1960; R. Ahuja, T. Magnanti and
J. Orlin, “Network Flows”, 1993, section 9.7). Applications are folded away: a path goes from reviewer to
reviewer, each step being the cheapest move of one file from the first to the second. Groups and kept pairs
are not known here.
"""

from __future__ import annotations

import numpy as np

from maillage.programmes.matching.problem import BoolArray, IntArray, Problem
from maillage.programmes.matching.solver import NoMatching

FAR = 1 << 40


def greatest_total(problem: Problem) -> int:
    """The greatest total fit of a matching.

    Raises:
        NoMatching: there is none.
        ValueError: the problem has groups or kept pairs.
    """
    if problem.groups or problem.kept is not None:
        raise ValueError("the reference knows neither groups nor kept pairs")
    return _Flow(problem).run()


class _Flow:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        n, m = problem.fit.shape
        self.fit: IntArray = problem.fit.astype(np.int64)
        self.given: BoolArray = np.zeros((n, m), dtype=bool)
        self.load: IntArray = np.zeros(m, dtype=np.int64)
        # moves[a, b]: the least loss of fit when one file goes from a to b; files[a, b]: which one.
        self.moves: IntArray = np.full((m, m), FAR)
        self.files: IntArray = np.zeros((m, m), dtype=np.int64)
        # A load under its least is worth more than any fit, so it is filled first.
        self.bonus = int(self.fit.max(initial=0) - self.fit.min(initial=0) + 1) * (m + 2)

    def run(self) -> int:
        for application, wanted in enumerate(self.problem.wanted):
            for _unit in range(wanted):
                self._give(application)
        if (self.load < self.problem.least).any():
            raise NoMatching
        return int(self.fit[self.given].sum())

    def _give(self, application: int) -> None:
        open_to = self.problem.allowed[application] & ~self.given[application]
        cost = np.where(open_to, -self.fit[application], FAR)
        before = np.full(len(cost), -1)
        while True:  # Bellman and Ford: some moves cost less than nothing
            through = cost[:, None] + self.moves
            best = through.argmin(axis=0)
            shorter = through[best, np.arange(len(cost))]
            better = shorter < cost
            if not better.any():
                break
            cost = np.where(better, shorter, cost)
            before = np.where(better, best, before)
        end = np.where(self.load < self.problem.least, -self.bonus, 0)
        arrived = np.where(self.load < self.problem.most, cost + end, FAR)
        last = int(arrived.argmin())
        if cost[last] >= FAR // 2 or self.load[last] >= self.problem.most[last]:
            raise NoMatching
        self.load[last] += 1
        touched = {application}
        while before[last] >= 0:
            first = int(before[last])
            moved = int(self.files[first, last])
            self.given[moved, first], self.given[moved, last] = False, True
            touched.add(moved)
            last = first
        self.given[application, last] = True
        changed = {int(reviewer) for each in touched for reviewer in np.nonzero(self.given[each])[0]}
        self._renew(changed | set(np.nonzero(before >= 0)[0].tolist()))

    def _renew(self, reviewers: set[int]) -> None:
        for reviewer in reviewers:
            held = np.nonzero(self.given[:, reviewer])[0]
            if not len(held):
                self.moves[reviewer] = FAR
                continue
            free = self.problem.allowed[held] & ~self.given[held]
            loss = np.where(free, self.fit[held, reviewer][:, None] - self.fit[held], FAR)
            best = loss.argmin(axis=0)
            self.moves[reviewer] = loss[best, np.arange(loss.shape[1])]
            self.files[reviewer] = held[best]
