"""Counting the queries of a page."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

# What a page may cost at most, whatever the apps that add to its frame.
MOST_QUERIES = 12


def queries_of(ask: Callable[[], object]) -> int:
    """How many queries it takes, once warm. Higher floors add theirs: rows must add none."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)
