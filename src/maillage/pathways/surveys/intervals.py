"""Intervals at 95 % for what a group answered: a mean change, a share that changed, a recommendation score.

All three are honest with few answers: none has zero width because everybody happened to say the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import scipy  # its parts come when they are used: most processes never do

#: Standard normal quantile of a two-sided interval at 95 %.
Z = 1.959963984540054
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """An estimate between its bounds; both bounds None when too little is known to give any."""

    value: float
    low: float | None
    high: float | None


def mean_change(n: int, total: float, squares: float) -> Interval:
    """The mean of paired differences, with Student's interval on ``n - 1`` degrees of freedom.

    Args:
        n: pairs, at least 1.
        total, squares: sum of the differences (after - before), and of their squares.

    Returns:
        In the unit of the answers. Without bounds below two pairs, and when all differences are the same: a
        sample without spread says nothing of the spread of the population.

    Source: the paired t interval ("Student", "The probable error of a mean", Biometrika 6, 1908).
    """
    mean = total / n
    if n < 2:
        return Interval(mean, None, None)
    variance = max(0.0, (squares - total * total / n) / (n - 1))
    if variance <= 1e-12 * max(1.0, squares / n):
        return Interval(mean, None, None)
    half = float(scipy.special.stdtrit(n - 1, (1 + LEVEL) / 2)) * math.sqrt(variance / n)
    return Interval(mean, mean - half, mean + half)


def difference_of_shares(gained: int, lost: int, n: int) -> Interval:
    """(gained - lost) / n with its score interval, when each of ``n`` is in one of three classes: those who
    gained, those who lost, those who stayed.

    That is the change of a yes/no answer asked twice to the same people (gained: from no to yes), and a
    recommendation score (gained: promoters, lost: detractors).

    Returns:
        Between -1 and 1, bounds included: an extreme result keeps an interval of some width inside.

    Source: T. Tango, "Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design", Statistics in Medicine 17 (1998) 891-908. For a score of recommendation, B. Rocks,
    "Interval Estimation for the Net Promoter Score", The American Statistician 70 (2016) 365-372, finds the
    score interval among the best.
    """
    if not n > 0 or gained < 0 or lost < 0 or gained + lost > n:
        raise ValueError("classes do not fit their number")
    value = (gained - lost) / n
    return Interval(value, _bound(gained, lost, n, Z), _bound(gained, lost, n, -Z))


def _bound(gained: int, lost: int, n: int, z: float) -> float:
    """The difference whose score statistic is ``z``: it falls steadily from one end to the other."""
    low, high = -1.0, 1.0
    if z > 0 and _score(gained, lost, n, low) <= z:
        return low
    if z < 0 and _score(gained, lost, n, high) >= z:
        return high
    for _turn in range(80):
        middle = (low + high) / 2
        if _score(gained, lost, n, middle) > z:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _score(gained: int, lost: int, n: int, delta: float) -> float:
    """How far the sample is from a true difference ``delta``, in standard errors under it: the share of
    those who lost is the likeliest one for that difference (Tango 1998, equation 8)."""
    first = 2.0 * n
    second = -gained - lost + (2 * n - gained + lost) * delta
    third = -lost * delta * (1 - delta)
    share = (math.sqrt(max(0.0, second * second - 4 * first * third)) - second) / (2 * first)
    distance = gained - lost - n * delta
    variance = n * (2 * share + delta * (1 - delta))
    if variance <= 1e-15:
        return 0.0 if abs(distance) < 1e-12 else math.copysign(math.inf, distance)
    return distance / math.sqrt(variance)
