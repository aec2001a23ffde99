"""Migrating quickly leaves the same database: nothing that the models declare is missing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import AddIndex, CreateModel, Migration
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CASCADE, BigAutoField, CharField, ForeignKey, Index
from pgtrigger.migrations import AddTrigger

from maillage.config.migrating import drawn_once_per_run

OURS = [model for model in apps.get_models() if model.__module__.startswith("maillage.")]


@pytest.mark.django_db
def test_every_declared_constraint_index_and_trigger_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint "
            "UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
        )
        present = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        triggers = set(cursor.fetchall())
    declared = {each.name for model in OURS for each in (*model._meta.constraints, *model._meta.indexes)}
    assert declared - present == set()
    wanted = {
        (model._meta.db_table, trigger.get_pgid(model))
        for model in OURS
        for trigger in getattr(model._meta, "triggers", [])
    }
    assert len(wanted) > 20
    assert wanted - triggers == set()


def test_a_run_of_additions_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []
    state = ProjectState()
    state.add_model(
        ModelState(
            "core", "thing", [("id", BigAutoField(primary_key=True)), ("name", CharField())], {"indexes": []}
        )
    )
    migration = Migration("0002", "core")
    migration.operations = [AddIndex("thing", Index(fields=["name"], name=f"i{rank}")) for rank in range(3)]
    monkeypatch.setattr(AddIndex, "database_forwards", lambda *_arguments: None)
    assert state.apps is not None
    monkeypatch.setattr(
        ProjectState, "_reload", lambda _state, models, _delay=True: drawn.append(set(models))
    )
    with drawn_once_per_run():
        migration.apply(state, connection.schema_editor())
    assert len(drawn) == 1
    assert [index.name for index in state.models["core", "thing"].options["indexes"]] == ["i0", "i1", "i2"]


def test_a_new_model_is_drawn_alone_and_knows_what_it_points_at() -> None:
    state = ProjectState()
    key = ("id", BigAutoField(primary_key=True))
    state.add_model(ModelState("core", "thing", [key]))
    before = state.apps.get_model("core", "thing")
    migration = Migration("0002", "core")
    migration.operations = [CreateModel("Part", [key, ("thing", ForeignKey("core.thing", CASCADE))])]
    with drawn_once_per_run():
        state = migration.mutate_state(state, preserve=False)
    assert state.apps.get_model("core", "thing") is before
    assert state.apps.get_model("core", "part")._meta.get_field("thing").related_model is before


def test_everything_is_put_back() -> None:
    before = Migration.apply, ProjectState.reload_model, AddIndex.state_forwards, AddTrigger.state_forwards
    with drawn_once_per_run():
        assert Migration.apply is not before[0]
    assert before == (
        Migration.apply,
        ProjectState.reload_model,
        AddIndex.state_forwards,
        AddTrigger.state_forwards,
    )
