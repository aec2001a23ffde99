"""Close projects in the demonstration: the words are counted, so that what is rare tells who is alike."""

from __future__ import annotations

from maillage.projects.actions import similar_clock
from maillage.projects.models import ProjectWord


def build() -> None:
    """Counts the words of the projects made so far; the clock counts anew every night."""
    if not ProjectWord.objects.exists():
        similar_clock.count_words()
