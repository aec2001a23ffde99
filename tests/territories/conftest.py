"""France for the tests that need all of it: the files that the project ships, loaded once a session."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.territories.actions import load_territories
from maillage.territories.models import Commune, Vintage


@pytest.fixture(scope="session")
def _france_in_the_test_database(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        load_territories()


@pytest.fixture
def france(_france_in_the_test_database: None, db: None) -> None:
    """Every commune of the shipped vintage. Test databases are cleared by tests of real connections."""
    if not Vintage.objects.exists():
        load_territories()


@pytest.fixture
def commune(france: None) -> Any:
    """``commune("07204")`` gives the row of an INSEE code."""
    return lambda code: Commune.objects.select_related("epci", "department", "region").get(pk=code)
