"""One row by its key, asked without a limit.

PostgreSQL plans a query with a limit for its first rows as well as for all: where twelve tables are joined,
25 ms instead of 3, though the key allows one row. Django writes ``LIMIT 21`` for ``get`` and ``LIMIT 1`` for
``first``; a row of many tables is read with ``get`` or ``one_or_none``.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import MultipleObjectsReturned
from django.db.models import Model, QuerySet
from django.db.models import query as django_query

M = TypeVar("M", bound=Model)


def ask_without_limit() -> None:
    """For the whole process: ``get`` no longer writes one. Said once, when the apps are ready."""
    django_query.MAX_GET_RESULTS = None  # type: ignore[assignment]


def one_or_none(rows: QuerySet[M, Any]) -> M | None:
    """The only row of ``rows``; None when there is none.

    Raises:
        MultipleObjectsReturned: there are several.
    """
    found = _all(rows.order_by())
    if len(found) > 1:
        raise MultipleObjectsReturned(f"{len(found)} rows where one at most was expected")
    return found[0] if found else None


def _all(rows: QuerySet[M, Any]) -> list[M]:
    return list(rows)
