"""The demonstration network, built once for the tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from maillage.core import registry
from maillage.portal.demo import applicants
from maillage.territories.actions import load_territories
from maillage.territories.models import Vintage

# Small enough to be built in a test, large enough for every state.
ONE_IN = 5


@contextmanager
def undone_at_the_end(blocker: Any) -> Iterator[None]:
    """A transaction for the life of a module. Its tests also take ``db``, and undo their own changes."""
    with blocker.unblock(), transaction.atomic():
        # Tests of real connections clear the database behind themselves.
        if not Vintage.objects.exists():
            load_territories()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def network(_france: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything that ``maillage demo`` builds, with one application in ``ONE_IN``."""
    with undone_at_the_end(django_db_blocker), applicants.one_in(ONE_IN):
        build()
        yield


def build(*keys: str) -> None:
    """Runs the builders, all or those named."""
    with translation.override("fr"):
        for builder in registry.demo_builders:
            if not keys or builder.key in keys:
                builder.build()
