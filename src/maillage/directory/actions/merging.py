"""Merging two records that are one, so that no link is lost and the merge can be undone.

Every foreign key to the dropped record is found through Django's registry of models, whatever the
app, many-to-many tables included. Where the kept record has the same link already (a constraint
says so), the link stays with the dropped record, which remains as a signpost. What a plain move would
get wrong is said by a merger: ``register_merger(Organisation, function)``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pghistory.models
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.core import events
from maillage.core.errors import Conflict, Invalid
from maillage.directory.enums import (
    DUPLICATE_TRANSITIONS,
    ROLE_RANK,
    DuplicateState,
    LocationPrecision,
    MembershipRole,
    RecordKind,
)
from maillage.directory.models import (
    DuplicateProposal,
    Membership,
    MergeRecord,
    Organisation,
    Place,
    Service,
    ServiceArea,
)
from maillage.directory.signals import merged

R = TypeVar("R", bound=Organisation | Place | Service)

MODELS: dict[RecordKind, type[Organisation] | type[Place] | type[Service]] = {
    RecordKind.ORGANISATION: Organisation,
    RecordKind.PLACE: Place,
    RecordKind.SERVICE: Service,
}
# Columns of the record itself, which a merge leaves as they are on the kept one.
_OWN = {
    "id",
    "slug",
    "words",
    "version",
    "created_at",
    "updated_at",
    "publication",
    "merged_into",
    "is_demonstration",
    "confirmed_at",
    "confirmed_by",
    "confirmed_source",
    "reminded_at",
    "has_own_area",
    "latitude",
    "longitude",
    "location_precision",
}


@dataclass
class Merging:
    """A merge under way, as mergers see it."""

    keep: Any
    drop: Any
    moves: list[dict[str, Any]] = field(default_factory=list)
    left: list[dict[str, Any]] = field(default_factory=list)
    skipped: set[type[models.Model]] = field(default_factory=set)

    def skip(self, model: type[models.Model]) -> None:
        """The rows of this model stay with the dropped record, or the merger moves them itself."""
        self.skipped.add(model)

    def set(self, row: models.Model, column: str, value: Any) -> None:
        """Writes one column of a row, remembered so that it can be put back."""
        attribute = row._meta.get_field(column).attname  # type: ignore[union-attr]
        self.moves.append(_move(type(row), row.pk, attribute, getattr(row, attribute), value))
        type(row)._base_manager.filter(pk=row.pk).update(**{attribute: value})


Merger = Callable[[Merging], None]
_mergers: dict[type[models.Model], list[Merger]] = defaultdict(list)


def register_merger(model: type[models.Model], merger: Merger) -> None:
    """Runs ``merger`` before the links of a merged ``model`` move, in the same transaction."""
    _mergers[model].append(merger)


@transaction.atomic
def merge(keep: R, drop: R, *, by: Any, why: str = "") -> MergeRecord:
    """Makes ``drop`` a signpost to ``keep``, and moves every link of the first to the second.

    Empty columns of ``keep`` take the values of ``drop``; lists of categories are united.

    Raises:
        Invalid: not two records of one kind.
        Conflict: one of them has been merged already.
    """
    if type(keep) is not type(drop) or keep.pk == drop.pk:
        raise Invalid(_("Choose two records of one kind."))
    keep, drop = _lock_both(keep, drop)
    for side in (keep, drop):
        if side.merged_into_id is not None:
            raise Conflict(_("“%(record)s” has been merged into another record already.") % {"record": side})
    merging = Merging(keep=keep, drop=drop)
    for merger in _mergers[type(keep)]:
        merger(merging)
    _move_links(merging)
    filled = _fill(keep, drop)
    record = MergeRecord.objects.create(
        kind=keep.kind,
        kept_id=keep.pk,
        dropped_id=drop.pk,
        moves=merging.moves,
        left=merging.left,
        filled=filled,
        dropped_publication=drop.publication,
        why=why,
        merged_by=by,
    )
    drop.merged_into = keep
    drop.save(update_fields=["merged_into"])
    _decide_proposal(keep, drop, DuplicateState.MERGED, from_=DuplicateState.PROPOSED, by=by)
    events.record(keep, "directory.merged", by=by, why=why, data={"dropped": drop.pk, "merge": record.pk})
    events.record(drop, "directory.merged_away", by=by, why=why, data={"kept": keep.pk, "merge": record.pk})
    merged.send(sender=type(keep), kept=keep, dropped=drop, record=record, by=by)
    return record


@transaction.atomic
def undo_merge(record: MergeRecord, *, by: Any) -> tuple[MergeRecord, int]:
    """Puts back every link and column that the merge moved.

    Returns:
        the record, and how many links were not put back because somebody changed them since.

    Raises:
        Conflict: undone already, or the kept record has itself been merged since.
    """
    record = MergeRecord.objects.select_for_update().get(pk=record.pk)
    if record.undone_at is not None:
        raise Conflict(_("This merge has been undone already."))
    model = MODELS[RecordKind(record.kind)]
    keep, drop = _lock_both(model(pk=record.kept_id), model(pk=record.dropped_id))
    if keep.merged_into_id is not None:
        raise Conflict(_("“%(record)s” has been merged since: undo that merge first.") % {"record": keep})
    drop.merged_into = None
    drop.save(update_fields=["merged_into"])
    lost = _put_back(record.moves)
    _unfill(keep, record.filled)
    record.undone_at, record.undone_by = timezone.now(), by
    record.save(update_fields=["undone_at", "undone_by"])
    _decide_proposal(keep, drop, DuplicateState.PROPOSED, from_=DuplicateState.MERGED, by=by)
    for subject in (keep, drop):
        events.record(
            subject, "directory.merge_undone", by=by, data={"merge": record.pk, "not_put_back": lost}
        )
    return record, lost


def links_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    """Every (model, foreign key) in the house that points to ``model``, history tables left out."""
    for other in apps.get_models(include_auto_created=True):
        if not other._meta.managed or other._meta.proxy or issubclass(other, pghistory.models.Event):
            continue
        if other in (DuplicateProposal, MergeRecord):
            continue
        for column in other._meta.local_concrete_fields:
            if column.is_relation and column.remote_field and column.related_model is model:
                yield other, column


def _lock_both(one: R, two: R) -> tuple[R, R]:
    # In the order of ids, whatever is kept: two merges at once wait for each other, never in a circle.
    rows = {
        row.pk: row
        for row in type(one)
        ._default_manager.select_for_update(of=("self",))
        .filter(pk__in=[one.pk, two.pk])
        .order_by("pk")
    }
    return rows[one.pk], rows[two.pk]  # type: ignore[return-value]


def _move_links(merging: Merging) -> None:
    keep, drop = merging.keep, merging.drop
    for model, column in links_to(type(keep)):
        if model in merging.skipped:
            continue
        pks = list(
            model._base_manager.filter(**{column.attname: drop.pk})
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        if not pks:
            continue
        if _try_move(model, column.attname, pks, keep.pk):
            merging.moves += [_move(model, pk, column.attname, drop.pk, keep.pk) for pk in pks]
            continue
        for pk in pks:
            if _try_move(model, column.attname, [pk], keep.pk):
                merging.moves.append(_move(model, pk, column.attname, drop.pk, keep.pk))
            else:
                merging.left.append({"model": model._meta.label, "pk": pk, "field": column.attname})


def _try_move(model: type[models.Model], attribute: str, pks: list[Any], to: Any) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=pks).update(**{attribute: to})
    except IntegrityError:
        return False
    return True


def _move(model: type[models.Model], pk: Any, attribute: str, from_: Any, to: Any) -> dict[str, Any]:
    return {"model": model._meta.label, "pk": pk, "field": attribute, "from": from_, "to": to}


def _put_back(moves: list[dict[str, Any]]) -> int:
    lost = 0
    for move in reversed(moves):
        row = apps.get_model(move["model"])._base_manager.filter(
            **{"pk": move["pk"], move["field"]: move["to"]}
        )
        try:
            with transaction.atomic():
                lost += not row.update(**{move["field"]: move["from"]})
        except IntegrityError:
            lost += 1
    return lost


def _fill(keep: Any, drop: Any) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for column in keep._meta.concrete_fields:
        if column.name in _OWN or column.generated:
            continue
        before, other = getattr(keep, column.attname), getattr(drop, column.attname)
        if isinstance(before, list):
            after = [*before, *(value for value in other if value not in before)]
        else:
            after = other if before in (None, "") else before
        if after != before:
            filled[column.attname] = [before, after]
    if isinstance(keep, Place) and _is_better_placed(drop, keep):
        for name in ("latitude", "longitude", "location_precision"):
            filled[name] = [getattr(keep, name), getattr(drop, name)]
    _write_columns(keep, {name: after for name, (_before, after) in filled.items()})
    return filled


def _unfill(keep: Any, filled: dict[str, Any]) -> None:
    back = {}
    for name, (before, after) in filled.items():
        column = keep._meta.get_field(name)
        if getattr(keep, name) == column.to_python(after):
            back[name] = column.to_python(before)
    _write_columns(keep, back)


def _write_columns(keep: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(keep, name, value)
    keep.version += 1
    keep.updated_at = timezone.now()
    keep.save(update_fields=[*values, "version", "updated_at"])


def _is_better_placed(one: Place, other: Place) -> bool:
    ranks = [LocationPrecision.COMMUNE, LocationPrecision.STREET, LocationPrecision.EXACT]
    same_commune = one.commune_id == other.commune_id
    return same_commune and ranks.index(LocationPrecision(one.location_precision)) > ranks.index(
        LocationPrecision(other.location_precision)
    )


def _decide_proposal(keep: Any, drop: Any, state: DuplicateState, *, from_: DuplicateState, by: Any) -> None:
    if isinstance(keep, Service):
        return
    kind = keep.kind.value
    first, second = sorted([keep.pk, drop.pk])
    proposals = DuplicateProposal.objects.filter(
        Q(**{f"first_{kind}": first, f"second_{kind}": second}), state=from_
    )
    assert state in DUPLICATE_TRANSITIONS[from_]  # noqa: S101 - both are constants of this module
    is_merged = state == DuplicateState.MERGED
    proposals.update(
        state=state,
        decided_by=by if is_merged else None,
        decided_at=timezone.now() if is_merged else None,
    )


def _keep_the_highest_role(merging: Merging) -> None:
    """Someone who belongs to both keeps the higher of their two roles."""
    theirs = {
        membership.user_id: membership
        for membership in Membership.objects.active().filter(organisation=merging.drop)
    }
    both = Membership.objects.active().filter(organisation=merging.keep, user__in=theirs)
    for membership in both.order_by("pk"):
        other = theirs[membership.user_id]
        if ROLE_RANK[MembershipRole(other.role)] > ROLE_RANK[MembershipRole(membership.role)]:
            merging.set(membership, "role", other.role)


def _keep_the_area_whole(merging: Merging) -> None:
    """Pieces of an area join another area; a kept offer that follows its organisation goes on doing so."""
    if not merging.keep.has_own_area:
        merging.skip(ServiceArea)


register_merger(Organisation, _keep_the_highest_role)
register_merger(Service, _keep_the_area_whole)
