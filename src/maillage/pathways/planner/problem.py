"""What is given to the planner, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class NoRota(Exception):
    """No place may host one of the sessions, or places may host too few."""


@dataclass(frozen=True)
class Problem:
    """s sessions, p people, l places.

    Attributes:
        km: (p, l) kilometres there and back; not negative.
        comes: (s, p) True where that person comes to that session.
        allowed: (s, l) True where that place may host that session. One True: its place is settled.
        most: (l,) how many sessions a place hosts at most, those that are settled included.
        now: (s,) the place where a session is today, -1 for none: kept where two answers are as good.
        evenness: from 0, the shortest mean, to 1, the shortest of the longest.
    """

    km: FloatArray
    comes: BoolArray
    allowed: BoolArray
    most: IntArray
    now: IntArray
    evenness: float = 0.5

    def __post_init__(self) -> None:
        people, places = self.km.shape
        sessions = self.allowed.shape[0]
        shapes: dict[str, tuple[NDArray[np.generic], tuple[int, ...]]] = {
            "comes": (self.comes, (sessions, people)),
            "allowed": (self.allowed, (sessions, places)),
            "most": (self.most, (places,)),
            "now": (self.now, (sessions,)),
        }
        for name, (array, shape) in shapes.items():
            if array.shape != shape:
                raise ValueError(f"{name} has the shape {array.shape}, not {shape}")
        if not np.isfinite(self.km).all() or (self.km < 0).any():
            raise ValueError("km holds finite numbers, none negative")
        if not 0 <= self.evenness <= 1:
            raise ValueError("evenness goes from 0 to 1")

    def travelled(self, places: IntArray) -> FloatArray:
        """(p,) kilometres of each person when session i is held at ``places[i]``."""
        return np.asarray((self.km[:, places].T * self.comes).sum(axis=0), dtype=np.float64)

    def cost(self, places: IntArray) -> float:
        """What is minimised: (1 - evenness) · mean + evenness · longest, in kilometres."""
        travelled = self.travelled(places)
        if not travelled.size:
            return 0.0
        return float((1 - self.evenness) * travelled.mean() + self.evenness * travelled.max())


@dataclass(frozen=True)
class Answer:
    """Attributes:
    places: (s,) the place of each session.
    travelled: (p,) kilometres of each person, there and back, all sessions together.
    cost: what was minimised; ``bound``: what no answer can be under.
    """

    places: IntArray
    travelled: FloatArray
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """How far from the optimum at most, as a share of the answer's cost; 0 when it is the optimum."""
        if self.cost <= 0:
            return 0.0
        return max(0.0, (self.cost - self.bound) / self.cost)
