"""Makes ``migrate`` quick on an empty database: Django draws its models again far too often.

After each operation Django draws anew the model that it changed and every model related to
it, here a tenth of a second each time; an index, a constraint or a trigger changes nothing
in the class that a later operation could see before the next one of another kind. So a run
of such additions is drawn once, at its end. And a new model is drawn alone: those that it points
at are as they were. What reaches the database is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any
from unittest import mock

from django.db.migrations import AddConstraint, AddIndex, CreateModel, Migration
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

ADDITIONS = (AddIndex, AddConstraint, AddTrigger)


@contextmanager
def drawn_once_per_run() -> Iterator[None]:
    """Within it, migrations draw a new model alone, and others once per run of additions."""
    followed: set[int] = set()
    waiting: set[tuple[str, str]] = set()
    apply = Migration.apply

    def apply_in_runs(self: Migration, *arguments: Any, **keywords: Any) -> Any:
        operations = list(self.operations)
        followed.update(
            id(one)
            for one, following in pairwise(operations)
            if isinstance(one, ADDITIONS) and isinstance(following, ADDITIONS)
        )
        return apply(self, *arguments, **keywords)

    def drawn_at_the_end(state_forwards: Callable[..., None]) -> Callable[..., None]:
        def wait(self: Any, app_label: str, state: ProjectState) -> None:
            def note(_state: ProjectState, label: str, model: str, delay: bool = False) -> None:
                waiting.add((label, model))

            with mock.patch.object(ProjectState, "reload_model", note):
                state_forwards(self, app_label, state)
            if id(self) not in followed:
                state.reload_models(list(waiting), delay=True)
                waiting.clear()

        return wait

    create = CreateModel.state_forwards

    def draw(state: ProjectState, label: str, model: str, delay: bool = False) -> None:
        state.apps.render_multiple([state.models[label, model]])

    def create_alone(self: Any, app_label: str, state: ProjectState) -> None:
        with mock.patch.object(ProjectState, "reload_model", draw):
            create(self, app_label, state)

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(Migration, "apply", apply_in_runs))
        stack.enter_context(mock.patch.object(CreateModel, "state_forwards", create_alone))
        for kind in ADDITIONS:
            waits = drawn_at_the_end(kind.state_forwards)
            stack.enter_context(mock.patch.object(kind, "state_forwards", waits))
        yield
