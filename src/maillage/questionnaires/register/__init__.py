"""What questionnaires add to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from maillage.questionnaires import bench, rules  # noqa: F401  (rules declares the permissions)
from maillage.questionnaires.register import filling, personal


def declare() -> None:
    for wing in (personal, filling, bench):
        wing.declare()
