"""Writing a grid of criteria: drafts change, published versions never do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, states
from maillage.core.errors import Conflict, Invalid
from maillage.programmes import grids
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums_review import GRID_TRANSITIONS, GridState
from maillage.programmes.grids import Criterion
from maillage.programmes.models import Grid, GridVersion, Programme


@transaction.atomic
def create(programme: Programme, *, name: str, by: Any, criteria: Sequence[Criterion] = ()) -> Grid:
    """A grid with a first draft.

    Raises:
        Conflict: the programme has a grid of this name.
    """
    only_officers(programme, by)
    if not name.strip():
        raise Invalid(fields={"name": _("Give it a name.")})
    try:
        with transaction.atomic():
            grid = Grid.objects.create(programme=programme, name=name.strip()[:120])
    except IntegrityError:
        raise Conflict(
            _("The programme has a grid of this name already."),
            fields={"name": _("The programme has a grid of this name already.")},
        ) from None
    GridVersion.objects.create(grid=grid, number=1, content=grids.write(criteria))
    events.record(grid, "programmes.grid_created", by=by)
    return grid


@transaction.atomic
def draft_of(grid: Grid, *, by: Any) -> GridVersion:
    """The draft of a grid; made from its last published version when there is none."""
    only_officers(grid.programme, by)
    Grid.objects.select_for_update(of=("self",)).get(pk=grid.pk)
    last = GridVersion.objects.filter(grid=grid).order_by("-number").first()
    if last is not None and last.state == GridState.DRAFT:
        return last
    number, content = (last.number + 1, last.content) if last else (1, grids.write(()))
    draft = GridVersion.objects.create(grid=grid, number=number, content=content)
    events.record(grid, "programmes.grid_draft_made", by=by, data={"number": number})
    return draft


@transaction.atomic
def put(draft: GridVersion, criterion: Criterion, *, by: Any) -> GridVersion:
    """Adds a criterion to a draft, or replaces the one of the same id.

    Raises:
        Invalid: the criterion says something impossible.
    """
    draft = _locked_draft(draft, by)
    rows = list(draft.criteria)
    ids = [row.id for row in rows]
    if criterion.id in ids:
        rows[ids.index(criterion.id)] = criterion
    else:
        rows.append(criterion)
    # What concerns the grid as a whole (nothing counts yet) waits for the publication.
    if wrong := list(grids.faults_of(criterion)):
        raise Invalid(" ".join(wrong))
    if len(rows) > grids.MAX_CRITERIA:
        raise Invalid(_("A grid has at most %(most)s criteria.") % {"most": grids.MAX_CRITERIA})
    return _write(draft, rows)


@transaction.atomic
def remove(draft: GridVersion, criterion_id: str, *, by: Any) -> GridVersion:
    """Takes a criterion out of a draft."""
    draft = _locked_draft(draft, by)
    return _write(draft, [row for row in draft.criteria if row.id != criterion_id])


@transaction.atomic
def move(draft: GridVersion, criterion_id: str, steps: int, *, by: Any) -> GridVersion:
    """Moves a criterion up (negative) or down among the others."""
    draft = _locked_draft(draft, by)
    rows = list(draft.criteria)
    place = next((rank for rank, row in enumerate(rows) if row.id == criterion_id), None)
    if place is not None:
        row = rows.pop(place)
        rows.insert(min(max(place + steps, 0), len(rows)), row)
    return _write(draft, rows)


@transaction.atomic
def publish(draft: GridVersion, *, by: Any) -> GridVersion:
    """Makes a draft final. Rounds choose among published versions.

    Raises:
        Invalid: with a sentence per fault.
    """
    draft = _locked_draft(draft, by)
    if wrong := grids.faults(draft.criteria):
        raise Invalid(" ".join(wrong))
    states.move(
        draft,
        GridState.PUBLISHED,
        GRID_TRANSITIONS,
        by=by,
        verb="programmes.grid_published",
        also={"published_at": clock.database_now(), "published_by": by},
    )
    return draft


def new_id(draft: GridVersion) -> str:
    """An id that no version of the grid has used: ids are never reused, since scores are kept by them."""
    used = {
        str(row.get("id"))
        for content in GridVersion.objects.filter(grid=draft.grid_id).values_list("content", flat=True)
        for row in content.get("criteria", [])
    }
    return next(f"c{number}" for number in range(1, len(used) + 2) if f"c{number}" not in used)


def _write(draft: GridVersion, rows: Sequence[Criterion]) -> GridVersion:
    draft.content = grids.write(rows)
    draft.save(update_fields=["content"])
    return GridVersion.objects.select_related("grid__programme").get(pk=draft.pk)


def _locked_draft(draft: GridVersion, by: Any) -> GridVersion:
    only_officers(draft.grid.programme, by)
    GridVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    fresh = GridVersion.objects.select_related("grid__programme").get(pk=draft.pk)
    if fresh.state != GridState.DRAFT:
        raise Conflict(_("This version is published: it no longer changes. Make a draft of it."))
    return fresh
