"""Row history: database triggers keep every version of a row, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger.registry
from django.db import connections, models, transaction
from django.db.models import QuerySet

M = TypeVar("M", bound=type[models.Model])


# --- Sooner at each start ----------------------------------------------------------------------------------
# pgtrigger compares each trigger that it is given with all those before it, and computes anew the names of
# these: with four hundred triggers, a third of the start of every process. What it computes is kept.
class _Registry(type(pgtrigger.registry._registry)):  # type: ignore[misc]
    def values(self) -> Any:
        """What is kept, without looking up each by its name."""
        return self.data.values()


def _kept_pgid(self: pgtrigger.Trigger, model: Any) -> str:
    # The name in the database follows from the name of the model and of the trigger.
    uri = self.get_uri(model)
    if uri not in _pgids:
        _pgids[uri] = _compute_pgid(self, model)
    return _pgids[uri]


_pgids: dict[str, str] = {}
_compute_pgid = pgtrigger.Trigger.get_pgid
pgtrigger.Trigger.get_pgid = _kept_pgid  # type: ignore[method-assign]
pgtrigger.registry._registry.__class__ = _Registry


# Each of the two functions that a trigger calls catches an error for every row that is written outside a web
# request: what it asks for is not set. Two subtransactions a row then begin and are undone, which costs more
# than the row. These ask whether it is set; pghistory and pgtrigger write theirs while migrating.
SOONER = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT coalesce(trigger_name = ANY(nullif(current_setting('pgtrigger.ignore', true), '')::text[]), false)
$$;

CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE plpgsql
AS $$
DECLARE
    _id uuid := nullif(current_setting('pghistory.context_id', true), '');
    _metadata jsonb := nullif(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF _id IS NULL OR _metadata IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context AS kept (id, metadata, created_at, updated_at)
    VALUES (_id, _metadata, now(), now())
    ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, updated_at = excluded.updated_at
    WHERE kept.metadata <> excluded.metadata;
    RETURN _id;
END
$$;
"""


def install_sooner(using: str, **_signal: Any) -> None:
    """After each migration: see ``SOONER``."""
    with connections[using].cursor() as cursor:
        cursor.execute(SOONER)


def track(*, inserts: bool = True, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Class decorator for a domain model: keeps the versions of its rows in ``<Model>History``.

    Args:
        inserts: False for reference data loaded in bulk, whose first version is the row itself.
        exclude: columns left out, for what must not outlive its row (tokens, search vectors).
    """
    trackers: list[pghistory.Tracker] = [pghistory.UpdateEvent(), pghistory.DeleteEvent()]
    if inserts:
        trackers.insert(0, pghistory.InsertEvent())

    def decorate(model: M) -> M:
        decorated: M = pghistory.track(
            *trackers,
            model_name=f"{model.__name__}History",
            obj_field=pghistory.ObjForeignKey(
                related_name="history", related_query_name="history_query", db_index=True
            ),
            exclude=exclude,
        )(model)
        return decorated

    return decorate


def versions_of(model: type[models.Model]) -> QuerySet[Any]:
    """Every kept version of the rows of a tracked model (``pgh_obj_id``, ``pgh_created_at``, its columns).

    Written to only where the law asks that a person be forgotten.
    """
    history: type[models.Model] = model.history.rel.related_model  # type: ignore[attr-defined]
    return history._default_manager.all()


def forget(rows: QuerySet[Any]) -> int:
    """Deletes rows with every kept version of them, for what was kept long enough; returns how many."""
    with transaction.atomic():
        keys = list(rows.values_list("pk", flat=True))
        rows.model._default_manager.filter(pk__in=keys).delete()
        # The deletion itself was just written to the history.
        versions_of(rows.model).filter(pgh_obj_id__in=keys).delete()
    return len(keys)
