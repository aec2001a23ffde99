"""What programmes add to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from maillage.core import registry
from maillage.programmes import bench, rules, spaces  # noqa: F401  (rules declares the permissions)
from maillage.programmes.register import (
    calls,
    departures,
    governance,
    invariants,
    jury,
    labels,
    matching,
    pages,
    personal,
    questionnaires,
    reviews,
)


def declare() -> None:
    registry.workspaces.add(registry.WorkspaceSource("programmes", spaces.of_user, order=30))
    for wing in (
        pages,
        labels,
        personal,
        questionnaires,
        invariants,
        jury,
        reviews,
        calls,
        matching,
        bench,
        departures,
        governance,
    ):
        wing.declare()
