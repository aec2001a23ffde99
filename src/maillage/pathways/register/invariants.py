"""What ``doctor`` checks of pathways."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from maillage.core import registry
from maillage.pathways.models import Kit


def declare() -> None:
    registry.invariants.add(
        registry.Invariant("pathways.published", "A kit’s current version is one of its own", strayed)
    )


def strayed() -> Iterable[str]:
    """Kits that show another kit's version: what a constraint cannot say across rows."""
    rows = Kit.objects.filter(published__isnull=False).exclude(published__kit=F("pk"))
    for kit in rows.order_by("pk"):
        yield f"{kit.title} ({kit.pk}) shows a version of another kit"
