"""States with a table of their transitions: few, stable and orthogonal.

A state is a ``TextChoices`` in the app's ``enums.py`` beside
``TRANSITIONS: Mapping[State, frozenset[State]]``. Nothing but ``move`` writes a state.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from maillage.core import events
from maillage.core.errors import TransitionRefused

Transitions = Mapping[Any, frozenset[Any]]


def may_move(transitions: Transitions, from_: str, to: str) -> bool:
    """Whether the table has that passage."""
    return to in transitions.get(from_, frozenset())


def move(
    subject: models.Model,
    to: str,
    transitions: Transitions,
    *,
    by: Any,
    verb: str,
    field: str = "state",
    why: str = "",
    also: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    repeated: Collection[str] = (),
) -> None:
    """Passes ``subject`` to a state, writes it and appends the event, in the caller's transaction.

    The caller has locked the row (``select_for_update(of=("self",))``).

    Args:
        by: the user who acts, or None for the clock.
        also: other fields written in the same UPDATE (the date of the passage, for example).
        repeated: states that may be said again: a label renewed once more stays renewed.

    Raises:
        TransitionRefused: the table has no passage from the present state to that one.
    """
    from_ = getattr(subject, field)
    if not (may_move(transitions, from_, to) or (from_ == to and to in repeated)):
        labels = dict(subject._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
        raise TransitionRefused(
            _("“%(subject)s” is “%(from)s”: it cannot become “%(to)s”.")
            % {"subject": subject, "from": labels.get(from_, from_), "to": labels.get(to, to)}
        )
    setattr(subject, field, to)
    for name, value in (also or {}).items():
        setattr(subject, name, value)
    subject.save(update_fields=[field, *(also or {})])
    events.record(subject, verb, by=by, field=field, from_=from_, to=to, why=why, data=data)


def unreachable(transitions: Transitions, start: str) -> set[str]:
    """The states of the table that no path from ``start`` reaches. For tests."""
    known, frontier = {start}, [start]
    while frontier:
        for state in transitions.get(frontier.pop(), frozenset()):
            if state not in known:
                known.add(state)
                frontier.append(state)
    return {str(state) for state in transitions} - {str(state) for state in known}
