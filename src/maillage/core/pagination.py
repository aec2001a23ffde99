"""Keyset pagination: the thousandth page costs what the first does.

A page is cut by the values of its last row, never by an offset. The order must end with a
unique column. The cursor travels in the URL, signed by nothing: it only says where to resume.
"""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

M = TypeVar("M", bound=Model)
DEFAULT_SIZE = 30


@dataclass(frozen=True)
class Page(Generic[M]):
    """Rows of one page and the cursors of its neighbours (None: there is none)."""

    rows: list[M]
    next_cursor: str | None
    previous_cursor: str | None
    size: int

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def paginate(
    queryset: QuerySet[M],
    *,
    order: Sequence[str],
    cursor: str | None,
    size: int = DEFAULT_SIZE,
    drawn: QuerySet[M] | None = None,
) -> Page[M]:
    """One page of ``queryset``.

    Args:
        order: field names, ``-`` for descending, the last one unique; none may hold NULL.
        cursor: from ``Page.next_cursor`` or ``previous_cursor``; None or unreadable: the first page.
        drawn: at least the same rows with all that a page shows of them, in the same query. Given when
            ``queryset`` narrows by what an order's index cannot: joins and counts are then made for the
            rows of the page alone, not for each that fits.
    """
    backwards, values = _decode(cursor, len(order))
    keys = [(name.lstrip("-"), name.startswith("-")) for name in order]
    if values is not None:
        queryset = queryset.filter(_beyond(keys, values, backwards=backwards))
    by = [OrderBy(F(name), descending=descending != backwards) for name, descending in keys]
    cut = queryset.order_by(*by)[: size + 1]
    rows = list(cut if drawn is None else drawn.filter(pk__in=cut.values("pk")).order_by(*by))
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next = True if backwards else more
    has_previous = more if backwards else values is not None
    return Page(
        rows=rows,
        next_cursor=_encode("n", rows[-1], keys) if rows and has_next else None,
        previous_cursor=_encode("p", rows[0], keys) if rows and has_previous else None,
        size=size,
    )


def cursor_of(row: M, order: Sequence[str]) -> str:
    """The cursor of the page that begins after ``row``: for a link, or a measure, far into a list."""
    return _encode("n", row, [(name.lstrip("-"), name.startswith("-")) for name in order])


def _beyond(keys: Sequence[tuple[str, bool]], values: Sequence[Any], *, backwards: bool) -> Q:
    """The rows after ``values`` in that order: (a, b) > (x, y) written so that an index serves it."""
    condition = Q()
    for (name, descending), value in reversed(list(zip(keys, values, strict=True))):
        operator = "lt" if descending != backwards else "gt"
        tie = Q(**{name: value}) & condition if condition else Q()
        condition = Q(**{f"{name}__{operator}": value}) | tie if tie else Q(**{f"{name}__{operator}": value})
    first, descending = keys[0]
    bound = "lte" if descending != backwards else "gte"
    return Q(**{f"{first}__{bound}": values[0]}) & condition


_TAGS: dict[type, str] = {dt.datetime: "t", dt.date: "d", decimal.Decimal: "n"}
_READ: dict[str, Any] = {
    "t": dt.datetime.fromisoformat,
    "d": dt.date.fromisoformat,
    "n": decimal.Decimal,
}


def _encode(direction: str, row: Model, keys: Sequence[tuple[str, bool]]) -> str:
    values = []
    for name, _descending in keys:
        value: Any = row
        for part in name.split("__"):
            value = getattr(value, part)
        tag = _TAGS.get(type(value), "")
        values.append([tag, value.isoformat() if tag in {"t", "d"} else str(value)] if tag else ["", value])
    raw = json.dumps([direction, values], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _decode(cursor: str | None, length: int) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, pairs = json.loads(raw)
        values = [_READ[tag](value) if tag else value for tag, value in pairs]
        plain = all(isinstance(value, (str, int, float, dt.date, decimal.Decimal)) for value in values)
        if direction not in {"n", "p"} or len(values) != length or not plain:
            return False, None
    except (ValueError, TypeError, KeyError, decimal.InvalidOperation):
        return False, None
    return direction == "p", values
