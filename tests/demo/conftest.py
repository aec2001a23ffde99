"""The demonstration network, built once for the tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from maillage.core import registry
from maillage.territories.actions import load_territories
from maillage.territories.models import Vintage


@pytest.fixture(scope="module")
def network(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything that ``maillage demo`` builds, in a transaction that the module's end undoes.

    Tests that use it also take ``db``: what they change is undone at their own end.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        if not Vintage.objects.exists():
            load_territories()
        build()
        yield
        transaction.set_rollback(True)


def build() -> None:
    with translation.override("fr"):
        for builder in registry.demo_builders:
            builder.build()
