"""What projects add to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from maillage.core import registry
from maillage.projects import rules, separation, spaces  # noqa: F401  (rules declares the permissions)
from maillage.projects.register import bench, invariants, orientation, pages, personal, similar


def declare() -> None:
    registry.workspaces.add(registry.WorkspaceSource("projects", spaces.of_user, order=40))
    for wing in (pages, personal, invariants, orientation, separation, similar, bench):
        wing.declare()
