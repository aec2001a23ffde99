"""What a query reads, as PostgreSQL counts it: the same on a busy machine and on a calm one."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

READS = ("SELECT", "WITH")
# They hand over what a scan below them read already.
_PASSES_ON = frozenset({"Bitmap Index Scan", "CTE Scan", "Subquery Scan"})


def rows_read(sql: str, params: Any = None) -> int:
    """Rows that the scans of a query visit, kept or not; 0 for what is not a reading.

    The query runs (``EXPLAIN ANALYZE``), and what it locks or writes is undone.
    """
    if not sql.lstrip("( \n").upper().startswith(READS):
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
        row = cursor.fetchone()
        transaction.set_rollback(True)
    return _visited(row[0][0]["Plan"]) if row else 0


def _visited(node: dict[str, Any]) -> int:
    below: int = sum(_visited(child) for child in node.get("Plans", ()))
    if "Scan" not in node["Node Type"] or node["Node Type"] in _PASSES_ON:
        return below
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    rows += node.get("Rows Removed by Index Recheck", 0)
    visited: int = below + round(rows * node["Actual Loops"])
    return visited
