"""The kits that ship with the platform: formats that rural support structures run, in our own words.

Data, in French as the people who run them write. ``actions.ready.load_ready_kits`` puts them in the
database; a text changed here becomes the next version of its kit, and pathways that run keep theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

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

    return tuple(
        replace(
            kit,
            title=typeset(kit.title),
            summary=typeset(kit.summary),
            content=KitContent.from_json(typeset(kit.content.as_json())),
        )
        for kit in (*first_steps.KITS, *collective.KITS)
    )


def typeset(value: Any) -> Any:
    """French texts with the spaces that never break, in whatever holds them: no line begins with a colon."""
    if isinstance(value, str):
        return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", value)
    if isinstance(value, dict):
        return {key: typeset(inner) for key, inner in value.items()}
    return [typeset(inner) for inner in value] if isinstance(value, list | tuple) else value
