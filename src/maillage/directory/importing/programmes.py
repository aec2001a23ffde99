"""What the label of a national programme leaves on a place: a sentence of its description.

The label itself is granted by a programme of the platform, with its dates.
"""

from __future__ import annotations

from collections.abc import Iterable

from maillage.directory.models import Place


def _sentence(programme: str) -> str:
    """Stored with the place, hence in French whoever imports."""
    words = programme.replace("_", " ").replace("-", " ").strip()
    return f"Figure sur la liste « {words[:1].upper()}{words[1:]} »."


def add_programmes(place: Place, programmes: Iterable[str]) -> bool:
    """Adds a sentence per programme to the description, where it is not there yet."""
    added = False
    for programme in programmes:
        sentence = _sentence(programme)
        if sentence not in place.description:
            place.description = "\n\n".join(part for part in (place.description, sentence) if part)
            added = True
    return added


def programme_sentences(description: str) -> list[str]:
    return [
        part
        for part in description.replace("\r\n", "\n").split("\n\n")
        if part.startswith("Figure sur la liste «")
    ]


def without_programmes(description: str) -> str:
    parts = description.replace("\r\n", "\n").split("\n\n")
    return "\n\n".join(part for part in parts if not part.startswith("Figure sur la liste «"))
