"""How the tests of the demonstration build it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import translation

from maillage.core import registry
from maillage.territories.actions import load_territories
from maillage.territories.models import Vintage


@contextmanager
def undone_at_the_end(blocker: Any) -> Iterator[None]:
    """A transaction for the life of a module or package; its tests take ``db`` and undo their own changes."""
    with blocker.unblock(), transaction.atomic():
        # Tests of real connections clear the database behind themselves.
        if not Vintage.objects.exists():
            load_territories()
        yield
        transaction.set_rollback(True)


def build(*keys: str) -> None:
    """Runs the builders, all or those named."""
    with translation.override("fr"):
        for builder in registry.demo_builders:
            if not keys or builder.key in keys:
                builder.build()
