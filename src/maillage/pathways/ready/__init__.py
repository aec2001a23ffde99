"""The kits that ship with the platform: formats that rural support structures run, in our own words.

Data, in French as the people who run them write. ``actions.ready.load_ready_kits`` puts them in the
database; a text changed here becomes the next version of its kit, and pathways that run keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

from maillage.directory.enums import Stage, Theme
from maillage.pathways.content import KitContent


@dataclass(frozen=True)
class ReadyKit:
    key: str
    title: str
    summary: str
    stages: tuple[Stage, ...]
    themes: tuple[Theme, ...]
    content: KitContent


def ready_kits() -> tuple[ReadyKit, ...]:
    """All of them, in the order of a project's life."""
    from maillage.pathways.ready import collective, first_steps

    return (*first_steps.KITS, *collective.KITS)
