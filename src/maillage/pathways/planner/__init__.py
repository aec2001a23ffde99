"""Which session goes where, so that a group travels little and evenly. Arrays in, arrays out: no database."""

from maillage.pathways.planner.problem import Answer, NoRota, Problem
from maillage.pathways.planner.solver import solve

__all__ = ["Answer", "NoRota", "Problem", "solve"]
