"""The demonstration network, built once for the tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maillage.portal.demo import applicants
from tests.demo.conftest import build, undone_at_the_end

# Small enough to be built in a test, large enough for every state.
ONE_IN = 5


@pytest.fixture(scope="package")
def network(_france: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything that ``maillage demo`` builds, with one application in ``ONE_IN``."""
    with undone_at_the_end(django_db_blocker), applicants.one_in(ONE_IN):
        build()
        yield
