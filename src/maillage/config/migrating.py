"""Makes ``migrate`` quick on an empty database: Django draws its models again far too often.

After each operation Django draws anew the model that it changed and every model related to it; in a house
where everything is related, that is all of them, a second each time. Here, in a migration that only adds:

- an index, a constraint or a trigger draws nothing: no class changes that a later addition could see;
- a new model, or one with a new field, is drawn alone: those that it points at are as they were;
- what was put off is drawn, once, before the first migration that does anything else, and at the end.

Libraries are migrated first, while there are few models to draw. What reaches the database is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest import mock

from django.apps import apps
from django.apps.registry import Apps
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger

UNSEEN = (AddIndex, AddConstraint, AddTrigger)
ADDITIONS = (CreateModel, AddField, *UNSEEN)
Node = tuple[str, str]


@contextmanager
def drawn_when_needed() -> Iterator[None]:
    """Within it, migrations that only add draw the model that they add to, and the others when needed."""
    waiting: set[tuple[str, str]] = set()
    only_adds = False
    apply, reload, clone = Migration.apply, ProjectState.reload_model, ModelState.clone
    forwards: Callable[..., ProjectState] = MigrationExecutor._migrate_all_forwards  # type: ignore[attr-defined]

    def draw_all_that_waits(state: ProjectState) -> None:
        if waiting:
            del state.apps
            _ = state.apps
            waiting.clear()

    def apply_adding(self: Migration, state: ProjectState, *arguments: Any, **keywords: Any) -> Any:
        nonlocal only_adds
        only_adds = all(isinstance(operation, ADDITIONS) for operation in self.operations)
        if not only_adds:
            draw_all_that_waits(state)
        try:
            return apply(self, state, *arguments, **keywords)
        finally:
            only_adds = False

    def draw_alone(self: ProjectState, label: str, model: str, delay: bool = False) -> None:
        if not only_adds:
            reload(self, label, model, delay)
            return
        waiting.add((label, model))
        self.apps.render_multiple([self.models[label, model]])

    def wait(state_forwards: Callable[..., None]) -> Callable[..., None]:
        def wait_for_a_look(self: Any, app_label: str, state: ProjectState) -> None:
            if not only_adds:
                state_forwards(self, app_label, state)
                return

            def note(_state: ProjectState, label: str, model: str, delay: bool = False) -> None:
                waiting.add((label, model))

            with mock.patch.object(ProjectState, "reload_model", note):
                state_forwards(self, app_label, state)

        return wait_for_a_look

    def copy(self: ModelState) -> ModelState:
        # Of the state before an addition only the classes are looked at, and those are other ones.
        return self if only_adds else clone(self)

    def forwards_then_draw(self: MigrationExecutor, *arguments: Any, **keywords: Any) -> ProjectState:
        state = forwards(self, *arguments, **keywords)
        draw_all_that_waits(state)
        return state

    with ExitStack() as stack:
        for place, name, instead in (
            (Migration, "apply", apply_adding),
            (ProjectState, "reload_model", draw_alone),
            (ModelState, "clone", copy),
            (MigrationExecutor, "_migrate_all_forwards", forwards_then_draw),
            (MigrationGraph, "leaf_nodes", _libraries_first(MigrationGraph.leaf_nodes)),
            (Apps, "get_swappable_settings_name", _remembered(Apps.get_swappable_settings_name)),
            *((kind, "state_forwards", wait(kind.state_forwards)) for kind in UNSEEN),
        ):
            stack.enter_context(mock.patch.object(place, name, instead))
        yield


def _libraries_first(
    leaf_nodes: Callable[..., list[tuple[str, str]]],
) -> Callable[..., list[tuple[str, str]]]:
    def in_order(self: MigrationGraph, app: str | None = None) -> list[tuple[str, str]]:
        ours = {config.label for config in apps.get_app_configs() if config.name.startswith("maillage.")}
        return sorted(leaf_nodes(self, app), key=lambda node: node[0] in ours)

    return in_order


def _remembered(look_up: Callable[..., str | None]) -> Callable[..., str | None]:
    """Which setting swaps a model is asked for each foreign key drawn, and forgotten at each drawing."""
    real = cache(lambda to: look_up(apps, to))

    def remembered(self: Apps, to_string: str) -> str | None:
        return real(to_string) if self is apps else look_up(self, to_string)

    remembered.cache_clear = lambda: None  # type: ignore[attr-defined]
    return remembered
