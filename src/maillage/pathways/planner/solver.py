"""The rota of the least cost, by a mixed-integer programme (HiGHS, through scipy) over counts.

Sessions that the same people attend and the same places may host are alike: only how many of them each place
hosts matters. Over classes c of alike sessions, with n[c, l] whole numbers and u the longest travel:

    minimise    (1 - e) · Σ mean_km[c, l] · n[c, l] + e · u
    subject to  Σ_l n[c, l] = size[c]                         each session has one place
                Σ_c n[c, l] ≤ most[l]                         a place hosts no more than it may
                Σ_{c, l} comes[c, p] · km[p, l] · n[c, l] ≤ u   for each person p
                n = 0 where the place may not host the class

Without classes, the twelve exchangeable sessions of a promotion would be explored in 12! equal orders. HiGHS
has ``SECONDS``; what it found then is compared with a descent (swap one session's place while it helps), and
the better is given with the solver's bound, so that its distance from the optimum is always known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # its parts come when they are used: most processes never do

from maillage.pathways.planner.problem import Answer, BoolArray, IntArray, NoRota, Problem

#: What HiGHS may take; the page waits for it.
SECONDS = 0.6
#: Good enough to stop: a thousandth of the cost.
GAP = 1e-3


@dataclass(frozen=True)
class _Classes:
    """Alike sessions. ``of``: (s,) the class of each; ``size``, ``allowed``, ``comes``: a row per class."""

    of: IntArray
    size: IntArray
    allowed: BoolArray
    comes: BoolArray


def solve(problem: Problem, *, seconds: float = SECONDS) -> Answer:
    """The rota of the least cost that is found within ``seconds``, with its bound; the same at each call
    unless the time runs out.

    Raises:
        NoRota: a session that no place may host, or too few places for all.
    """
    sessions = problem.allowed.shape[0]
    if not sessions:
        return Answer(np.zeros(0, dtype=np.int64), np.zeros(problem.km.shape[0]), 0.0, 0.0)
    if not problem.allowed.any(axis=1).all():
        raise NoRota
    classes = _classes(problem)
    counts, bound = _programme(problem, classes, seconds)
    if counts is None:
        counts = _first(problem, classes)
    places = _descent(problem, _spread(problem, classes, counts))
    cost = problem.cost(places)
    return Answer(places, problem.travelled(places), cost, min(bound, cost))


def _classes(problem: Problem) -> _Classes:
    alike = np.hstack([problem.allowed, problem.comes])
    rows, of, size = np.unique(alike, axis=0, return_inverse=True, return_counts=True)
    width = problem.allowed.shape[1]
    return _Classes(
        np.asarray(of, dtype=np.int64).reshape(-1),
        np.asarray(size, dtype=np.int64),
        rows[:, :width],
        rows[:, width:],
    )


def _programme(problem: Problem, classes: _Classes, seconds: float) -> tuple[IntArray | None, float]:
    """Counts (c, l) and the bound; no counts when the time ran out before a first answer."""
    people, places = problem.km.shape
    number = len(classes.size)
    columns = number * places
    # (people, c·l): what one session of class c at place l costs each person.
    travel = (classes.comes.T[:, :, None] * problem.km[:, None, :]).reshape(people, columns)
    weight = np.append((1 - problem.evenness) * travel.mean(axis=0), problem.evenness)
    one_place = np.hstack([np.kron(np.eye(number), np.ones(places)), np.zeros((number, 1))])
    hosts = np.hstack([np.tile(np.eye(places), number), np.zeros((places, 1))])
    longest = np.hstack([travel, -np.ones((people, 1))])
    upper = np.append(np.where(classes.allowed, classes.size[:, None], 0).reshape(-1), np.inf)
    found = scipy.optimize.milp(
        weight,
        integrality=np.append(np.ones(columns), 0),
        bounds=scipy.optimize.Bounds(0, upper),
        constraints=[
            scipy.optimize.LinearConstraint(scipy.sparse.csr_array(one_place), classes.size, classes.size),
            scipy.optimize.LinearConstraint(scipy.sparse.csr_array(hosts), 0, problem.most),
            scipy.optimize.LinearConstraint(scipy.sparse.csr_array(longest), -np.inf, 0),
        ],
        options={"time_limit": seconds, "mip_rel_gap": GAP},
    )
    if found.status == 2:
        raise NoRota
    bound = getattr(found, "mip_dual_bound", None)
    if bound is None or not np.isfinite(bound):
        relaxed = scipy.optimize.linprog(
            weight,
            A_ub=np.vstack([hosts, longest]),
            b_ub=np.append(problem.most, np.zeros(people)),
            A_eq=one_place,
            b_eq=classes.size,
            bounds=list(zip(np.zeros(columns + 1), upper, strict=True)),
        )
        bound = relaxed.fun if relaxed.status == 0 else 0.0
    if found.x is None:
        return None, float(bound)
    counts = np.rint(found.x[:-1]).astype(np.int64).reshape(number, places)
    return counts, float(bound)


def _first(problem: Problem, classes: _Classes) -> IntArray:
    """Each class at the places nearest to its people, while they may host."""
    left = problem.most.copy()
    counts = np.zeros(classes.allowed.shape, dtype=np.int64)
    # The class with the fewest possible places chooses first.
    for rank in np.argsort(classes.allowed.sum(axis=1), kind="stable"):
        mean = classes.comes[rank] @ problem.km
        for place in np.argsort(mean, kind="stable"):
            if classes.allowed[rank, place]:
                taken = int(min(left[place], classes.size[rank] - counts[rank].sum()))
                counts[rank, place] += taken
                left[place] -= taken
        if counts[rank].sum() < classes.size[rank]:
            raise NoRota
    return counts


def _spread(problem: Problem, classes: _Classes, counts: IntArray) -> IntArray:
    """(s,) places from counts: sessions stay where they are when their class still hosts there, and the
    others go round so that the same place does not come twice in a row."""
    places = np.full(len(classes.of), -1, dtype=np.int64)
    left = counts.copy()
    for session, now in enumerate(problem.now):
        group = classes.of[session]
        if now >= 0 and left[group, now] > 0:
            places[session] = now
            left[group, now] -= 1
    for session in np.flatnonzero(places < 0).tolist():
        group = classes.of[session]
        before = places[session - 1] if session else -1
        choice = left[group].astype(np.float64)
        if before >= 0 and (choice > 0).sum() > 1:
            choice[before] = 0
        places[session] = int(np.argmax(choice))
        left[group, places[session]] -= 1
    return places


def _descent(problem: Problem, places: IntArray) -> IntArray:
    """Moves one session at a time to the place that helps most, until none does."""
    places, cost = places.copy(), problem.cost(places)
    hosted = np.bincount(places, minlength=len(problem.most))
    for _round in range(4 * len(places)):
        best: tuple[float, int, int] | None = None
        travelled = problem.travelled(places)
        for session, here in enumerate(places):
            free = problem.allowed[session] & (hosted < problem.most)
            free[here] = False
            options = np.flatnonzero(free)
            if not options.size:
                continue
            comes = problem.comes[session][:, None]
            moved = travelled[:, None] + comes * (problem.km[:, options] - problem.km[:, [here]])
            costs = (1 - problem.evenness) * moved.mean(axis=0) + problem.evenness * moved.max(axis=0)
            rank = int(np.argmin(costs))
            if costs[rank] < (best[0] if best else cost) - 1e-9:
                best = (float(costs[rank]), session, int(options[rank]))
        if best is None:
            break
        cost, session, place = best
        hosted[places[session]] -= 1
        hosted[place] += 1
        places[session] = place
    return places
