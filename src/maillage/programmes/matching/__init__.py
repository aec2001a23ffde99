"""Who reads what: reviewers matched to applications by a linear programme. No model, no request here.

``solve(problem)`` gives the matching of the greatest total fit; when there is none it raises ``NoMatching``
and ``reliefs(problem)`` says which constraints to relax, and by how much. See
``docs/adr/0011-assignment-and-calibration.md``.
"""

from maillage.programmes.matching.problem import Group, Problem
from maillage.programmes.matching.relief import Family, Relief, Reliefs, grant, reliefs
from maillage.programmes.matching.solver import Matching, NoMatching, solve

__all__ = [
    "Family",
    "Group",
    "Matching",
    "NoMatching",
    "Problem",
    "Relief",
    "Reliefs",
    "grant",
    "reliefs",
    "solve",
]
