"""What governance adds to the registries of the house. Filled once, when the apps are ready."""

from __future__ import annotations

from maillage.governance import rules  # noqa: F401  (declares the permissions)
from maillage.governance.register import bench, hosts, pages, personal


def declare() -> None:
    for wing in (hosts, pages, personal, bench):
        wing.declare()
