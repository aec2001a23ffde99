"""What pathways add to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from maillage.pathways.register import (
    attendance,
    bench,
    committees,
    invariants,
    orientation,
    own,
    pages,
    personal,
    surveys,
)


def declare() -> None:
    for wing in (pages, own, personal, attendance, surveys, orientation, committees, invariants, bench):
        wing.declare()
