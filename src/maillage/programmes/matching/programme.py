"""The rows of the linear programme, and its run; shared by the solver and by the search for reliefs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # its parts come when they are used: most processes never do
from numpy.typing import NDArray

from maillage.programmes.matching.problem import IntArray, Problem

FloatArray = NDArray[np.float64]
INFEASIBLE = 2
# Of the mixed-integer programme only; the linear one needs well under two seconds at national scale.
TIME_LIMIT_S = 60.0


@dataclass(frozen=True)
class Programme:
    """``lower <= matrix @ x <= upper`` and ``floor <= x <= ceiling``.

    ``is_laminar``: its vertices are whole (``solver`` says why).
    """

    matrix: scipy.sparse.csr_array
    lower: FloatArray
    upper: FloatArray
    floor: FloatArray
    ceiling: FloatArray
    is_laminar: bool

    def minimise(self, costs: FloatArray) -> FloatArray | None:
        """The cheapest whole x; None when there is none.

        Raises:
            RuntimeError: the solver gave up.
        """
        if self.matrix.shape[1] == 0:
            return np.zeros(0) if (self.lower <= 0).all() and (self.upper >= 0).all() else None
        found = self._linear(costs) if self.is_laminar else self._mixed(costs)
        if found.status == INFEASIBLE:
            return None
        if found.x is None:
            raise RuntimeError(found.message)
        return np.asarray(np.rint(found.x))

    def _linear(self, costs: FloatArray) -> scipy.optimize.OptimizeResult:
        equal = self.lower == self.upper
        at_most = ~equal & np.isfinite(self.upper)
        at_least = ~equal & (self.lower > 0)
        inequalities = scipy.sparse.vstack([self.matrix[at_most], -self.matrix[at_least]], format="csr")
        return scipy.optimize.linprog(
            costs,
            A_ub=inequalities,
            b_ub=np.concatenate([self.upper[at_most], -self.lower[at_least]]),
            A_eq=self.matrix[equal],
            b_eq=self.lower[equal],
            bounds=np.column_stack([self.floor, self.ceiling]),
            # The simplex ends on a vertex; an interior point does not.
            method="highs-ds",
            # Measured on 1,000 × 100: without presolve the hardest case (equal least and most loads) takes
            # 0.2 s instead of 139 s, and no other one gets slower.
            options={"presolve": False},
        )

    def _mixed(self, costs: FloatArray) -> scipy.optimize.OptimizeResult:
        return scipy.optimize.milp(
            costs,
            integrality=np.ones(len(costs)),
            bounds=scipy.optimize.Bounds(self.floor, self.ceiling),
            constraints=scipy.optimize.LinearConstraint(self.matrix, self.lower, self.upper),
            options={"time_limit": TIME_LIMIT_S},
        )


@dataclass(frozen=True)
class Rows:
    """The programme of a problem, one variable per allowed pair (application, reviewer).

    Its rows come in the order: n of applications, m of reviewers, then n for each group.
    """

    applications: IntArray
    reviewers: IntArray
    programme: Programme


def rows_of(problem: Problem) -> Rows:
    n, m = problem.fit.shape
    applications, reviewers = np.nonzero(problem.allowed)
    pairs = np.arange(len(applications))
    blocks = [_sums(applications, pairs, (n, len(pairs))), _sums(reviewers, pairs, (m, len(pairs)))]
    lower = [problem.real_wanted, problem.least]
    upper = [problem.real_wanted.astype(float), problem.real_most.astype(float)]
    for group in problem.groups:
        inside = group.members[reviewers]
        blocks.append(_sums(applications[inside], pairs[inside], (n, len(pairs))))
        lower.append(group.at_least)
        upper.append(np.full(n, np.inf))
    programme = Programme(
        matrix=scipy.sparse.vstack(blocks, format="csr"),
        lower=np.concatenate(lower).astype(float),
        upper=np.concatenate(upper),
        floor=problem.kept_pairs[applications, reviewers].astype(float),
        ceiling=np.ones(len(pairs)),
        is_laminar=problem.is_laminar,
    )
    return Rows(applications, reviewers, programme)


def _sums(rows: IntArray, columns: IntArray, shape: tuple[int, int]) -> scipy.sparse.csr_array:
    return scipy.sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
