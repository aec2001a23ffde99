"""Migrating quickly leaves the same database: nothing that the models declare is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations import AddField, AddIndex, CreateModel, Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CASCADE, BigAutoField, CharField, ForeignKey, Index
from pgtrigger.migrations import AddTrigger

from maillage.config.migrating import drawn_when_needed

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


KEY = ("id", BigAutoField(primary_key=True))
PART = [KEY, ("thing", ForeignKey("core.thing", CASCADE))]


@pytest.fixture
def state() -> ProjectState:
    state = ProjectState()
    state.add_model(ModelState("core", "thing", [KEY, ("name", CharField())], {"indexes": []}))
    state.add_model(ModelState("core", "part", PART))
    assert state.apps is not None
    return state


@pytest.fixture
def apply(state: ProjectState, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Applies operations as a migration, without a database."""
    for kind in (AddField, AddIndex, CreateModel):
        monkeypatch.setattr(kind, "database_forwards", lambda *_arguments: None)

    def apply(*operations: Any) -> None:
        migration = Migration("0002", "core")
        migration.operations = list(operations)
        migration.apply(state, connection.schema_editor())

    return apply


def drawn(state: ProjectState, name: str) -> Any:
    return state.apps.get_model("core", name)


def test_additions_that_no_class_shows_draw_nothing(state: ProjectState, apply: Callable[..., None]) -> None:
    before = drawn(state, "thing"), drawn(state, "part")
    with drawn_when_needed():
        apply(*(AddIndex("thing", Index(fields=["name"], name=f"i{rank}")) for rank in range(3)))
    assert (drawn(state, "thing"), drawn(state, "part")) == before
    assert [index.name for index in state.models["core", "thing"].options["indexes"]] == ["i0", "i1", "i2"]


def test_a_new_model_or_field_is_drawn_alone_and_knows_what_it_points_at(
    state: ProjectState, apply: Callable[..., None]
) -> None:
    thing, part = drawn(state, "thing"), drawn(state, "part")
    with drawn_when_needed():
        apply(CreateModel("Other", PART), AddField("part", "whole", ForeignKey("core.thing", CASCADE)))
    assert drawn(state, "thing") is thing
    assert drawn(state, "other")._meta.get_field("thing").related_model is thing
    assert drawn(state, "part") is not part
    assert drawn(state, "part")._meta.get_field("whole").related_model is thing


def test_whoever_looks_sees_all_of_it(state: ProjectState, apply: Callable[..., None]) -> None:
    seen: list[bool] = []

    def look(now: Any, _editor: object) -> None:
        thing, part = now.get_model("core", "thing"), now.get_model("core", "part")
        seen.append(part._meta.get_field("thing").related_model is thing)
        assert thing._meta.get_field("size")
        assert [index.name for index in thing._meta.indexes] == ["i"]

    with drawn_when_needed():
        apply(
            AddField("thing", "size", CharField(default="")),
            AddIndex("thing", Index(fields=["name"], name="i")),
        )
        assert drawn(state, "part")._meta.get_field("thing").related_model is not drawn(state, "thing")
        apply(RunPython(look))
    assert seen == [True]


def test_a_migration_that_does_more_than_add_is_drawn_as_django_does(
    state: ProjectState, apply: Callable[..., None]
) -> None:
    part = drawn(state, "part")
    with drawn_when_needed():
        apply(
            AddField("thing", "size", ForeignKey("core.part", CASCADE, related_name="+")), RunPython(no_look)
        )
    assert drawn(state, "part") is not part
    assert drawn(state, "part")._meta.get_field("thing").related_model is drawn(state, "thing")


def no_look(_now: Any, _editor: object) -> None:
    """Looks at nothing."""


def test_libraries_come_first() -> None:
    graph = MigrationLoader(None).graph
    plain = graph.leaf_nodes()
    with drawn_when_needed():
        ordered = graph.leaf_nodes()
    assert sorted(ordered) == sorted(plain)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("maillage.")}
    is_ours = [label in ours for label, _name in ordered]
    assert is_ours == sorted(is_ours)


def patched() -> list[object]:
    return [
        *(Migration.apply, ModelState.clone, ProjectState.reload_model, MigrationGraph.leaf_nodes),
        *(MigrationExecutor._migrate_all_forwards, AddIndex.state_forwards, AddTrigger.state_forwards),
        Apps.get_swappable_settings_name,
    ]


def test_everything_is_put_back() -> None:
    before = patched()
    with drawn_when_needed():
        assert [now is former for now, former in zip(patched(), before, strict=True)] == [False] * len(before)
    assert patched() == before
