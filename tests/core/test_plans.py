"""What a query reads: counted as PostgreSQL counts it, leaving no trace."""

from __future__ import annotations

import pytest
from django.db import connection

from maillage.core.plans import rows_read


@pytest.mark.django_db
def test_rows_read_count_what_scans_visit_and_not_what_they_keep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE numbers AS SELECT generate_series(1, 1000) AS n")
        cursor.execute("CREATE UNIQUE INDEX ON numbers (n)")
        cursor.execute("ANALYZE numbers")
    assert rows_read("SELECT n FROM numbers WHERE n %% 10 = %s", [0]) == 1000
    assert rows_read("SELECT n FROM numbers WHERE n = %s", [7]) == 1
    assert rows_read("SELECT count(*) FROM numbers a JOIN numbers b ON b.n = a.n + 1000", []) >= 1000
    assert rows_read("SAVEPOINT x", []) == 0


@pytest.mark.django_db
def test_explaining_leaves_no_trace() -> None:
    sql = "WITH gone AS (DELETE FROM cache_entry RETURNING 1) SELECT count(*) FROM gone"
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cache_entry VALUES ('k', 'v', now())")
    rows_read(sql, [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entry")
        assert cursor.fetchone() == (1,)
