"""Reads of projects, one module per aggregate. Nothing here writes."""

from maillage.projects.queries.team import carriers_of

__all__ = ["carriers_of"]
