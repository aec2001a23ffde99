"""How the tests of the demonstration build it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import translation

from maillage.core import registry
from maillage.territories.actions import load_territories
from maillage.territories.models import Vintage

#: The floors whose tables the builders fill; territories count their own when they are loaded.
BUILT = ("accounts", "directory", "questionnaires", "projects", "governance", "programmes", "pathways")


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
    """Runs the builders, all or those named.

    The whole happens in one transaction, which autovacuum does not see into: without a count of its rows
    after each builder, the database would plan for the tables of the tests before, empty or not.
    """
    with translation.override("fr"):
        for builder in registry.demo_builders:
            if not keys or builder.key in keys:
                builder.build()
                count_rows()


def count_rows() -> None:
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for model in apps.get_models()
        if model._meta.app_label in BUILT and not model._meta.proxy
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
