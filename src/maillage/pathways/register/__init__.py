"""What pathways add to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from maillage.pathways.register import attendance, committees, invariants, own, pages, personal


def declare() -> None:
    for wing in (pages, own, personal, attendance, committees, invariants):
        wing.declare()
