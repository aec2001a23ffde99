"""What is given to the solver: arrays, checked once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Application i has at least ``at_least[i]`` (n) reviewers among ``members`` (a mask of m reviewers)."""

    members: BoolArray
    at_least: IntArray
    key: str = ""


@dataclass(frozen=True)
class Problem:
    """n applications, m reviewers.

    Attributes:
        fit: (n, m) whole numbers, the larger the better. Whole, so that an optimum is exact and two
            solvers can be compared to the unit.
        allowed: (n, m), False where the two may not meet (a conflict of interest).
        wanted: (n,) how many reviewers each application has.
        least, most: (m,) bounds of each reviewer's load.
        kept: (n, m) pairs that stand whatever happens: reviews that are started. They count in ``wanted``
            and in the loads; a bound that they already pass is moved to where they are.
        groups: see ``Group``.
    """

    fit: IntArray
    allowed: BoolArray
    wanted: IntArray
    least: IntArray
    most: IntArray
    kept: BoolArray | None = None
    groups: tuple[Group, ...] = field(default=())

    def __post_init__(self) -> None:
        n, m = self.fit.shape
        shapes: dict[str, tuple[np.ndarray, tuple[int, ...]]] = {
            "fit": (self.fit, (n, m)),
            "allowed": (self.allowed, (n, m)),
            "wanted": (self.wanted, (n,)),
            "least": (self.least, (m,)),
            "most": (self.most, (m,)),
        }
        for group in self.groups:
            shapes[f"members of {group.key}"] = (group.members, (m,))
            shapes[f"at_least of {group.key}"] = (group.at_least, (n,))
        if self.kept is not None:
            shapes["kept"] = (self.kept, (n, m))
        for name, (array, shape) in shapes.items():
            if array.shape != shape:
                raise ValueError(f"{name} has the shape {array.shape}, for {shape}")
        if not np.issubdtype(self.fit.dtype, np.integer):
            raise ValueError("fit holds whole numbers")
        if (self.wanted < 0).any() or (self.least < 0).any() or (self.most < self.least).any():
            raise ValueError("counts are positive, and the least load is not above the most")
        if self.kept is not None and (self.kept & ~self.allowed).any():
            raise ValueError("a kept pair is in conflict: end that review first")

    @property
    def kept_pairs(self) -> BoolArray:
        return np.zeros(self.fit.shape, dtype=bool) if self.kept is None else self.kept

    @property
    def real_wanted(self) -> IntArray:
        """(n,) reviewers per application, at least those that are kept."""
        return np.asarray(np.maximum(self.wanted, self.kept_pairs.sum(axis=1)))

    @property
    def real_most(self) -> IntArray:
        """(m,) largest loads, at least what is kept."""
        return np.asarray(np.maximum(self.most, self.kept_pairs.sum(axis=0)))

    @property
    def is_laminar(self) -> bool:
        """Whether any two groups are disjoint or nested, which keeps the matrix totally unimodular."""
        for rank, one in enumerate(self.groups):
            for other in self.groups[rank + 1 :]:
                shared = one.members & other.members
                nested = (shared == one.members).all() or (shared == other.members).all()
                if shared.any() and not nested:
                    return False
        return True
